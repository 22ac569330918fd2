"""Two groups by ranks: Mann-Whitney, probability of superiority (A12), Cliff's delta, Brunner-Munzel."""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, rankdata

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile, two_sided_p

NOBODY = "One of the two groups has nobody with a value."
TOO_FEW = "One of the two groups has fewer than two people with a value."
ALL_ALIKE = "All values are the same, so there is nothing to rank."
APART = "Every value of one group lies above every value of the other, so no interval and no test can be worked out."
# Up to so many people in the smaller group, with ties or without, every assignment to groups is counted.
EXACT_UP_TO = 50
# Beyond so many in a group the counting takes too long even when it is asked for.
COUNTED_UP_TO = 400
RankMethod = Literal["auto", "exact", "normal"]
DeltaInterval = Literal["placements", "cliff", "fisher_z"]


def mann_whitney(
    group_1: ArrayLike, group_0: ArrayLike, *, method: RankMethod = "auto", continuity: bool = True
) -> Estimate:
    """Return the Wilcoxon-Mann-Whitney test that neither group tends to larger values.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out.
    method : "auto", "exact" or "normal"
        exact counts every way in which these ranks, ties or not, could have fallen to the groups (p is the share of
        ways that lie as far from the middle, as coin has it); normal corrects for ties. auto is exact below 50 people
        in each group. R's wilcox.test is normal as soon as there are ties.
    continuity : bool
        Whether the normal p value is corrected for continuity, as R's is.

    Returns
    -------
    Estimate
        A test: p_value (two-sided), statistic = pairs in which group 1 is larger (ties count one half; R's W).

    Notes
    -----
    Source: Mann and Whitney 1947, doi:10.1214/aoms/1177730491.
    """
    if method not in ("auto", "exact", "normal"):
        raise ValueError("method is auto, exact or normal.")
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 1:
        return not_estimable("mann_whitney", NOBODY, **counts)
    ranks = _ranks(one, zero)
    if np.ptp(ranks) == 0:
        return not_estimable("mann_whitney", ALL_ALIKE, **counts)
    above = float(ranks[: one.size].sum()) - one.size * (one.size + 1) / 2
    if method == "exact" or (method == "auto" and max(one.size, zero.size) < EXACT_UP_TO):
        if max(one.size, zero.size) > COUNTED_UP_TO:
            raise ValueError("So many people cannot be counted exactly: use the normal method.")
        p_value, how = _exact_p(ranks, one.size), "exact, all assignments to groups counted"
    else:
        p_value = mann_whitney_normal_p(ranks, one.size, above, continuity=continuity)
        how = f"normal with corrections for ties{' and continuity' if continuity else ''}"
    return Estimate("mann_whitney", p_value=p_value, statistic=above, method=f"Mann-Whitney test, {how}", **counts)


def mann_whitney_normal(group_1: ArrayLike, group_0: ArrayLike) -> Estimate:
    """Return ``mann_whitney`` with its normal approximation at any size, corrected for ties and continuity.

    It is what R's ``wilcox.test`` and scipy print where there are ties.
    """
    return mann_whitney(group_1, group_0, method="normal")


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


def cliffs_delta(
    group_1: ArrayLike, group_0: ArrayLike, *, interval: DeltaInterval = "placements", conf_level: float = 0.95
) -> Estimate:
    """Return Cliff's delta, 2 A12 - 1: the rank-biserial correlation of two groups.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out.
    interval : "placements", "cliff" or "fisher_z"
        That of A12 (see ``probability_of_superiority``); Cliff's, not symmetric, with t on n - 2 df (R's effsize); or
        Fisher's z with the standard error that holds when there is no difference (R's effectsize).

    Notes
    -----
    Sources: Cliff 1993, doi:10.1037/0033-2909.114.3.494; Feng and Cliff 2004, doi:10.22237/jmasm/1099267560.
    """
    if interval not in ("placements", "cliff", "fisher_z"):
        raise ValueError("interval is placements, cliff or fisher_z.")
    found = probability_of_superiority(group_1, group_0, conf_level=conf_level)
    counts = {"n": found.n, "n_smallest": found.n_smallest}
    if not found.estimable:
        return not_estimable("cliffs_delta", found.reason, **counts)
    value, low, high = (2 * end - 1 for end in (found.estimate, found.conf_low, found.conf_high))
    words = {"placements": "from A12", "cliff": "of Cliff", "fisher_z": "by Fisher's z"}[interval]
    if found.reason:
        return Estimate("cliffs_delta", value, method="Cliff's delta", reason=found.reason, **counts)
    error = 2 * found.std_error
    if interval == "fisher_z":
        sizes = present(group_1).size, present(group_0).size
        reach = normal_quantile(conf_level) * sqrt((sum(sizes) + 1) / (3 * sizes[0] * sizes[1]))
        low, high = float(np.tanh(np.arctanh(value) - reach)), float(np.tanh(np.arctanh(value) + reach))
    elif interval == "cliff":
        error = cliffs_error(present(group_1), present(group_0))
        away = t_quantile(found.n - 2, conf_level) * error
        reach, below = away * sqrt((1 - value**2) ** 2 + away**2), 1 - value**2 + away**2
        low, high = (value - value**3 - reach) / below, (value - value**3 + reach) / below
    return Estimate(
        "cliffs_delta", value, low, high, found.conf_level, method=f"Cliff's delta, interval {words}", std_error=error,
        **counts,
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


def mann_whitney_normal_p(ranks: Numbers, size: int, above: float, *, continuity: bool = True) -> float:
    """Return the two-sided normal p value with corrections for ties and, unless told otherwise, continuity."""
    n, other = ranks.size, ranks.size - size
    _, tied = np.unique(ranks, return_counts=True)
    variance = size * other / 12 * (n + 1 - float((tied.astype(float) ** 3 - tied).sum()) / (n * (n - 1)))
    away = max(abs(above - size * other / 2) - (0.5 if continuity else 0.0), 0.0)
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


def cliffs_error(one: Numbers, zero: Numbers) -> float:
    """Return Cliff's unbiased standard error of delta, not below that of a delta of this size (n - 1 in his terms)."""
    n_1, n_0 = one.size, zero.size
    ordered_1, ordered_0 = np.sort(one), np.sort(zero)
    # Of each person: how often above minus how often below somebody of the other group.
    rows = (np.searchsorted(ordered_0, one, "left") + np.searchsorted(ordered_0, one, "right")) / n_0 - 1
    columns = 1 - (np.searchsorted(ordered_1, zero, "left") + np.searchsorted(ordered_1, zero, "right")) / n_1
    value = float(rows.mean())
    tied = float((np.searchsorted(ordered_0, one, "right") - np.searchsorted(ordered_0, one, "left")).sum())
    cells = n_1 * n_0 - tied - n_1 * n_0 * value**2
    squares = n_0**2 * float(((rows - value) ** 2).sum()) + n_1**2 * float(((columns - value) ** 2).sum())
    return sqrt(max(squares - cells, 0.0) / (n_1 * n_0 * (n_1 - 1) * (n_0 - 1)))


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
