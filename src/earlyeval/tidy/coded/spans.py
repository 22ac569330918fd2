"""Passages that one coder gave one code: the same one twice, and several that overlap."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from earlyeval.tidy.findings import Finding, counted

_PLACE = ("doc_id", "code_id", "coder", "start", "end", "begin_ms", "end_ms")
BY = ("doc_id", "code_id", "coder")


def without_repeats(rows: Sequence[Mapping[str, Any]], file: str, findings: list[Finding]) -> list[dict[str, Any]]:
    """Return codings without those that give the same passage the same code by the same coder once more.

    Codings without a place are all kept: that their words are the same does not make them the same passage.
    """
    kept, seen, again = [], set(), 0
    for row in rows:
        cells = {name: None if pd.isna(row.get(name)) else row.get(name) for name in _PLACE}
        if cells["start"] is None and cells["begin_ms"] is None:
            kept.append(dict(row))
            continue
        key = (*cells.values(), row.get("is_by_machine") is True)
        again += key in seen
        if key not in seen:
            seen.add(key)
            kept.append(dict(row))
    if again:
        sentence = f"{counted(again, 'coding')} of a passage that had this code from the same coder: counted once."
        findings.append(Finding("codings", file, 0, "", "repeated_coding", "set_aside", again, sentence))
    return kept


def united(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of each document, code and coder with those that overlap or touch put together.

    Parameters
    ----------
    codings : DataFrame, one row a coding
        ``doc_id``, ``code_id``, ``coder``, ``start``, ``end``; rows without a place are left out. A missing coder is
        a coder of their own.

    Returns
    -------
    DataFrame with these columns, ordered by them, so that no character is counted twice.
    """
    placed = codings.dropna(subset=["start", "end"])[[*BY, "start", "end"]].assign(
        coder=lambda rows: rows["coder"].fillna("")
    )
    rows: list[list[Any]] = []
    for row in placed.sort_values([*BY, "start", "end"]).itertuples(index=False):
        if rows and tuple(rows[-1][:3]) == tuple(row[:3]) and row.start <= rows[-1][4]:
            rows[-1][4] = max(rows[-1][4], row.end)
        else:
            rows.append(list(row))
    return pd.DataFrame(rows, columns=[*BY, "start", "end"]).astype(placed.dtypes.to_dict())
