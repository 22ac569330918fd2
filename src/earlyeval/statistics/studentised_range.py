"""The distribution of the studentised range, right in its far tail too, where scipy and R keep ten decimals only."""

from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers

# Widths beyond these hold less than 1e-30 of the normal distribution and of the distribution of the root of s^2.
FAR = 12.0
POINTS = 240


def studentised_range_p(q: float, groups: int, df: float) -> float:
    """Return the chance that the range of so many normal values over an SD with ``df`` exceeds q.

    Notes
    -----
    Two Gauss-Legendre rules, over the place of the largest value and over the SD; what is added up is positive, so that
    small chances keep their digits. Source: Copenhaver and Holland 1988, doi:10.1080/00949658808811082.
    """
    if q <= 0:
        return 1.0
    nodes, weights = _rule()
    # The SD on the log scale: the logarithm of a chi over its root df lies within these bounds but for 1e-30.
    spread = min(FAR / np.sqrt(2 * df), 4.0)
    low, high = -spread * (1 + 8 / df), spread
    places = (high + low) / 2 + (high - low) / 2 * nodes
    # Over their own sum, the constant of the density and its rounding fall out.
    mass = weights * np.exp(df * places - df / 2 * np.expm1(2 * places))
    return float(min((mass * _range_beyond(q * np.exp(places), groups)).sum() / mass.sum(), 1.0))


def studentised_range_quantile(share: float, groups: int, df: float) -> float:
    """Return the value that the studentised range exceeds with probability 1 - share."""
    high = 4.0
    while studentised_range_p(high, groups, df) > 1 - share:
        high *= 2
    return float(brentq(lambda q: studentised_range_p(q, groups, df) - (1 - share), 1e-8, high, xtol=1e-12, rtol=1e-13))


@cache
def _rule() -> tuple[Numbers, Numbers]:
    return np.polynomial.legendre.leggauss(POINTS)


def _range_beyond(widths: Numbers, groups: int) -> Numbers:
    """Return the chance that the range of normal values exceeds each width: over the place of the largest."""
    nodes, weights = _rule()
    places, steps = FAR * nodes, FAR * weights
    below = norm.cdf(places)
    inside = below - norm.cdf(places - widths[:, np.newaxis])
    outside = norm.cdf(places - widths[:, np.newaxis])
    # below^m - inside^m, written without a difference of nearly equal numbers.
    terms = sum(below**power * inside ** (groups - 2 - power) for power in range(groups - 1))
    return groups * (steps * norm.pdf(places) * outside * terms).sum(axis=1)
