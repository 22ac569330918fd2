"""How truly coded material was read: one sentence on quotations, and a table of what was held, taken and lost."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

QUOTATIONS = "quotations-compared-with-their-transcript"
_TITLE = "What coded projects held, and what was taken"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return the share of quotations that are true in a sentence, and the elements of the import as a table.

    Rows: one ``proportion`` per element (``outcome``, ``label``), why in ``note``, the tool in ``subgroup``.
    """
    if rows.empty:
        return nothing_to_show(rows, setting, about="Coded material")
    told = []
    for row in records(rows[rows["outcome"] == QUOTATIONS]):
        if row["status"] == "not_estimable":
            told.append("No quotation could be compared with a transcript.")
        else:
            told.append(f"{n_of_text(row)} quotations hold the words that stand at their place in the transcript.")
    counted = of_kind(rows[rows["outcome"] != QUOTATIONS], "share")
    pieces = [Sentences(tuple(told))] if told else []
    if counted.empty:
        return Shown(tuple(pieces))
    lines = [
        (row["label"], n_text(row, "n_expected"), n_text(row), upper_first(row["note"]) if row["note"] else "")
        for row in records(counted)
    ]
    columns = ("What", "Held", "Taken", "What became of the rest, or of all")
    table = Table("table-coded-import", setting.caption(_TITLE), columns, tuple(lines), notes_for(counted, setting))
    return Shown((*pieces, table))
