"""Whether a change, or a difference, is too small to matter: two one-sided t tests against bounds set beforehand."""

from math import isfinite, sqrt

from numpy.typing import ArrayLike
from scipy.stats import t as student

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.group_moments import (
    from_summary,
    mean_difference_of,
    moments_of_groups,
    student_mean_difference_of,
)
from earlyeval.statistics.normal_theory import t_quantile
from earlyeval.statistics.pair_moments import PairMoments, moments_of_scores, moments_of_table
from earlyeval.statistics.standardised import TOO_FEW

CONSTANT = "Everybody changed by the same amount, so no test can be worked out."


def equivalence(before: ArrayLike, after: ArrayLike, *, low: float, high: float, conf_level: float = 0.95) -> Estimate:
    """Return the paired test of equivalence: whether the mean change lies above ``low`` and below ``high``.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    low, high : float
        The smallest changes that would matter, in points, chosen before the data were seen.
    conf_level : float
        1 minus the level of each one-sided test. The interval given is that of level 2 conf_level - 1 (90 % at 0.95):
        equivalence is shown when it lies between the bounds.

    Returns
    -------
    Estimate
        estimate: mean change; p_value: the larger of both one-sided p values, statistic: its t.

    Notes
    -----
    Source: Schuirmann 1987, doi:10.1007/BF01068419.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    _checked_bounds(low, high)
    level = checked_level(conf_level)
    if first.size < 2:
        return not_estimable("equivalence", TOO_FEW, n=int(first.size))
    return _equivalence_of(moments_of_scores(first, second), low=low, high=high, level=level)


def equivalence_from_summary(
    n: int,
    *,
    before: tuple[float, float],
    after: tuple[float, float],
    low: float,
    high: float,
    conf_level: float = 0.95,
    **known: float,
) -> Estimate:
    """Return the same test from a published table; ``known`` is one of r, t, sd_change and p."""
    _checked_bounds(low, high)
    moments = moments_of_table(n, before=before, after=after, **known)
    return _equivalence_of(moments, low=low, high=high, level=checked_level(conf_level))


def equivalence_of_groups(
    group_1: ArrayLike,
    group_0: ArrayLike,
    *,
    low: float,
    high: float,
    equal_spreads: bool = False,
    conf_level: float = 0.95,
) -> Estimate:
    """Return the test of equivalence of two groups: whether the difference of means lies above ``low``, below ``high``.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out; group 1 minus group 0.
    low, high, conf_level
        As in ``equivalence``.
    equal_spreads : bool
        Student's t with the pooled SD instead of Welch's.
    """
    _checked_bounds(low, high)
    moments = moments_of_groups(group_1, group_0)
    found = (student_mean_difference_of if equal_spreads else mean_difference_of)(moments, 0.95)
    return _of_groups(found, low=low, high=high, level=checked_level(conf_level))


def equivalence_of_groups_from_summary(
    group_1: tuple[int, float, float],
    group_0: tuple[int, float, float],
    *,
    low: float,
    high: float,
    equal_spreads: bool = False,
    conf_level: float = 0.95,
) -> Estimate:
    """Return the same from (n, mean, SD) of either group as a paper prints them."""
    _checked_bounds(low, high)
    answers = from_summary(group_1, group_0)
    found = answers["student_mean_difference" if equal_spreads else "mean_difference"]
    return _of_groups(found, low=low, high=high, level=checked_level(conf_level))


def _of_groups(found: Estimate, *, low: float, high: float, level: float) -> Estimate:
    counts = {"n": found.n, "n_smallest": found.n_smallest}
    if not found.estimable:
        return not_estimable("equivalence", found.reason, **counts)
    words = "Student's" if found.estimand == "student_mean_difference" else "Welch's"
    return Estimate(
        "equivalence",
        **_two_one_sided(found.estimate, found.std_error, found.df, low=low, high=high, level=level),
        method=f"two one-sided t tests ({words}) against bounds in points",
        **counts,
    )


def _equivalence_of(moments: PairMoments, *, low: float, high: float, level: float) -> Estimate:
    if moments.sd_change == 0:
        return not_estimable("equivalence", CONSTANT, n=moments.n)
    error, df = moments.sd_change / sqrt(moments.n), moments.n - 1.0
    return Estimate(
        "equivalence",
        **_two_one_sided(moments.mean_change, error, df, low=low, high=high, level=level),
        n=moments.n,
        method="two one-sided paired t tests against bounds in points",
    )


def _two_one_sided(value: float, error: float, df: float, *, low: float, high: float, level: float) -> dict[str, float]:
    above, below = (value - low) / error, (value - high) / error
    p_above, p_below = float(student.sf(above, df)), float(student.cdf(below, df))
    shown = 2 * level - 1
    reach = t_quantile(df, shown) * error if shown > 0 else 0.0
    return {
        "estimate": value,
        "conf_low": value - reach,
        "conf_high": value + reach,
        "conf_level": shown,
        "p_value": max(p_above, p_below),
        "statistic": above if p_above >= p_below else below,
        "df": float(df),
        "std_error": error,
    }


def _checked_bounds(low: float, high: float) -> None:
    if not (isfinite(low) and isfinite(high) and low < high):
        raise ValueError("The bounds of equivalence are two finite numbers, the lower one first.")
