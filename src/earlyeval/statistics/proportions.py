"""Shares of people, and whether shares differ. ``n`` of a share is its numerator, ``n_expected`` its denominator."""

from math import sqrt

from scipy.stats import binomtest

from earlyeval.statistics.counting import count
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.paired_proportions import (
    mcnemar,
    mcnemar_odds_ratio,
    paired_difference_bonett_price,
    paired_difference_newcombe,
    paired_difference_tango,
)
from earlyeval.statistics.proportion_intervals import (
    agresti_coull,
    arcsine,
    blaker,
    clopper_pearson,
    jeffreys,
    mid_p,
    wald,
    wilson,
)
from earlyeval.statistics.score_difference import difference_miettinen_nurminen

__all__ = [
    "agresti_coull",
    "arcsine",
    "blaker",
    "clopper_pearson",
    "difference_agresti_caffo",
    "difference_miettinen_nurminen",
    "difference_newcombe",
    "jeffreys",
    "mcnemar",
    "mcnemar_exact",
    "mcnemar_odds_ratio",
    "mid_p",
    "paired_difference_bonett_price",
    "paired_difference_newcombe",
    "paired_difference_tango",
    "wald",
    "wilson",
]
EMPTY = "One of the two groups is empty."


def difference_newcombe(
    k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95, continuity: bool = False
) -> Estimate:
    """Return the share of group 1 minus the share of group 0 with Newcombe's interval (his method 10).

    Each end joins the Wilson ends of both groups: p1 - p0 - sqrt((p1 - l1)^2 + (u0 - p0)^2), and the mirror
    image; with ``continuity`` the Wilson ends are corrected (method 11). Source: Newcombe 1998,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    level = checked_level(conf_level)
    one = wilson(k_1, n_1, conf_level=level, continuity=continuity)
    zero = wilson(k_0, n_0, conf_level=level, continuity=continuity)
    counts = {"n": int(n_1 + n_0), "n_smallest": int(min(n_1, n_0))}
    if not (one.estimable and zero.estimable):
        return not_estimable("proportion_difference", EMPTY, **counts)
    difference = one.estimate - zero.estimate
    low = difference - sqrt((one.estimate - one.conf_low) ** 2 + (zero.conf_high - zero.estimate) ** 2)
    high = difference + sqrt((one.conf_high - one.estimate) ** 2 + (zero.estimate - zero.conf_low) ** 2)
    return Estimate(
        "proportion_difference",
        difference,
        low,
        high,
        level,
        method=f"difference of shares, Newcombe's interval{' with continuity correction' if continuity else ''}",
        **counts,
    )


def difference_agresti_caffo(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of two shares with Agresti and Caffo's interval: one success and one failure added to each.

    The estimate is the plain difference; the interval is not clipped to -1 and 1.
    Source: Agresti and Caffo 2000, doi:10.1080/00031305.2000.10474560.
    """
    level = checked_level(conf_level)
    one, zero = wilson(k_1, n_1), wilson(k_0, n_0)
    counts = {"n": int(n_1 + n_0), "n_smallest": int(min(n_1, n_0))}
    if not (one.estimable and zero.estimable):
        return not_estimable("proportion_difference", EMPTY, **counts)
    p_1, p_0 = (k_1 + 1) / (n_1 + 2), (k_0 + 1) / (n_0 + 2)
    reach = normal_quantile(level) * sqrt(p_1 * (1 - p_1) / (n_1 + 2) + p_0 * (1 - p_0) / (n_0 + 2))
    return Estimate(
        "proportion_difference",
        one.estimate - zero.estimate,
        p_1 - p_0 - reach,
        p_1 - p_0 + reach,
        level,
        method="difference of shares, interval of Agresti and Caffo",
        **counts,
    )


def mcnemar_exact(b: int, c: int, *, n: int | None = None) -> Estimate:
    """Return the exact test of whether as many people moved one way as the other.

    Parameters
    ----------
    b, c : int
        People who moved from yes to no, and from no to yes (the discordant pairs).
    n : int, optional
        All pairs, those who stayed included; the test does not use them. Without it n is b + c.

    Returns
    -------
    Estimate
        A test: p_value (two-sided binomial), statistic = b, no estimate.

    Notes
    -----
    Source: McNemar 1947, doi:10.1007/BF02295996, with the exact binomial in the place of chi-square.
    """
    moved = count(b) + count(c)
    pairs = moved if n is None else count(n)
    if pairs < moved:
        raise ValueError("n counts all pairs: it cannot be smaller than b + c.")
    if moved == 0:
        return not_estimable("mcnemar", "Nobody moved from one side to the other: there is nothing to test.", n=pairs)
    return Estimate(
        "mcnemar",
        p_value=float(binomtest(int(b), moved, 0.5).pvalue),
        statistic=float(b),
        n=pairs,
        method="exact McNemar test (two-sided binomial)",
    )
