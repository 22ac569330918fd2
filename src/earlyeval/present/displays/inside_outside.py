"""Outcomes of families inside the specification beside those of families outside it."""

import pandas as pd

from earlyeval.present.display import Part, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, with_interval
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

SIDES = {"inside": "Inside the specification", "outside": "Outside it"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return changes of each side with their difference, and shares of concern of each side."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    changes = rows[rows["estimand"].isin(["mean_change", "mean_difference"])]
    if len(changes):
        parts.append(_changes(changes, setting))
    concerns = where(rows, estimand="proportion")
    if len(concerns):
        caption = "Share on the side of concern, inside and outside the specification"
        named = {"label": "Outcome", "time_point": "When"}
        parts.append(side_by_side(concerns, setting, title=caption, names=named, columns=SIDES))
    return Shown(tuple(parts))


def _changes(rows: pd.DataFrame, setting: Setting) -> Table:
    lines = []
    for _, of_outcome in groups(rows, "outcome"):
        sides = [first(where(of_outcome, subgroup=side)) for side in SIDES]
        difference = first(where(of_outcome, subgroup="difference"))
        cells = [f"{with_interval(row)}; {n_text(row)} people" if row else "" for row in sides]
        lines.append((str(of_outcome["label"].iloc[0]), *cells, with_interval(difference) if difference else ""))
    level = level_words(rows)
    heads = (
        "Outcome",
        *(f"{words}: change in points" for words in SIDES.values()),
        f"Outside minus inside ({level} interval)",
    )
    caption = "Change inside and outside the specification"
    return Table("table-inside-outside", setting.caption(caption), heads, tuple(lines), notes_for(rows, setting))
