"""What a set of scores looks like: mean, spread, middle and quarters."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile
from earlyeval.statistics.pair_moments import spread
from earlyeval.statistics.printed_summaries import (
    combined_groups,
    mean_and_sd_from_quartiles,
    mean_is_possible,
    p_is_possible,
    percentage_is_possible,
    sd_from_interval,
    sd_from_standard_error,
    sd_range,
)
from earlyeval.statistics.shape_of_scores import (
    interquartile_range,
    kurtosis,
    median_absolute_deviation,
    median_with_interval,
    quantile,
    skewness,
    trimmed_mean,
)

__all__ = [
    "combined_groups",
    "describe",
    "interquartile_range",
    "kurtosis",
    "mean",
    "mean_and_sd_from_quartiles",
    "mean_is_possible",
    "median",
    "median_absolute_deviation",
    "median_with_interval",
    "p_is_possible",
    "percentage_is_possible",
    "quantile",
    "quartile_1",
    "quartile_3",
    "quartiles",
    "sd",
    "sd_from_interval",
    "sd_from_standard_error",
    "sd_range",
    "sd_with_interval",
    "skewness",
    "trimmed_mean",
]

TOO_FEW = "Fewer than two values are there."
ALL_ALIKE = "All values are the same, so no interval can be worked out."


def mean(values: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean with its t interval; missing values are left out.

    Values that are all the same still have a mean, but no interval: ``reason`` says so.
    """
    there, level = present(values), checked_level(conf_level)
    if there.size < 2:
        return not_estimable("mean", TOO_FEW, n=int(there.size))
    centre, n, deviation = float(there.mean()), int(there.size), spread(there)
    if deviation == 0:
        return Estimate("mean", float(there[0]), n=n, method="mean", reason=ALL_ALIKE)
    reach = t_quantile(n - 1, level) * deviation / sqrt(n)
    return Estimate(
        "mean", centre, centre - reach, centre + reach, level, df=float(n - 1), n=n, method="mean, t interval"
    )


def sd(values: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the standard deviation (divisor n - 1) with its chi-square interval; missing values are left out."""
    there, level = present(values), checked_level(conf_level)
    if there.size < 2:
        return not_estimable("sd", TOO_FEW, n=int(there.size))
    return sd_with_interval("sd", spread(there), n=int(there.size), level=level)


def sd_with_interval(estimand: str, deviation: float, *, n: int, level: float) -> Estimate:
    """Return an SD from n values with the interval that holds for normal values; none when there is no spread."""
    if deviation == 0:
        return Estimate(estimand, 0.0, n=n, method="SD (n - 1)", reason=ALL_ALIKE)
    df = float(n - 1)
    low = deviation * sqrt(df / float(chi2.ppf((1 + level) / 2, df)))
    high = deviation * sqrt(df / float(chi2.ppf((1 - level) / 2, df)))
    return Estimate(estimand, deviation, low, high, level, df=df, n=n, method="SD (n - 1), chi-square interval")


def median(values: ArrayLike) -> Estimate:
    """Return the median; missing values are left out."""
    return _quantile("median", values, share=0.5)


def quartile_1(values: ArrayLike) -> Estimate:
    """Return the lower quartile (type 7 of Hyndman and Fan 1996, doi:10.2307/2684934: R's and numpy's default)."""
    return _quantile("quartile_1", values, share=0.25)


def quartile_3(values: ArrayLike) -> Estimate:
    """Return the upper quartile (type 7)."""
    return _quantile("quartile_3", values, share=0.75)


def quartiles(values: ArrayLike) -> tuple[Estimate, Estimate]:
    """Return the lower and the upper quartile (type 7)."""
    return quartile_1(values), quartile_3(values)


def describe(values: ArrayLike, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return mean, sd, median, quartile_1 and quartile_3 by name."""
    asked = (mean(values, conf_level=conf_level), sd(values, conf_level=conf_level), median(values), *quartiles(values))
    return {answer.estimand: answer for answer in asked}


def _quantile(estimand: str, values: ArrayLike, *, share: float) -> Estimate:
    there: Numbers = present(values)
    if there.size < 2:
        return not_estimable(estimand, TOO_FEW, n=int(there.size))
    return Estimate(estimand, float(np.quantile(there, share)), n=int(there.size), method="sample quantile, type 7")
