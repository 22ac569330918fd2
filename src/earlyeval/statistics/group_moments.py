"""What n, mean and SD of two groups say about their difference: from scores or from a published table."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import present
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import (
    hedges_correction,
    noncentrality_interval,
    normal_quantile,
    t_quantile,
    two_sided_p,
)
from earlyeval.statistics.pair_moments import spread

GlassInterval = Literal["normal", "noncentral_t"]
TOO_FEW = "One of the two groups has fewer than two people with a value."
NO_SPREAD = "The values do not vary within the groups, so there is nothing to compare the difference with."


@dataclass(frozen=True)
class GroupMoments:
    """Of group 1 and group 0: number of people, mean (around any common origin) and SD (n - 1)."""

    sizes: tuple[int, int]
    means: tuple[float, float]
    sds: tuple[float, float]

    @property
    def difference(self) -> float:
        """Mean of group 1 minus mean of group 0."""
        return self.means[0] - self.means[1]

    @property
    def counts(self) -> dict[str, int]:
        """People in both groups and in the smaller one."""
        return {"n": sum(self.sizes), "n_smallest": min(self.sizes)}

    @property
    def df(self) -> float:
        """Degrees of freedom of the pooled SD."""
        return float(sum(self.sizes) - 2)

    @property
    def pooled_sd(self) -> float:
        """Root of the mean of the variances, weighted by n - 1."""
        return sqrt(sum((n - 1) * sd**2 for n, sd in zip(self.sizes, self.sds, strict=True)) / self.df)

    def why_not(self) -> str:
        """Return why the two cannot be compared, or nothing."""
        return TOO_FEW if min(self.sizes) < 2 else NO_SPREAD if max(self.sds) == 0 else ""


def from_summary(
    group_1: tuple[int, float, float], group_0: tuple[int, float, float], *, better: int = 1, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return what two printed triples (n, mean, SD) imply about group 1 minus group 0.

    Returns
    -------
    dict of Estimate
        ``mean_difference`` (Welch), ``student_mean_difference``, ``cohen_d``, ``hedges_g``, ``glass_delta``, ``smd``.
        ``better`` = -1, where lower is better, turns the standardised ones but ``smd``.
    """
    level, sign = checked_level(conf_level), checked_direction(better)
    for n, _, sd in (group_1, group_0):
        if n < 0 or n != int(n) or not sd >= 0:
            raise ValueError("Each group needs a whole n and an SD that is not below zero.")
    sizes = int(group_1[0]), int(group_0[0])
    moments = GroupMoments(sizes, (float(group_1[1]), float(group_0[1])), (float(group_1[2]), float(group_0[2])))
    return {
        "mean_difference": mean_difference_of(moments, level),
        "student_mean_difference": student_mean_difference_of(moments, level),
        "cohen_d": cohen_d_of(moments, sign=sign, level=level),
        "hedges_g": hedges_g_of(moments, sign=sign, level=level),
        "glass_delta": glass_delta_of(moments, sign=sign, level=level),
        "smd": smd_of(moments, level),
    }


