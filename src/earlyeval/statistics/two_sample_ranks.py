"""Two groups by ranks: Mann-Whitney, probability of superiority (A12), Hodges-Lehmann shift, Brunner-Munzel."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, rankdata

from earlyeval.statistics.arrays import Numbers, present, rounded
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile, two_sided_p

NOBODY = "One of the two groups has nobody with a value."
TOO_FEW = "One of the two groups has fewer than two people with a value."
ALL_ALIKE = "All values are the same, so there is nothing to rank."
APART = "Every value of one group lies above every value of the other, so no interval and no test can be worked out."
# Up to so many people in the smaller group, with ties or without, every assignment to groups is counted.
EXACT_UP_TO = 50
LAID_OUT_UP_TO = 4_000_000


def mann_whitney(group_1: ArrayLike, group_0: ArrayLike) -> Estimate:
    """Return the Wilcoxon-Mann-Whitney test that neither group tends to larger values.

    Returns
    -------
    Estimate
        A test: p_value (two-sided), statistic = pairs in which group 1 is larger (ties count one half; R's W).

    Notes
    -----
    With fewer than 50 people in each group the p value is exact, ties or not: every way in which these ranks could have
    fallen to the groups is counted. Beyond, it is normal with corrections for ties and continuity (R's default beyond
    50, or with ties). Source: Mann and Whitney 1947, doi:10.1214/aoms/1177730491.
    """
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 1:
        return not_estimable("mann_whitney", NOBODY, **counts)
    ranks = _ranks(one, zero)
    if np.ptp(ranks) == 0:
        return not_estimable("mann_whitney", ALL_ALIKE, **counts)
    above = float(ranks[: one.size].sum()) - one.size * (one.size + 1) / 2
    if max(one.size, zero.size) < EXACT_UP_TO:
        p_value, how = _exact_p(ranks, one.size), "exact, all assignments to groups counted"
    else:
        p_value, how = mann_whitney_normal_p(ranks, one.size, above), "normal with corrections for ties and continuity"
    return Estimate("mann_whitney", p_value=p_value, statistic=above, method=f"Mann-Whitney test, {how}", **counts)


def mann_whitney_normal(group_1: ArrayLike, group_0: ArrayLike) -> Estimate:
    """Return ``mann_whitney`` with its normal approximation at any size, corrected for ties and continuity.

    It is what R's ``wilcox.test`` and scipy print where there are ties.
    """
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 1:
        return not_estimable("mann_whitney", NOBODY, **counts)
    ranks = _ranks(one, zero)
    if np.ptp(ranks) == 0:
        return not_estimable("mann_whitney", ALL_ALIKE, **counts)
    above = float(ranks[: one.size].sum()) - one.size * (one.size + 1) / 2
    p_value = mann_whitney_normal_p(ranks, one.size, above)
    method = "Mann-Whitney test, normal with corrections for ties and continuity"
    return Estimate("mann_whitney", p_value=p_value, statistic=above, method=method, **counts)


def probability_of_superiority(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return A12: the chance that somebody of group 1 has a larger value than somebody of group 0, ties one half.

    Notes
    -----
    The interval is the placement (DeLong, Brunner-Munzel) standard error on the logit scale with a normal deviate, so
    that it stays between 0 and 1; none where the groups do not overlap. Sources: Vargha and Delaney 2000,
    doi:10.3102/10769986025002101; DeLong et al. 1988, doi:10.2307/2531595.
    """
    level = checked_level(conf_level)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 1:
        return not_estimable("a12", NOBODY, **counts)
    value, variance, _ = _placements(one, zero)
    method = "probability of superiority, ties one half"
    if counts["n_smallest"] < 2 or not 0 < value < 1 or variance == 0:
        return Estimate("a12", value, method=method, reason=TOO_FEW if counts["n_smallest"] < 2 else APART, **counts)
    centre = np.log(value / (1 - value))
    reach = normal_quantile(level) * sqrt(variance) / (value * (1 - value))
    low, high = (float(1 / (1 + np.exp(-end))) for end in (centre - reach, centre + reach))
    return Estimate(
        "a12", value, low, high, level, method=f"{method}, interval on the logit scale", std_error=sqrt(variance),
        **counts,
    )  # fmt: skip


def cliffs_delta(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return Cliff's delta, 2 A12 - 1 (the rank-biserial correlation of two groups), with the interval of A12."""
    found = probability_of_superiority(group_1, group_0, conf_level=conf_level)
    counts = {"n": found.n, "n_smallest": found.n_smallest}
    if not found.estimable:
        return not_estimable("cliffs_delta", found.reason, **counts)
    ends = (2 * end - 1 for end in (found.estimate, found.conf_low, found.conf_high))
    return Estimate(
        "cliffs_delta", *ends, found.conf_level, method="Cliff's delta, interval from A12", reason=found.reason,
        std_error=2 * found.std_error, **counts,
    )  # fmt: skip


def brunner_munzel(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return Brunner and Munzel's test that A12 is one half, with A12 and its t interval (cut at 0 and 1).

    Spreads may differ. Source: Brunner and Munzel 2000.
    """
    level = checked_level(conf_level)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 2:
        return not_estimable("brunner_munzel", TOO_FEW, **counts)
    value, variance, df = _placements(one, zero)
    if variance == 0:
        return not_estimable("brunner_munzel", APART if value in (0, 1) else ALL_ALIKE, **counts)
    error = sqrt(variance)
    reach, statistic = t_quantile(df, level) * error, (value - 0.5) / error
    low, high = max(0.0, value - reach), min(1.0, value + reach)
    return Estimate(
        "brunner_munzel", value, low, high, level, p_value=two_sided_p(statistic, df), statistic=statistic, df=df,
        method="Brunner-Munzel test", std_error=error, **counts,
    )  # fmt: skip


def hodges_lehmann_shift(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the median of all differences (group 1 minus group 0) with its interval.

    Notes
    -----
    The ends are the differences at the quantiles of the Mann-Whitney statistic: exact quantiles below 50 people in each
    group (with ties the interval covers at least the level), normal ones beyond. Source: Hodges and Lehmann 1963,
    doi:10.1214/aoms/1177704172.
    """
    level = checked_level(conf_level)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 1:
        return not_estimable("hodges_lehmann_shift", NOBODY, **counts)
    total = one.size * zero.size
    if total > LAID_OUT_UP_TO:
        reason = "The groups are too large to lay out every difference; compare means or medians."
        return not_estimable("hodges_lehmann_shift", reason, **counts)
    largest = float(max(np.abs(one).max(), np.abs(zero).max()))
    differences = np.sort(rounded((one[:, np.newaxis] - zero).ravel(), largest))
    centre, method = float(np.median(differences)), "Hodges-Lehmann shift between two groups"
    place = _place(one.size, zero.size, level)
    if place < 1 or np.ptp(differences) == 0:
        reason = "There are too few people for an interval of this level." if place < 1 else ALL_ALIKE
        return Estimate("hodges_lehmann_shift", centre, method=method, reason=reason, **counts)
    low, high = float(differences[place - 1]), float(differences[total - place])
    how = "exact" if max(one.size, zero.size) < EXACT_UP_TO else "normal"
    method = f"{method}, interval by {how} quantiles of the Mann-Whitney statistic"
    return Estimate("hodges_lehmann_shift", centre, low, high, level, method=method, **counts)


def mann_whitney_normal_p(ranks: Numbers, size: int, above: float) -> float:
    """Return the two-sided normal p value with corrections for ties and continuity."""
    n, other = ranks.size, ranks.size - size
    _, tied = np.unique(ranks, return_counts=True)
    variance = size * other / 12 * (n + 1 - float((tied.astype(float) ** 3 - tied).sum()) / (n * (n - 1)))
    away = max(abs(above - size * other / 2) - 0.5, 0.0)
    return float(2 * norm.sf(away / sqrt(variance)))


def _both(group_1: ArrayLike, group_0: ArrayLike) -> tuple[Numbers, Numbers, dict[str, int]]:
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    return one, zero, {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}


def _ranks(one: Numbers, zero: Numbers) -> Numbers:
    return rankdata(np.concatenate([one, zero]))


def _exact_p(ranks: Numbers, size: int) -> float:
    """Return the share of assignments whose rank sum lies as far from the middle as the one that was seen."""
    doubled = np.rint(2 * ranks).astype(int)
    seen = int(doubled[:size].sum())
    # ways[k, s]: how many sets of k people have doubled ranks that add up to s.
    ways = np.zeros((size + 1, int(np.sort(doubled)[-size:].sum()) + 1))
    ways[0, 0] = 1.0
    for rank in doubled:
        ways[1:, rank:] = ways[1:, rank:] + ways[:-1, : ways.shape[1] - rank]
    sums = ways[size]
    middle = size * (ranks.size + 1)  # doubled mean of the rank sum
    far = np.abs(np.arange(sums.size) - middle) >= abs(seen - middle)
    return float(sums[far].sum() / sums.sum())


def _placements(one: Numbers, zero: Numbers) -> tuple[float, float, float]:
    """Return A12, its variance and Brunner and Munzel's degrees of freedom."""
    together = _ranks(one, zero)
    places_1 = (together[: one.size] - rankdata(one)) / zero.size
    places_0 = 1 - (together[one.size :] - rankdata(zero)) / one.size
    value = float(places_1.mean())
    if one.size < 2 or zero.size < 2:
        return value, 0.0, np.nan
    parts = float(places_1.var(ddof=1)) / one.size, float(places_0.var(ddof=1)) / zero.size
    below = parts[0] ** 2 / (one.size - 1) + parts[1] ** 2 / (zero.size - 1)
    return value, sum(parts), sum(parts) ** 2 / below if below > 0 else np.nan


def _place(size: int, other: int, level: float) -> int:
    """Return which difference, counted from below, is the lower end; 0 when the level cannot be reached."""
    tail = (1 - level) / 2
    if max(size, other) >= EXACT_UP_TO:
        spread = sqrt(size * other * (size + other + 1) / 12)
        return round(size * other / 2 - normal_quantile(level) * spread)
    # The largest value of all belongs to group 1 (and lies above all of group 0) or to group 0: Mann and Whitney.
    table: dict[tuple[int, int], Numbers] = {}
    for first in range(size + 1):
        for second in range(other + 1):
            table[first, second] = _counts(table, first, second)
    below = np.cumsum(table[size, other]) / table[size, other].sum()
    return int(np.searchsorted(below, tail))


def _counts(table: dict[tuple[int, int], Numbers], first: int, second: int) -> Numbers:
    if first == 0 or second == 0:
        return np.array([1.0])
    counts = np.zeros(first * second + 1)
    left, right = table[first - 1, second], table[first, second - 1]
    counts[second : second + left.size] += left
    counts[: right.size] += right
    return counts
