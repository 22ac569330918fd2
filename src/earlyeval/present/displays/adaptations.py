"""What was done differently from the plan, and whether that was decided beforehand."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.rows import where
from earlyeval.present.setting import Setting

COLUMNS = {"planned": "Decided beforehand, of components observed", "not planned": "Decided in the session"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: a line per kind of adaptation, planned and not planned beside each other."""
    adapted = where(rows, outcome="adaptation")
    nothing = nothing_to_show(adapted, setting, about=title)
    if nothing:
        return nothing
    names = {"label": "What was done"}
    table = side_by_side(adapted, setting, title=title, names=names, columns=COLUMNS, column="comparison")
    return Shown((table,))
