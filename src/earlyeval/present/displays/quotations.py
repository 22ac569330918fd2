"""What people who agreed to be quoted said, theme by theme, with an attribution wide enough to hide who it was."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

CHECKED = (
    "Each quotation was agreed to by its speaker, checked by a second person and found in the transcript's segment. "
    "[...] marks a cut, other square brackets a detail that was removed. Numbers are given anew in each report."
)
HELD_BACK = "Quotations of roles that only few people hold are not printed."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: theme, words, speaker, number.

    Rows: ``quotation`` rows, ``subgroup`` the theme, ``note`` the words, ``method`` the number in this report; a
    ``statement`` where names were searched without a roster.
    """
    quoted = where(rows, estimand="quotation")
    nothing = nothing_to_show(quoted, setting, about="Quotations")
    if nothing:
        return nothing
    printed = records(quoted[quoted["status"].isin(["shown", "rounded"])])
    lines = tuple((row["subgroup"], f"“{row['note']}”", row["label"], row["method"]) for row in printed)
    held_back = HELD_BACK if (quoted["status"] == "refused").any() else ""
    asked = quoted[quoted["status"] == "not_estimable"]
    told = [row["note"] for row in records(where(rows, estimand="statement"))]
    columns = ("Theme", "In their words", "Said by", "Number")
    caption = setting.caption("Quotations, by theme")
    notes = notes_for(asked, setting, CHECKED, *told, held_back)
    return Shown((Table("table-quotations", caption, columns, lines, notes),))
