"""Fisher's exact test of a table of any size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import fisher_exact

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.contingency import ONE_KIND
from earlyeval.statistics.counting import count_table, used
from earlyeval.statistics.estimate import Estimate, not_estimable

# How many half tables are kept at once before the test is called too large: about 200 MB.
MOST_TABLES = 4_000_000
# Tables that are as likely as the one seen count as being so in spite of the noise of arithmetic (as in R).
AS_LIKELY = 1e-7
TOO_LARGE = "The table has too many possible fillings to try them all; use the chi-square test."

Counts = NDArray[np.int64]


def fisher(counts: Any) -> Estimate:
    """Return Fisher's exact test that rows and columns of a table have nothing to do with each other.

    Parameters
    ----------
    counts : two-dimensional
        Numbers of people. Tables of several hundred people in more than three rows and columns are too large.

    Notes
    -----
    The p value is the share of all tables with these margins, weighted by their probability, that are at most as
    likely as the one seen. The odds ratio of two rows and two columns is ``odds_ratio_exact``.
    All left halves and all right halves are laid out, then joined. Source: Freeman and Halton 1951,
    doi:10.1093/biomet/38.1-2.141.
    """
    given = used(count_table(counts))
    n = int(given.sum())
    if min(given.shape) < 2:
        return not_estimable("fisher", ONE_KIND, n=n)
    if given.shape == (2, 2):
        p_value = float(fisher_exact(given.astype(np.int64)).pvalue)
        return Estimate("fisher", p_value=p_value, n=n, method="Fisher's exact test")
    given = (given if given.shape[0] <= given.shape[1] else given.T).astype(np.int64)
    rows, columns = given.sum(axis=1), np.sort(given.sum(axis=0))
    # Large and small columns in both halves, so that neither has many more fillings than the other.
    left, right = _half(rows, columns[::2]), _half(rows, columns[1::2])
    if left is None or right is None:
        return not_estimable("fisher", TOO_LARGE, n=n)
    fixed = float(gammaln(columns + 1).sum() + gammaln(rows + 1).sum() - gammaln(n + 1))
    seen = fixed - float(gammaln(given + 1).sum())
    full = int(rows @ _places(rows))
    p_value = min(_joined(left, right, full=full, fixed=fixed, bound=seen + AS_LIKELY), 1.0)
    return Estimate("fisher", p_value=p_value, n=n, method="Fisher's exact test")


@dataclass(frozen=True)
class _Half:
    """Fillings of some columns: what they take of the rows (as one number), log weight, in how many ways."""

    taken: Counts
    logs: Numbers
    ways: Numbers


def _half(rows: Counts, columns: Counts) -> _Half | None:
    half, places = _Half(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1)), _places(rows)
    for total in columns:
        starts = np.flatnonzero(np.diff(half.taken, prepend=-1))
        pieces, size = [], 0
        for start, end in zip(starts, [*starts[1:], half.taken.size], strict=True):
            free = rows - half.taken[start] // places % (rows + 1)
            size += _number_of_fillings(free, int(total)) * int(end - start)
            if size > MOST_TABLES:
                return None
            filling = _fillings(free, int(total))
            weights = gammaln(filling + 1.0).sum(axis=1)
            pieces.append((
                np.repeat(half.taken[start] + filling @ places, end - start),
                (half.logs[np.newaxis, start:end] - weights[:, np.newaxis]).ravel(),
                np.tile(half.ways[start:end], filling.shape[0]),
            ))  # fmt: skip
        half = _merged(*(np.concatenate(part) for part in zip(*pieces, strict=True)))
    return half


def _merged(taken: Counts, logs: Numbers, ways: Numbers) -> _Half:
    """Join what takes the same of every row and has the same weight; in the order of what is taken."""
    rounded = np.rint(logs * 1e9)
    order = np.lexsort((rounded, taken))
    taken, rounded = taken[order], rounded[order]
    new = np.flatnonzero((np.diff(taken, prepend=-1) != 0) | (np.diff(rounded, prepend=np.inf) != 0))
    return _Half(taken[new], logs[order][new], np.add.reduceat(ways[order], new))


def _joined(left: _Half, right: _Half, *, full: int, fixed: float, bound: float) -> float:
    """Add up the probabilities of all whole tables that are no likelier than the bound."""
    total = 0.0
    starts = np.flatnonzero(np.diff(left.taken, prepend=-1))
    for start, end in zip(starts, [*starts[1:], left.taken.size], strict=True):
        first, last = np.searchsorted(right.taken, [full - left.taken[start], full - left.taken[start] + 1])
        if first == last:
            continue
        # Within what is taken the halves are in the order of their weight.
        largest = right.logs[last - 1]
        below = np.concatenate([[0.0], np.cumsum(right.ways[first:last] * np.exp(right.logs[first:last] - largest))])
        reach = np.searchsorted(right.logs[first:last], bound - fixed - left.logs[start:end], side="right")
        weight = left.ways[start:end] * np.exp(fixed + largest + left.logs[start:end])
        total += float(weight @ below[reach])
    return total


def _places(rows: Counts) -> Counts:
    """Return what one person of each row counts in the number that says how many of each row are taken."""
    return np.concatenate([[1], np.cumprod(rows[:-1] + 1)])


def _number_of_fillings(free: Counts, total: int) -> int:
    """Return how many columns ``_fillings`` gives, without laying them out."""
    ways = np.zeros(total + 1)
    ways[0] = 1.0
    for most in free:
        summed = np.cumsum(ways)
        ways = summed.copy()
        if most < total:
            ways[most + 1 :] -= summed[: total - most]
    return int(ways[total])


def _fillings(free: Counts, total: int) -> Counts:
    """Return every column of whole numbers with this total in which no row exceeds what is free of it."""
    columns, left = np.zeros((1, 0), dtype=np.int64), np.array([total])
    for place, most in enumerate(free):
        later = int(free[place + 1 :].sum())
        lows = np.maximum(left - later, 0)
        sizes = np.maximum(np.minimum(left, most) - lows + 1, 0)
        step = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        values = np.repeat(lows, sizes) + step
        columns = np.column_stack([np.repeat(columns, sizes, axis=0), values])
        left = np.repeat(left, sizes) - values
    return columns
