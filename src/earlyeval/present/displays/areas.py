"""Graded areas of care: the grades first and last, which way each area moved, and the tests. Never a mean."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays import methods, stacked
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import of_kind
from earlyeval.present.setting import Setting

TITLE = "Grades at first and last review"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return grades and movement of each area as stacked bars with their tables, and the tests."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    shares = of_kind(rows, "share")
    return together(
        stacked.show(shares[shares["time_point"] == ""], setting, title="Which way each area moved"),
        stacked.show(shares[shares["time_point"] != ""], setting, title=TITLE),
        methods.show(of_kind(rows, "test"), setting, title="Tests of movement in each area"),
    )
