"""Two measurements of the same things: how far apart they lie, and how near the line on which they are equal."""

from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import nct

from earlyeval.statistics.arrays import changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile
from earlyeval.statistics.pair_moments import spread
from earlyeval.statistics.summaries import sd_with_interval

NAMES = ("bias", "sd_of_differences", "lower_limit", "upper_limit")
TOO_FEW = "Fewer than two things were measured twice."
CONSTANT = "All differences are the same, so no limits can be worked out."
Intervals = Literal["exact", "approximate", "bland_altman_1986"]


def bland_altman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    share: float = 0.95,
    intervals: Intervals = "exact",
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return the limits of agreement: between which most differences, first minus second, are expected to lie.

    Parameters
    ----------
    first, second : one-dimensional, one measurement per thing
        A thing without both is left out.
    share : float
        How many of the differences the limits are to hold; 0.95 gives 1.96 SD to either side.
    intervals : "exact", "approximate" or "bland_altman_1986"
        Of the limits: by the non-central t (Carkeet 2015), by s sqrt(1/n + z^2 / (2 (n - 1))) and t (Bland and Altman
        1999), or by sqrt(3 / n) s and t (1986).

    Returns
    -------
    dict of str to Estimate
        bias (t interval), sd_of_differences (chi-square interval), lower_limit, upper_limit.

    Notes
    -----
    Sources: Bland and Altman 1986, doi:10.1016/S0140-6736(86)90837-8; 1999, doi:10.1177/096228029900800204; Carkeet
    2015, doi:10.1097/OPX.0000000000000513.
    """
    if intervals not in ("exact", "approximate", "bland_altman_1986"):
        raise ValueError("intervals is exact, approximate or bland_altman_1986.")
    level, z = checked_level(conf_level), normal_quantile(checked_level(share))
    one, other = complete_pairs(first, second, names=("first", "second"))
    differences, n = changes(other, one), int(one.size)
    if n < 2 or np.ptp(differences) == 0:
        return {name: not_estimable(name, TOO_FEW if n < 2 else CONSTANT, n=n) for name in NAMES}
    bias, deviation = float(differences.mean()), spread(differences)
    reach, error = t_quantile(n - 1, level), deviation / sqrt(n)
    ends = _ends_of_upper_limit(n, z, level=level, intervals=intervals)
    shared = {"conf_level": level, "n": n, "method": f"limits of agreement, {intervals.replace('_', ' ')} interval"}
    return {
        "bias": Estimate(
            "bias", bias, bias - reach * error, bias + reach * error, level,
            df=float(n - 1), n=n, method="mean difference, t interval", std_error=error,
        ),
        "sd_of_differences": sd_with_interval("sd_of_differences", deviation, n=n, level=level),
        "lower_limit": Estimate(
            "lower_limit", bias - z * deviation, bias - ends[1] * deviation, bias - ends[0] * deviation, **shared
        ),
        "upper_limit": Estimate(
            "upper_limit", bias + z * deviation, bias + ends[0] * deviation, bias + ends[1] * deviation, **shared
        ),
    }  # fmt: skip


def concordance_correlation(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return Lin's concordance correlation: agreement with the line of identity, with the interval by Fisher's z.

    Notes
    -----
    2 s12 / (s1^2 + s2^2 + (m1 - m2)^2) with divisor n, as epiR's epi.ccc. Sources: Lin 1989, doi:10.2307/2532051;
    2000, doi:10.1111/j.0006-341X.2000.00324.x.
    """
    level, name = checked_level(conf_level), "concordance_correlation"
    one, other = complete_pairs(first, second, names=("first", "second"))
    n = int(one.size)
    if n < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        reason = "Fewer than three things were measured twice." if n < 3 else "One side does not vary."
        return not_estimable(name, reason, n=n)
    scale = float(max(np.abs(one - one[0]).max(), np.abs(other - one[0]).max()))
    one, other = (one - one[0]) / scale, (other - one[0]) / scale
    return _concordance(name, one, other, level=level)


def _concordance(name: str, one: np.ndarray, other: np.ndarray, *, level: float) -> Estimate:
    n, shared = one.size, float((one - one.mean()) @ (other - other.mean())) / one.size
    product, apart = sqrt(float(one.var() * other.var())), float(one.mean() - other.mean())
    whole = float(one.var() + other.var()) + apart**2
    value, accuracy, r = 2 * shared / whole, 2 * product / whole, shared / product
    method = "Lin's concordance correlation"
    shift = apart**2 / product
    # Lin's variance with value / r written as accuracy, which is defined at r = 0 too.
    variance = (1 - r**2) * accuracy**2 * (1 - value**2) + 2 * accuracy * value**2 * (1 - value) * shift
    variance = (variance - accuracy**2 * value**2 * shift**2 / 2) / (n - 2)
    if abs(value) >= 1 - 1e-12 or not variance > 1e-24:
        reason = "The values agree perfectly or are too few, so no interval can be worked out."
        return Estimate(name, value, n=n, method=method, reason=reason)
    error = sqrt(variance)
    reach = normal_quantile(level) * error / (1 - value**2)
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate(name, value, low, high, level, n=n, method=f"{method}, interval by Fisher's z", std_error=error)


def _ends_of_upper_limit(n: int, z: float, *, level: float, intervals: Intervals) -> tuple[float, float]:
    """Return between how many SDs above the mean difference the upper limit lies."""
    if intervals == "exact":
        tail = (1 - level) / 2
        low, high = (float(nct.ppf(share, n - 1, z * sqrt(n))) / sqrt(n) for share in (tail, 1 - tail))
        return low, high
    error = sqrt(3 / n) if intervals == "bland_altman_1986" else sqrt(1 / n + z**2 / (2 * (n - 1)))
    reach = t_quantile(n - 1, level) * error
    return z - reach, z + reach
