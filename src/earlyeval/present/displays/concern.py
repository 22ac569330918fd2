"""Levels of concern at the first and the last review, and how cases moved between them."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays import methods, shares, stacked
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import of_kind, where
from earlyeval.present.setting import Setting

TITLE = "Concern at first and last review"
MOVES = "Concern last, by concern first"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return the levels as stacked bars, the table of moves, the shares that moved each way, and the tests."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    moved = where(rows, outcome="concern-movement")
    moves = where(rows, outcome="concern-transitions")
    began = moves.assign(label="Began with " + moves["label"])
    return together(
        stacked.show(where(rows, outcome="concern-levels"), setting, title=TITLE),
        stacked.show(began, setting, title=MOVES),
        shares.show(of_kind(moved, "share"), setting, title="Cases that moved between levels", figure=False),
        methods.show(of_kind(moved, "test"), setting, title="Tests of movement between levels"),
    )
