"""What staff answered item by item, as stacked bars: a display of its own for each scale."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays import stacked
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import first, groups
from earlyeval.present.setting import Setting

TITLE = "Answers of staff, item by item"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return stacked bars and a table for each outcome: a bar per item and time point."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    return together(
        *(stacked.show(of_outcome, setting, title=f"{_name(of_outcome, setting, outcome)}: answers by item")
          for (outcome,), of_outcome in groups(rows, "outcome"))
    )  # fmt: skip


def _name(rows: pd.DataFrame, setting: Setting, outcome: str) -> str:
    row = first(rows)
    return setting.name(outcome) if row["status"] != "not_estimable" else row["label"] or setting.name(outcome)
