"""The codings of two or more people as figures of agreement need them: by document, unit, character and passage."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import Compared
from earlyeval.statistics import agreement


@dataclass(frozen=True)
class Marks:
    """Codes given to units: codes x units x coders (1 given, 0 not, missing where not read), each unit's document."""

    tables: np.ndarray
    documents: np.ndarray

    def sets(self, codes: tuple[str, ...]) -> list[list[set[str] | None]]:
        """Return the set of codes that each coder gave each unit, None where not read."""
        return [
            [None if np.isnan(cells).all() else {code for code, cell in zip(codes, cells, strict=True) if cell == 1}
             for cells in self.tables[:, unit].T]
            for unit in range(self.tables.shape[1])
        ]  # fmt: skip


def marks_of(both: Compared, *, whole_documents: bool) -> Marks:
    """Return which codes each coder gave to each unit, or to each document.

    A coder gave a unit the code where any of the coder's passages of that code shares a character with it. Units are
    those of ``both.units``.
    """
    read = both.read if whole_documents else both.units
    keys = read["doc_id"] if whole_documents else read["doc_id"] + "\0" + read["unit_id"]
    names, unit = np.unique(keys.to_numpy(dtype=str), return_inverse=True)
    tables = np.full((len(both.codes), names.size, len(both.coders)), np.nan)
    column = {coder: place for place, coder in enumerate(both.coders)}
    for (doc_id, coder), own in read.groupby(["doc_id", "coder"], sort=True):
        places, windows = unit[read.index.get_indexer(own.index)], own[["start", "end"]].to_numpy(dtype=float)
        for code, code_id in enumerate(both.codes):
            given = _touched(both.marked(str(doc_id), str(coder), code_id), windows)
            cells = tables[code, :, column[coder]]
            # A document may be read in several stretches: a code in any of them is in it.
            np.fmax.at(cells, places, given.astype(float))
    documents = np.unique(np.array([name.split("\0")[0] for name in names]), return_inverse=True)[1]
    return Marks(tables, documents.astype(float))


def character_cells(both: Compared, code_id: str) -> np.ndarray:
    """Return, per document, how many characters both, the first only, the second only and neither coder marked.

    Only what both read counts; what a coder marked twice counts once. With more than two coders the pairs add up.
    """
    rows = []
    for doc_id, first, second, windows in both.pairs:
        cells = agreement.covered_cells(
            both.marked(doc_id, first, code_id), both.marked(doc_id, second, code_id), windows
        )
        rows.append((doc_id, *cells))
    return pd.DataFrame(rows).groupby(0, sort=True).sum().to_numpy(dtype=float) if rows else np.empty((0, 4))


def passages(both: Compared, code_id: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the passages of both coders in each document that both read, pair by pair."""
    kept = []
    for doc_id, first, second, windows in both.pairs:
        sides = [both.marked(doc_id, coder, code_id) for coder in (first, second)]
        one, other = (side[_touched(windows, side)] if len(side) else side for side in sides)
        kept.append((one, other))
    return kept


def _touched(spans: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Return which windows share a character with any span."""
    if not len(spans):
        return np.zeros(len(windows), dtype=bool)
    return ((spans[:, 0] < windows[:, 1:]) & (spans[:, 1] > windows[:, :1])).any(axis=1)
