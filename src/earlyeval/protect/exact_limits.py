"""Exact limits of counts that are already rounded, so that a released interval says no more than they do.

The analyses have their own, checked intervals; these exist so that the released ones can be made from released counts
alone. Sources: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404; Rothman and Boice 1979 (mid-p); continued
fractions and series of the incomplete beta and gamma functions: Lentz 1976, doi:10.1364/AO.15.000668.
"""

import math
from collections.abc import Callable

from earlyeval.foundations.errors import ProtectionError

NO_END = "The limits of a count came to no end, so its row is not shown."
_TINY = 1e-300
_NEAR = 1e-15
_STEPS = 10_000
_HALVINGS = 200


def clopper_pearson_limits(count: float, total: float, *, conf_level: float) -> tuple[float, float]:
    """Return the exact limits of a share."""
    tail = (1 - conf_level) / 2
    low = 0.0 if count == 0 else _root(lambda x: beta_share(x, count, total - count + 1) - tail, 0.0, 1.0)
    high = 1.0 if count == total else _root(lambda x: beta_share(x, count + 1, total - count) - 1 + tail, 0.0, 1.0)
    return low, high


def mid_p_limits(count: float, *, conf_level: float) -> tuple[float, float]:
    """Return the mid-p limits of the mean of a Poisson count."""
    tail = (1 - conf_level) / 2
    top = count + 20 + 20 * math.sqrt(count)
    high = _root(lambda mean: tail - _half_below(count, mean), 0.0, top)
    low = 0.0 if count == 0 else _root(lambda mean: 1 - tail - _half_below(count, mean), 0.0, top)
    return low, high


def _half_below(count: float, mean: float) -> float:
    """Return P(X < count) + P(X = count) / 2 of a Poisson variable."""
    at = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    return gamma_above(count + 1, mean) - at / 2


def gamma_above(shape: float, x: float) -> float:
    """Return the upper regularised incomplete gamma function Q(shape, x)."""
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, _STEPS):
            term *= x / (shape + step)
            total += term
            if term < total * _NEAR:
                return 1 - front * total
        raise ProtectionError(NO_END)
    start = x + 1 - shape

    def parts(step: int) -> tuple[float, float]:
        return -step * (step - shape), start + 2 * step

    return front / _fraction(start, parts)


def beta_share(x: float, first: float, second: float) -> float:
    """Return the regularised incomplete beta function I_x(first, second)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (first + 1) / (first + second + 2):
        return 1 - beta_share(1 - x, second, first)
    logs = math.lgamma(first + second) - math.lgamma(first) - math.lgamma(second)
    front = math.exp(logs + first * math.log(x) + second * math.log1p(-x)) / first

    def parts(step: int) -> tuple[float, float]:
        half = step // 2
        if step % 2 == 0:
            return half * (second - half) * x / ((first + step - 1) * (first + step)), 1.0
        top = -(first + half) * (first + second + half) * x
        return top / ((first + step - 1) * (first + step)), 1.0

    return front / _fraction(1.0, parts)


def _fraction(start: float, parts: Callable[[int], tuple[float, float]]) -> float:
    """Return start + a1 / (b1 + a2 / (b2 + ...)) by Lentz's way."""
    value = start or _TINY
    up, down = value, 0.0
    for step in range(1, _STEPS):
        a, b = parts(step)
        down = 1 / ((b + a * down) or _TINY)
        up = (b + a / up) or _TINY
        change = up * down
        value *= change
        if abs(change - 1) < _NEAR:
            return value
    raise ProtectionError(NO_END)


def _root(gap: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function crosses zero, by halving."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if gap(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
