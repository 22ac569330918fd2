"""The shift between two groups: the median of all differences, with the interval that the rank test implies."""

from math import ceil, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present, rounded
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.two_sample_ranks import ALL_ALIKE, EXACT_UP_TO, NOBODY

LAID_OUT_UP_TO = 4_000_000
WORDS = {"exact": "exact", "normal": "normal", "corrected": "tie- and continuity-corrected normal"}


def hodges_lehmann_shift(
    group_1: ArrayLike,
    group_0: ArrayLike,
    *,
    method: Literal["auto", "exact", "normal", "corrected"] = "auto",
    conf_level: float = 0.95,
) -> Estimate:
    """Return the median of all differences (group 1 minus group 0) with its interval.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out.
    method : "auto", "exact", "normal" or "corrected"
        The ends are the differences at the exact or normal quantiles of the Mann-Whitney statistic (auto: exact below
        50 people in each group; with ties that covers at least the level), or, corrected, at normal ones with R's
        corrections for ties and continuity, which wilcox.test takes as soon as there are ties.

    Notes
    -----
    R finds its corrected estimate and ends by a search with a tolerance of 0.0001, in which the correction for ties is
    worked out anew for each shift; here it is that of the data. Source: Hodges and Lehmann 1963,
    doi:10.1214/aoms/1177704172.
    """
    if method not in ("auto", *WORDS):
        raise ValueError("method is auto, exact, normal or corrected.")
    level = checked_level(conf_level)
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    counts = {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}
    if counts["n_smallest"] < 1:
        return not_estimable("hodges_lehmann_shift", NOBODY, **counts)
    total = one.size * zero.size
    if total > LAID_OUT_UP_TO:
        reason = "The groups are too large to lay out every difference; compare means or medians."
        return not_estimable("hodges_lehmann_shift", reason, **counts)
    largest = float(max(np.abs(one).max(), np.abs(zero).max()))
    differences = np.sort(rounded((one[:, np.newaxis] - zero).ravel(), largest))
    centre, words = float(np.median(differences)), "Hodges-Lehmann shift between two groups"
    if method == "auto":
        method = "exact" if max(one.size, zero.size) < EXACT_UP_TO else "normal"
    place = _place(one, zero, level=level, method=method)
    if place < 1 or np.ptp(differences) == 0:
        reason = "There are too few people for an interval of this level." if place < 1 else ALL_ALIKE
        return Estimate("hodges_lehmann_shift", centre, method=words, reason=reason, **counts)
    low, high = float(differences[place - 1]), float(differences[total - place])
    words = f"{words}, interval by {WORDS[method]} quantiles of the Mann-Whitney statistic"
    return Estimate("hodges_lehmann_shift", centre, low, high, level, method=words, **counts)


def _place(one: Numbers, zero: Numbers, *, level: float, method: str) -> int:
    """Return which difference, counted from below, is the lower end; 0 when the level cannot be reached."""
    size, other, tail = one.size, zero.size, (1 - level) / 2
    if method == "exact":
        below = np.cumsum(_counts(size, other))
        return int(np.searchsorted(below / below[-1], tail))
    n = size + other
    if method == "normal":
        return max(round(size * other / 2 - normal_quantile(level) * sqrt(size * other * (n + 1) / 12)), 0)
    tied = np.unique(np.concatenate([one, zero]), return_counts=True)[1].astype(float)
    spread = sqrt(size * other / 12 * (n + 1 - float((tied**3 - tied).sum()) / (n * (n - 1))))
    return max(ceil(size * other / 2 - 0.5 - normal_quantile(level) * spread), 0)


def _counts(size: int, other: int) -> Numbers:
    """Return how many ways give each value of the Mann-Whitney statistic: the coefficients of Gauss's binomial."""
    counts = np.zeros(size * other + 1)
    counts[0] = 1.0
    for step in range(1, size + 1):
        # Times (1 - q^(other + step)) / (1 - q^step), kept as shares so that nothing overflows.
        raised = counts.copy()
        raised[other + step :] -= counts[: counts.size - other - step]
        for start in range(step):
            raised[start::step] = np.cumsum(raised[start::step])
        counts = raised / raised.sum()
    return np.maximum(counts, 0.0)
