"""Whether groups vary equally: Levene, Brown-Forsythe, Bartlett, Fligner-Killeen, the ratio of two variances, pairs."""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm, rankdata
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers, complete_pairs, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.group_values import values_by_group
from earlyeval.statistics.normal_theory import two_sided_p
from earlyeval.statistics.product_moment import correlation_of
from earlyeval.statistics.sums_of_squares import between_and_within

TOO_FEW = "Fewer than two groups have at least two values each."
NO_SPREAD = "In one of the groups all values are the same, so spreads cannot be compared."
ALL_SAME = "All values lie equally far from the middle of their group, so there is nothing to compare."


def levene(values: ArrayLike, group: ArrayLike, *, center: Literal["median", "mean"] = "median") -> Estimate:
    """Return Levene's test that groups vary equally: analysis of variance of the distances from each group's middle.

    Parameters
    ----------
    values, group : one-dimensional, one row each
        Rows with a missing value or group are left out.
    center : "median" or "mean"
        With the median, which car's leveneTest has too, it is Brown and Forsythe's; with the mean Levene's own.

    Notes
    -----
    Sources: Levene 1960; Brown and Forsythe 1974, doi:10.1080/01621459.1974.10482955.
    """
    if center not in ("median", "mean"):
        raise ValueError("center is median or mean.")
    parts = _parts(values, group)
    n = sum(part.size for part in parts)
    if len(parts) < 2 or n <= len(parts):
        return not_estimable("levene", TOO_FEW, n=n)
    middle = np.median if center == "median" else np.mean
    distances = np.concatenate([np.abs(part - middle(part)) for part in parts])
    places = np.repeat(np.arange(len(parts)), [part.size for part in parts])
    found = between_and_within(distances, places, len(parts))
    # The distances carry the rounding of the values: less than that is no spread.
    if found.within <= n * (1e-13 * max(float(np.abs(part).max()) for part in parts)) ** 2:
        return not_estimable("levene", ALL_SAME, n=n)
    df, df_2 = float(len(parts) - 1), float(n - len(parts))
    statistic = found.between / df / (found.within / df_2)
    method = "Levene's test" if center == "mean" else "Levene's test about medians (Brown and Forsythe)"
    return Estimate(
        "levene", p_value=float(fisher.sf(statistic, df, df_2)), statistic=statistic, df=df, df_2=df_2, n=n,
        method=method,
    )  # fmt: skip


def brown_forsythe(values: ArrayLike, group: ArrayLike) -> Estimate:
    """Return Brown and Forsythe's test of equal spreads: ``levene`` about medians."""
    return levene(values, group, center="median")


def bartlett(values: ArrayLike, group: ArrayLike) -> Estimate:
    """Return Bartlett's test of equal variances; it takes the values to be normal, and is not safe where they are not.

    Source: Bartlett 1937, doi:10.1098/rspa.1937.0109.
    """
    parts = _parts(values, group)
    n = sum(part.size for part in parts)
    if len(parts) < 2 or min(part.size for part in parts) < 2:
        return not_estimable("bartlett", TOO_FEW, n=n)
    if min(float(np.ptp(part)) for part in parts) == 0:
        return not_estimable("bartlett", NO_SPREAD, n=n)
    dfs = np.array([part.size - 1 for part in parts], dtype=float)
    variances = np.array([float((part - part[0]).var(ddof=1)) for part in parts])
    total, k = float(dfs.sum()), len(parts)
    apart = total * np.log(float(dfs @ variances) / total) - float(dfs @ np.log(variances))
    statistic = max(float(apart) / (1 + (float((1 / dfs).sum()) - 1 / total) / (3 * (k - 1))), 0.0)
    return _by_chi_square("bartlett", statistic, k, n, "Bartlett's test of equal variances")


