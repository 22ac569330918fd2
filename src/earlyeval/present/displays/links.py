"""Links between time points: who was measured both times, and who only once."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.setting import Setting

COLUMNS = {"both": "Both before and after", "before-only": "Before only", "after-only": "After only"}
# Only where there are such people.
FURTHER = {
    "other-version": "Of those once only, another version at the other time",
    "duplicate": "Two versions at one time",
}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: a line per measure, a column per kind of link."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    said = set(rows["subgroup"])
    columns = COLUMNS | {name: words for name, words in FURTHER.items() if name in said}
    return Shown((side_by_side(rows, setting, title=title, names={"label": "Measure"}, columns=columns),))
