"""One honest line where there is nothing to show."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.notes import reasons
from earlyeval.present.place import lower_first
from earlyeval.present.rows import any_shown
from earlyeval.present.setting import Setting
from earlyeval.protect.texts import TOO_FEW


def nothing_to_show(rows: pd.DataFrame, setting: Setting, *, about: str) -> Shown | None:
    """Return a line that says why nothing is shown, or None where there is something.

    No rows: the programme has no such strand or nothing of it was returned. Rows that could not be estimated: their
    reasons. Rows that are all hidden: too few.
    """
    if rows.empty:
        programme = setting.programme_name or "This programme"
        return _line(f"{programme} has nothing to show on {lower_first(about)}: no such data were planned or returned.")
    if any_shown(rows):
        return None
    told = reasons(rows)
    return _line(*told) if told else _line(f"{about}: {TOO_FEW}")


def _line(*sentences: str) -> Shown:
    return Shown((Sentences(sentences, css_class="reason"),))