def fligner_killeen(values: ArrayLike, group: ArrayLike) -> Estimate:
    """Return Fligner and Killeen's test of equal spreads by ranks of the distances from the medians.

    Distances that are equal but for the rounding of binary arithmetic are ties here; R's fligner.test breaks them.
    Source: Conover, Johnson and Johnson 1981, doi:10.1080/00401706.1981.10487680.
    """
    parts = _parts(values, group)
    n = sum(part.size for part in parts)
    if len(parts) < 2 or n <= len(parts):
        return not_estimable("fligner_killeen", TOO_FEW, n=n)
    largest = max(float(np.abs(part).max()) for part in parts)
    distances = np.concatenate([np.abs(part - np.median(part)) for part in parts])
    # Equal distances of different values differ by rounding, which must not break ties.
    distances = np.round(distances / max(largest, 1e-300), 13)
    scores = norm.ppf((1 + rankdata(distances) / (n + 1)) / 2)
    if np.ptp(distances) == 0:
        return not_estimable("fligner_killeen", ALL_SAME, n=n)
    ends = np.cumsum([part.size for part in parts])[:-1]
    means = np.array([piece.mean() for piece in np.split(scores, ends)])
    sizes = np.array([part.size for part in parts], dtype=float)
    statistic = float(sizes @ (means - scores.mean()) ** 2 / scores.var(ddof=1))
    return _by_chi_square("fligner_killeen", statistic, len(parts), n, "Fligner-Killeen test of equal spreads")


def variance_ratio(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the variance of group 1 over that of group 0 with the F interval and test of equal variances.

    As R's var.test; it takes the values to be normal.
    """
    level = checked_level(conf_level)
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    counts = {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}
    if counts["n_smallest"] < 2 or np.ptp(zero) == 0 or np.ptp(one) == 0:
        return not_estimable("variance_ratio", TOO_FEW if counts["n_smallest"] < 2 else NO_SPREAD, **counts)
    value = float((one - one[0]).var(ddof=1) / (zero - zero[0]).var(ddof=1))
    df, df_2 = float(one.size - 1), float(zero.size - 1)
    tail = (1 - level) / 2
    p_value = 2 * min(float(fisher.sf(value, df, df_2)), float(fisher.cdf(value, df, df_2)))
    return Estimate(
        "variance_ratio", value, value / float(fisher.isf(tail, df, df_2)), value / float(fisher.ppf(tail, df, df_2)),
        level, p_value=min(p_value, 1.0), statistic=value, df=df, df_2=df_2, method="ratio of variances, F interval",
        **counts,
    )  # fmt: skip


def pitman_morgan(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Return Pitman and Morgan's test that scores vary equally before and after, in the same people.

    The t test that sum and difference are uncorrelated; the estimate is the variance after over that before.
    Sources: Pitman 1939, doi:10.1093/biomet/31.1-2.9; Morgan 1939, doi:10.1093/biomet/31.1-2.13.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    if n < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return not_estimable("variance_ratio", "Fewer than three pairs are there." if n < 3 else NO_SPREAD, n=n)
    sums, apart = (first - first[0]) + (second - second[0]), (second - second[0]) - (first - first[0])
    if np.ptp(sums) == 0 or np.ptp(apart) == 0:
        return not_estimable("variance_ratio", "Sum or difference does not vary.", n=n)
    r = correlation_of(sums, apart)
    if abs(r) >= 1 - 1e-12:
        return not_estimable("variance_ratio", "One score follows from the other without error.", n=n)
    statistic = r * sqrt((n - 2) / (1 - r**2))
    value = float((second - second[0]).var() / (first - first[0]).var())
    return Estimate(
        "variance_ratio", value, p_value=two_sided_p(statistic, n - 2), statistic=statistic, df=float(n - 2), n=n,
        method="ratio of variances of pairs, Pitman and Morgan's test", reason="The test gives no interval.",
    )  # fmt: skip


def _parts(values: ArrayLike, group: ArrayLike) -> list[Numbers]:
    return list(values_by_group(values, group).values())


def _by_chi_square(name: str, statistic: float, groups: int, n: int, method: str) -> Estimate:
    df = float(groups - 1)
    return Estimate(name, p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=df, n=n, method=method)
