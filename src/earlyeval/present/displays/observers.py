"""Who observed, what each saw of the core components, and whether two pairs of eyes saw the same."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import first, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table of the share delivered as intended by role of the observer, and a sentence on agreement."""
    nothing = nothing_to_show(where(rows, estimand="proportion"), setting, about=title)
    if nothing:
        return nothing
    roles = rows[(rows["respondent"] != "") & (rows["subgroup"] != "")]
    lines = tuple((row["label"], count_and_share(row)) for row in records(roles))
    columns = ("Observed by", "Core components as intended, of those rated")
    table = Table(f"table-{slug(title)}", setting.caption(title), columns, lines, notes_for(roles, setting))
    agreement = first(where(rows, outcome="agreement"))
    return Shown((table, *((_sentence(agreement),) if agreement else ())))


def _sentence(row) -> Sentences:
    if row["status"] == "not_estimable":
        return Sentences((row["reason"],))
    return Sentences((f"{row['label']}, where both rated the same component: {count_and_share(row)}.",))
