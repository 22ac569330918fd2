"""Ways to leave the service over time, each with its interval, when one rules out the others."""

import pandas as pd

from earlyeval.present.display import Figure, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, percent_text, with_interval
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, ten_words, upper_first

TITLE = "How cases had ended by each week"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return the curves of each way to leave and a table: a line per week, a column per way."""
    asked = where(rows, estimand="cumulative_incidence")
    nothing = nothing_to_show(asked, setting, about=TITLE)
    if nothing:
        return nothing
    answered = asked[asked["status"] != "not_estimable"]
    ways = [(label, of_way) for (label,), of_way in groups(answered, "label")]
    weeks = list(dict.fromkeys(answered["subgroup"]))
    lines = []
    for week in weeks:
        cells = [first(where(of_way, subgroup=week)) for _, of_way in ways]
        number = n_text(next(cell for cell in cells if cell is not None))
        lines.append((upper_first(week), number, *("" if cell is None else with_interval(cell) for cell in cells)))
    level = level_words(answered)
    heads = ("Time from opening", "Cases", *(f"{label} ({level} interval)" for label, _ in ways))
    notes = notes_for(asked, setting, *(f"{upper_first(note)}." for note in dict.fromkeys(answered["note"]) if note))
    table = Table(f"table-{slug(TITLE)}", setting.caption(TITLE), heads, tuple(lines), notes)
    drawable = [(label, of_way) for label, of_way in ways if of_way["estimate"].notna().any()]
    return Shown((_figure(drawable, weeks, setting), table)) if drawable else Shown((table,))


def _figure(ways: list[tuple[str, pd.DataFrame]], weeks: list[str], setting: Setting) -> Figure:
    from earlyeval.present.figures.course import course

    label, rows = ways[0]
    last = rows[rows["estimate"].notna()].iloc[-1]
    alt = (
        f"Line chart of the share of cases that had ended in each way over time; {label.lower()}: "
        f"{percent_text(last['estimate'])} {last['subgroup']}."
    )
    caption = setting.caption(f"{TITLE}, with {level_words(rows)} intervals; one way to leave rules out the others")
    return course(
        ways,
        ticks=[week.removeprefix("by week ") for week in weeks],
        axis_label="Share of cases",
        below="Weeks from opening",
        identity=f"figure-{slug(TITLE)}",
        words=(ten_words("Cases", "how they had ended by each week"), alt, caption),
        as_share=True,
    )
