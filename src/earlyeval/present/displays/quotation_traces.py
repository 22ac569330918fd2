"""Where each quotation comes from: in the restricted view only."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

KEPT_BACK = "Document, place, coding and hash of each quotation stay in the restricted view."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: number in this report, theme, trace; at release level one line.

    Rows: ``quotation_trace`` rows, one per quotation of the register.
    """
    traces = where(rows, estimand="quotation_trace")
    if len(traces) and setting.level == "release":
        return Shown((Sentences((KEPT_BACK,), css_class="reason"),))
    nothing = nothing_to_show(traces, setting, about="Traces of quotations")
    if nothing:
        return nothing
    lines = tuple((row["label"], setting.name(row["subgroup"]), row["note"]) for row in records(traces))
    caption = setting.caption("Where each quotation comes from")
    return Shown((Table("table-quotation-traces", caption, ("Number", "Theme", "From"), lines),))
