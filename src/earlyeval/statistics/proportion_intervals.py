"""Intervals of one share, each under its own name. ``n`` is the numerator, ``n_expected`` the denominator."""

from math import asin, pi, sin, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import beta, binom, binomtest

from earlyeval.statistics.counting import share_counts
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

NOBODY = "There is nobody to take a share of."
WORDS = {
    "wilson": "Wilson's score interval",
    "wilsoncc": "Wilson's score interval with continuity correction",
    "exact": "exact interval of Clopper and Pearson",
    "mid_p": "exact interval with mid-p",
    "jeffreys": "Jeffreys' interval",
    "agresti_coull": "interval of Agresti and Coull",
    "blaker": "Blaker's exact interval",
    "arcsine": "arcsine interval",
    "wald": "Wald's interval",
}


def wilson(
    k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion", continuity: bool = False
) -> Estimate:
    """Return k of n as a share with Wilson's score interval, which holds for few people and for shares near 0 or 1.

    With ``continuity`` it is R's prop.test with its default correction (Newcombe's method 4).
    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    return _share(k, n, level=conf_level, kind="wilsoncc" if continuity else "wilson", estimand=estimand)


def clopper_pearson(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the exact interval, which covers at least the level and is often too wide.

    Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404.
    """
    return _share(k, n, level=conf_level, kind="exact", estimand=estimand)


def mid_p(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the exact interval that counts what was seen by half only.

    Source: Lancaster 1961, doi:10.1080/01621459.1961.10482105.
    """
    return _share(k, n, level=conf_level, kind="mid_p", estimand=estimand)


def jeffreys(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the equal-tailed interval of the beta(k + 1/2, n - k + 1/2) distribution.

    The lower end is 0 when k is 0, the upper 1 when k is n. Source: Brown, Cai and DasGupta 2001,
    doi:10.1214/ss/1009213286.
    """
    return _share(k, n, level=conf_level, kind="jeffreys", estimand=estimand)


def agresti_coull(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with Agresti and Coull's interval: z^2 / 2 added to both sides.

    It is not clipped: for shares near 0 or 1 it may reach beyond them, which is a reason to prefer Wilson's.
    Source: Agresti and Coull 1998, doi:10.1080/00031305.1998.10480550.
    """
    return _share(k, n, level=conf_level, kind="agresti_coull", estimand=estimand)


def blaker(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with Blaker's exact interval, which lies within Clopper and Pearson's.

    Source: Blaker 2000, doi:10.2307/3315916.
    """
    return _share(k, n, level=conf_level, kind="blaker", estimand=estimand)


def arcsine(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the interval of the arcsine of its root (Anscombe's 3/8 added, as DescTools).

    Source: Anscombe 1948, doi:10.1093/biomet/35.3-4.246.
    """
    return _share(k, n, level=conf_level, kind="arcsine", estimand=estimand)


def wald(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the plain normal interval, cut at 0 and 1: too short for few people.

    It has no width at 0 and n; prefer ``wilson``. Source: Brown, Cai and DasGupta 2001, doi:10.1214/ss/1009213286.
    """
    return _share(k, n, level=conf_level, kind="wald", estimand=estimand)


def _share(k: int, n: int, *, level: float, kind: str, estimand: str) -> Estimate:
    level = checked_level(level)
    part, whole = share_counts(k, n)
    if whole == 0:
        return not_estimable(estimand, NOBODY, n=0, n_expected=0)
    low, high = _ends(part, whole, level=level, kind=kind)
    method = f"share, {WORDS[kind]}"
    return Estimate(estimand, part / whole, low, high, level, n=part, n_expected=whole, method=method)


def _ends(k: int, n: int, *, level: float, kind: str) -> tuple[float, float]:
    tail = (1 - level) / 2
    if kind == "wilson":
        return _wilson_ends(k, n, normal_quantile(level))
    if kind in ("wilsoncc", "exact"):
        interval = binomtest(k, n).proportion_ci(level, method=kind)
        return float(interval.low), float(interval.high)
    if kind == "jeffreys":
        low = float(beta.ppf(tail, k + 0.5, n - k + 0.5)) if k > 0 else 0.0
        return low, float(beta.isf(tail, k + 0.5, n - k + 0.5)) if k < n else 1.0
    if kind == "agresti_coull":
        z = normal_quantile(level)
        centre = (k + z**2 / 2) / (n + z**2)
        reach = z * sqrt(centre * (1 - centre) / (n + z**2))
        return centre - reach, centre + reach
    if kind == "blaker":
        return _blaker_low(k, n, 1 - level), 1 - _blaker_low(n - k, n, 1 - level)
    if kind == "wald":
        reach = normal_quantile(level) * sqrt(k / n * (1 - k / n) / n)
        return max(k / n - reach, 0.0), min(k / n + reach, 1.0)
    if kind == "arcsine":
        centre, reach = asin(sqrt((k + 0.375) / (n + 0.75))), normal_quantile(level) / (2 * sqrt(n))
        return sin(max(centre - reach, 0.0)) ** 2, sin(min(centre + reach, pi / 2)) ** 2
    return _mid_p_low(k, n, tail), 1 - _mid_p_low(n - k, n, tail)


def _blaker_low(k: int, n: int, alpha: float) -> float:
    """Return the lowest share that Blaker's acceptability of k does not reject: found where it steps over alpha."""
    if k == 0:
        return 0.0

    def acceptable(share: float) -> float:
        above = float(binom.sf(k - 1, n, share))
        # The largest lower tail that is not larger than the upper tail seen.
        place = int(binom.ppf(above, n, share)) - 1
        if float(binom.cdf(place + 1, n, share)) <= above * (1 + 1e-12):
            place += 1
        return above + (float(binom.cdf(place, n, share)) if place >= 0 else 0.0)

    # It jumps down where a tail drops out, so it is looked through from Clopper and Pearson's end upwards.
    start = float(beta.ppf(alpha / 2, k, n - k + 1))
    stop = k / n
    steps = np.linspace(start, stop, 2001)
    first = next(place for place, share in enumerate(steps) if acceptable(float(share)) >= alpha)
    if first == 0:
        return start
    low, high = float(steps[first - 1]), float(steps[first])
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if acceptable(middle) >= alpha else (middle, high)
    return high


def _wilson_ends(k: int, n: int, z: float) -> tuple[float, float]:
    """Return the ends in closed form: scipy's are the same, and cost an exact test that nobody asked for."""
    share, twice = k / n, 2 * (n + z**2)
    centre = (2 * n * share + z**2) / twice
    reach = z / twice * sqrt(4 * n * share * (1 - share) + z**2)
    return 0.0 if k == 0 else centre - reach, 1.0 if k == n else centre + reach


def _mid_p_low(k: int, n: int, tail: float) -> float:
    if k == 0:
        return 0.0
    share = brentq(
        lambda p: float(binom.sf(k, n, p) + 0.5 * binom.pmf(k, n, p)) - tail, 0.0, 1.0, xtol=1e-15, rtol=1e-14
    )
    return float(share)
