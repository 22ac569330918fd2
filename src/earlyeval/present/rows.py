"""Choosing among released rows by what they are about."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS, FLAG_COLUMNS, NUMBER_COLUMNS, records

Row = dict[str, Any]


def where(rows: pd.DataFrame, **wanted: str | Iterable[str]) -> pd.DataFrame:
    """Return the rows whose text columns hold the wanted value, or one of several."""
    kept = rows
    for column, value in wanted.items():
        allowed = [value] if isinstance(value, str) else list(value)
        kept = kept[kept[column].isin(allowed)]
    return kept


def of_kind(rows: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Return the rows whose quantity is of one of the kinds."""
    names = [name for name, estimand in ESTIMANDS.items() if estimand.kind in kinds]
    return rows[rows["estimand"].isin(names)]


def quick(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the same rows with their texts as plain Python objects.

    A display chooses among few rows many times. Where each text column is an array of its own (pandas' "str"),
    every choice costs as many steps as there are columns; plain objects lie in one block. What is shown is the same.
    """
    texts = [name for name in rows.columns if name not in (*NUMBER_COLUMNS, *FLAG_COLUMNS)]
    others = [name for name in rows.columns if name not in texts]
    plain = pd.DataFrame(rows[texts].to_numpy(dtype=object), index=rows.index, columns=texts, dtype=object)
    return pd.concat([plain, rows[others]], axis=1)[list(rows.columns)].copy()


def first(rows: pd.DataFrame) -> Row | None:
    """Return the first row, or None."""
    found = records(rows.head(1))
    return found[0] if found else None


def groups(rows: pd.DataFrame, *columns: str) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """Return the rows by the values of text columns, in the order in which those first appear."""
    if rows.empty:
        return []
    found = rows.groupby(list(columns), sort=False, dropna=False)
    return [(tuple(str(part) for part in key), part_rows) for key, part_rows in found]


def is_shown(row: Row) -> bool:
    """Say whether a row's estimate was released."""
    return row["status"] in ("shown", "rounded") and not pd.isna(row["estimate"])


def any_shown(rows: pd.DataFrame) -> bool:
    """Say whether any row has something to say: an estimate, a count, or a verdict in words."""
    return bool(rows["status"].isin(["shown", "rounded"]).any())


__all__ = ["COLUMNS", "Row", "any_shown", "first", "groups", "is_shown", "of_kind", "quick", "records", "where"]
