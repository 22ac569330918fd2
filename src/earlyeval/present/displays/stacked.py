"""Shares of several answers or states that make up a whole: stacked bars, and the table of the same rows."""

import pandas as pd

from earlyeval.present.display import Figure, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, percent_in_brackets, percent_text
from earlyeval.present.rows import Row, first, groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import ten_words
from earlyeval.protect.rounding import NEARLY_ALL

GROUPED_BY = ("outcome", "label", "cluster", "arm", "time_point")


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return stacked bars (where shares were released) and a table: a line per group, a column per ``subgroup``."""
    shares = of_kind(rows, "share")
    nothing = nothing_to_show(shares, setting, about=title)
    if nothing:
        return nothing
    asked = shares[shares["status"] != "not_estimable"]
    parts = [(name, setting.name(name)) for name in dict.fromkeys(asked["subgroup"])]
    bars = [(_name(first(of_bar), setting), of_bar) for _, of_bar in groups(asked, *GROUPED_BY)]
    table = _table(bars, parts, setting, title=title, notes=notes_for(shares, setting, adding_up(setting)))
    drawable = [(label, of_bar) for label, of_bar in bars if is_drawable(of_bar)]
    if not drawable:
        return Shown((table,))
    return Shown((stacked_figure(drawable, parts, setting, title=title), table))


def is_drawable(rows: pd.DataFrame) -> bool:
    """Say whether a bar has parts to draw, and not only those left over by one that is nearly the whole."""
    return bool(rows["estimate"].notna().any() and (rows["rule"] != NEARLY_ALL).all())


def stacked_figure(
    bars: list[tuple[str, pd.DataFrame]], parts: list[tuple[str, str]], setting: Setting, *, title: str
) -> Figure:
    """Return the stacked bars; the description names the largest part of the first bar."""
    from earlyeval.present.figures.stacked import stacked

    label, rows = bars[0]
    largest = rows.loc[rows["estimate"].idxmax()]
    words = dict(parts)[largest["subgroup"]]
    return stacked(
        bars,
        parts=parts,
        identity=f"figure-{slug(title)}",
        words=(
            ten_words(title, "shares of the whole"),
            f"Stacked bar chart of {title[:1].lower() + title[1:]}; the largest part for {label} is "
            f"{words.lower()} ({percent_text(largest['estimate'])}).",
            setting.caption(f"{title}{_left_out(bars)}"),
        ),
    )


def _left_out(bars: list[tuple[str, pd.DataFrame]]) -> str:
    hidden = any(rows["estimate"].isna().any() for _, rows in bars)
    return " (hidden parts are left out of the bars)" if hidden else ""


def adding_up(setting: Setting) -> str:
    """Return the note that rounded parts need not add up."""
    return "Each part is rounded by itself, so parts may not add up to the whole." if setting.rounding_note else ""


def _name(row: Row, setting: Setting) -> str:
    groups_named = [setting.name(row[column]) for column in ("cluster", "arm", "time_point") if row[column]]
    return ", ".join([row["label"] or setting.name(row["outcome"]), *groups_named])


def _table(bars, parts, setting: Setting, *, title: str, notes: tuple[str, ...]) -> Table:
    lines = []
    for label, rows in bars:
        cells = [first(where(rows, subgroup=name)) for name, _ in parts]
        lines.append((label, *(count_and_share(cell) if cell else "" for cell in cells)))
    columns = ("Group", *(words for _, words in parts))
    return Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes)


def count_and_share(row: Row) -> str:
    """Return "15 of 40 (38%)", "35 of 35 (all or nearly all)"; without the percentage where none was released."""
    return f"{n_of_text(row)}{percent_in_brackets(row)}"
