"""How often, for how much of the time, and how soon each behaviour was seen in coded clips."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text, value_text, with_interval
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

COUNTED = "The main coder's events; a clip in which a behaviour was never marked counts with none a minute."
SOON = "Seconds to the first: the median of the clips in which it was seen, and how many those are."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: behaviour, who, when, clips, events a minute, percentage of the time, seconds to the first."""
    nothing = nothing_to_show(rows, setting, about="Coded events")
    if nothing:
        return nothing
    lines = []
    for (_, subgroup, point), own in groups(rows, "outcome", "subgroup", "time_point"):
        rate, share, soon = (
            first(where(own, estimand=name)) for name in ("event_rate", "share_of_time", "latency")
        )  # fmt: skip
        row = rate or soon
        if row is None:
            continue
        cells = [with_interval(cell) if cell else "" for cell in (rate, share)]
        told = f"{value_text(soon)} ({n_of_text(soon)})" if soon and soon["status"] != "not_estimable" else ""
        who = upper_first(subgroup) if subgroup else ""
        lines.append((upper_first(row["label"]), who, setting.name(point) if point else "", n_text(row), *cells, told))
    columns = ("Behaviour", "Who", "When", "Clips", f"A minute ({level_words(rows)} interval)", "% of the time",
               "Seconds to the first")  # fmt: skip
    table = Table("table-events", setting.caption("Coded events"), columns, tuple(lines),
                  notes_for(rows, setting, COUNTED, SOON), 2)  # fmt: skip
    return Shown((table,))
