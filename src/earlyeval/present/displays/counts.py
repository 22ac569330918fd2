"""Counts as a table: what, for whom, how many, of how many."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text
from earlyeval.present.place import described, has_groups, lower_first
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

MANY = 4  # lines of nought, from which on one sentence names them


def show(rows: pd.DataFrame, setting: Setting, *, title: str, of: str = "Of") -> Shown:
    """Return a table of counts, one row each, with the whole group where the rows have one."""
    counted = of_kind(rows, "count", "share")
    nothing = nothing_to_show(counted, setting, about=title)
    if nothing:
        return nothing
    grouped, whole = has_groups(counted), counted["n_expected"].notna().any()
    columns = ["What", *(["Group"] if grouped else []), "Number", *([of] if whole else [])]
    lines, noughts = [], [] if grouped or whole else _noughts(counted)
    for row in records(counted):
        if row["label"] in noughts:
            continue
        cells = [row["label"] or setting.name(row["outcome"]), *([described(row, setting)] if grouped else [])]
        lines.append((*cells, n_text(row), *([n_text(row, "n_expected")] if whole else [])))
    table = Table(
        f"table-{slug(title)}", setting.caption(title), tuple(columns), tuple(lines), notes_for(counted, setting)
    )
    return Shown((table, Sentences((f"Nought: {'; '.join(lower_first(label) for label in noughts)}.",)))
                 if noughts else (table,))  # fmt: skip


def _noughts(rows: pd.DataFrame) -> list[str]:
    """Return what there is none of, where it is so much that a line for each would hide the rest."""
    labels = [row["label"] for row in records(rows) if n_text(row) == "0" and row["label"]]
    return labels if MANY <= len(labels) < len(rows) else []
