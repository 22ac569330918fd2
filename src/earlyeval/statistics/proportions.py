"""Shares of people, and whether shares differ. ``n`` of a share is its numerator, ``n_expected`` its denominator."""

from math import sqrt

from scipy.stats import binomtest

from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

NOBODY = "There is nobody to take a share of."


def wilson(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with Wilson's score interval, which holds for few people and for shares near 0 or 1.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    return _share(k, n, level=checked_level(conf_level), kind="wilson", estimand=estimand)


def clopper_pearson(k: int, n: int, *, conf_level: float = 0.95, estimand: str = "proportion") -> Estimate:
    """Return k of n as a share with the exact interval, which covers at least the level and is often too wide.

    Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404.
    """
    return _share(k, n, level=checked_level(conf_level), kind="exact", estimand=estimand)


def difference_newcombe(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the share of group 1 minus the share of group 0 with Newcombe's interval (his method 10).

    Each end joins the Wilson ends of both groups: p1 - p0 - sqrt((p1 - l1)^2 + (u0 - p0)^2), and the mirror
    image. Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    level = checked_level(conf_level)
    one = _share(k_1, n_1, level=level, kind="wilson", estimand="proportion")
    zero = _share(k_0, n_0, level=level, kind="wilson", estimand="proportion")
    counts = {"n": int(n_1 + n_0), "n_smallest": int(min(n_1, n_0))}
    if not (one.estimable and zero.estimable):
        return not_estimable("proportion_difference", "One of the two groups is empty.", **counts)
    difference = one.estimate - zero.estimate
    low = difference - sqrt((one.estimate - one.conf_low) ** 2 + (zero.conf_high - zero.estimate) ** 2)
    high = difference + sqrt((one.conf_high - one.estimate) ** 2 + (zero.estimate - zero.conf_low) ** 2)
    return Estimate(
        "proportion_difference",
        difference,
        low,
        high,
        level,
        method="difference of shares, Newcombe's interval",
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
    moved = _count(b) + _count(c)
    pairs = moved if n is None else _count(n)
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


def _share(k: int, n: int, *, level: float, kind: str, estimand: str) -> Estimate:
    part, whole = _count(k), _count(n)
    if part > whole:
        raise ValueError("A share needs a numerator that is not larger than its denominator.")
    if whole == 0:
        return not_estimable(estimand, NOBODY, n=0, n_expected=0)
    interval = binomtest(part, whole).proportion_ci(level, method=kind)
    words = "Wilson's score interval" if kind == "wilson" else "exact interval of Clopper and Pearson"
    low, high = float(interval.low), float(interval.high)
    return Estimate(estimand, part / whole, low, high, level, n=part, n_expected=whole, method=f"share, {words}")


def _count(value: int) -> int:
    if isinstance(value, bool) or int(value) != value or value < 0:
        raise ValueError("Counts are whole numbers from 0 upwards.")
    return int(value)
