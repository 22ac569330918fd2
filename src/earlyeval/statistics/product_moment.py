"""Pearson's correlation, and the same for a yes or no with a score."""

from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, two_sided_p

TOO_FEW = "Fewer than three people have both values."
NO_SPREAD = "One of the two measures does not vary, so they cannot go together."
PERFECT = "The values lie on a line or the people are too few, so no interval and no test can be worked out."
# A correlation nearer to 1 than this is 1: the rest is the noise of arithmetic.
PERFECT_TO = 1e-12


def pearson(x: ArrayLike, y: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return Pearson's correlation with the interval by Fisher's z and the t test of no correlation.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).

    Notes
    -----
    As R's cor.test. No interval below four people; neither interval nor test at r = -1 or 1.
    Source: Fisher 1921, Metron 1:3-32.
    """
    first, second = complete_pairs(x, y, names=("x", "y"))
    level = checked_level(conf_level)
    reason = _reason(first, second)
    if reason:
        return not_estimable("pearson", reason, n=int(first.size))
    value = correlation_of(first, second)
    return fisher_z("pearson", value, n=int(first.size), given=0, level=level, method="Pearson")


def point_biserial(yes: ArrayLike, y: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the point-biserial correlation: Pearson's of a yes (1) or no (0) with a score.

    Raises
    ------
    ValueError
        ``yes`` holds something other than 1, 0 and missing.
    """
    first, second = complete_pairs(yes, y, names=("yes", "y"))
    level = checked_level(conf_level)
    if not np.isin(first, (0.0, 1.0)).all():
        raise ValueError("Yes is 1 and no is 0.")
    reason = _reason(first, second)
    if reason:
        return not_estimable("point_biserial", reason, n=int(first.size))
    value, smallest = correlation_of(first, second), int(min(first.sum(), first.size - first.sum()))
    found = fisher_z("point_biserial", value, n=int(first.size), given=0, level=level, method="point-biserial")
    return Estimate(**(vars(found) | {"n_smallest": smallest}))


def correlation_of(first: Numbers, second: Numbers) -> float:
    """Return the product-moment correlation of two sides that vary."""
    one, other = first - first.mean(), second - second.mean()
    # Scaled first, so that neither very large nor very small values overflow when they are squared.
    one, other = one / np.abs(one).max(), other / np.abs(other).max()
    return float(np.clip(one @ other / sqrt(float(one @ one) * float(other @ other)), -1, 1))


def fisher_z(name: str, value: float, *, n: int, given: int, level: float, method: str) -> Estimate:
    """Return a correlation, partial in ``given`` others, with its t test and the interval by Fisher's z."""
    df = n - 2 - given
    if abs(value) >= 1 - PERFECT_TO or df < 1:
        return Estimate(name, float(round(value)) if df >= 1 else value, n=n, method=method, reason=PERFECT)
    statistic = value * sqrt(df / (1 - value**2))
    tested = {"p_value": two_sided_p(statistic, df), "statistic": statistic, "df": float(df), "n": n}
    if df < 2:
        return Estimate(name, value, method=method, reason=PERFECT, **tested)
    reach = normal_quantile(level) / sqrt(df - 1)
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate(name, value, low, high, level, method=f"{method}, interval by Fisher's z", **tested)


def _reason(first: Numbers, second: Numbers) -> str:
    if first.size < 3:
        return TOO_FEW
    return NO_SPREAD if np.ptp(first) == 0 or np.ptp(second) == 0 else ""
