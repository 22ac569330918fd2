"""Rows of our own making as a typed part of a tidy table."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.tidy.columns import DTYPES
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Part
from earlyeval.tidy.tables import TABLES, Column


def part_of(
    table: str, rows: Iterable[Mapping[str, Any]], *, file: str, lists: Lists, findings: list[Finding]
) -> Part | None:
    """Return rows as a part of a table, or None where there are none.

    What a row does not name is missing. A code that its column does not allow is left blank and counted in a finding.
    """
    rows = list(rows)
    if not rows:
        return None
    columns = {}
    for column in TABLES[table].columns:
        cells = [_plain(row.get(column.name)) for row in rows]
        columns[column.name] = _typed(_allowed(cells, column, table, file, lists, findings), column)
    return Part(table, file, pd.DataFrame(columns), np.arange(1, len(rows) + 1), "row", declared=True)


def _plain(cell: Any) -> Any:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
        return None
    return cell


def _allowed(
    cells: list[Any], column: Column, table: str, file: str, lists: Lists, findings: list[Finding]
) -> list[Any]:
    closed = lists.allowed(column)
    if closed is None or column.type not in ("code", "name"):
        return cells
    strange = sum(cell is not None and cell not in closed for cell in cells)
    if strange:
        allowed = ", ".join(closed) or "none, since the registry declares none"
        sentence = f"{counted(strange, 'value')} that the study does not know, left blank. Allowed: {allowed}."
        findings.append(Finding(table, file, 0, column.name, "unknown_value", "note", strange, sentence))
    return [cell if cell in closed else None for cell in cells]


def _typed(cells: list[Any], column: Column) -> pd.Series:
    kind = DTYPES[column.type]
    if kind == "float64":
        return pd.Series([np.nan if cell is None else float(cell) for cell in cells], dtype="float64")
    if column.type == "date":
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object"), errors="coerce")).astype(kind)
    if kind == "boolean":
        return pd.Series([None if cell is None else bool(cell) for cell in cells], dtype="boolean")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype=kind)
