"""What is concluded from numbers and accounts together, with everything that it rests on."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.spoken_words import said
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

ABOUT = (
    "A conclusion belongs to its author, not to the program. What it rests on is printed as it was found in this "
    "report, whether or not it still bears the conclusion."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: conclusion, how firmly it is held, what it rests on, what else would explain it.

    Rows: ``meta_inference`` (``label``, ``direction`` strength, ``note`` rival, ``method`` author); with the same
    ``subgroup`` the rows of its evidence.
    """
    inferences = where(rows, estimand="meta_inference")
    nothing = nothing_to_show(inferences, setting, about=title)
    if nothing:
        return nothing
    lines, evidence = [], rows[rows["estimand"] != "meta_inference"]
    for row in records(inferences):
        words = said(records(where(evidence, subgroup=row["subgroup"])), setting)
        lines.append((row["label"], setting.name(row["direction"]), words, row["note"]))
    authors = [f"{text[:1].upper()}{text[1:]}." for text in dict.fromkeys(inferences["method"])]
    found = evidence[evidence["status"] != "not_estimable"]
    columns = ("What is concluded", "Held", "What it rests on", "What else would explain it")
    notes = notes_for(found, setting, ABOUT, *authors)
    return Shown((Table("table-meta-inferences", setting.caption(title), columns, tuple(lines), notes),))
