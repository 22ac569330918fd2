"""How cases ended, by whether parents engaged, and how many were passed on."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays import methods, shares, stacked
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import of_kind, where
from earlyeval.present.setting import Setting

TITLE = "How cases ended, by engagement"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return endings overall and by engagement as stacked bars, the test of both, and the shares passed on."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    endings = of_kind(where(rows, outcome=("closure", "closure-by-engagement")), "share")
    alone = where(rows, outcome=("concern-removed", "stepped-up"))
    return together(
        stacked.show(endings, setting, title=TITLE),
        shares.show(alone, setting, title="Concern removed, and passed on", figure=False),
        methods.show(of_kind(rows, "test", "agreement"), setting, title="Engagement against how cases ended"),
    )
