"""About the measures: what each one measures, its scale, its cautions, and which of its facts nobody checked."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

PARTS = {
    "measures": "What it tells",
    "instrument": "Instrument",
    "scale": "Scale",
    "caution": "Caution",
    "not verified": "Facts not verified at the source",
}


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one line per outcome. Rows: ``statement`` rows, ``subgroup`` the part, ``note`` its words."""
    statements = where(rows, estimand="statement")
    if statements.empty:
        return nothing_to_show(statements, setting, about="Measures")
    parts = [part for part in PARTS if part in set(statements["subgroup"])]
    lines = []
    for (outcome,), of_outcome in groups(statements, "outcome"):
        said = [first(where(of_outcome, subgroup=part)) for part in parts]
        name = first(of_outcome)["label"] or setting.name(outcome)
        lines.append((name, *(row["note"] if row else "" for row in said)))
    columns = ("Outcome", *(PARTS[part] for part in parts))
    caption = setting.caption("About the measures")
    return Shown((Table("table-measures", caption, columns, tuple(lines), notes_for(statements, setting)),))
