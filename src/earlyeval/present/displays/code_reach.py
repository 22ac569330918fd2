"""Each code: in how many people and groups it was heard, and how many passages were given it."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

FOLDED = "Code by code"
NO_STRENGTH = (
    "How many passages were given a code says nothing of how strongly anything was felt: some people talk more."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table. Rows: ``proportion`` per code and unit, and its ``count`` of codings."""
    told = nothing_to_show(rows, setting, about="Codes")
    if told:
        return told
    units = [unit for unit in dict.fromkeys(rows["unit"]) if unit != "codings"]
    lines = []
    for _, of_code in groups(rows, "outcome"):
        cells = [first(where(of_code, unit=unit)) for unit in units]
        given = first(where(of_code, unit="codings"))
        name = first(of_code)["label"]
        lines.append((name, *("" if cell is None else n_of_text(cell) for cell in cells), n_text(given)))
    columns = ("Code", *(upper_first(unit) for unit in units), "Passages")
    caption = setting.caption("Codes, and in how many people and groups each was heard")
    return Shown(
        (
            Table(
                "table-code-reach", caption, columns, tuple(lines), notes_for(rows, setting, NO_STRENGTH), folded=FOLDED
            ),
        )
    )
