"""How unevenly something is spread over people: the Gini coefficient."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

TOO_FEW = "Fewer than three people have a value."
NOTHING = "Nobody has anything, so there is nothing to spread."
NEGATIVE = "Values of a Gini coefficient are never negative."


def gini(values: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the Gini coefficient: 0 where everybody has as much, towards 1 where one person has everything.

    Parameters
    ----------
    values : one-dimensional, one value per person, none below 0
        Missing values are left out.

    Notes
    -----
    The plain coefficient (sum of all differences over 2 n^2 times the mean), as R's ``ineq::Gini``. The interval is
    normal with the jackknife's standard error, cut at 0 and 1; with few people it is too short.
    Sources: Gini 1912; Yitzhaki 1991, doi:10.2307/1391792 (jackknife).
    """
    level, ordered = checked_level(conf_level), np.sort(present(values))
    n = int(ordered.size)
    if n < 3:
        return not_estimable("gini", TOO_FEW, n=n)
    if ordered[0] < 0:
        raise ValueError(NEGATIVE)
    if ordered[-1] == 0:
        return not_estimable("gini", NOTHING, n=n)
    value = _coefficient(float(ordered.sum()), float(ordered @ np.arange(1, n + 1)), n)
    error = _jackknife_error(ordered)
    method = "Gini coefficient, interval by the jackknife"
    if not np.isfinite(error) or error == 0:
        return Estimate("gini", value, n=n, method=method, reason="The values do not differ: no interval.")
    reach = normal_quantile(level) * error
    ends = max(value - reach, 0.0), min(value + reach, 1.0)
    return Estimate("gini", value, *ends, level, n=n, method=method, std_error=error)


def _coefficient(total: float, weighted: float, n: int) -> float:
    return 2 * weighted / (n * total) - (n + 1) / n


def _jackknife_error(ordered: Numbers) -> float:
    """Return the standard error from leaving each person out; whoever stood above moves down by a rank."""
    n, ranks = ordered.size, np.arange(1, ordered.size + 1)
    total, weighted = ordered.sum(), ordered @ ranks
    above = total - np.cumsum(ordered)
    left = total - ordered
    if (left == 0).any():
        return float("nan")
    without = 2 * (weighted - ranks * ordered - above) / ((n - 1) * left) - n / (n - 1)
    return sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
