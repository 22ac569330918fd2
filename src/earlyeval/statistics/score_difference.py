"""The difference of two shares with Miettinen and Nurminen's score interval."""

from math import acos, copysign, cos, pi, sqrt

from scipy.optimize import brentq

from earlyeval.statistics.counting import share_counts
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

EMPTY = "One of the two groups is empty."


def difference_miettinen_nurminen(
    k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95, corrected: bool = True
) -> Estimate:
    """Return the share of group 1 minus the share of group 0 with the score interval.

    Parameters
    ----------
    k_1, n_1, k_0, n_0 : int
        Numerator and denominator of either group.
    corrected : bool
        With the variance times N / (N - 1) it is Miettinen and Nurminen's interval, without it Mee's.

    Notes
    -----
    The ends are the differences at which the score statistic, with both shares as likely as that difference lets
    them be, reaches the normal quantile. Source: Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0) = share_counts(k_1, n_1), share_counts(k_0, n_0)
    counts = {"n": n_1 + n_0, "n_smallest": min(n_1, n_0)}
    if 0 in (n_1, n_0):
        return not_estimable("proportion_difference", EMPTY, **counts)
    z, value = normal_quantile(level), k_1 / n_1 - k_0 / n_0
    factor = (n_1 + n_0) / (n_1 + n_0 - 1) if corrected else 1.0

    def score(delta: float) -> float:
        share = _likely_share(k_1, n_1, k_0, n_0, delta=delta)
        one = min(max(share + delta, 0.0), 1.0)
        variance = (one * (1 - one) / n_1 + share * (1 - share) / n_0) * factor
        if variance <= 0:
            return 0.0 if abs(value - delta) < 1e-12 else copysign(1e9, value - delta)
        return (value - delta) / sqrt(variance)

    low = brentq(lambda at: score(at) - z, -1.0, value, xtol=1e-14) if value > -1 else -1.0
    high = brentq(lambda at: score(at) + z, value, 1.0, xtol=1e-14) if value < 1 else 1.0
    whose = "Miettinen and Nurminen's" if corrected else "Mee's"
    method = f"difference of shares, {whose} score interval"
    return Estimate("proportion_difference", value, float(low), float(high), level, method=method, **counts)


def _likely_share(k_1: int, n_1: int, k_0: int, n_0: int, *, delta: float) -> float:
    """Return the most likely share of group 0 when that of group 1 lies ``delta`` above it: the root of a cubic."""
    cubic = n_1 + n_0
    square = (n_1 + 2 * n_0) * delta - cubic - (k_1 + k_0)
    linear = (n_0 * delta - cubic - 2 * k_0) * delta + k_1 + k_0
    constant = k_0 * delta * (1 - delta)
    turn = square**3 / (3 * cubic) ** 3 - square * linear / (6 * cubic**2) + constant / (2 * cubic)
    size = copysign(sqrt(max(square**2 / (3 * cubic) ** 2 - linear / (3 * cubic), 0.0)), turn)
    if size == 0:
        return min(max(-square / (3 * cubic), 0.0), 1.0)
    angle = (pi + acos(min(max(turn / size**3, -1.0), 1.0))) / 3
    return min(max(2 * size * cos(angle) - square / (3 * cubic), max(0.0, -delta)), min(1.0, 1 - delta))
