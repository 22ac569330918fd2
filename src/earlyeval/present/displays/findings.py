"""What the checks of the returns found: what, in which table, kept or set aside, how many rows."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

SEVERITY = {"note": "Noted, kept", "set_aside": "Set aside"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one line per kind of finding: ``label`` says it, ``subgroup`` is "note" or "set_aside", n its rows."""
    found = of_kind(rows, "count")
    if found.empty:
        return nothing_to_show(found, setting, about=title)
    if len(found) == 1 and found["n"].iloc[0] == 0:
        return Shown((Sentences((str(found["label"].iloc[0]),)),))
    lines = [
        (row["label"], setting.name(row["outcome"]), SEVERITY.get(row["subgroup"], ""), n_text(row))
        for row in records(found)
    ]
    columns = ("What", "Returned table", "What was done", "Rows")
    table = Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes_for(found, setting))
    return Shown((table,))
