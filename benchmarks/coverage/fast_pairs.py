"""Intervals of pairs for all studies at once: before and after are studies x people.

Each gives what the public function of the same name gives; a test compares them on two hundred studies.
"""

import numpy as np
from scipy.optimize.elementwise import find_root
from scipy.stats import chi2, nct, norm
from scipy.stats import t as student

from earlyeval.statistics.normal_theory import hedges_correction
from earlyeval.statistics.normal_theory import noncentrality_interval as public_interval

Ends = tuple[np.ndarray, np.ndarray]
TAIL = 0.025


def mean_interval(values: np.ndarray) -> Ends:
    """The t interval of a mean (``paired.mean_change`` of changes, ``summaries.mean`` of scores)."""
    n, deviation = values.shape[1], _spread(values)
    reach = student.ppf(1 - TAIL, n - 1) * deviation / np.sqrt(n)
    return values.mean(axis=1) - reach, values.mean(axis=1) + reach


def sd_interval(values: np.ndarray) -> Ends:
    """The chi-square interval of an SD."""
    df, deviation = values.shape[1] - 1, _spread(values)
    return deviation * np.sqrt(df / chi2.isf(TAIL, df)), deviation * np.sqrt(df / chi2.ppf(TAIL, df))


def noncentrality_interval(statistic: np.ndarray, df: float) -> Ends:
    """The pivot interval of the non-central t."""
    size, turned = np.abs(statistic), np.sign(np.where(statistic == 0, 1, statistic))
    reach = 9 * np.sqrt(1 + size**2 / (2 * df))

    def ends(probability: float) -> np.ndarray:
        def gap(at, value):
            return nct.cdf(value, df, at) - probability

        return find_root(gap, (size - reach, size + reach), args=(size,)).x

    low, high = ends(1 - TAIL), ends(TAIL)
    # Far from the middle scipy's distribution function is not a number: there the public function knows what to do.
    for study in np.flatnonzero((np.isnan(low) | np.isnan(high)) & np.isfinite(size)):
        low[study], high[study] = public_interval(float(size[study]), df, 1 - 2 * TAIL)
    return np.where(turned > 0, low, -high), np.where(turned > 0, high, -low)


def standardised(form: str, before: np.ndarray, after: np.ndarray, *, corrected: bool = False) -> Ends:
    """``paired.standardised_change``: d_z, d_av, d_rm, d_pre, or g_ and the same."""
    change, deviation, n = (after - before).mean(axis=1), _spread(after - before), before.shape[1]
    factor = hedges_correction(n - 1) if corrected else 1.0
    if form == "z":
        low, high = noncentrality_interval(change / deviation * np.sqrt(n), n - 1)
        return factor * low / np.sqrt(n), factor * high / np.sqrt(n)
    first, second = _spread(before), _spread(after)
    shared = ((before - before.mean(axis=1, keepdims=True)) * (after - after.mean(axis=1, keepdims=True))).sum(
        axis=1
    ) / (n - 1)
    divisor, variance = _delta(form, first, second, shared, deviation, change, n - 1)
    reach = norm.ppf(1 - TAIL) * np.sqrt(variance)
    return factor * (change / divisor - reach), factor * (change / divisor + reach)


def _delta(form, first, second, shared, deviation, change, df):
    """Return divisor and delta-method variance, with the spread of variances and covariance under normal scores."""
    r = np.clip(shared / (first * second), -1, 1)
    zero = np.zeros_like(first)
    divisor, gradient = {
        "av": ((first + second) / 2, (1 / (2 * first * (first + second)), 1 / (2 * second * (first + second)), zero)),
        "pre": (first, (1 / (2 * first**2), zero, zero)),
        "rm": (
            deviation / np.sqrt(2 * (1 - r)),
            (
                1 / (2 * deviation**2) - r / (4 * (1 - r) * first**2),
                1 / (2 * deviation**2) - r / (4 * (1 - r) * second**2),
                -1 / deviation**2 + 1 / (2 * (1 - r) * first * second),
            ),
        ),
    }[form]
    a, b, c = first**2, second**2, shared
    spread = [[2 * a**2, 2 * c**2, 2 * a * c], [2 * c**2, 2 * b**2, 2 * b * c], [2 * a * c, 2 * b * c, a * b + c**2]]
    bend = sum(gradient[i] * spread[i][j] * gradient[j] for i in range(3) for j in range(3)) / df
    return divisor, deviation**2 / (df * divisor**2) + (change / divisor) ** 2 * bend


def _spread(values: np.ndarray) -> np.ndarray:
    deviation = values.std(axis=1, ddof=1)
    return np.where(np.ptp(values, axis=1) == 0, np.nan, deviation)
