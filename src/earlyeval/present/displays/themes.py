"""Themes with their plain definition, and in how many interviews or groups each was heard: k of N, never a share."""

import pandas as pd

from earlyeval.present.display import Figure, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

NOT_ABSENCE = "A theme that somebody did not mention was not absent for them, and a number says nothing of its weight."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return bars per unit (interviews, groups), and a table: theme, what it is, heard in how many.

    Rows: one ``proportion`` per theme (``outcome``, ``label``) and ``unit``, the definition in ``note``. Themes that
    are not counted (a reflexive analysis) stand in the table with their definition.
    """
    if rows.empty:
        return nothing_to_show(rows, setting, about="What people said")
    counted = rows[rows["status"] != "not_estimable"]
    units = [unit for unit in dict.fromkeys(counted["unit"])]
    figures = []
    for unit in units:
        of_unit = where(counted, unit=unit)
        if of_unit["n"].notna().any():
            figures.append(_figure(of_unit, setting, unit=unit))
    lines = []
    for (outcome,), of_theme in groups(rows, "outcome"):
        row = first(of_theme)
        cells = [first(where(of_theme, unit=unit)) for unit in units]
        name = row["label"] or setting.name(outcome)
        lines.append((name, row["note"], *(n_of_text(cell) if cell else "" for cell in cells)))
    columns = ("Theme", "What it is", *(f"{upper_first(unit)}" for unit in units))
    told = [row["reason"] for row in records(rows[rows["status"] == "not_estimable"])]
    notes = notes_for(counted, setting, NOT_ABSENCE if units else "", *dict.fromkeys(told))
    caption = setting.caption("Themes, and where each was heard")
    return Shown((*figures, Table("table-themes", caption, columns, tuple(lines), notes)))


def _figure(rows: pd.DataFrame, setting: Setting, *, unit: str) -> Figure:
    from earlyeval.present.figures.reach import reach

    labels = [row["label"] or setting.name(row["outcome"]) for row in records(rows)]
    most = int(rows["n"].fillna(-1).to_numpy().argmax())
    alt = (
        f"Bar chart of the {unit} in which each of {len(rows)} themes was heard; most often "
        f"'{labels[most]}', in {n_of_text(records(rows)[most])}."
    )
    return reach(
        rows,
        labels=labels,
        identity=f"figure-themes-{slug(unit)}",
        title=f"How many {unit} each theme was heard in",
        alt=alt,
        caption=setting.caption(f"Themes by the number of {unit}, in the order of the codebook"),
    )
