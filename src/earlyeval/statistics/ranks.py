"""Change judged by ranks: for few people, skewed scores and scales with a ceiling."""

from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, rankdata

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.signed_rank_quantiles import COUNTED_UP_TO, EXACT_UP_TO, quantile_place, shares_of_sums
from earlyeval.statistics.walsh import walsh_averages_at

Zeros = Literal["wilcoxon", "pratt"]
SignedRankMethod = Literal["auto", "exact", "normal"]
RankBiserialInterval = Literal["jackknife", "null"]
HodgesLehmannMethod = Literal["auto", "exact", "normal", "corrected"]
ZEROS_IN_WORDS = {"wilcoxon": "zero changes left out", "pratt": "zero changes ranked, then left out"}
QUANTILES_IN_WORDS = {
    "exact": "exact",
    "normal": "normal",
    "corrected": "tie- and continuity-corrected normal",
}
TOO_FEW = "Fewer than two people were measured both times."
NOBODY_CHANGED = "Nobody changed, so there are no changes to rank."


def signed_rank(
    before: ArrayLike,
    after: ArrayLike,
    *,
    zeros: Zeros = "wilcoxon",
    method: SignedRankMethod = "auto",
    continuity: bool = True,
) -> Estimate:
    """Return Wilcoxon's signed-rank test of no change.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    zeros : "wilcoxon" or "pratt"
        Zero changes are left out before ranking, as Wilcoxon did, or ranked and then left out, as Pratt did.
    method : "auto", "exact" or "normal"
        exact counts every assignment of signs to the ranks, ties or not; normal corrects for ties. auto is exact with
        up to 50 changes that are not zero. R's wilcox.test is normal as soon as there are ties or zeros.
    continuity : bool
        Whether the normal p value is corrected for continuity, as R's is.

    Returns
    -------
    Estimate
        A test: p_value (two-sided), statistic = V, the rank sum of those who went up (R's V), no estimate.
        ``n`` counts all pairs.

    Notes
    -----
    Sources: Wilcoxon 1945, doi:10.2307/3001968; Pratt 1959, doi:10.1080/01621459.1959.10501526.
    """
    if zeros not in ZEROS_IN_WORDS or method not in ("auto", "exact", "normal"):
        raise ValueError("zeros is wilcoxon or pratt; method is auto, exact or normal.")
    first, second = complete_pairs(before, after, names=("before", "after"))
    moved, ranks = _ranked(first, second, zeros=zeros)
    if first.size < 2 or moved.size == 0:
        return not_estimable("signed_rank", TOO_FEW if first.size < 2 else NOBODY_CHANGED, n=int(first.size))
    if method == "exact" and moved.size > COUNTED_UP_TO:
        raise ValueError("So many changes cannot be counted exactly: use the normal method.")
    upward = float(ranks[moved > 0].sum())
    if method == "exact" or (method == "auto" and moved.size <= EXACT_UP_TO):
        p_value, how = _exact_p(upward, ranks), "exact, all assignments of signs counted"
    else:
        p_value = _normal_p(upward, ranks, continuity=continuity)
        how = f"normal with corrections for ties{' and continuity' if continuity else ''}"
    return Estimate(
        "signed_rank",
        p_value=p_value,
        statistic=upward,
        n=int(first.size),
        method=f"Wilcoxon signed-rank test, {ZEROS_IN_WORDS[zeros]}, {how}",
    )


def rank_biserial(
    before: ArrayLike,
    after: ArrayLike,
    *,
    better: int = 1,
    interval: RankBiserialInterval = "jackknife",
    conf_level: float = 0.95,
) -> Estimate:
    """Return the matched-pairs rank-biserial correlation: share of ranks for the better minus share for the worse.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    better : 1 or -1
        -1 where lower scores are better.
    interval : "jackknife" or "null"
        On the scale of Fisher's z, with the error found by leaving out one mover at a time, or with the error that the
        rank sum has when nobody tends to change (R's effectsize), which is too short where people do.

    Notes
    -----
    (W+ - W-) / (W+ + W-) over the changes that are not zero, + always better. No interval when everybody who moved
    went the same way. Sources: Kerby 2014, doi:10.2466/11.IT.3.1; Efron and Tibshirani 1993, chapter 11; the choice of
    the interval: docs/decisions/0012-default-intervals.md.
    """
    level, sign = checked_level(conf_level), checked_direction(better)
    if interval not in ("jackknife", "null"):
        raise ValueError("interval is jackknife or null.")
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
    error, words = sqrt(count * (count + 1) * (2 * count + 1) / 6) / total, "interval by Fisher's z"
    if interval == "jackknife":
        without = _correlations_without(moved, ranks)
        error = sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum())) / (1 - value**2)
        words = "jackknife interval on the scale of Fisher's z"
    reach = normal_quantile(level) * error
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate("rank_biserial", value, low, high, level, n=n, method=f"{method}, {words}")


