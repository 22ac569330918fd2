"""What a set of scores looks like: mean, spread, middle and quarters."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile
from earlyeval.statistics.pair_moments import spread

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


def skewness(values: ArrayLike) -> Estimate:
    """Return how lopsided the values are: Fisher and Pearson's coefficient, adjusted for few values (G1).

    Zero is balanced, above zero has a long tail upwards; beyond 1 either way is a marked tail. Missing values are left
    out. sqrt(n (n - 1)) / (n - 2) m3 / m2^(3/2); R's e1071 and psych call it type 2. Source: Joanes and Gill 1998,
    doi:10.1111/1467-9884.00122.
    """
    there = present(values)
    n = int(there.size)
    if n < 3:
        return not_estimable("skewness", "Fewer than three values are there.", n=n)
    away = there - there.mean()
    if spread(there) == 0:
        return not_estimable("skewness", "All values are the same, so they have no shape.", n=n)
    scaled = away / np.abs(away).max()  # so that the third power of large scores loses no digits
    value = sqrt(n * (n - 1)) / (n - 2) * float((scaled**3).mean()) / float((scaled**2).mean()) ** 1.5
    return Estimate("skewness", value, n=n, method="adjusted Fisher-Pearson coefficient (G1)")


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
