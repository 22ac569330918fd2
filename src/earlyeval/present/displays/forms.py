"""Forms: how many came back, could be scored, were filled up by the scoring rule, and how many people have no score."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.setting import Setting

COLUMNS = {
    "returned": "Forms back, of people taking part",
    "scorable": "With a usable score, of forms back",
    "prorated": "Scored with an item missing, of usable",
    "": "No usable score, of people taking part",
}
NOT_FOR = {"does-not-apply": "Does not apply, not counted as missing"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: a line per measure and time point, a column per step from form to score."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    names = {"label": "Measure", "time_point": "When"}
    columns = COLUMNS | (NOT_FOR if (rows["subgroup"] == "does-not-apply").any() else {})
    return Shown((side_by_side(rows, setting, title=title, names=names, columns=columns),))
