"""Change judged by ranks: for few people, skewed scores and scales with a ceiling."""

from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, rankdata

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.walsh import walsh_averages_at

# Up to here every assignment of signs is counted; 2 to the 50 is still a whole number to a double.
EXACT_UP_TO = 50
TOO_FEW = "Fewer than two people were measured both times."
NOBODY_CHANGED = "Nobody changed, so there are no changes to rank."


def signed_rank(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Return Wilcoxon's signed-rank test of no change.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).

    Returns
    -------
    Estimate
        A test: p_value (two-sided), statistic = V, the rank sum of those who went up (R's V), no estimate.

    Notes
    -----
    Zero changes are left out of the ranking, as Wilcoxon did; n still counts them. With up to 50 changes that are
    not zero the p value is exact, ties or not, because every assignment of signs to the ranks is counted; beyond, it
    is normal with corrections for ties and continuity. Source: Wilcoxon 1945, doi:10.2307/3001968.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    moved, ranks = _ranked(first, second)
    if first.size < 2 or moved.size == 0:
        return not_estimable("signed_rank", TOO_FEW if first.size < 2 else NOBODY_CHANGED, n=int(first.size))
    upward = float(ranks[moved > 0].sum())
    if moved.size <= EXACT_UP_TO:
        p_value, how = _exact_p(upward, ranks), "exact, all assignments of signs counted"
    else:
        p_value, how = _normal_p(upward, ranks), "normal with corrections for ties and continuity"
    return Estimate(
        "signed_rank",
        p_value=p_value,
        statistic=upward,
        n=int(first.size),
        method=f"Wilcoxon signed-rank test, zero changes left out, {how}",
    )


def rank_biserial(before: ArrayLike, after: ArrayLike, *, better: int = 1, conf_level: float = 0.95) -> Estimate:
    """Return the matched-pairs rank-biserial correlation: share of ranks for the better minus share for the worse.

    Notes
    -----
    (W+ - W-) / (W+ + W-) over the changes that are not zero, + always better. The interval is Fisher's z with
    the standard error of the signed-rank sum; none when everybody who moved went the same way.
    Source: Kerby 2014, doi:10.2466/11.IT.3.1.
    """
    level, sign = checked_level(conf_level), checked_direction(better)
    first, second = complete_pairs(before, after, names=("before", "after"))
    moved, ranks = _ranked(first, second)
    n, count = int(first.size), moved.size
    if n < 2 or count == 0:
        return not_estimable("rank_biserial", TOO_FEW if n < 2 else NOBODY_CHANGED, n=n)
    total = count * (count + 1) / 2
    value = sign * float((ranks * np.sign(moved)).sum()) / total
    method = "matched-pairs rank-biserial correlation"
    if abs(value) >= 1:
        reason = "Everybody who changed moved the same way, so no interval can be worked out."
        return Estimate("rank_biserial", value, n=n, method=method, reason=reason)
    reach = normal_quantile(level) * sqrt(count * (count + 1) * (2 * count + 1) / 6) / total
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate("rank_biserial", value, low, high, level, n=n, method=f"{method}, interval by Fisher's z")


def hodges_lehmann(before: ArrayLike, after: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the Hodges-Lehmann change: the median of the averages of all pairs of changes, with its interval.

    Notes
    -----
    The ends of the interval are the Walsh averages at the quantiles of the signed-rank statistic: exact
    quantiles up to 50 pairs (with ties the interval covers at least the level), normal ones beyond. Zero
    changes are kept. Below six pairs no 95 % interval exists. Source: Hodges and Lehmann 1963,
    doi:10.1214/aoms/1177704172.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    if n < 2:
        return not_estimable("hodges_lehmann", TOO_FEW, n=n)
    differences = np.sort(changes(first, second))
    if np.ptp(differences) == 0:
        reason = "Everybody changed by the same amount, so no interval can be worked out."
        return Estimate("hodges_lehmann", float(differences[0]), n=n, method="Hodges-Lehmann change", reason=reason)
    total = n * (n + 1) // 2
    middle = walsh_averages_at(differences, [(total + 1) // 2, total // 2 + 1])
    centre = (middle[0] + middle[1]) / 2
    place = _quantile_place(n, level)
    if place < 1:
        reason = "There are too few pairs for an interval of this level."
        return Estimate("hodges_lehmann", centre, n=n, method="Hodges-Lehmann change", reason=reason)
    low, high = walsh_averages_at(differences, [place, total + 1 - place])
    how = "exact" if n <= EXACT_UP_TO else "normal"
    method = f"Hodges-Lehmann change, interval by {how} quantiles of the signed-rank statistic"
    return Estimate("hodges_lehmann", centre, low, high, level, n=n, method=method)


def _ranked(before: Numbers, after: Numbers) -> tuple[Numbers, Numbers]:
    """Return the changes that are not zero and the ranks of their sizes (ties share the mean rank)."""
    differences = changes(before, after)
    moved = differences[differences != 0]
    return moved, rankdata(np.abs(moved))


def _counts_of_sums(doubled: np.ndarray) -> Numbers:
    """Return how many of the 2^n sets of signs give each sum of doubled ranks (doubled, mean ranks are whole)."""
    counts = np.zeros(int(doubled.sum()) + 1)
    counts[0] = 1.0
    for rank in doubled:
        counts[rank:] = counts[rank:] + counts[: counts.size - rank]
    return counts


def _exact_p(upward: float, ranks: Numbers) -> float:
    doubled = np.rint(2 * ranks).astype(int)
    counts = _counts_of_sums(doubled)
    place = round(2 * upward)
    # The distribution is symmetric, so the smaller tail is doubled.
    smaller = min(counts[: place + 1].sum(), counts[place:].sum())
    return float(min(1.0, 2 * smaller / counts.sum()))


def _normal_p(upward: float, ranks: Numbers) -> float:
    n = ranks.size
    _, tied = np.unique(ranks, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((tied**3 - tied).sum()) / 48
    away = max(abs(upward - n * (n + 1) / 4) - 0.5, 0.0)
    return float(2 * norm.sf(away / sqrt(variance)))


def _quantile_place(n: int, level: float) -> int:
    """Return which Walsh average, counted from below, is the lower end; 0 when the level cannot be reached."""
    tail = (1 - level) / 2
    if n > EXACT_UP_TO:
        return round(n * (n + 1) / 4 - normal_quantile(level) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
    below = np.cumsum(_counts_of_sums(np.arange(1, n + 1))) / 2.0**n
    return int(np.searchsorted(below, tail))
