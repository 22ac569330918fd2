"""Kendall's rank correlation: how much likelier two people stand in the same order on both measures than not."""

from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.product_moment import NO_SPREAD, TOO_FEW

# R's cor.test counts exactly below this many people when there are no ties.
EXACT_BELOW = 50
NO_INTERVAL = "The orders agree perfectly or the people are too few, so no interval can be worked out."


def kendall(
    x: ArrayLike, y: ArrayLike, *, p_by: Literal["auto", "exact", "normal"] = "auto", conf_level: float = 0.95
) -> Estimate:
    """Return Kendall's tau-b, which allows for ties, with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    p_by : "auto", "exact" or "normal"
        auto is R's rule: exact below 50 people without ties, otherwise normal with the variance for ties (no
        continuity correction).

    Notes
    -----
    Interval: Fisher's z with variance 0.437 / (n - 4), which holds for |tau| up to about 0.8; none below five people
    or at tau = -1 or 1. Sources: Kendall 1938, doi:10.2307/2332226; Bonett and Wright 2000, doi:10.1007/BF02294183.
    """
    if p_by not in ("auto", "exact", "normal"):
        raise ValueError("p_by is auto, exact or normal.")
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
    reach = normal_quantile(level) * sqrt(0.437 / (n - 4))
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    method = f"{method}, interval of Bonett and Wright"
    return Estimate("kendall", value, low, high, level, p_value=p_value, n=n, method=method)
