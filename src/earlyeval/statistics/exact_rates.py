"""Exact intervals of a rate, of the ratio of two rates, and of observed over expected events."""

from collections.abc import Callable
from math import inf

import numpy as np
from scipy.optimize import brentq
from scipy.stats import beta, binom, chi2, poisson

from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

NO_EVENTS = "There is no event on either side, so rates cannot be compared."


def rate(events: int, exposure: float, *, conf_level: float = 0.95) -> Estimate:
    """Return events / exposure with Garwood's exact Poisson interval. Source: doi:10.1093/biomet/28.3-4.437."""
    low, high = poisson_ends(events, checked_level(conf_level))
    over = _above_zero(exposure, "An exposure")
    return Estimate(
        "rate", events / over, low / over, high / over, conf_level, n=int(events), method="rate, exact Poisson interval"
    )


def rate_ratio(
    events_1: int, exposure_1: float, events_0: int, exposure_0: float, *, conf_level: float = 0.95
) -> Estimate:
    """Return rate 1 / rate 0 with the exact conditional interval and test (R's ``poisson.test``).

    Given all events, those of group 1 are binomial. The interval is Clopper and Pearson's; p sums what is no likelier
    than what was seen. Without events in group 0 the ratio has no finite value and only a lower end.
    """
    level, share, counts = _compared(events_1, exposure_1, events_0, exposure_0, conf_level)
    if sum(counts) == 0:
        return not_estimable("rate_ratio", NO_EVENTS, n=0)
    first, total = counts[0], sum(counts)
    tail = (1 - level) / 2
    low = 0.0 if first == 0 else float(beta.ppf(tail, first, total - first + 1))
    high = 1.0 if first == total else float(beta.ppf(1 - tail, first + 1, total - first))
    chances = binom.pmf(np.arange(total + 1), total, share)
    p_value = float(min(1.0, chances[chances <= chances[first] * (1 + 1e-7)].sum()))
    return _ratio(counts, share, (low, high), level, p_value, "exact conditional interval")


def rate_ratio_mid_p(
    events_1: int, exposure_1: float, events_0: int, exposure_0: float, *, conf_level: float = 0.95
) -> Estimate:
    """Return rate 1 / rate 0 with the conditional mid-p interval and test: half of what was seen counts in each tail.

    Shorter than the exact one, and nearer to its level. Source: Rothman et al. 2008, Modern Epidemiology.
    """
    level, share, counts = _compared(events_1, exposure_1, events_0, exposure_0, conf_level)
    if sum(counts) == 0:
        return not_estimable("rate_ratio", NO_EVENTS, n=0)
    first, total = counts[0], sum(counts)
    tail = (1 - level) / 2

    def above(chance: float) -> float:
        return float(binom.sf(first, total, chance) + binom.pmf(first, total, chance) / 2)

    low = 0.0 if first == 0 else brentq(lambda chance: above(chance) - tail, 1e-15, 1 - 1e-15, xtol=1e-15)
    high = 1.0 if first == total else brentq(lambda chance: above(chance) - 1 + tail, 1e-15, 1 - 1e-15, xtol=1e-15)
    below = float(binom.cdf(first, total, share) - binom.pmf(first, total, share) / 2)
    p_value = min(1.0, 2 * min(above(share), below))
    return _ratio(counts, share, (low, high), level, p_value, "conditional mid-p interval")


def standardised_ratio(observed: int, expected: float, *, conf_level: float = 0.95) -> Estimate:
    """Return observed / expected events with the exact Poisson interval and test (twice the smaller tail)."""
    low, high = poisson_ends(observed, checked_level(conf_level))
    over = _above_zero(expected, "An expected number")
    lower, upper = float(poisson.cdf(observed, over)), float(poisson.sf(observed - 1, over))
    return Estimate(
        "standardised_ratio", observed / over, low / over, high / over, conf_level,
        p_value=min(1.0, 2 * min(lower, upper)), n=int(observed), method="observed / expected, exact Poisson interval",
    )  # fmt: skip


def standardised_ratio_mid_p(observed: int, expected: float, *, conf_level: float = 0.95) -> Estimate:
    """Return observed / expected events with the mid-p interval and test. Source: Rothman and Boice 1979."""
    level, over = checked_level(conf_level), _above_zero(expected, "An expected number")
    _whole(observed)
    tail = (1 - level) / 2

    def below(mean: float) -> float:
        return float(poisson.cdf(observed, mean) - poisson.pmf(observed, mean) / 2)

    low = 0.0 if observed == 0 else _root(lambda mean: below(mean) - 1 + tail, observed)
    high = _root(lambda mean: below(mean) - tail, observed)
    above = float(poisson.sf(observed, over) + poisson.pmf(observed, over) / 2)
    p_value = min(1.0, 2 * min(below(over), above))
    return Estimate(
        "standardised_ratio", observed / over, low / over, high / over, level, p_value=p_value, n=int(observed),
        method="observed / expected, mid-p interval",
    )  # fmt: skip


def poisson_ends(events: int, level: float) -> tuple[float, float]:
    """Return Garwood's exact interval of a Poisson mean."""
    _whole(events)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(chi2.ppf(tail, 2 * events)) / 2
    return low, float(chi2.ppf(1 - tail, 2 * (events + 1))) / 2


def _root(gap: Callable[[float], float], observed: int) -> float:
    high = observed + 10.0 + 10 * observed**0.5
    return float(brentq(gap, 1e-12, high, xtol=1e-13, rtol=1e-14))


def _compared(
    events_1: int, exposure_1: float, events_0: int, exposure_0: float, conf_level: float
) -> tuple[float, float, tuple[int, int]]:
    _whole(events_1)
    _whole(events_0)
    over_1, over_0 = _above_zero(exposure_1, "An exposure"), _above_zero(exposure_0, "An exposure")
    return checked_level(conf_level), over_1 / (over_1 + over_0), (int(events_1), int(events_0))


def _ratio(
    counts: tuple[int, int], share: float, ends: tuple[float, float], level: float, p_value: float, how: str
) -> Estimate:
    unit = (1 - share) / share
    value = counts[0] / counts[1] * unit if counts[1] else inf
    low, high = (unit * end / (1 - end) if end < 1 else inf for end in ends)
    counted = {"n": sum(counts), "n_smallest": min(counts)}
    if value == inf:
        reason = "There is no event in group 0, so the ratio has no finite value."
        return not_estimable("rate_ratio", reason, **counted)
    return Estimate("rate_ratio", value, low, high, level, p_value=p_value, method=f"rate ratio, {how}", **counted)


def _whole(events: int) -> None:
    if not events >= 0 or events != int(events):
        raise ValueError("Events are a whole number from zero.")


def _above_zero(value: float, name: str) -> float:
    if not 0 < value < inf:
        raise ValueError(f"{name} must be above zero and finite.")
    return float(value)
