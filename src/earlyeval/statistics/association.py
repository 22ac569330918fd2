"""Whether two measures go together."""

from itertools import permutations
from math import atanh, isclose, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from earlyeval.statistics.arrays import Numbers, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, two_sided_p

# Up to here every order of the ranks is tried (9! is 362,880 orders).
ALL_ORDERS_UP_TO = 9
TOO_FEW = "Fewer than three people have both values."
NO_SPREAD = "One of the two measures does not vary, so they cannot go together."
NO_INTERVAL = "The ranks agree perfectly or the people are too few, so no interval can be worked out."


def spearman(x: ArrayLike, y: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return Spearman's rank correlation with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).

    Notes
    -----
    Ties share mean ranks. Interval: Fisher's z with variance (1 + r^2 / 2) / (n - 3); none below four people or at
    r = -1 or 1. p: every order counted up to nine people, by t with n - 2 df beyond (none there
    at r = -1 or 1). Going together is not
    causing. Source: Bonett and Wright 2000, doi:10.1007/BF02294183.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(x, y, names=("x", "y"))
    n = int(first.size)
    if n < 3:
        return not_estimable("spearman", TOO_FEW, n=n)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return not_estimable("spearman", NO_SPREAD, n=n)
    ranks = rankdata(first), rankdata(second)
    value = float(np.clip(np.corrcoef(*ranks)[0, 1], -1, 1))
    perfect = isclose(abs(value), 1, rel_tol=0, abs_tol=1e-12)
    tested, how = _test(ranks, value, perfect=perfect)
    if perfect or n < 4:
        value = round(value) if perfect else value
        return Estimate("spearman", float(value), n=n, method=f"Spearman, p {how}", reason=NO_INTERVAL, **tested)
    reach = normal_quantile(level) * sqrt((1 + value**2 / 2) / (n - 3))
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    method = f"Spearman, interval of Bonett and Wright, p {how}"
    return Estimate("spearman", value, low, high, level, n=n, method=method, **tested)


def _test(ranks: tuple[Numbers, Numbers], value: float, *, perfect: bool) -> tuple[dict[str, float], str]:
    n = ranks[0].size
    if n <= ALL_ORDERS_UP_TO:
        return {"p_value": _share_of_orders(*ranks)}, "exact, every order counted"
    if perfect:
        # The t statistic would be infinite and its p value 0, which no number of people can show.
        return {}, "not given"
    statistic = value * sqrt((n - 2) / (1 - value**2))
    return {"p_value": two_sided_p(statistic, n - 2), "statistic": statistic, "df": float(n - 2)}, "by t"


def _share_of_orders(first: Numbers, second: Numbers) -> float:
    """Return the share of all orders of the second ranks that go together with the first at least as closely."""
    centred, other = first - first.mean(), second - second.mean()
    orders = np.array(list(permutations(range(other.size))), dtype=np.int8)
    sums = np.abs(other[orders] @ centred)
    return float((sums >= abs(float(other @ centred)) - 1e-9).mean())
