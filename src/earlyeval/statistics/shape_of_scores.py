"""The shape of a set of scores: skewness, kurtosis, robust spread, trimmed mean, quantiles of every kind."""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile

TOO_FEW = "There are too few values."
ALL_ALIKE = "All values are the same."
NO_INTERVAL = "No interval is given."
# Hyndman and Fan's names by R's numbers.
KINDS = dict(enumerate((
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased",
), start=1))  # fmt: skip
Type = Literal["g1", "G1", "b1"]


def skewness(values: ArrayLike, *, kind: Type = "G1") -> Estimate:
    """Return the skewness: g1 = m3 / m2^1.5, G1 = g1 sqrt(n (n - 1)) / (n - 2) (SPSS, SAS), b1 = m3 / s^3 (psych).

    Source: Joanes and Gill 1998, doi:10.1111/1467-9884.00122.
    """
    return _moment("skewness", values, kind, fewest=3)


def kurtosis(values: ArrayLike, *, kind: Type = "G1") -> Estimate:
    """Return the excess kurtosis: g1 = m4 / m2^2 - 3; G1 (SPSS, SAS) without bias for normal scores; b1 = m4 / s^4 - 3.

    Source: Joanes and Gill 1998, doi:10.1111/1467-9884.00122.
    """
    return _moment("kurtosis", values, kind, fewest=4)


def quantile(values: ArrayLike, share: float, *, kind: int = 7) -> Estimate:
    """Return a sample quantile by one of the nine rules of Hyndman and Fan (doi:10.2307/2684934), as R numbers them."""
    there = present(values)
    if kind not in KINDS or not 0 <= share <= 1:
        raise ValueError("kind is 1 to 9 and share lies between 0 and 1.")
    if there.size < 1:
        return not_estimable("quantile", TOO_FEW, n=0)
    value = float(np.quantile(there, share, method=KINDS[kind]))
    return Estimate("quantile", value, n=int(there.size), method=f"sample quantile, type {kind}", reason=NO_INTERVAL)


def interquartile_range(values: ArrayLike, *, kind: int = 7) -> Estimate:
    """Return upper minus lower quartile."""
    low, high = (quantile(values, share, kind=kind) for share in (0.25, 0.75))
    if low.n < 2:
        return not_estimable("interquartile_range", TOO_FEW, n=low.n)
    return Estimate(
        "interquartile_range", high.estimate - low.estimate, n=low.n, method=f"quartiles of type {kind}",
        reason=NO_INTERVAL,
    )  # fmt: skip


def median_absolute_deviation(values: ArrayLike, *, factor: float = 1.4826) -> Estimate:
    """Return the median distance from the median times 1.4826, which for normal scores is the SD (R's mad)."""
    there = present(values)
    if there.size < 1:
        return not_estimable("median_absolute_deviation", TOO_FEW, n=0)
    value = factor * float(np.median(np.abs(there - np.median(there))))
    return Estimate(
        "median_absolute_deviation", value, n=int(there.size), method="median absolute deviation", reason=NO_INTERVAL
    )


def median_with_interval(values: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the median with the exact interval between two of the ordered values, whatever the distribution.

    Source: Conover 1999, Practical Nonparametric Statistics, section 3.2.
    """
    level, there = checked_level(conf_level), np.sort(present(values))
    n = int(there.size)
    if n < 1:
        return not_estimable("median", TOO_FEW, n=0)
    place = int(binom.ppf((1 - level) / 2, n, 0.5))
    if place < 1:
        reason = "There are too few values for an interval of this level."
        return Estimate("median", float(np.median(there)), n=n, method="median", reason=reason)
    ends = float(there[place - 1]), float(there[n - place])
    return Estimate("median", float(np.median(there)), *ends, level, n=n, method="median, exact interval")


def trimmed_mean(values: ArrayLike, *, trim: float = 0.2, conf_level: float = 0.95) -> Estimate:
    """Return the mean without this share of the values at either end, with Tukey and McLaughlin's t interval.

    Its error comes from the winsorised SD. Source: Wilcox 2017, Introduction to Robust Estimation, section 4.3.
    """
    level, there = checked_level(conf_level), np.sort(present(values))
    if not 0 <= trim < 0.5:
        raise ValueError("trim lies from 0 up to, and not including, one half.")
    n = int(there.size)
    cut = int(np.floor(trim * n + 1e-9))
    kept: Numbers = there[cut : n - cut]
    if kept.size < 2:
        return not_estimable("trimmed_mean", TOO_FEW, n=n)
    spread = float(np.clip(there, kept[0], kept[-1]).std(ddof=1))
    value, method = float(kept.mean()), f"mean without {trim:g} of the values at either end"
    if spread == 0:
        return Estimate("trimmed_mean", value, n=n, method=method, reason=ALL_ALIKE)
    error, df = spread / ((1 - 2 * trim) * sqrt(n)), kept.size - 1.0
    reach = t_quantile(df, level) * error
    return Estimate(
        "trimmed_mean", value, value - reach, value + reach, level, df=df, n=n, method=method, std_error=error
    )


def _moment(name: str, values: ArrayLike, kind: Type, *, fewest: int) -> Estimate:
    if kind not in ("g1", "G1", "b1"):
        raise ValueError("kind is g1, G1 or b1.")
    there = present(values)
    n = int(there.size)
    if n < fewest or np.ptp(there) == 0:
        return not_estimable(name, TOO_FEW if n < fewest else ALL_ALIKE, n=n)
    centred = (there - there.mean()) / np.abs(there - there.mean()).max()
    second = float((centred**2).mean())
    if name == "skewness":
        plain = float((centred**3).mean()) / second**1.5
        value = {"g1": plain, "G1": plain * sqrt(n * (n - 1)) / (n - 2), "b1": plain * ((n - 1) / n) ** 1.5}[kind]
    else:
        whole = float((centred**4).mean()) / second**2
        unbiased = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (whole - 3) + 6)
        value = {"g1": whole - 3, "G1": unbiased, "b1": whole * (1 - 1 / n) ** 2 - 3}[kind]
    return Estimate(name, value, n=n, method=f"{name}, {kind}", reason=NO_INTERVAL)
