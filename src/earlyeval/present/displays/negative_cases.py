"""What was searched against each theme and what was found; the passages themselves in the restricted view only."""

import pandas as pd

from earlyeval.present.display import Part, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

TITLE = "Negative cases"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table of themes; at restricted level a second one with the contrary passages.

    Rows per theme: ``statement`` "search" and "found", ``proportion`` of voices, ``evaluators_view`` per passage.
    """
    private = where(rows, estimand="evaluators_view")
    open_rows = rows[rows["estimand"] != "evaluators_view"]
    told = nothing_to_show(open_rows, setting, about=TITLE)
    if told:
        return told
    counted = where(open_rows, subgroup="voices")
    lines = []
    for _, of_theme in groups(open_rows, "outcome"):
        search, found, voices = (first(where(of_theme, subgroup=part)) for part in ("search", "found", "voices"))
        heard = ("" if voices is None else n_of_text(voices),) if len(counted) else ()
        lines.append((first(of_theme)["label"], search["note"], "" if found is None else found["note"], *heard))
    columns = ("Theme", "What was searched", "What was found", *(("People it came from",) if len(counted) else ()))
    notes = notes_for(counted, setting)
    parts: list[Part] = [Table("table-negative-cases", setting.caption(TITLE), columns, tuple(lines), notes)]
    shown = private[private["status"] == "shown"]
    if len(shown):
        passages = tuple((row["label"], row["comparison"], row["note"]) for row in records(shown))
        caption = setting.caption("Passages that speak against a theme")
        parts.append(Table("table-contrary-passages", caption, ("Theme", "Coding", "Passage"), passages, row_headers=2))
    return Shown(tuple(parts))
