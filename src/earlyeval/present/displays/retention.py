"""Who was measured again: shares at each time point, arm by arm, and the difference between two arms."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.numbers import interval_text, value_text
from earlyeval.present.place import compared, lower_first
from earlyeval.present.rows import Row, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import level_words


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return the shares as bars and table, and a sentence on the difference between arms where there is one."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    shown = show_shares(where(rows, estimand="proportion"), setting, title=title)
    differences = where(rows, estimand="proportion_difference")
    told = [_sentence(row, setting, differences) for row in records(differences) if row["status"] != "refused"]
    return Shown((*shown.parts, Sentences(tuple(told)))) if told else shown


def _sentence(row: Row, setting: Setting, rows: pd.DataFrame) -> str:
    about = f"{row['label']}, {lower_first(setting.name(row['time_point']))}"
    if not is_shown(row):
        return f"{about}: the difference between the arms rests on too few people to report."
    interval = f", {level_words(rows)} interval {interval_text(row)}" if not pd.isna(row["conf_low"]) else ""
    return (
        f"{about}: difference between the shares measured ({compared(row, setting)}) in percentage points: "
        f"{value_text(row)}{interval}."
    )
