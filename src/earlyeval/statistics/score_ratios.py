"""Two groups, yes or no: ratios with score and mid-p intervals, the difference by Wald, the number needed to treat."""

from collections.abc import Callable
from math import exp, inf, log, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nchypergeom_fisher

from earlyeval.statistics.counting import share_counts
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.proportions import difference_newcombe
from earlyeval.statistics.two_by_two import EMPTY, NOBODY_YES, NOT_BOTH

NO_ESTIMATE = "Nobody in the comparison group said yes, so the ratio has no finite value."
FARTHEST = 60.0


def risk_ratio_score(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the share of group 1 divided by that of group 0 with Koopman's score interval.

    It holds where a share is 0 or 1 and Katz's does not. Source: Koopman 1984, doi:10.2307/2531405.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _both(k_1, n_1, k_0, n_0)
    reason = EMPTY if 0 in (n_1, n_0) else NOBODY_YES if k_1 + k_0 == 0 else NO_ESTIMATE if k_0 == 0 else ""
    if reason:
        return not_estimable("risk_ratio", reason, **counts)

    def score(ratio: float) -> float:
        square, linear = (n_1 + n_0) * ratio, -(n_1 * ratio + k_1 + n_0 + k_0 * ratio)
        root = sqrt(max(linear**2 - 4 * square * (k_1 + k_0), 0.0))
        zero = 2 * (k_1 + k_0) / (-linear + root)
        one = min(zero * ratio, 1.0)
        variance = one * (1 - one) / n_1 + ratio**2 * zero * (1 - zero) / n_0
        apart = k_1 / n_1 - ratio * k_0 / n_0
        return apart / sqrt(variance) if variance > 0 else inf if apart > 0 else -inf if apart < 0 else 0.0

    value = k_1 / n_1 / (k_0 / n_0)
    low, high = _ends(score, value, normal_quantile(level))
    return Estimate("risk_ratio", value, low, high, level, method="ratio of shares, Koopman's interval", **counts)


def odds_ratio_score(
    k_1: int, n_1: int, k_0: int, n_0: int, *, corrected: bool = True, conf_level: float = 0.95
) -> Estimate:
    """Return the odds of group 1 divided by those of group 0 with the score interval.

    With the variance times N / (N - 1) it is Miettinen and Nurminen's (R's PropCIs, to three digits), without
    (``corrected=False``) Cornfield's. Source: Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _both(k_1, n_1, k_0, n_0)
    yes, n = k_1 + k_0, n_1 + n_0
    factor = (n - 1) / n if corrected and n else 1.0
    if 0 in (n_1, n_0, yes, n - yes):
        return not_estimable("odds_ratio", EMPTY if 0 in (n_1, n_0) else NOT_BOTH, **counts)
    below = (n_1 - k_1) * k_0
    if below == 0:
        return not_estimable("odds_ratio", "A cell is empty, so the odds ratio has no finite value.", **counts)

    def score(odds: float) -> float:
        square, linear = n_0 * (odds - 1), n_1 * odds + n_0 - yes * (odds - 1)
        zero = 2 * yes / (linear + sqrt(max(linear**2 + 4 * square * yes, 0.0)))
        zero = min(max(zero, 1e-300), 1 - 1e-16)
        one = min(max(odds * zero / (1 + zero * (odds - 1)), 1e-300), 1 - 1e-16)
        spread = 1 / (n_1 * one * (1 - one)) + 1 / (n_0 * zero * (1 - zero))
        return (k_1 - n_1 * one) * sqrt(spread * factor)

    value = k_1 * (n_0 - k_0) / below
    low, high = _ends(score, value, normal_quantile(level))
    return Estimate("odds_ratio", value, low, high, level, method="odds ratio, score interval", **counts)


def odds_ratio_mid_p(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the median-unbiased odds ratio with the mid-p exact interval (R's epitools).

    Margins are taken as given; what was seen counts by half. Source: Rothman, Greenland and Lash 2008, Modern
    Epidemiology, chapter 14.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _both(k_1, n_1, k_0, n_0)
    yes, n = k_1 + k_0, n_1 + n_0
    if 0 in (n_1, n_0, yes, n - yes):
        return not_estimable("odds_ratio", EMPTY if 0 in (n_1, n_0) else NOT_BOTH, **counts)
    least, most = max(0, yes - n_0), min(yes, n_1)
    if k_1 == most:
        return not_estimable("odds_ratio", "A cell is empty, so the odds ratio has no finite value.", **counts)

    def above(odds: float) -> float:
        spread = nchypergeom_fisher(n, n_1, yes, odds)
        return float(spread.sf(k_1) + 0.5 * spread.pmf(k_1))

    def at(share: float) -> float:
        return exp(brentq(lambda place: above(exp(place)) - share, -FARTHEST, FARTHEST, xtol=1e-13, rtol=1e-13))

    tail = (1 - level) / 2
    low, value = (0.0 if k_1 == least else at(tail)), at(0.5)
    return Estimate(
        "odds_ratio",
        value,
        low,
        at(1 - tail),
        level,
        method="median-unbiased odds ratio, mid-p exact interval",
        **counts,
    )


def risk_difference(
    k_1: int, n_1: int, k_0: int, n_0: int, *, continuity: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Return the share of group 1 minus that of group 0 with Wald's interval, as R's prop.test has it.

    Not for few people or shares near 0 and 1: ``difference_newcombe`` holds there. The test is chi-square's z.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _both(k_1, n_1, k_0, n_0)
    if 0 in (n_1, n_0):
        return not_estimable("proportion_difference", EMPTY, **counts)
    one, zero = k_1 / n_1, k_0 / n_0
    error, value = sqrt(one * (1 - one) / n_1 + zero * (1 - zero) / n_0), one - zero
    method = "difference of shares, Wald's interval"
    if error == 0:
        reason = "Nobody differs within the groups, so Wald's interval has no width."
        return Estimate("proportion_difference", value, method=method, reason=reason, **counts)
    more = min((1 / n_1 + 1 / n_0) / 2, abs(value)) if continuity else 0.0
    reach = normal_quantile(level) * error + more
    return Estimate(
        "proportion_difference", value, max(value - reach, -1.0), min(value + reach, 1.0), level, std_error=error,
        method=f"{method}{' with continuity correction' if continuity else ''}", **counts,
    )  # fmt: skip


def _both(k_1: int, n_1: int, k_0: int, n_0: int) -> tuple[tuple[int, int], tuple[int, int], dict[str, int]]:
    one, zero = share_counts(k_1, n_1), share_counts(k_0, n_0)
    return one, zero, {"n": one[1] + zero[1], "n_smallest": min(one[1], zero[1])}


def _ends(score: Callable[[float], float], value: float, z: float) -> tuple[float, float]:
    """Return where the falling score meets z and -z, looked for on the log scale from the value outwards."""
    place = log(value) if value > 0 else -FARTHEST
    low = exp(_root(lambda at: score(exp(at)) - z, place, -1)) if value > 0 else 0.0
    return low, exp(_root(lambda at: score(exp(at)) + z, place if value > 0 else -FARTHEST, 1))


def _root(gap: Callable[[float], float], start: float, way: int) -> float:
    step, other = 0.5, start + 0.5 * way
    while np.sign(gap(other)) != -way:
        step *= 2
        other = start + step * way
    return float(brentq(gap, min(start, other), max(start, other), xtol=1e-14, rtol=1e-14))


def number_needed(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the number needed to treat: 1 / (share of group 1 minus share of group 0), with Newcombe's ends turned.

    Negative where group 1 fares worse (number needed to harm). Where the interval of the difference holds 0, that of
    the number runs through infinity: there is none, and ``reason`` says so. Source: Bender 2001,
    doi:10.1016/S0197-2456(00)00134-3; Altman 1998, doi:10.1136/bmj.317.7168.1309.
    """
    found = difference_newcombe(k_1, n_1, k_0, n_0, conf_level=conf_level)
    counts = {"n": found.n, "n_smallest": found.n_smallest}
    if not found.estimable or found.estimate == 0:
        reason = found.reason or "The shares are equal, so the number is infinite."
        return not_estimable("number_needed", reason, **counts)
    method = "1 / difference of shares, Newcombe's interval"
    if found.conf_low <= 0 <= found.conf_high:
        reason = "The interval of the difference holds 0, so that of the number runs through infinity."
        return Estimate("number_needed", 1 / found.estimate, method=method, reason=reason, **counts)
    return Estimate(
        "number_needed", 1 / found.estimate, 1 / found.conf_high, 1 / found.conf_low, found.conf_level, method=method,
        **counts,
    )  # fmt: skip
