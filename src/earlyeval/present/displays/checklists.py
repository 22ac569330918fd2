"""Reporting checklists as tables: what is asked, what is answered, and by whom."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

NOT_WELL = "An item with an answer is not thereby done well. Items are in our own words, not in their authors'."
_OPEN = "The author has not said it yet."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table per checklist. Rows: ``statement`` per item, ``proportion`` of items with an answer."""
    told = nothing_to_show(rows, setting, about="Reporting checklists")
    if told:
        return told
    parts: list[Part] = []
    for (name,), of_list in groups(rows, "subgroup"):
        whole = first(where(of_list, estimand="proportion"))
        unchecked = f" Its items were {whole['method']}." if whole["method"] else ""
        parts.append(Sentences((f"{name}: {n_of_text(whole)} items have an answer.{unchecked}",)))
        lines = tuple(
            (row["label"], row["note"] or _OPEN, upper_first(row["direction"]))
            for row in records(where(of_list, estimand="statement"))
        )
        columns = ("What is asked", "Answer", "Whose")
        parts.append(
            Table(f"table-{slug(name)}", setting.caption(f"{name}, item by item"), columns, lines, (NOT_WELL,))
        )
    return Shown(tuple(parts))
