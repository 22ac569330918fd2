"""Reporting checklists as tables: what is asked, what is answered, and by whom."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.numbers import n_of_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

NOT_WELL = "An item with an answer is not thereby done well. Items are in our own words, not in their authors'."
_OPEN = "Not said by the authors yet: {}."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table per checklist, of the items with an answer; a note names the others.

    Rows: ``statement`` per item, ``proportion`` of items with an answer.
    """
    told = nothing_to_show(rows, setting, about="Reporting checklists")
    if told:
        return told
    parts: list[Part] = []
    for (name,), of_list in groups(rows, "subgroup"):
        whole = first(where(of_list, estimand="proportion"))
        unchecked = f" Its items were {whole['method']}." if whole["method"] else ""
        parts.append(Sentences((f"{name}: {n_of_text(whole)} items have an answer.{unchecked}",)))
        items = records(where(of_list, estimand="statement"))
        lines = tuple((row["label"], row["note"], upper_first(row["direction"])) for row in items if row["note"])
        unsaid = [lower_first(row["label"]) for row in items if not row["note"]]
        columns = ("What is asked", "Answer", "Whose")
        notes = (NOT_WELL, *([_OPEN.format("; ".join(unsaid))] if unsaid else []))
        caption = setting.caption(f"{name}, items with an answer")
        parts.append(Table(f"table-{slug(name)}", caption, columns, lines, notes, folded=f"{name}: item by item"))
    return Shown(tuple(parts))
