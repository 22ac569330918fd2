"""Two groups compared: group 1 minus group 0, in points and standardised."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, present
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.least_squares import covariate_columns, least_squares
from earlyeval.statistics.normal_theory import (
    hedges_correction,
    noncentrality_interval,
    normal_quantile,
    t_quantile,
    two_sided_p,
)
from earlyeval.statistics.pair_moments import spread

TOO_FEW = "One of the two groups has fewer than two people with a value."
NO_SPREAD = "The values do not vary within the groups, so there is nothing to compare the difference with."
ONE_GROUP = "One of the two groups has nobody with all the values that are needed."
NOT_SEPARATE = "What is adjusted for cannot be told apart from the group or from the other columns."
NOTHING_LEFT = "There are too few people for so many adjustments."
PERFECT = "The scores are explained without remainder, so no interval and no test can be worked out."


def mean_difference(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean of group 1 minus the mean of group 0 with Welch's interval and test.

    Missing values are left out. The groups may vary differently and need not be equally large; df by Welch and
    Satterthwaite. Source: Welch 1947, doi:10.1093/biomet/34.1-2.28.
    """
    level = checked_level(conf_level)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 2:
        return not_estimable("mean_difference", TOO_FEW, **counts)
    parts = spread(one) ** 2 / one.size, spread(zero) ** 2 / zero.size
    if sum(parts) == 0:
        return not_estimable("mean_difference", NO_SPREAD, **counts)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (one.size - 1) + parts[1] ** 2 / (zero.size - 1))
    difference, error = float(one.mean() - zero.mean()), sqrt(sum(parts))
    method = "difference of means, Welch's t"
    return _with_t("mean_difference", difference, error, df, level=level, method=method, counts=counts)


def hedges_g(group_1: ArrayLike, group_0: ArrayLike, *, better: int = 1, conf_level: float = 0.95) -> Estimate:
    """Return Hedges' g: the difference of means over the pooled SD, times the exact J, + when group 1 is better.

    Notes
    -----
    The interval is J times that of Cohen's d, which is exact for normal scores with equal spread (pivot of the
    non-central t). Source: Hedges 1981, doi:10.3102/10769986006002107.
    """
    level, sign = checked_level(conf_level), checked_direction(better)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 2:
        return not_estimable("hedges_g", TOO_FEW, **counts)
    df = one.size + zero.size - 2
    pooled = sqrt(((one.size - 1) * spread(one) ** 2 + (zero.size - 1) * spread(zero) ** 2) / df)
    if pooled == 0:
        return not_estimable("hedges_g", NO_SPREAD, **counts)
    root = sqrt(one.size * zero.size / (one.size + zero.size))
    d, factor = sign * float(one.mean() - zero.mean()) / pooled, hedges_correction(df)
    low, high = (factor * end / root for end in noncentrality_interval(d * root, df, level))
    method = "difference / pooled SD, times Hedges' exact J; interval by the pivot of the non-central t"
    return Estimate("hedges_g", factor * d, low, high, level, df=float(df), method=method, **counts)


def standardised_mean_difference(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of means over the root mean square of the two SDs: how alike two groups are.

    Keeps the scale's own sign. Interval: Bonett 2008, doi:10.1037/1082-989X.13.2.99, which lets the groups vary
    differently. For a yes-no characteristic code 1 and 0.
    """
    level = checked_level(conf_level)
    one, zero, counts = _both(group_1, group_0)
    if counts["n_smallest"] < 2:
        return not_estimable("smd", TOO_FEW, **counts)
    first, second = spread(one) ** 2, spread(zero) ** 2
    square = (first + second) / 2
    if square == 0:
        return not_estimable("smd", NO_SPREAD, **counts)
    value = float(one.mean() - zero.mean()) / sqrt(square)
    dfs = one.size - 1, zero.size - 1
    of_spread = value**2 * (first**2 / dfs[0] + second**2 / dfs[1]) / (8 * square**2)
    reach = normal_quantile(level) * sqrt(of_spread + (first / dfs[0] + second / dfs[1]) / square)
    method = "difference / root mean square of the two SDs, Bonett's interval"
    return Estimate("smd", value, value - reach, value + reach, level, method=method, **counts)


def adjusted_difference(
    after: ArrayLike, before: ArrayLike, group: ArrayLike, covariates: Any = None, *, conf_level: float = 0.95
) -> Estimate:
    """Return group 1 minus group 0 after, among people who were alike before (analysis of covariance).

    Parameters
    ----------
    after, before : one-dimensional, one value per person
    group : one-dimensional, 0 or 1 (or False, True)
    covariates : DataFrame or two-dimensional array, optional
        One row per person. A text column becomes one 0-1 column for each value but the first in the alphabet.
    conf_level : float

    Notes
    -----
    after ~ 1 + group + before + covariates by least squares; the coefficient of group with its t interval. Only
    people with every value count (complete cases). n_smallest is the smaller group. A difference between groups
    that chance did not form may be due to what is not adjusted for.
    """
    level = checked_level(conf_level)
    arm = numbers(group, name="group")
    outcome, baseline = numbers(after, name="after"), numbers(before, name="before")
    if not outcome.shape == baseline.shape == arm.shape:
        raise ValueError("After, before and group must be equally long: one value of each for every person.")
    if not np.isin(arm[~np.isnan(arm)], (0, 1)).all():
        raise ValueError("Group is coded 0 and 1.")
    others = covariate_columns(covariates, rows=arm.size)
    whole = ~np.isnan(np.column_stack([outcome, baseline, arm, others])).any(axis=1)
    sizes = [int((arm[whole] == code).sum()) for code in (1, 0)]
    counts = {"n": sum(sizes), "n_smallest": min(sizes)}
    if min(sizes) == 0:
        return not_estimable("adjusted_difference", ONE_GROUP, **counts)
    columns = np.column_stack([np.ones(sum(sizes)), arm[whole], baseline[whole], _varying(others[whole])])
    fit = least_squares(outcome[whole], columns)
    if fit.df < 1 or fit.is_perfect or not fit.is_separate:
        reason = NOTHING_LEFT if fit.df < 1 else NOT_SEPARATE if not fit.is_separate else PERFECT
        return not_estimable("adjusted_difference", reason, **counts)
    coefficient, error = fit.coefficients[1], fit.standard_errors[1]
    words = "the score before and covariates" if others.shape[1] else "the score before"
    method = f"analysis of covariance, adjusted for {words}; complete cases"
    return _with_t("adjusted_difference", coefficient, error, fit.df, level=level, method=method, counts=counts)


def _varying(columns: Numbers) -> Numbers:
    """Return the columns that vary: one that is the same for everybody left adjusts for nothing."""
    return columns[:, np.ptp(columns, axis=0) > 0]


def _both(group_1: ArrayLike, group_0: ArrayLike) -> tuple[Numbers, Numbers, dict[str, int]]:
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    return one, zero, {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}


def _with_t(
    estimand: str, value: float, error: float, df: float, *, level: float, method: str, counts: dict[str, int]
) -> Estimate:
    reach, statistic = t_quantile(df, level) * error, value / error
    return Estimate(
        estimand,
        float(value),
        float(value - reach),
        float(value + reach),
        level,
        p_value=two_sided_p(statistic, df),
        statistic=float(statistic),
        df=float(df),
        method=method,
        **counts,
    )
