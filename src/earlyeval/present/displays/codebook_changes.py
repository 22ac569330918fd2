"""Which codes each version of the codebook added, renamed, redefined, split, merged or gave up, by name."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

TITLE = "Codes that changed"
FOLDED = "Which codes changed, version by version"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: version, kind of change, codes. Rows: ``statement`` per version and kind."""
    told = nothing_to_show(rows, setting, about=TITLE)
    if told:
        return told
    lines = tuple((row["label"], upper_first(row["subgroup"]), row["note"]) for row in records(rows))
    columns = ("Version", "What happened", "Codes")
    return Shown(
        (Table("table-codebook-changes", setting.caption(TITLE), columns, lines, row_headers=2, folded=FOLDED),)
    )
