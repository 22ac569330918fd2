"""Yes or no, before and after, in the same people: the difference of both shares and the test of those who moved.

Everywhere: ``a`` people said yes both times, ``b`` moved from yes to no, ``c`` from no to yes, ``d`` said no twice.
The difference is the share after minus the share before, (c - b) / n.
"""

from math import sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.stats import binom, binomtest, chi2

from earlyeval.statistics.counting import count
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.proportion_intervals import wilson

ESTIMAND = "paired_proportion_difference"
NOBODY = "There is nobody who was asked both times."
NOBODY_MOVED = "Nobody moved from one side to the other: there is nothing to test."
ONE_WAY = "Everybody who moved went the same way, so the ratio has no finite value."


def paired_difference_newcombe(a: int, b: int, c: int, d: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of two shares in the same people with Newcombe's interval (his method 10).

    It joins the Wilson ends of both shares and takes account of their correlation phi, which is corrected for
    continuity when positive. Source: Newcombe 1998,
    doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
    """
    level = checked_level(conf_level)
    a, b, c, d = (count(cell) for cell in (a, b, c, d))
    n = a + b + c + d
    if n == 0:
        return not_estimable(ESTIMAND, NOBODY, n=0)
    after, before = wilson(a + c, n, conf_level=level), wilson(a + b, n, conf_level=level)
    phi = _corrected_phi(a, b, c, d)

    def reach(one: float, other: float) -> float:
        return sqrt(max(one**2 - 2 * phi * one * other + other**2, 0.0))

    value = (c - b) / n
    low = value - reach(after.estimate - after.conf_low, before.conf_high - before.estimate)
    high = value + reach(after.conf_high - after.estimate, before.estimate - before.conf_low)
    method = "difference of paired shares, Newcombe's interval"
    return Estimate(ESTIMAND, value, low, high, level, n=n, method=method)


def paired_difference_bonett_price(a: int, b: int, c: int, d: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of two shares in the same people with Bonett and Price's adjusted Wald interval.

    One is added to either kind of mover, for the interval alone; it is not clipped to -1 and 1.
    Source: Bonett and Price 2012, doi:10.3102/1076998611411915.
    """
    level = checked_level(conf_level)
    a, b, c, d = (count(cell) for cell in (a, b, c, d))
    n = a + b + c + d
    if n == 0:
        return not_estimable(ESTIMAND, NOBODY, n=0)
    up, down = (c + 1) / (n + 2), (b + 1) / (n + 2)
    error = sqrt((up + down - (up - down) ** 2) / (n + 2))
    reach = normal_quantile(level) * error
    method = "difference of paired shares, interval of Bonett and Price"
    return Estimate(
        ESTIMAND, (c - b) / n, up - down - reach, up - down + reach, level, n=n, method=method, std_error=error
    )


def paired_difference_tango(a: int, b: int, c: int, d: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of two shares in the same people with Tango's score interval.

    Source: Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
    """
    level = checked_level(conf_level)
    a, b, c, d = (count(cell) for cell in (a, b, c, d))
    n = a + b + c + d
    if n == 0:
        return not_estimable(ESTIMAND, NOBODY, n=0)
    z, value = normal_quantile(level), (c - b) / n

    def score(delta: float) -> float:
        # Tango's: the share of one kind of mover that is most likely when the difference is delta.
        linear, constant = -c - b + (2 * n - c + b) * delta, -b * delta * (1 - delta)
        share = (sqrt(max(linear**2 - 8 * n * constant, 0.0)) - linear) / (4 * n)
        variance = n * (2 * share + delta * (1 - delta))
        return (c - b - n * delta) / sqrt(variance) if variance > 0 else 0.0

    edge = 1 - 1e-12
    low = brentq(lambda at: score(at) - z, -edge, value, xtol=1e-14) if c - b > -n else -1.0
    high = brentq(lambda at: score(at) + z, value, edge, xtol=1e-14) if c - b < n else 1.0
    method = "difference of paired shares, Tango's score interval"
    return Estimate(ESTIMAND, value, float(low), float(high), level, n=n, method=method)


def mcnemar(
    b: int,
    c: int,
    *,
    method: Literal["exact", "mid_p", "asymptotic"] = "exact",
    continuity: bool = True,
    n: int | None = None,
) -> Estimate:
    """Return McNemar's test of whether as many people moved one way as the other.

    Parameters
    ----------
    b, c : int
        People who moved from yes to no, and from no to yes.
    method : "exact", "mid_p" or "asymptotic"
        mid_p counts what was seen by half only; asymptotic is chi-square, with ``continuity`` as R's mcnemar.test.
    n : int, optional
        All pairs; the test does not use them.

    Notes
    -----
    The statistic is chi-square (asymptotic) or b. Source: Fagerland, Lydersen and Laake 2013,
    doi:10.1186/1471-2288-13-91.
    """
    if method not in ("exact", "mid_p", "asymptotic"):
        raise ValueError("method is exact, mid_p or asymptotic.")
    moved = count(b) + count(c)
    pairs = moved if n is None else count(n)
    if pairs < moved:
        raise ValueError("n counts all pairs: it cannot be smaller than b + c.")
    if moved == 0:
        return not_estimable("mcnemar", NOBODY_MOVED, n=pairs)
    if method == "asymptotic":
        apart = max(abs(b - c) - (1 if continuity else 0), 0)
        statistic = apart**2 / moved
        words = f"McNemar test, chi-square with{'' if continuity else 'out'} continuity correction"
        p_value = float(chi2.sf(statistic, 1))
        return Estimate("mcnemar", p_value=p_value, statistic=float(statistic), df=1.0, n=pairs, method=words)
    p_value = float(binomtest(int(b), moved, 0.5).pvalue)
    if method == "mid_p":
        p_value -= float(binom.pmf(b, moved, 0.5)) * (0.5 if b == c else 1.0)
    words = f"{'mid-p' if method == 'mid_p' else 'exact'} McNemar test (two-sided binomial)"
    return Estimate("mcnemar", p_value=p_value, statistic=float(b), n=pairs, method=words)


def mcnemar_odds_ratio(b: int, c: int, *, n: int | None = None, conf_level: float = 0.95) -> Estimate:
    """Return the odds ratio of yes after against yes before in the same people, c / b, with the exact interval.

    The ends are those of Clopper and Pearson's share c of b + c, turned into odds.
    Source: Fagerland, Lydersen and Laake 2014, doi:10.1002/sim.6148.
    """
    level = checked_level(conf_level)
    moved = count(b) + count(c)
    pairs = moved if n is None else count(n)
    if moved == 0 or b == 0:
        return not_estimable("mcnemar_odds_ratio", NOBODY_MOVED if moved == 0 else ONE_WAY, n=pairs)
    interval = binomtest(int(c), moved).proportion_ci(level, method="exact")
    low, high = (float(end / (1 - end)) for end in interval)
    method = "conditional odds ratio of paired shares, exact interval"
    return Estimate("mcnemar_odds_ratio", c / b, low, high, level, n=pairs, method=method)


def _corrected_phi(a: int, b: int, c: int, d: int) -> float:
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    product = a * d - b * c
    if product > 0:
        product = max(product - (a + b + c + d) / 2, 0.0)
    return product / sqrt(margins)
