"""What a set of pairs says about means, spreads and their correlation; from scores or from a published table."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

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
) -> PairMoments:
    """Return the moments that a published table implies.

    Parameters
    ----------
    n : int
        Number of pairs, at least two.
    before, after : (mean, SD)
    r, t : float
        Exactly one: the correlation before-after, or the paired t value (its sign does not matter).

    Raises
    ------
    ValueError
        The numbers contradict each other: a mean without an SD above zero, |r| above 1, or a t value that
        no correlation can give. A misprint is likely.
    """
    (mean_before, sd_before), (mean_after, sd_after) = before, after
    if n < 2 or not (sd_before > 0 and sd_after > 0):
        raise ValueError("A summary needs at least two pairs and standard deviations above zero.")
    if (r is None) == (t is None):
        raise ValueError("Give either the correlation r or the paired t, one of the two.")
    difference = mean_after - mean_before
    if r is None:
        sd_change, r = _from_t(difference, n, t=t, sd_before=sd_before, sd_after=sd_after)
    else:
        sd_change = sqrt(max(sd_before**2 + sd_after**2 - 2 * r * sd_before * sd_after, 0.0))
    if not -1 <= r <= 1:
        raise ValueError(
            "These numbers contradict each other: their correlation would lie beyond -1 to 1. Is it a misprint?"
        )
    return PairMoments(n, difference, sd_change, sd_before, sd_after, r)


def _from_t(difference: float, n: int, *, t: float, sd_before: float, sd_after: float) -> tuple[float, float]:
    if t == 0 or difference == 0:
        raise ValueError("Without a change, or with t = 0, t does not tell the spread of the changes. Give r.")
    sd_change = abs(difference) * sqrt(n) / abs(t)
    return sd_change, (sd_before**2 + sd_after**2 - sd_change**2) / (2 * sd_before * sd_after)
