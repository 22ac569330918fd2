"""Stretches of text or time that two coders marked: how much of it both marked, and which marks are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.document_bootstrap import divided, estimates_by_documents
from earlyeval.statistics.estimate import Estimate, checked_level

NO_SPANS = "Neither coder marked anything, so marks cannot be compared."
ROWS_AT_ONCE = 500
_NAMES = {
    "span_f1": "matched marks of both coders, one to one",
    "span_precision": "share of the second coder's marks that match",
    "span_recall": "share of the first coder's marks that match",
}


@dataclass(frozen=True)
class Match:
    """Which spans of two coders are the same: places in each list, and how much of their union they share."""

    first: np.ndarray
    second: np.ndarray
    overlap: Numbers


def covered_cells(first: Any, second: Any, windows: Any) -> Numbers:
    """Return how long both, the first only, the second only and neither coder marked within the windows.

    Parameters
    ----------
    first, second, windows : spans x (start, end)
        End-exclusive, in characters or milliseconds. Overlapping spans of one coder count once; what lies outside the
        windows (what was read by both) counts nowhere.
    """
    layers = [spans_of(first), spans_of(second), spans_of(windows)]
    ends = np.unique(np.concatenate([layer.ravel() for layer in layers]))
    if ends.size < 2:
        return np.zeros(4)
    lengths = np.diff(ends)
    one, other, inside = (_is_covered(layer, ends) for layer in layers)
    return np.array([lengths[inside & (one == a) & (other == b)].sum() for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))])


def match_spans(first: Any, second: Any, *, least: float = 0.5) -> Match:
    """Return which spans of two coders are the same: each at most once, as many pairs as can be, the closest ones.

    Parameters
    ----------
    first, second : spans x (start, end), of one document and one code
    least : float
        Share of their union that two spans have to have in common.
    """
    if not 0 < least <= 1:
        raise ValueError("least is a share of the union: above 0, at most 1.")
    one, other = spans_of(first), spans_of(second)
    rows, columns, overlap = _candidates(one, other, least)
    if not rows.size:
        return Match(rows, columns, overlap)
    size = one.shape[0] + other.shape[0]
    graph = coo_array((np.ones(rows.size), (rows, columns + one.shape[0])), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    kept = []
    for group in np.unique(component[rows]):
        edges = np.flatnonzero(component[rows] == group)
        kept.append(edges if edges.size == 1 else edges[_best(rows[edges], columns[edges], overlap[edges])])
    chosen = np.sort(np.concatenate(kept))
    return Match(rows[chosen], columns[chosen], overlap[chosen])


def span_agreement(
    documents: Sequence[tuple[Any, Any]],
    *,
    least: float = 0.5,
    seed: int | None = None,
    resamples: int = 2000,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return F1, precision and recall of the marks of two coders, over documents.

    Parameters
    ----------
    documents : sequence of (first, second)
        The spans of both coders in each document, of one code.
    least, seed, resamples
        As in ``match_spans`` and ``code_agreement``.

    Returns
    -------
    dict of str to Estimate
        span_f1, span_precision, span_recall; n counts the documents.

    Notes
    -----
    F1 is agreement on yes where nobody can say how many times no was said. Source: Hripcsak and Rothschild 2005,
    doi:10.1197/jamia.M1733.
    """
    level = checked_level(conf_level)
    counts = np.array(
        [
            (match_spans(one, other, least=least).first.size, spans_of(one).shape[0], spans_of(other).shape[0])
            for one, other in documents
        ],
        dtype=float,
    ).reshape(-1, 3)
    draw = None if seed is None else (seed, resamples)
    words = {name: f"{told}, overlap of at least {least:g} of the union" for name, told in _NAMES.items()}
    return estimates_by_documents(
        words, counts, f1_figures, n=len(documents), draw=draw, level=level, reason=NO_SPANS
    )  # fmt: skip


def f1_figures(sums: Numbers) -> Numbers:
    """Return F1, precision and recall of draws of (matched, first's, second's)."""
    matched, ours, theirs = sums.T
    return np.column_stack([divided(2 * matched, ours + theirs), divided(matched, theirs), divided(matched, ours)])


def spans_of(spans: Any) -> Numbers:
    """Return spans as a table of two columns, refusing what ends before it begins."""
    given = np.asarray(spans, dtype=float)
    given = given.reshape(0, 2) if given.size == 0 else table(given, name="the spans")
    if given.shape[1:] != (2,) or np.isnan(given).any() or (given[:, 1] < given[:, 0]).any():
        raise ValueError("A span is a start and an end that does not lie before it.")
    return given


def _is_covered(spans: Numbers, ends: Numbers) -> np.ndarray:
    steps = np.zeros(ends.size)
    np.add.at(steps, np.searchsorted(ends, spans[:, 0]), 1)
    np.add.at(steps, np.searchsorted(ends, spans[:, 1]), -1)
    return np.cumsum(steps)[:-1] > 0


def _candidates(one: Numbers, other: Numbers, least: float) -> tuple[np.ndarray, np.ndarray, Numbers]:
    rows, columns, overlaps = [], [], []
    for begin in range(0, one.shape[0], ROWS_AT_ONCE):
        part = one[begin : begin + ROWS_AT_ONCE, np.newaxis]
        shared = np.minimum(part[..., 1], other[:, 1]) - np.maximum(part[..., 0], other[:, 0])
        whole = np.maximum(part[..., 1], other[:, 1]) - np.minimum(part[..., 0], other[:, 0])
        # A billionth forgives the arithmetic of a share that is exactly the least.
        near, place = np.nonzero((shared > 0) & (shared >= least * whole * (1 - 1e-9)))
        rows.append(near + begin)
        columns.append(place)
        overlaps.append(shared[near, place] / whole[near, place])
    if not rows:
        return np.empty(0, dtype=int), np.empty(0, dtype=int), np.empty(0)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(overlaps)


def _best(rows: np.ndarray, columns: np.ndarray, overlap: Numbers) -> np.ndarray:
    """Return the edges of the largest assignment; of those as large, the one with the most overlap."""
    left, row = np.unique(rows, return_inverse=True)
    right, column = np.unique(columns, return_inverse=True)
    worth, edge = np.zeros((left.size, right.size)), np.full((left.size, right.size), -1)
    worth[row, column] = 1 + overlap / (min(left.size, right.size) + 1)
    edge[row, column] = np.arange(rows.size)
    taken = edge[linear_sum_assignment(worth, maximize=True)]
    return taken[taken >= 0]
