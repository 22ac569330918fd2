"""Whether two measures go together."""

from functools import cache
from itertools import permutations
from math import atanh, exp, isclose, sqrt, tanh
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata

from earlyeval.statistics.arrays import Numbers, complete_pairs
from earlyeval.statistics.correlations_compared import (
    correlation_difference,
    correlation_from_r,
    dependent_correlation_difference,
    mean_correlation,
)
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.kendall import kendall
from earlyeval.statistics.normal_theory import normal_quantile, two_sided_p
from earlyeval.statistics.partial_correlation import partial_correlation, semi_partial_correlation
from earlyeval.statistics.product_moment import NO_SPREAD, TOO_FEW, correlation_of, pearson, point_biserial

__all__ = [
    "correlation_difference",
    "correlation_from_r",
    "dependent_correlation_difference",
    "kendall",
    "mean_correlation",
    "partial_correlation",
    "pearson",
    "point_biserial",
    "semi_partial_correlation",
    "spearman",
]
# Up to here every order of the ranks is tried (9! is 362,880 orders).
ALL_ORDERS_UP_TO = 9
NO_INTERVAL = "The ranks agree perfectly or the people are too few, so no interval can be worked out."
PBy = Literal["auto", "orders", "t", "edgeworth"]


def spearman(x: ArrayLike, y: ArrayLike, *, p_by: PBy = "auto", conf_level: float = 0.95) -> Estimate:
    """Return Spearman's rank correlation with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    p_by : "auto", "orders", "t" or "edgeworth"
        Every order counted, which auto does up to nine people, ties or not; by t with n - 2 df, which auto does beyond
        and R does where there are ties; or by the Edgeworth series, which R takes from ten people on without ties.

    Notes
    -----
    Ties share mean ranks. Interval: Fisher's z with variance (1 + r^2 / 2) / (n - 3); none below four people or at
    r = -1 or 1; there is no p by t at r = -1 or 1 either. Going together is not
    causing. Source: Bonett and Wright 2000, doi:10.1007/BF02294183; Best and Roberts 1975, doi:10.2307/2347111.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(x, y, names=("x", "y"))
    n = int(first.size)
    if p_by not in ("auto", "orders", "t", "edgeworth") or (p_by == "orders" and n > ALL_ORDERS_UP_TO):
        raise ValueError("p_by is auto, t, edgeworth or, up to nine people, orders.")
    if n < 3:
        return not_estimable("spearman", TOO_FEW, n=n)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return not_estimable("spearman", NO_SPREAD, n=n)
    ranks = rankdata(first), rankdata(second)
    value = correlation_of(*ranks)
    perfect = isclose(abs(value), 1, rel_tol=0, abs_tol=1e-12)
    tested, how = _test(ranks, value, perfect=perfect, p_by=p_by)
    if perfect or n < 4:
        value = round(value) if perfect else value
        return Estimate("spearman", float(value), n=n, method=f"Spearman, p {how}", reason=NO_INTERVAL, **tested)
    reach = normal_quantile(level) * sqrt((1 + value**2 / 2) / (n - 3))
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    method = f"Spearman, interval of Bonett and Wright, p {how}"
    return Estimate("spearman", value, low, high, level, n=n, method=method, **tested)


def _test(ranks: tuple[Numbers, Numbers], value: float, *, perfect: bool, p_by: PBy) -> tuple[dict[str, float], str]:
    n = ranks[0].size
    if p_by == "orders" or (p_by == "auto" and n <= ALL_ORDERS_UP_TO):
        return {"p_value": _share_of_orders(*ranks)}, "exact, every order counted"
    if p_by == "edgeworth":
        if any(np.unique(side).size < n for side in ranks):
            raise ValueError("The Edgeworth series holds without ties only.")
        return {"p_value": _edgeworth_p(*ranks)}, "by Edgeworth series"
    if perfect:
        # The t statistic would be infinite and its p value 0, which no number of people can show.
        return {}, "not given"
    statistic = value * sqrt((n - 2) / (1 - value**2))
    return {"p_value": two_sided_p(statistic, n - 2), "statistic": statistic, "df": float(n - 2)}, "by t"


def _share_of_orders(first: Numbers, second: Numbers) -> float:
    """Return the share of all orders of the second ranks that go together with the first at least as closely."""
    centred, other = first - first.mean(), second - second.mean()
    sums = np.abs(other[_orders(other.size)] @ centred)
    return float((sums >= abs(float(other @ centred)) - 1e-9).mean())


@cache
def _orders(size: int) -> NDArray[np.int8]:
    """Return every order of so many ranks, laid out once: three megabytes at nine."""
    return np.array(list(permutations(range(size))), dtype=np.int8)


def _edgeworth_p(first: Numbers, second: Numbers) -> float:
    """Return the two-sided p of algorithm AS 89: the sum of squared rank differences, taken to the nearer tail."""
    n, squares = first.size, float(((first - second) ** 2).sum())
    # By symmetry the tail that lies above the middle is that of the mirrored sum.
    total = n * (n**2 - 1) / 3
    inner = min(squares, total - squares) + 1
    b = 1 / n
    x = (6 * inner * b / (n**2 - 1) - 1) * sqrt(1 / b - 1)
    y = x * x
    tail = y * y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))
    series = x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * (-0.0758 + b * (0.1033 + 0.3932 * b)) - tail)
    return min(max(2 * (float(norm.cdf(x)) - series / exp(y / 2)), 0.0), 1.0)
