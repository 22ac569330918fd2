"""Delivered as intended: component by component, all core components together, and the mean rating beside."""

import pandas as pd

from earlyeval.present.display import Figure, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, value_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

NOT_COMPONENTS = ("agreement", "adaptation", "sessions-observed")


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return what was observed, bars of the shares delivered as intended, and the table with the mean rating."""
    nothing = nothing_to_show(where(rows, estimand="proportion"), setting, about=title)
    if nothing:
        return nothing
    components = rows[~rows["outcome"].isin(NOT_COMPONENTS) & (rows["subgroup"] == "")]
    shares = where(components, estimand="proportion")
    figure = [part for part in show_shares(shares, setting, title=title).parts if isinstance(part, Figure)]
    return Shown((*_observed(rows), *figure, _table(components, setting, title=title)))


def _observed(rows: pd.DataFrame) -> tuple[Sentences, ...]:
    sessions = first(where(rows, outcome="sessions-observed"))
    return (Sentences((f"Sessions observed: {n_text(sessions)}.",)),) if sessions else ()


def _table(components: pd.DataFrame, setting: Setting, *, title: str) -> Table:
    means = where(components, estimand="mean")
    scale = str(means["note"].iloc[0]) if len(means) else ""
    shares = where(components, estimand="proportion")
    lines = []
    for row in records(shares):
        mean = first(where(means, outcome=row["outcome"]))
        lines.append((row["label"], _kind(row), count_and_share(row), value_text(mean) if mean else ""))
    columns = ("Component", "Kind", "As intended, of those observed", "Mean rating")
    told = (f"Mean rating on a scale of {lower_first(scale)}.",) if scale else ()
    notes = notes_for(shares, setting, *told)
    return Table("table-fidelity", setting.caption(title), columns, tuple(lines), notes)


def _kind(row: Row) -> str:
    return upper_first(row["note"]) if row["note"] else "Together"
