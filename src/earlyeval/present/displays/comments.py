"""Comments in people's own words: in the restricted view only."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

KEPT_BACK = "The words themselves stay in the restricted view."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: question (``label``), comment (``note``); at release level one line, however many there are.

    Rows: ``comment`` rows, one per comment.
    """
    comments = where(rows, estimand="comment")
    if len(comments) and setting.level == "release":
        return Shown((Sentences((KEPT_BACK,), css_class="reason"),))
    nothing = nothing_to_show(comments, setting, about="Comments")
    if nothing:
        return nothing
    printed = records(comments[comments["status"] == "shown"])
    lines = tuple((row["label"] or setting.name(row["outcome"]), row["note"]) for row in printed)
    caption = setting.caption("Comments in people's own words")
    return Shown((Table("table-comments", caption, ("Question", "Comment"), lines, notes_for(comments, setting)),))