def hodges_lehmann(
    before: ArrayLike, after: ArrayLike, *, method: HodgesLehmannMethod = "auto", conf_level: float = 0.95
) -> Estimate:
    """Return the Hodges-Lehmann change: the median of the averages of all pairs of changes, with its interval.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    method : "auto", "exact", "normal" or "corrected"
        Where the interval ends: at the exact or normal quantiles of the signed-rank statistic (auto: exact up to 50
        pairs), or, corrected, at normal ones with R's corrections for ties and continuity. R's wilcox.test is
        exact below 50 pairs without ties and zeros, and corrected otherwise; corrected leaves zero changes out of
        estimate and interval alike, because R does.

    Notes
    -----
    Exact intervals cover at least the level, ties or not; zero changes are kept (except by "corrected"). Below six
    pairs no 95 % interval exists. R finds its corrected ends by a search with a tolerance of 0.0001; here they
    are the averages that the search closes in on. Memory grows with the number of pairs only.
    Source: Hodges and Lehmann 1963, doi:10.1214/aoms/1177704172.
    """
    level = checked_level(conf_level)
    if method not in ("auto", "exact", "normal", "corrected"):
        raise ValueError("method is auto, exact, normal or corrected.")
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    if n < 2:
        return not_estimable("hodges_lehmann", TOO_FEW, n=n)
    differences = np.sort(changes(first, second))
    if method == "corrected":
        differences = differences[differences != 0]
        if differences.size == 0:
            return not_estimable("hodges_lehmann", NOBODY_CHANGED, n=n)
    elif method == "auto":
        method = "exact" if n <= EXACT_UP_TO else "normal"
    if np.ptp(differences) == 0:
        reason = "Everybody changed by the same amount, so no interval can be worked out."
        return Estimate("hodges_lehmann", float(differences[0]), n=n, method="Hodges-Lehmann change", reason=reason)
    return _hodges_lehmann_of(differences, n=n, method=method, level=level)


def _hodges_lehmann_of(differences: Numbers, *, n: int, method: str, level: float) -> Estimate:
    total = differences.size * (differences.size + 1) // 2
    middle = walsh_averages_at(differences, [(total + 1) // 2, total // 2 + 1])
    centre = (middle[0] + middle[1]) / 2
    place = quantile_place(differences, level=level, method=method)
    if place < 1:
        reason = "There are too few pairs for an interval of this level."
        return Estimate("hodges_lehmann", centre, n=n, method="Hodges-Lehmann change", reason=reason)
    low, high = walsh_averages_at(differences, [place, total + 1 - place])
    method = f"Hodges-Lehmann change, interval by {QUANTILES_IN_WORDS[method]} quantiles of the signed-rank statistic"
    return Estimate("hodges_lehmann", centre, low, high, level, n=n, method=method)


def _ranked(before: Numbers, after: Numbers, *, zeros: Zeros = "wilcoxon") -> tuple[Numbers, Numbers]:
    """Return the changes that are not zero and the ranks of their sizes (ties share the mean rank)."""
    differences = changes(before, after)
    moved = differences != 0
    if zeros == "pratt":
        return differences[moved], rankdata(np.abs(differences))[moved]
    return differences[moved], rankdata(np.abs(differences[moved]))


def _correlations_without(moved: Numbers, ranks: Numbers) -> Numbers:
    """Return the rank-biserial correlation without each person who moved.

    Ranks above a person's fall by one, ranks tied with it by one half.
    """
    count, signs = moved.size, np.sign(moved)
    _, place = np.unique(ranks, return_inverse=True)
    of_rank = np.bincount(place, weights=signs)
    above = of_rank.sum() - np.cumsum(of_rank)
    falls = above[place] + (of_rank[place] - signs) / 2
    return (float((signs * ranks).sum()) - signs * ranks - falls) / (count * (count - 1) / 2)


def _exact_p(upward: float, ranks: Numbers) -> float:
    doubled = np.rint(2 * ranks).astype(int)
    shares = shares_of_sums(doubled)
    place = round(2 * upward)
    # The distribution is symmetric, so the smaller tail is doubled.
    smaller = min(shares[: place + 1].sum(), shares[place:].sum())
    return float(min(1.0, 2 * smaller))


def _normal_p(upward: float, ranks: Numbers, *, continuity: bool) -> float:
    # Half the ranks are expected upward; their squares hold the corrections for ties and for zero changes.
    away = max(abs(upward - float(ranks.sum()) / 2) - (0.5 if continuity else 0.0), 0.0)
    return float(2 * norm.sf(away / sqrt(float((ranks**2).sum()) / 4)))
