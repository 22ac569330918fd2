"""The distribution of the signed-rank sum: counted exactly, ties or not, or taken as normal."""

from math import ceil, sqrt

import numpy as np

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.normal_theory import normal_quantile

# Up to here every assignment of signs is counted without being asked.
EXACT_UP_TO = 50
# Beyond this many changes the counting takes too long even when it is asked for.
COUNTED_UP_TO = 500


def shares_of_sums(doubled: np.ndarray) -> Numbers:
    """Return the share of the 2^n sets of signs that give each sum of doubled ranks (doubled, mean ranks are whole)."""
    shares = np.zeros(int(doubled.sum()) + 1)
    shares[0] = 1.0
    for rank in doubled:
        # Halved at each step, so that the counts of a thousand signs do not overflow; halving is exact.
        shares /= 2
        shares[rank:] = shares[rank:] + shares[: shares.size - rank]
    return shares


def quantile_place(ordered: Numbers, *, level: float, method: str) -> int:
    """Return which Walsh average, counted from below, is the lower end; below 1 when the level cannot be reached.

    Parameters
    ----------
    ordered : one-dimensional
        The changes; only their number counts, and for "corrected" how many of them are equal.
    """
    n, tail = ordered.size, (1 - level) / 2
    if method == "exact":
        if n > COUNTED_UP_TO:
            raise ValueError("So many changes cannot be counted exactly: use the normal method.")
        below = np.cumsum(shares_of_sums(np.arange(1, n + 1)))
        return int(np.searchsorted(below, tail))
    half, variance = n * (n + 1) / 4, n * (n + 1) * (2 * n + 1) / 24
    if method == "normal":
        return round(half - normal_quantile(level) * sqrt(variance))
    _, tied = np.unique(ordered, return_counts=True)
    variance -= float((tied.astype(float) ** 3 - tied).sum()) / 48
    return ceil(half - 0.5 - normal_quantile(level) * sqrt(variance))
