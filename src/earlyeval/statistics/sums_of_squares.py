"""Sums of squares that keep their digits, however far the values lie from zero."""

from dataclasses import dataclass
from itertools import pairwise
from math import fsum

import numpy as np

from earlyeval.statistics.arrays import Numbers


@dataclass(frozen=True)
class SumsOfSquares:
    """Of the groups' means around the common mean (weighted by size), and of the values around their group's mean."""

    between: float
    within: float
    sizes: Numbers
    means: Numbers
    squares: Numbers  # within each group

    @property
    def variances(self) -> Numbers:
        """Variance of each group (n - 1); missing for a group of one."""
        free = np.where(self.sizes > 1, self.sizes - 1, np.nan)
        return self.squares / free


def between_and_within(values: Numbers, codes: np.ndarray, groups: int) -> SumsOfSquares:
    """Return the sums of squares of a one-way layout (codes from 0, every group there).

    A value near the middle is taken off first: a difference of two close doubles is exact. Sums are compensated, so
    that values of 10^12 that differ in the first decimal keep what a double holds of them.
    """
    origin = float(np.median(values))
    # The median of an even number of values may carry a rounding of its own: use a value that is there.
    origin = float(values[np.argmin(np.abs(values - origin))])
    moved = values - origin
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(groups + 1))
    parts = [moved[order[start:stop]] for start, stop in pairwise(bounds)]
    sizes = np.array([part.size for part in parts], dtype=np.float64)
    means = np.array([fsum(part) / part.size for part in parts])
    squares = np.array([_around(part, mean) for part, mean in zip(parts, means, strict=True)])
    # Constant groups have no spread, whatever the rounding of their mean.
    squares[[np.ptp(part) == 0 for part in parts]] = 0.0
    grand = fsum(sizes * means) / fsum(sizes)
    between = 0.0 if np.ptp(moved) == 0 or np.ptp(means) == 0 else fsum(sizes * (means - grand) ** 2)
    return SumsOfSquares(between, fsum(squares), sizes, means + origin, squares)


def _around(values: Numbers, mean: float) -> float:
    left = values - mean
    # The second term takes away what the rounding of the mean put in.
    return fsum(left * left) - fsum(left) ** 2 / values.size
