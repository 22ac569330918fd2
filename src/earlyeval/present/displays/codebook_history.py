"""The codebook version by version: how many codes, what became of them, how many codings had to be moved."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

TITLE = "The codebook, version by version"
MATCHED = (
    "Codes are matched by name, and by what the history says of them. A code that is gone and one that is new with the "
    "same definition count as one code renamed; removed are those of which nothing is said."
)
MOVED = "Codings moved stood under codes that the version no longer has."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: a line per version, a column per kind of change. Rows: ``count`` per version and kind."""
    told = nothing_to_show(rows, setting, about=TITLE)
    if told:
        return told
    kinds = [kind for kind in dict.fromkeys(rows["subgroup"]) if where(rows, subgroup=kind)["n"].gt(0).any()]
    lines = []
    for (name,), of_version in groups(rows, "label"):
        cells = [first(where(of_version, subgroup=kind)) for kind in kinds]
        lines.append((name, *("" if cell is None else n_text(cell) for cell in cells)))
    notes = notes_for(rows, setting, MATCHED, MOVED if "codings moved" in kinds else "")
    columns = ("Version", *(upper_first(kind) for kind in kinds))
    return Shown((Table("table-codebook-history", setting.caption(TITLE), columns, tuple(lines), notes),))
