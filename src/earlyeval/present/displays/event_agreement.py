"""How far two coders of the same clips marked the same events: kappa of ticks with its tick, F1 with its tolerance."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text, percent_in_brackets, with_interval
from earlyeval.present.rows import is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

TICK = "Kappa of ticks hangs on how far apart they are; half and double the tick stand beside it."
F1 = "F1: of all events of both coders, the share that has a partner; 1 is perfect. Chance is part of it."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a sentence on what was coded twice, and one table: what, how, clips, coefficient with interval, label."""
    nothing = nothing_to_show(rows, setting, about="Agreement on events")
    if nothing:
        return nothing
    twice = records(where(rows, estimand="proportion"))
    told = tuple(f"Clips coded twice: {n_of_text(row)}{percent_in_brackets(row)}." for row in twice)
    asked = where(rows, estimand=("time_unit_kappa", "event_f1"))
    found = asked[asked["status"] != "not_estimable"]
    lines = tuple(
        (upper_first(row["label"]), _how(row["method"]), n_text(row), with_interval(row),
         row["note"] if is_shown(row) else "")
        for row in records(found)
    )  # fmt: skip
    columns = ("Behaviour", "How", "Clips", f"Value ({level_words(found)} interval)", "In the words of others")
    caption = setting.caption("Agreement of coders on events")
    table = Table("table-event-agreement", caption, columns, lines, notes_for(asked, setting, TICK, F1), 2)
    return Shown((Sentences(told), table))


def _how(method: str) -> str:
    return upper_first(method.split(", BCa")[0])