def from_t(t: float, n_1: int, n_0: int, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return ``cohen_d`` and ``hedges_g`` from a printed Student t of two groups (its sign is kept).

    From an F with one numerator degree of freedom give its root, with the sign of the difference.
    """
    if min(n_1, n_0) < 2:
        raise ValueError("Each group needs at least two people.")
    # Means a t apart, in units of a pooled SD of one.
    apart = t * sqrt(1 / n_1 + 1 / n_0)
    moments, level = GroupMoments((n_1, n_0), (apart, 0.0), (1.0, 1.0)), checked_level(conf_level)
    return {
        "cohen_d": cohen_d_of(moments, sign=1, level=level),
        "hedges_g": hedges_g_of(moments, sign=1, level=level),
    }


def mean_difference_of(moments: GroupMoments, level: float) -> Estimate:
    """Return the difference of means with Welch's interval and test."""
    if moments.why_not():
        return not_estimable("mean_difference", moments.why_not(), **moments.counts)
    parts = [sd**2 / n for n, sd in zip(moments.sizes, moments.sds, strict=True)]
    df = sum(parts) ** 2 / sum(part**2 / (n - 1) for n, part in zip(moments.sizes, parts, strict=True))
    return _with_t("mean_difference", moments, sqrt(sum(parts)), df, level, "difference of means, Welch's t")


def student_mean_difference_of(moments: GroupMoments, level: float) -> Estimate:
    """Return the difference of means with Student's interval and test (pooled SD)."""
    if moments.why_not():
        return not_estimable("student_mean_difference", moments.why_not(), **moments.counts)
    error = moments.pooled_sd * sqrt(sum(1 / n for n in moments.sizes))
    method = "difference of means, Student's t, equal spreads supposed"
    return _with_t("student_mean_difference", moments, error, moments.df, level, method)


def cohen_d_of(moments: GroupMoments, *, sign: int, level: float) -> Estimate:
    """Return the difference over the pooled SD with the pivot interval of the non-central t."""
    return _pooled("cohen_d", moments, sign=sign, level=level, factor=1.0)


def hedges_g_of(moments: GroupMoments, *, sign: int, level: float) -> Estimate:
    """Return Cohen's d and its interval times Hedges' exact J."""
    factor = hedges_correction(moments.df) if min(moments.sizes) >= 2 else 1.0
    return _pooled("hedges_g", moments, sign=sign, level=level, factor=factor)


def glass_delta_of(moments: GroupMoments, *, sign: int, level: float, interval: GlassInterval = "normal") -> Estimate:
    """Return the difference over the SD of group 0 with a normal interval, or by the non-central t."""
    if interval not in ("normal", "noncentral_t"):
        raise ValueError("interval is normal or noncentral_t.")
    reason = moments.why_not() or ("The scores of group 0 do not vary." if moments.sds[1] == 0 else "")
    if reason:
        return not_estimable("glass_delta", reason, **moments.counts)
    value = sign * moments.difference / moments.sds[1]
    (n_1, n_0), ratio = moments.sizes, (moments.sds[0] / moments.sds[1]) ** 2
    error = sqrt(ratio / (n_1 - 1) + 1 / (n_0 - 1) + value**2 / (2 * (n_0 - 1)))
    if interval == "noncentral_t":
        unit = sqrt(1 / n_0 + ratio / n_1)
        low, high = (end * unit for end in noncentrality_interval(value / unit, n_0 - 1, level))
        method = "difference / SD of group 0, interval by the pivot of the non-central t"
        return Estimate("glass_delta", value, low, high, level, df=n_0 - 1.0, method=method, **moments.counts)
    reach = normal_quantile(level) * error
    method = "difference / SD of group 0, normal interval"
    return Estimate(
        "glass_delta", value, value - reach, value + reach, level, method=method, std_error=error, **moments.counts
    )


def smd_of(moments: GroupMoments, level: float) -> Estimate:
    """Return the difference over the root mean square of the two SDs with Bonett's interval."""
    if moments.why_not():
        return not_estimable("smd", moments.why_not(), **moments.counts)
    first, second = (sd**2 for sd in moments.sds)
    square = (first + second) / 2
    value = moments.difference / sqrt(square)
    dfs = moments.sizes[0] - 1, moments.sizes[1] - 1
    of_spread = value**2 * (first**2 / dfs[0] + second**2 / dfs[1]) / (8 * square**2)
    error = sqrt(of_spread + (first / dfs[0] + second / dfs[1]) / square)
    reach = normal_quantile(level) * error
    method = "difference / root mean square of the two SDs, Bonett's interval"
    return Estimate("smd", value, value - reach, value + reach, level, method=method, std_error=error, **moments.counts)


def _pooled(estimand: str, moments: GroupMoments, *, sign: int, level: float, factor: float) -> Estimate:
    if moments.why_not():
        return not_estimable(estimand, moments.why_not(), **moments.counts)
    n_1, n_0 = moments.sizes
    root = sqrt(n_1 * n_0 / (n_1 + n_0))
    d = sign * moments.difference / moments.pooled_sd
    low, high = (factor * end / root for end in noncentrality_interval(d * root, moments.df, level))
    words = "difference / pooled SD" + ("" if factor == 1.0 else ", times Hedges' exact J")
    method = f"{words}; interval by the pivot of the non-central t"
    return Estimate(estimand, factor * d, low, high, level, df=moments.df, method=method, **moments.counts)


def _with_t(estimand: str, moments: GroupMoments, error: float, df: float, level: float, method: str) -> Estimate:
    value = moments.difference
    reach, statistic = t_quantile(df, level) * error, value / error
    return Estimate(
        estimand,
        value,
        value - reach,
        value + reach,
        level,
        p_value=two_sided_p(statistic, df),
        statistic=statistic,
        df=df,
        method=method,
        std_error=error,
        **moments.counts,
    )


def moments_of_groups(group_1: ArrayLike, group_0: ArrayLike) -> GroupMoments:
    """Return the moments of two groups of scores; missing values are left out."""
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    if min(one.size, zero.size) < 2:
        return GroupMoments((int(one.size), int(zero.size)), (0.0, 0.0), (0.0, 0.0))
    # A value of the data as the origin: differences of close doubles are exact.
    origin = float(zero[0])
    means = float((one - origin).mean()), float((zero - origin).mean())
    return GroupMoments((int(one.size), int(zero.size)), means, (spread(one), spread(zero)))
