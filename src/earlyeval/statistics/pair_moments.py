"""What a set of pairs says about means, spreads and their correlation; from scores or from a published table."""

from dataclasses import dataclass
from math import inf, isfinite, sqrt

import numpy as np
from scipy.stats import t as student

from earlyeval.statistics.arrays import Numbers, changes


@dataclass(frozen=True)
class PairMoments:
    """Number of pairs, mean change (after minus before), the three SDs and the correlation before-after.

    ``correlation`` is missing (NaN) where one side does not vary.
    """

    n: int
    mean_change: float
    sd_change: float
    sd_before: float
    sd_after: float
    correlation: float


def moments_of_scores(before: Numbers, after: Numbers) -> PairMoments:
    """Return the moments of complete pairs; at least two."""
    differences = changes(before, after)
    sd_before, sd_after = spread(before), spread(after)
    correlation = np.nan
    if sd_before > 0 and sd_after > 0:
        centred = (before - before.mean()) / sd_before @ ((after - after.mean()) / sd_after)
        correlation = float(np.clip(centred / (before.size - 1), -1, 1))
    return PairMoments(
        n=int(before.size),
        mean_change=float(differences.mean()),
        sd_change=spread(differences),
        sd_before=sd_before,
        sd_after=sd_after,
        correlation=correlation,
    )


def spread(values: Numbers) -> float:
    """Return the SD (n - 1), and exactly 0 when all values are the same."""
    return 0.0 if np.ptp(values) == 0 else float(values.std(ddof=1))


def moments_of_table(
    n: int,
    *,
    before: tuple[float, float],
    after: tuple[float, float],
    r: float | None = None,
    t: float | None = None,
    sd_change: float | None = None,
    p: float | None = None,
) -> PairMoments:
    """Return the moments that a published table implies.

    Parameters
    ----------
    n : int
        Number of pairs, at least two.
    before, after : (mean, SD)
    r, t, sd_change, p : float
        Exactly one: the correlation before-after, the paired t value (its sign does not matter), the SD of the
        changes, or the two-sided p of the paired t test.

    Raises
    ------
    ValueError
        The numbers contradict each other: a mean without an SD above zero, |r| above 1, or a t value that
        no correlation can give. A misprint is likely.
    """
    (mean_before, sd_before), (mean_after, sd_after) = before, after
    if not all(isfinite(number) for number in (n, *before, *after)) or n != int(n):
        raise ValueError("A summary needs finite numbers, and a whole number of pairs.")
    if n < 2 or not (sd_before > 0 and sd_after > 0):
        raise ValueError("A summary needs at least two pairs and standard deviations above zero.")
    if sum(given is not None for given in (r, t, sd_change, p)) != 1:
        raise ValueError("Give the correlation r, the paired t, the SD of the changes or p: exactly one of them.")
    difference = mean_after - mean_before
    if p is not None:
        t = _t_of_p(p, n)
    if t is not None:
        sd_change = _sd_from_t(difference, n, t=t)
    if r is None:
        if not 0 <= sd_change < inf:
            raise ValueError("The SD of the changes is a finite number that is not negative.")
        r = (sd_before**2 + sd_after**2 - sd_change**2) / (2 * sd_before * sd_after)
        # The edge of what is possible is forgiven the noise of arithmetic.
        r = max(-1.0, min(1.0, r)) if abs(r) < 1 + 1e-12 else r
    else:
        sd_change = sqrt(max(sd_before**2 + sd_after**2 - 2 * r * sd_before * sd_after, 0.0))
    if not -1 <= r <= 1:
        raise ValueError(
            "These numbers contradict each other: their correlation would lie beyond -1 to 1. Is it a misprint?"
        )
    return PairMoments(int(n), difference, sd_change, sd_before, sd_after, r)


def _sd_from_t(difference: float, n: int, *, t: float) -> float:
    if not isfinite(t) or t == 0 or difference == 0:
        raise ValueError("Without a change, or with t = 0, t does not tell the spread of the changes. Give r.")
    return abs(difference) * sqrt(n) / abs(t)


def _t_of_p(p: float, n: int) -> float:
    if not 0 < p < 1:
        raise ValueError("A p value that tells the spread of the changes lies strictly between 0 and 1.")
    return float(student.isf(p / 2, n - 1))
