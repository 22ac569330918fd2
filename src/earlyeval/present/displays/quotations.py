"""What people who agreed to be quoted said, theme by theme, with an attribution wide enough to hide who it was."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

CHECKED = (
    "Each quotation was agreed to by its speaker, checked by a second person and found in the transcript's segment."
)
HELD_BACK = "Quotations of roles that only few people hold are not printed."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: theme, words, speaker. Rows: ``quotation`` rows, ``subgroup`` the theme, ``note`` the words."""
    nothing = nothing_to_show(rows, setting, about="Quotations")
    if nothing:
        return nothing
    printed = records(rows[rows["status"].isin(["shown", "rounded"])])
    lines = tuple((row["subgroup"], f"“{row['note']}”", row["label"]) for row in printed)
    held_back = HELD_BACK if (rows["status"] == "refused").any() else ""
    asked = rows[rows["status"] == "not_estimable"]
    columns = ("Theme", "In their words", "Said by")
    caption = setting.caption("Quotations, by theme")
    return Shown((Table("table-quotations", caption, columns, lines, notes_for(asked, setting, CHECKED, held_back)),))
