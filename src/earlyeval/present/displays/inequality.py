"""Shares of concern by deprivation and other characteristics, and the slope from one end of the ladder to the other."""

import pandas as pd

from earlyeval.present.display import Part, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import with_interval
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

SLOPES = ("slope_index_of_inequality", "relative_index_of_inequality")
SLOPE_NOTE = (
    "Slope index: the share at the advantaged end of the ladder less the share at the other, along a straight line, in "
    "percentage points; below zero means more among the disadvantaged. Relative index: the first share over the "
    "second; below one means the same. With so few steps the intervals are wide."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table for each characteristic: outcomes and times as lines, values as columns, the slope at the end.

    The setting has words for a characteristic under "characteristic: ", for its values under "characteristic: value".
    """
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    everybody = where(rows, subgroup="all")
    for (characteristic,), of_it in groups(rows[rows["comparison"] != ""], "comparison"):
        parts.append(_table(of_it, everybody, setting, characteristic=characteristic))
    return Shown(tuple(parts) or (_alone(everybody, setting, title=title),))


def _table(rows: pd.DataFrame, everybody: pd.DataFrame, setting: Setting, *, characteristic: str) -> Table:
    shares = where(rows, estimand="proportion")
    values = list(dict.fromkeys(shares.loc[shares["status"] != "not_estimable", "subgroup"]))
    sloped = rows["estimand"].isin(SLOPES).any()
    lines = []
    for (outcome, point), of_line in groups(rows, "outcome", "time_point"):
        cells = [first(where(of_line, subgroup=value, estimand="proportion")) for value in values]
        whole = first(where(everybody, outcome=outcome, time_point=point))
        slopes = [first(where(of_line, estimand=name)) for name in SLOPES] if sloped else []
        lines.append(
            (_label(whole), setting.name(point), *(_share(cell) for cell in (whole, *cells)), *map(_slope, slopes))
        )
    heads = [
        "Outcome",
        "When",
        "All",
        *(setting.names.get(f"{characteristic}: {value}", setting.name(value)) for value in values),
    ]
    heads += ["Slope index", "Relative index"] if sloped else []
    level = f"Intervals are {level_words(rows)} intervals." if sloped else ""
    about = setting.names.get(f"{characteristic}: ", setting.name(characteristic))
    caption = f"Share on the side of concern, by {lower_first(about)}"
    told = rows[~(rows["estimand"].isin(SLOPES) & (rows["status"] == "not_estimable"))]  # said in its own cell
    notes = notes_for(told, setting, *((SLOPE_NOTE, level) if sloped else ()))
    return Table(
        f"table-{slug('concern by ' + characteristic)}", setting.caption(caption), tuple(heads), tuple(lines), notes, 2
    )


def _alone(everybody: pd.DataFrame, setting: Setting, *, title: str) -> Table:
    lines = tuple((_label(row), setting.name(row["time_point"]), _share(row)) for row in everybody.to_dict("records"))
    heads = ("Outcome", "When", "All")
    return Table(f"table-{slug(title)}", setting.caption(title), heads, lines, notes_for(everybody, setting), 2)


def _label(row: Row | None) -> str:
    return "" if row is None else f"{row['label']}: {row['note']}"


def _share(row: Row | None) -> str:
    return "" if row is None else count_and_share(row)


def _slope(row: Row | None) -> str:
    if row is None:
        return ""
    return "too unsure" if row["status"] == "not_estimable" else with_interval(row)
