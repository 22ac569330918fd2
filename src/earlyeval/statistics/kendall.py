"""Kendall's rank correlation: how much likelier two people stand in the same order on both measures than not."""

from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau

from earlyeval.statistics.arrays import Numbers, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile
from earlyeval.statistics.product_moment import NO_SPREAD, TOO_FEW

# R's cor.test counts exactly below this many people when there are no ties.
EXACT_BELOW = 50
# Beyond this many people the pairs are too many to count for an interval.
COUNTED_UP_TO = 20_000
ROWS_AT_ONCE = 500
NO_INTERVAL = "The orders agree perfectly or the people are too few, so no interval can be worked out."


def kendall(
    x: ArrayLike,
    y: ArrayLike,
    *,
    p_by: Literal["auto", "exact", "normal"] = "auto",
    interval: Literal["estimated", "bonett_wright"] = "estimated",
    conf_level: float = 0.95,
) -> Estimate:
    """Return Kendall's tau-b, which allows for ties, with an interval on the scale of Fisher's z.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    p_by : "auto", "exact" or "normal"
        auto is R's rule: exact below 50 people without ties, otherwise normal with the variance for ties (no
        continuity correction).
    interval : "estimated" or "bonett_wright"
        With the error that these people show (delta method from how far each is in order with the others; t with
        n - 2 df), or with variance 0.437 / (n - 4) whatever they show, which holds without ties alone. Beyond 20,000
        people it is the second.

    Notes
    -----
    No interval below five people or at tau = -1 or 1. Sources: Kendall 1938, doi:10.2307/2332226; Agresti 2010,
    Analysis of Ordinal Categorical Data, section 7.3; Bonett and Wright 2000, doi:10.1007/BF02294183; the choice:
    docs/decisions/0012-default-intervals.md.
    """
    if p_by not in ("auto", "exact", "normal") or interval not in ("estimated", "bonett_wright"):
        raise ValueError("p_by is auto, exact or normal; interval is estimated or bonett_wright.")
    level = checked_level(conf_level)
    first, second = complete_pairs(x, y, names=("x", "y"))
    n = int(first.size)
    if n < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return not_estimable("kendall", TOO_FEW if n < 3 else NO_SPREAD, n=n)
    tied = min(np.unique(first).size, np.unique(second).size) < n
    if p_by == "exact" and tied:
        raise ValueError("The exact distribution of Kendall's tau holds without ties only.")
    exact = p_by == "exact" or (p_by == "auto" and not tied and n < EXACT_BELOW)
    found = kendalltau(first, second, method="exact" if exact else "asymptotic")
    value, p_value = float(found.statistic), float(found.pvalue)
    method = f"Kendall's tau-b, p {'exact' if exact else 'normal, corrected for ties'}"
    if abs(value) >= 1 - 1e-12 or n < 5:
        value = float(round(value)) if abs(value) >= 1 - 1e-12 else value
        return Estimate("kendall", value, p_value=p_value, n=n, method=method, reason=NO_INTERVAL)
    error = _error(first, second) / (1 - value**2) if interval == "estimated" and n <= COUNTED_UP_TO else 0.0
    if error > 0:
        reach, words = t_quantile(n - 2, level) * error, "estimated error, t interval on the scale of Fisher's z"
    else:
        reach, words = normal_quantile(level) * sqrt(0.437 / (n - 4)), "interval of Bonett and Wright"
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate("kendall", value, low, high, level, p_value=p_value, n=n, method=f"{method}, {words}")


def _error(first: Numbers, second: Numbers) -> float:
    """Return the standard error of tau-b from what each person adds to pairs in order and to pairs not tied."""
    n = first.size
    sums = np.empty((n, 3))
    for start in range(0, n, ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        one, other = np.sign(first[rows, np.newaxis] - first), np.sign(second[rows, np.newaxis] - second)
        sums[rows] = np.column_stack([(one * other).sum(axis=1), (one**2).sum(axis=1), (other**2).sum(axis=1)])
    shares = sums / (n - 1)
    order, apart, other_apart = shares.mean(axis=0)
    centred = shares - shares.mean(axis=0)
    added = centred[:, 0] - order / 2 * (centred[:, 1] / apart + centred[:, 2] / other_apart)
    added = 2 * added / sqrt(apart * other_apart)
    return sqrt(float((added**2).sum()) / (n * (n - 1)))
