"""Definitions side by side: the word, what counts, since when, and how many that is."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

COLUMNS = ("Word", "What counts here", "Since when", "Who", "Number")
NOT_SAID = "–"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table, a line for each declared definition.

    Rows: a share or count each, with the defined word in ``subgroup``, what counts in ``label`` and since when in
    ``note``.
    """
    nothing = nothing_to_show(rows, setting, about="Definitions of taking part")
    if nothing:
        return nothing
    lines = [
        (
            upper_first(row["subgroup"].replace("_", " ")),
            row["label"],
            upper_first(row["note"]),
            upper_first(row["unit"]) or NOT_SAID,
            NOT_SAID if row["status"] == "not_estimable" else count_and_share(row),
        )
        for row in records(rows)
    ]
    caption = setting.caption("The same people under each declared definition")
    return Shown((Table("table-definitions", caption, COLUMNS, tuple(lines), notes_for(rows, setting)),))
