"""Change of single people: whether it is more than measurement error, and whether it crosses a cut-off.

A threshold says which changes a person's measurement error alone would hardly give. Two roads lead to it besides
a published one: Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12 (from SD and reliability), and the
standard error of measurement. And regression to the mean: what change to expect from nothing but selection.
"""

from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from earlyeval.statistics.arrays import numbers, present
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.summaries import mean

CLASSES = ("recovered", "improved", "unchanged", "deteriorated", "not_assessable")
Route = Literal["published", "jacobson_truax", "sem"]


def reliable_change_threshold(
    route: Route,
    *,
    threshold: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    sem: float | None = None,
    conf_level: float = 0.95,
) -> float:
    """Return the smallest change in points that is more than measurement error, by the road named; unrounded.

    Parameters
    ----------
    route : "published", "jacobson_truax" or "sem"
    threshold : float
        For "published": the threshold from the literature. It is returned as it is.
    sd, reliability : float
        For "jacobson_truax": z SD sqrt(2) sqrt(1 - reliability).
    sem : float
        For "sem": z sqrt(2) SEM, from the standard error of measurement.
    conf_level : float
        z is 1.96 at 0.95 and 1.645 at 0.90.

    Raises
    ------
    ValueError
        The road is not known, or a number that it needs is missing or impossible. No other road is taken.
    """
    z = normal_quantile(checked_level(conf_level))
    needed = {"published": (threshold,), "jacobson_truax": (sd, reliability), "sem": (sem,)}.get(route)
    if needed is None or None in needed:
        raise ValueError(
            "A route needs its numbers: published a threshold, jacobson_truax sd and reliability, sem a sem."
        )
    if route == "published":
        return _above_zero(threshold)
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


def classify(
    before: ArrayLike, after: ArrayLike, threshold: float, *, better: int, cut_off: float | None = None
) -> NDArray[np.str_]:
    """Return each person's class of change, in the order given.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
    threshold : float
        A change of at least so many points is reliable.
    better : 1 or -1
        -1 where lower scores are better.
    cut_off : float, optional
        The first score on the clinical side: where lower is better a case is a score of at least this, where
        higher is better of at most this.

    Returns
    -------
    array of str
        "recovered" (reliably better, and no longer a case), "improved" (reliably better otherwise), "unchanged",
        "deteriorated" (reliably worse), "not_assessable" (a score is missing). Without a cut-off nobody is
        "recovered".
    """
    sign = checked_direction(better)
    least = _above_zero(threshold)
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of scores for each person.")
    gain = sign * (second - first)
    noise = 1e-9 * max(1.0, least)
    better_now, worse_now = gain >= least - noise, gain <= -least + noise
    crossed = np.zeros(first.size, dtype=bool)
    if cut_off is not None:
        crossed = (sign * first <= sign * cut_off) & (sign * second > sign * cut_off)
    classes = np.full(first.size, "unchanged", dtype="<U14")
    classes[worse_now] = "deteriorated"
    classes[better_now] = "improved"
    classes[better_now & crossed] = "recovered"
    classes[np.isnan(gain)] = "not_assessable"
    return classes


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


def _above_zero(value: float) -> float:
    if not value > 0:
        raise ValueError("A threshold, an SD or a standard error must be above zero.")
    return float(value)


def _between_zero_and_one(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("A correlation between two measurements lies from 0 to 1 here.")
    return float(value)
