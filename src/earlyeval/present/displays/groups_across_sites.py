"""Mothers and fathers, or other groups, each pooled over the sites: one line a group."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, with_interval
from earlyeval.present.rows import first, groups, is_shown, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import LIKELY, level_words

NO_TEST = (
    "Each line stands alone. That one group's change is clear and another's is not says nothing of a difference "
    "between them; the reports of the sites compare groups within families."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table: group, sites, people, pooled change, range for a further site.

    Rows: those of ``analyse.across_sites.groups``.
    """
    nothing = nothing_to_show(rows, setting, about="Groups across sites")
    if nothing:
        return nothing
    lines = []
    for (_, label), of_group in groups(rows, "outcome", "label"):
        pooled = first(where(of_group, estimand="pooled_change"))
        counted = first(where(of_group, unit="sites"))
        further = first(where(of_group, estimand="prediction_interval"))
        is_pooled = pooled is not None and is_shown(pooled)
        lines.append((
            label, n_text(counted) if counted else "", n_text(pooled) if is_pooled else "",
            with_interval(pooled) if is_pooled else "not pooled",
            interval_text(further) if further and is_shown(further) else "",
        ))  # fmt: skip
    level = level_words(where(rows, estimand="pooled_change"))
    columns = ("Group", "Sites", "Measured both times", f"Pooled change ({level} interval)", "Likely at a further site")
    pooled_rows = where(rows, estimand="pooled_change")
    notes = notes_for(pooled_rows, setting, NO_TEST, LIKELY.format(level=level))
    caption = setting.caption("Change of each group over the sites, in points")
    return Shown((Table("table-groups-across-sites", caption, columns, tuple(lines), notes),))
