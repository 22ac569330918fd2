"""Change between two times in the same people. Change is after minus before, in the scale's own points and sign."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import changes, complete_pairs, numbers
from earlyeval.statistics.bayes_factor import bayes_factor, bayes_factor_of_t
from earlyeval.statistics.equivalence import equivalence, equivalence_from_summary
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p
from earlyeval.statistics.pair_moments import PairMoments, moments_of_scores, moments_of_table
from earlyeval.statistics.permutation import paired_permutation_test
from earlyeval.statistics.ranks import hodges_lehmann, rank_biserial, signed_rank
from earlyeval.statistics.resampling import bootstrap_change
from earlyeval.statistics.sign_test import median_change_interval, sign_test
from earlyeval.statistics.spread_tests import pitman_morgan
from earlyeval.statistics.standardised import (
    ALL_FORMS,
    TOO_FEW,
    d_z_from_t,
    standardised_change,
    standardised_changes,
    standardised_from_moments,
)
from earlyeval.statistics.summaries import sd_with_interval

__all__ = [
    "bayes_factor",
    "bayes_factor_of_t",
    "bootstrap_change",
    "d_z_from_t",
    "equivalence",
    "equivalence_from_summary",
    "from_summary",
    "hodges_lehmann",
    "mean_change",
    "median_change",
    "median_change_interval",
    "pair_counts",
    "paired_permutation_test",
    "pitman_morgan",
    "rank_biserial",
    "sd_change",
    "sign_test",
    "signed_rank",
    "standardised_change",
    "standardised_changes",
]
CONSTANT = "Everybody changed by the same amount, so no interval and no test can be worked out."


def mean_change(before: ArrayLike, after: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean change with its t interval and the paired t test.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).

    Notes
    -----
    mean(d) +- t(n - 1) sd(d) / sqrt(n). When everybody changed alike there is no answer: other programs print
    p = 0 there. Without a comparison group this is change, not effect.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    if first.size < 2:
        return not_estimable("mean_change", TOO_FEW, n=int(first.size))
    return _mean_change_of(moments_of_scores(first, second), level=checked_level(conf_level))


def sd_change(before: ArrayLike, after: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the standard deviation (n - 1) of the changes with its chi-square interval."""
    first, second = complete_pairs(before, after, names=("before", "after"))
    if first.size < 2:
        return not_estimable("sd_change", TOO_FEW, n=int(first.size))
    moments = moments_of_scores(first, second)
    return sd_with_interval("sd_change", moments.sd_change, n=moments.n, level=checked_level(conf_level))


def median_change(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Return the median of the changes; ``median_change_interval`` and ``hodges_lehmann`` have an interval."""
    first, second = complete_pairs(before, after, names=("before", "after"))
    if first.size < 2:
        return not_estimable("median_change", TOO_FEW, n=int(first.size))
    return Estimate(
        "median_change",
        float(np.median(changes(first, second))),
        n=int(first.size),
        method="median of the changes",
        reason="No interval is given for the median of the changes; the Hodges-Lehmann change has one.",
    )


def pair_counts(before: ArrayLike, after: ArrayLike) -> dict[str, Estimate]:
    """Return how many people have both values, only the one before, only the one after, or neither.

    Returns
    -------
    dict of str to Estimate
        pairs, before_only, after_only, neither; ``n_expected`` of each is all people given.
    """
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of values for each unit.")
    there = ~np.isnan(first), ~np.isnan(second)
    counted = {
        "pairs": there[0] & there[1],
        "before_only": there[0] & ~there[1],
        "after_only": ~there[0] & there[1],
        "neither": ~there[0] & ~there[1],
    }
    return {
        name: Estimate(name, float(those.sum()), n=int(those.sum()), n_expected=int(first.size), method="count")
        for name, those in counted.items()
    }


def from_summary(
    n: int,
    *,
    before: tuple[float, float],
    after: tuple[float, float],
    better: int = 1,
    conf_level: float = 0.95,
    **known: float,
) -> dict[str, Estimate]:
    """Return mean_change, sd_change and the standardised changes that a published table implies.

    Parameters
    ----------
    n : int
        Number of pairs.
    before, after : (mean, SD)
    better : 1 or -1
        -1 where lower scores are better; turns the standardised changes only.
    **known : float
        Exactly one of: ``r``, the correlation before-after; ``t``, the paired t (its sign does not matter);
        ``sd_change``, the SD of the changes; ``p``, the two-sided p of the paired t test.

    Returns
    -------
    dict of str to Estimate
        mean_change, sd_change, d_z, d_av, d_av_rms, d_rm, d_pre and the corrected g_z, g_av, g_av_rms, g_rm, g_pre.

    Raises
    ------
    ValueError
        The published numbers contradict each other.
    """
    moments = moments_of_table(n, before=before, after=after, **known)
    level = checked_level(conf_level)
    return {
        "mean_change": _mean_change_of(moments, level=level),
        "sd_change": sd_with_interval("sd_change", moments.sd_change, n=n, level=level),
        **standardised_from_moments(moments, better=better, conf_level=level, forms=ALL_FORMS),
    }


def _mean_change_of(moments: PairMoments, *, level: float) -> Estimate:
    if moments.sd_change == 0:
        return not_estimable("mean_change", CONSTANT, n=moments.n)
    df = float(moments.n - 1)
    error = moments.sd_change / sqrt(moments.n)
    reach = t_quantile(df, level) * error
    statistic = moments.mean_change / error
    return Estimate(
        "mean_change",
        moments.mean_change,
        moments.mean_change - reach,
        moments.mean_change + reach,
        level,
        p_value=two_sided_p(statistic, df),
        statistic=statistic,
        df=df,
        n=moments.n,
        method="mean of after minus before, paired t",
        std_error=error,
    )
