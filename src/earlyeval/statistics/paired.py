"""Change between two times in the same people. Change is after minus before, in the scale's own points and sign."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p
from earlyeval.statistics.pair_moments import PairMoments, moments_of_scores, moments_of_table
from earlyeval.statistics.ranks import hodges_lehmann, rank_biserial, signed_rank
from earlyeval.statistics.resampling import bootstrap_change
from earlyeval.statistics.standardised import TOO_FEW, standardised_changes, standardised_from_moments
from earlyeval.statistics.summaries import sd_with_interval

__all__ = [
    "bootstrap_change",
    "from_summary",
    "hodges_lehmann",
    "mean_change",
    "median_change",
    "rank_biserial",
    "sd_change",
    "signed_rank",
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
    """Return the median of the changes; for an interval use ``hodges_lehmann``."""
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


def from_summary(
    n: int,
    *,
    before: tuple[float, float],
    after: tuple[float, float],
    r: float | None = None,
    t: float | None = None,
    better: int = 1,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return mean_change, sd_change and the eight standardised changes that a published table implies.

    Parameters
    ----------
    n : int
        Number of pairs.
    before, after : (mean, SD)
    r, t : float
        Exactly one: the correlation before-after, or the paired t (its sign does not matter).
    better : 1 or -1
        -1 where lower scores are better; turns the standardised changes only.

    Raises
    ------
    ValueError
        The published numbers contradict each other.
    """
    moments = moments_of_table(n, before=before, after=after, r=r, t=t)
    level = checked_level(conf_level)
    return {
        "mean_change": _mean_change_of(moments, level=level),
        "sd_change": sd_with_interval("sd_change", moments.sd_change, n=n, level=level),
        **standardised_from_moments(moments, better=better, conf_level=level),
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
    )
