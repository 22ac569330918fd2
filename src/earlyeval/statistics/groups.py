"""Two groups compared: group 1 minus group 0, in points and standardised; the door to more groups and to ranks."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.analysis_of_variance import (
    eta_squared_from_f,
    games_howell_pairs,
    one_way,
    one_way_from_summary,
    tukey_pairs,
    welch_one_way,
    welch_one_way_from_summary,
)
from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.baseline_balance import baseline_balance
from earlyeval.statistics.covariance_analysis import analysis_of_covariance
from earlyeval.statistics.equivalence import equivalence_of_groups, equivalence_of_groups_from_summary
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.gained import difference_in_differences
from earlyeval.statistics.group_moments import (
    GlassInterval,
    cohen_d_of,
    from_summary,
    from_t,
    glass_delta_of,
    hedges_g_of,
    mean_difference_of,
    moments_of_groups,
    smd_of,
    student_mean_difference_of,
)
from earlyeval.statistics.hodges_lehmann_shift import hodges_lehmann_shift
from earlyeval.statistics.least_squares import covariate_columns, least_squares
from earlyeval.statistics.normal_theory import normal_share, t_quantile, two_sided_p
from earlyeval.statistics.permutation import permutation_test
from earlyeval.statistics.rank_groups import dunn_pairs, friedman, jonckheere, kruskal_wallis
from earlyeval.statistics.shares_explained import cohen_f
from earlyeval.statistics.spread_tests import (
    bartlett,
    brown_forsythe,
    fligner_killeen,
    levene,
    pitman_morgan,
    variance_ratio,
)
from earlyeval.statistics.two_sample_ranks import (
    brunner_munzel,
    cliffs_delta,
    mann_whitney,
    mann_whitney_normal,
    probability_of_superiority,
)

__all__ = [
    "adjusted_difference",
    "analysis_of_covariance",
    "bartlett",
    "baseline_balance",
    "brown_forsythe",
    "brunner_munzel",
    "cliffs_delta",
    "cohen_d",
    "cohen_f",
    "common_language_effect",
    "difference_in_differences",
    "dunn_pairs",
    "equivalence_of_groups",
    "equivalence_of_groups_from_summary",
    "eta_squared_from_f",
    "fligner_killeen",
    "friedman",
    "from_summary",
    "from_t",
    "games_howell_pairs",
    "glass_delta",
    "hedges_g",
    "hodges_lehmann_shift",
    "jonckheere",
    "kruskal_wallis",
    "levene",
    "mann_whitney",
    "mann_whitney_normal",
    "mean_difference",
    "one_way",
    "one_way_from_summary",
    "permutation_test",
    "pitman_morgan",
    "probability_of_superiority",
    "standardised_mean_difference",
    "student_mean_difference",
    "tukey_pairs",
    "variance_ratio",
    "welch_one_way",
    "welch_one_way_from_summary",
]
ONE_GROUP = "One of the two groups has nobody with all the values that are needed."
NOT_SEPARATE = "What is adjusted for cannot be told apart from the group or from the other columns."
NOTHING_LEFT = "There are too few people for so many adjustments."
PERFECT = "The scores are explained without remainder, so no interval and no test can be worked out."


def mean_difference(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean of group 1 minus the mean of group 0 with Welch's interval and test.

    Missing values are left out. The groups may vary differently and need not be equally large; df by Welch and
    Satterthwaite. Source: Welch 1947, doi:10.1093/biomet/34.1-2.28.
    """
    return mean_difference_of(moments_of_groups(group_1, group_0), checked_level(conf_level))


def student_mean_difference(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean of group 1 minus the mean of group 0 with Student's interval and test: equal spreads supposed."""
    return student_mean_difference_of(moments_of_groups(group_1, group_0), checked_level(conf_level))


def hedges_g(group_1: ArrayLike, group_0: ArrayLike, *, better: int = 1, conf_level: float = 0.95) -> Estimate:
    """Return Hedges' g: the difference of means over the pooled SD, times the exact J, + when group 1 is better.

    Notes
    -----
    The interval is J times that of Cohen's d, which is exact for normal scores with equal spread (pivot of the
    non-central t). Source: Hedges 1981, doi:10.3102/10769986006002107.
    """
    sign = checked_direction(better)
    return hedges_g_of(moments_of_groups(group_1, group_0), sign=sign, level=checked_level(conf_level))


def cohen_d(group_1: ArrayLike, group_0: ArrayLike, *, better: int = 1, conf_level: float = 0.95) -> Estimate:
    """Return Cohen's d: the difference of means over the pooled SD, + when group 1 is better; see ``hedges_g``."""
    sign = checked_direction(better)
    return cohen_d_of(moments_of_groups(group_1, group_0), sign=sign, level=checked_level(conf_level))


def glass_delta(
    group_1: ArrayLike,
    group_0: ArrayLike,
    *,
    better: int = 1,
    interval: GlassInterval = "normal",
    conf_level: float = 0.95,
) -> Estimate:
    """Return Glass's delta: the difference of means over the SD of group 0 alone, + when group 1 is better.

    Interval: normal, with the variance that lets the groups vary differently (metafor's SMD1H), or "noncentral_t" with
    n - 1 df of group 0 (R's effectsize). No small-sample correction. Source: Bonett 2008,
    doi:10.1037/1082-989X.13.2.99.
    """
    sign = checked_direction(better)
    moments = moments_of_groups(group_1, group_0)
    return glass_delta_of(moments, sign=sign, level=checked_level(conf_level), interval=interval)


def standardised_mean_difference(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of means over the root mean square of the two SDs: how alike two groups are.

    Keeps the scale's own sign. Interval: Bonett 2008, doi:10.1037/1082-989X.13.2.99, which lets the groups vary
    differently. For a yes-no characteristic code 1 and 0.
    """
    return smd_of(moments_of_groups(group_1, group_0), checked_level(conf_level))


def common_language_effect(group_1: ArrayLike, group_0: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return McGraw and Wong's common language effect: the chance that one of group 1 lies above one of group 0.

    It takes both groups to be normal: Phi((m1 - m0) / sqrt(s1^2 + s0^2)); the interval is that of
    ``standardised_mean_difference``, turned into chances. ``probability_of_superiority`` takes nothing to be normal.
    Source: McGraw and Wong 1992, doi:10.1037/0033-2909.111.2.361.
    """
    found = standardised_mean_difference(group_1, group_0, conf_level=conf_level)
    counts = {"n": found.n, "n_smallest": found.n_smallest}
    if not found.estimable:
        return not_estimable("common_language_effect", found.reason, **counts)
    ends = (normal_share(end / sqrt(2)) for end in (found.estimate, found.conf_low, found.conf_high))
    method = "common language effect of normal scores, interval by Bonett"
    return Estimate("common_language_effect", *ends, found.conf_level, method=method, **counts)


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
    reach, statistic = t_quantile(fit.df, level) * error, float(coefficient / error)
    return Estimate(
        "adjusted_difference",
        float(coefficient),
        float(coefficient - reach),
        float(coefficient + reach),
        level,
        p_value=two_sided_p(statistic, fit.df),
        statistic=statistic,
        df=float(fit.df),
        method=method,
        std_error=float(error),
        **counts,
    )


def _varying(columns: Numbers) -> Numbers:
    """Return the columns that vary: one that is the same for everybody left adjusts for nothing."""
    return columns[:, np.ptp(columns, axis=0) > 0]
