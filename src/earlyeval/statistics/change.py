"""Change of single people: whether it is more than measurement error, and whether it crosses a cut-off.

A threshold says which changes a person's measurement error alone would hardly give. Two roads lead to it besides
a published one: Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12 (from SD and reliability), and the
standard error of measurement. And regression to the mean: what change to expect from nothing but selection.
"""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import present
from earlyeval.statistics.change_of_people import (
    CLASSES,
    class_shares,
    classify,
    reliable_change_index,
    smallest_detectable_change,
)
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.reliable_change_methods import (
    reliable_change,
)
from earlyeval.statistics.summaries import mean

__all__ = [
    "CLASSES",
    "class_shares",
    "classify",
    "clinical_cut_off",
    "regression_from_cut_off",
    "regression_from_range",
    "regression_to_mean",
    "reliable_change",
    "reliable_change_index",
    "reliable_change_threshold",
    "smallest_detectable_change",
]
Route = Literal["published", "jacobson_truax", "sem", "sd_difference"]


def reliable_change_threshold(
    route: Route,
    *,
    threshold: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    sem: float | None = None,
    sd_difference: float | None = None,
    conf_level: float = 0.95,
) -> float:
    """Return the smallest change in points that is more than measurement error, by the road named; unrounded.

    Parameters
    ----------
    route : "published", "jacobson_truax", "sem" or "sd_difference"
    threshold : float
        For "published": the threshold from the literature. It is returned as it is.
    sd, reliability : float
        For "jacobson_truax": z SD sqrt(2) sqrt(1 - reliability).
    sem : float
        For "sem": z sqrt(2) SEM, from the standard error of measurement.
    sd_difference : float
        For "sd_difference": z times the SD of the differences of people who did not change (test and retest).
    conf_level : float
        z is 1.96 at 0.95 and 1.645 at 0.90.

    Raises
    ------
    ValueError
        The road is not known, or a number that it needs is missing or impossible. No other road is taken.
    """
    z = normal_quantile(checked_level(conf_level))
    needed = {
        "published": (threshold,),
        "jacobson_truax": (sd, reliability),
        "sem": (sem,),
        "sd_difference": (sd_difference,),
    }.get(route)
    if needed is None or None in needed:
        raise ValueError(
            "A route needs its numbers: published a threshold, jacobson_truax sd and reliability, sem a sem, "
            "sd_difference an sd_difference."
        )
    if route == "published":
        return _above_zero(threshold)
    if route == "sd_difference":
        return z * _above_zero(sd_difference)
    if route == "sem":
        return z * sqrt(2) * _above_zero(sem)
    if not 0 <= reliability < 1:
        raise ValueError("A reliability lies from 0 up to, and not including, 1.")
    return z * _above_zero(sd) * sqrt(2) * sqrt(1 - reliability)


def clinical_cut_off(
    criterion: Literal["a", "b", "c"],
    *,
    clinical: tuple[float, float] | None = None,
    general: tuple[float, float] | None = None,
    better: int,
) -> float:
    """Return the cut-off between a clinical and a general population (Jacobson and Truax's criterion a, b or c).

    Parameters
    ----------
    criterion : "a", "b" or "c"
        a: two SDs from the clinical mean; b: two SDs from the general mean; c: between both, weighted by SD.
    clinical, general : (mean, SD)
        a needs the first, b the second, c both.
    better : 1 or -1
        -1 where lower scores are better.
    """
    sign = checked_direction(better)
    needed = {"a": (clinical,), "b": (general,), "c": (clinical, general)}.get(criterion)
    if needed is None or any(population is None or population[1] <= 0 for population in needed):
        raise ValueError("Criterion a needs the clinical mean and SD, b the general ones, c both; SDs above zero.")
    if criterion == "a":
        return clinical[0] + sign * 2 * clinical[1]
    if criterion == "b":
        return general[0] - sign * 2 * general[1]
    return (clinical[1] * general[0] + general[1] * clinical[0]) / (clinical[1] + general[1])


def regression_to_mean(
    before: ArrayLike, *, population_mean: float, correlation: float, conf_level: float = 0.95
) -> Estimate:
    """Return the mean change to expect without any programme, because people were far from the mean before.

    Parameters
    ----------
    before : one-dimensional, one value per person; missing values are left out
    population_mean : float
        Of those the people were drawn from.
    correlation : float
        Between two measurements without change in between (retest reliability), 0 to 1.

    Notes
    -----
    (1 - correlation) (population mean - mean before), with the interval of the mean before alone: the two given
    numbers are taken as known. Source: Barnett, van der Pols and Dobson 2005, doi:10.1093/ije/dyh299.
    """
    share = 1 - _between_zero_and_one(correlation)
    level, there = mean(before, conf_level=conf_level), present(before)
    if not level.estimable:
        return not_estimable("regression_to_mean", level.reason, n=int(there.size))
    return Estimate(
        "regression_to_mean",
        share * (population_mean - level.estimate),
        share * (population_mean - level.conf_high),
        share * (population_mean - level.conf_low),
        level.conf_level,
        n=level.n,
        method="(1 - retest correlation) x (population mean - mean before)",
        reason=level.reason,
    )


def regression_from_cut_off(
    cut_off: float, *, population_mean: float, population_sd: float, correlation: float, selected_above: bool
) -> float:
    """Return the mean change to expect without any programme among people picked because they passed a cut-off.

    SD (1 - correlation) phi(z) / (1 - Phi(z)), downwards for people picked above, upwards below; normal scores.
    Source: Davis 1976, doi:10.1093/oxfordjournals.aje.a112321.
    """
    share, sd = 1 - _between_zero_and_one(correlation), _above_zero(population_sd)
    sign = 1 if selected_above else -1
    z = sign * (cut_off - population_mean) / sd
    return float(-sign * sd * share * np.exp(norm.logpdf(z) - norm.logsf(z)))


def regression_from_range(
    low: float, high: float, *, population_mean: float, population_sd: float, correlation: float
) -> float:
    """Return the mean change to expect without any programme among people picked because they scored in a range.

    (1 - correlation) times how far the mean of a normal distribution cut off at both ends lies from the population
    mean; either end may be infinite. Source: Davis 1976, doi:10.1093/oxfordjournals.aje.a112321.
    """
    share, sd = 1 - _between_zero_and_one(correlation), _above_zero(population_sd)
    if not low < high:
        raise ValueError("A range has its lower end first.")
    ends = (low - population_mean) / sd, (high - population_mean) / sd
    # In the upper tail both ends are mirrored: differences of small numbers keep their digits there.
    mirrored = ends[0] > 0
    first, last = (-ends[1], -ends[0]) if mirrored else ends
    inside = float(norm.cdf(last) - norm.cdf(first))
    if not inside > 0:
        raise ValueError("Hardly anybody of this population scores in this range.")
    away = float(norm.pdf(first) - norm.pdf(last)) / inside
    return -sd * share * (-away if mirrored else away)


def _above_zero(value: float) -> float:
    if not value > 0:
        raise ValueError("A threshold, an SD or a standard error must be above zero.")
    return float(value)


def _between_zero_and_one(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("A correlation between two measurements lies from 0 to 1 here.")
    return float(value)
