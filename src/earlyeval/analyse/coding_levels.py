"""The codings of two or more people as figures of agreement need them: by document, unit, character and passage."""

from itertools import combinations

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import Compared
from earlyeval.statistics import agreement


def units_by_coder(both: Compared, code_id: str, *, whole_documents: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return units x coders (1 given, 0 not, missing where not read) and the number of each unit's document.

    A coder gave a unit the code where any of the coder's passages of that code shares a character with it. Units are
    those of ``both.units``, or documents.
    """
    read = both.read if whole_documents else both.units
    marks = [
        float(_touches(both.marked(row.doc_id, row.coder, code_id), row.start, row.end))
        for row in read.itertuples(index=False)
    ]
    return _table_of(both, read.assign(mark=marks), whole_documents=whole_documents)


def _table_of(both: Compared, read: pd.DataFrame, *, whole_documents: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return marks of what each coder read as units x coders, with the number of each unit's document."""
    keys = ["doc_id"] if whole_documents else ["doc_id", "unit_id"]
    wide = read.groupby([*keys, "coder"], sort=True)["mark"].max().unstack("coder").reindex(columns=list(both.coders))
    return wide.to_numpy(dtype=float), pd.factorize(wide.index.get_level_values("doc_id"))[0].astype(float)


def sets_by_coder(both: Compared, *, whole_documents: bool) -> tuple[list[list[set[str] | None]], np.ndarray]:
    """Return the set of codes that each coder gave each unit, None where not read, and each unit's document."""
    tables, where = [], np.empty(0)
    for code_id in both.codes:
        given, where = units_by_coder(both, code_id, whole_documents=whole_documents)
        tables.append(given)
    if not tables:
        return [], where
    stacked = np.array(tables)
    sets = [
        [None if np.isnan(cells).all() else {code for code, cell in zip(both.codes, cells, strict=True) if cell == 1}
         for cells in stacked[:, unit].T]
        for unit in range(stacked.shape[1])
    ]  # fmt: skip
    return sets, where


def character_cells(both: Compared, code_id: str) -> np.ndarray:
    """Return, per document, how many characters both, the first only, the second only and neither coder marked.

    Only what both read counts; what a coder marked twice counts once. With more than two coders the pairs add up.
    """
    rows = []
    for doc_id, first, second, windows in pairs_of(both):
        cells = agreement.covered_cells(
            both.marked(doc_id, first, code_id), both.marked(doc_id, second, code_id), windows
        )
        rows.append((doc_id, *cells))
    return pd.DataFrame(rows).groupby(0, sort=True).sum().to_numpy(dtype=float) if rows else np.empty((0, 4))


def passages(both: Compared, code_id: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the passages of both coders in each document that both read, pair by pair."""
    kept = []
    for doc_id, first, second, windows in pairs_of(both):
        sides = [both.marked(doc_id, coder, code_id) for coder in (first, second)]
        inside = [np.array([_touches(windows, *span) for span in side], dtype=bool) for side in sides]
        one, other = (side[there] if len(side) else side for side, there in zip(sides, inside, strict=True))
        kept.append((one, other))
    return kept


def pairs_of(both: Compared) -> list[tuple[str, str, str, np.ndarray]]:
    """Return each document with each pair of its coders and the stretches that both read."""
    found = []
    for doc_id, rows in both.read.groupby("doc_id", sort=True):
        for first, second in combinations(sorted(rows["coder"].unique()), 2):
            shared = rows[rows["coder"] == first].merge(rows.loc[rows["coder"] == second, ["unit_id"]], on="unit_id")
            if len(shared):
                found.append((str(doc_id), first, second, shared[["start", "end"]].to_numpy(dtype=float)))
    return found


def _touches(spans: np.ndarray, start: float, end: float) -> bool:
    return bool(len(spans)) and bool(((spans[:, 0] < end) & (spans[:, 1] > start)).any())
