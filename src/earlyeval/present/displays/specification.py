"""Were they the families the programme is for? The share that meets its specification; those taken in all the same."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return the share by cluster as bars and table, then the number taken in knowingly from outside."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    shares = show_shares(where(rows, outcome="in-specification"), setting, title=title)
    overridden = where(rows, outcome="overridden")
    if overridden.empty:
        return shares
    about = str(overridden["label"].iloc[0])
    lines = [(setting.name(row["cluster"]) if row["cluster"] else "All", n_text(row)) for row in records(overridden)]
    columns = ("Group", "Families")
    notes = notes_for(overridden, setting)
    return Shown((*shares.parts, Table(f"table-{slug(about)}", setting.caption(about), columns, tuple(lines), notes)))
