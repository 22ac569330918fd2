"""Sessions planned, held and cancelled, kind by kind and cluster by cluster, and why some were cancelled."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

COLUMNS = {"planned": "Planned for each group", "held": "Held, of those listed", "cancelled": "Cancelled"}
REASON = "cancelled: "


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table of sessions and, where any were cancelled, one of the reasons."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    is_reason = rows["subgroup"].str.startswith(REASON)
    held_alone = (rows["subgroup"] == "held") & (rows["estimand"] == "count")  # the share beside it says it too
    names = {"outcome": "Kind of session", "cluster": "Group"}
    table = side_by_side(rows[~is_reason & ~held_alone], setting, title=title, names=names, columns=COLUMNS)
    reasons = rows[is_reason]
    if reasons.empty:
        return Shown((table,))
    lines = tuple((setting.name(row["outcome"]), row["label"], n_text(row)) for row in records(reasons))
    caption = setting.caption("Why sessions were cancelled")
    return Shown((table, Table("table-cancelled", caption, ("Kind of session", "Reason", "Sessions"), lines, (), 2)))
