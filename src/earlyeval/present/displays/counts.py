"""Counts as a table: what, for whom, how many, of how many."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text
from earlyeval.present.place import described, has_groups
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table


def show(rows: pd.DataFrame, setting: Setting, *, title: str, of: str = "Of") -> Shown:
    """Return a table of counts, one row each, with the whole group where the rows have one."""
    counted = of_kind(rows, "count", "share")
    nothing = nothing_to_show(counted, setting, about=title)
    if nothing:
        return nothing
    grouped, whole = has_groups(counted), counted["n_expected"].notna().any()
    columns = ["What", *(["Group"] if grouped else []), "Number", *([of] if whole else [])]
    lines = []
    for row in records(counted):
        cells = [row["label"] or setting.name(row["outcome"]), *([described(row, setting)] if grouped else [])]
        lines.append((*cells, n_text(row), *([n_text(row, "n_expected")] if whole else [])))
    table = Table(
        f"table-{slug(title)}", setting.caption(title), tuple(columns), tuple(lines), notes_for(counted, setting)
    )
    return Shown((table,))
