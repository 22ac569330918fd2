"""Statements of the registry as a table: one line per subject, one column per part that anything is said of."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table


def show(rows: pd.DataFrame, setting: Setting, *, title: str, subject: str) -> Shown:
    """Return one table. Rows: ``statement`` rows, ``outcome`` and ``label`` the subject, ``subgroup`` the part.

    ``subject`` heads the first column; the parts head the others, in the order in which they first appear.
    """
    statements = where(rows, estimand="statement")
    if statements.empty:
        return nothing_to_show(statements, setting, about=title)
    parts = list(dict.fromkeys(statements["subgroup"]))
    lines = []
    for (outcome,), of_subject in groups(statements, "outcome"):
        said = [first(where(of_subject, subgroup=part)) for part in parts]
        name = first(of_subject)["label"] or setting.name(outcome)
        lines.append((name, *(row["note"] if row else "" for row in said)))
    columns = (subject, *(setting.name(part) for part in parts))
    notes = notes_for(statements, setting)
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes),))
