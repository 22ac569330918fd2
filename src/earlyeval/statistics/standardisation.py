"""Rates made comparable between populations of different make-up: direct and indirect standardisation."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import gamma

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.exact_rates import standardised_ratio, standardised_ratio_mid_p


def directly_standardised_rate(
    events: ArrayLike, exposure: ArrayLike, standard: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """Return the rate that a standard population would have with these strata's rates.

    Parameters
    ----------
    events, exposure : one-dimensional, one value per stratum
        Events and the time or people in which they were counted (above zero).
    standard : one-dimensional
        Size of each stratum in the standard population.
    conf_level : float

    Notes
    -----
    sum(w events / exposure), w = standard / total. Interval: Fay and Feuer's gamma, which holds with few events
    (epitools' ``ageadjust.direct``). Source: doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#.
    """
    level = checked_level(conf_level)
    counted, over, weights = _strata(events, exposure, standard)
    if weights.sum() == 0:
        raise ValueError("The standard is empty.")
    shares = weights / weights.sum()
    value, variance = float(shares @ (counted / over)), float(shares**2 @ (counted / over**2))
    n = int(counted.sum())
    method = "direct standardisation, Fay and Feuer's gamma interval"
    largest = float((shares / over).max())
    tail = (1 - level) / 2
    high_value, high_variance = value + largest, variance + largest**2
    high = float(gamma.ppf(1 - tail, high_value**2 / high_variance, scale=high_variance / high_value))
    low = float(gamma.ppf(tail, value**2 / variance, scale=variance / value)) if n else 0.0
    return Estimate("standardised_rate", value, low, high, level, n=n, method=method, std_error=sqrt(variance))


def indirectly_standardised_ratio(
    events: ArrayLike, exposure: ArrayLike, standard_rates: ArrayLike, *, mid_p: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Return observed events over those that the standard's rates would have given, with its exact interval.

    ``standard_rates`` holds one rate per stratum, of the same unit as events / exposure. ``mid_p`` gives the shorter
    mid-p interval. It compares each population with the standard, not two populations with each other.
    """
    counted, over, rates = _strata(events, exposure, standard_rates)
    expected = float(over @ rates)
    if expected == 0:
        reason = "The standard's rates expect no event, so there is nothing to compare with."
        return not_estimable("standardised_ratio", reason, n=int(counted.sum()))
    function = standardised_ratio_mid_p if mid_p else standardised_ratio
    return function(int(counted.sum()), expected, conf_level=conf_level)


def _strata(events: ArrayLike, exposure: ArrayLike, standard: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    counted, over, weights = numbers(events, name="events"), numbers(exposure, name="exposure"), numbers(standard)
    if not counted.shape == over.shape == weights.shape or not counted.size:
        raise ValueError("Events, exposure and standard need one value for every stratum.")
    if np.isnan(np.concatenate([counted, over, weights])).any():
        raise ValueError("Every stratum needs its events, its exposure and its standard.")
    if (counted < 0).any() or (counted != np.round(counted)).any() or (over <= 0).any() or (weights < 0).any():
        raise ValueError("Events are whole numbers from zero, exposures above zero, standards not below zero.")
    return counted, over, weights
