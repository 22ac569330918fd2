"""Statements of the registry as a table: one line per subject, one column per part that anything is said of."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

MOST_SIDE_BY_SIDE = 3


def show(rows: pd.DataFrame, setting: Setting, *, title: str, subject: str) -> Shown:
    """Return one table. Rows: ``statement`` rows, ``outcome`` and ``label`` the subject, ``subgroup`` the part.

    ``subject`` heads the first column. A few parts head a column each, in the order in which they first appear;
    many stand below each other, a line each.
    """
    statements = where(rows, estimand="statement")
    if statements.empty:
        return nothing_to_show(statements, setting, about=title)
    parts = list(dict.fromkeys(statements["subgroup"]))
    laid_out = _side_by_side if len(parts) <= MOST_SIDE_BY_SIDE else _below_each_other
    columns, lines, row_headers = laid_out(statements, parts, setting, subject=subject)
    notes = notes_for(statements, setting)
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, lines, notes, row_headers),))


def _side_by_side(
    statements: pd.DataFrame, parts: list[str], setting: Setting, *, subject: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    lines = []
    for _, of_subject in groups(statements, "outcome"):
        said = [first(where(of_subject, subgroup=part)) for part in parts]
        lines.append((_name(first(of_subject), setting), *(row["note"] if row else "" for row in said)))
    return (subject, *(setting.name(part) for part in parts)), tuple(lines), 1


def _below_each_other(
    statements: pd.DataFrame, parts: list[str], setting: Setting, *, subject: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Return a line per subject and part: with many parts, columns side by side would be too narrow to read."""
    lines = [
        (_name(row, setting), setting.name(row["subgroup"]), row["note"])
        for _, of_subject in groups(statements, "outcome")
        for part in parts
        for row in records(where(of_subject, subgroup=part))
    ]
    return (subject, "About it", "What the registry says"), tuple(lines), 2


def _name(row: Row, setting: Setting) -> str:
    return row["label"] or setting.name(row["outcome"])
