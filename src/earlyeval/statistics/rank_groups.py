"""Several groups, or several times, by ranks: Kruskal-Wallis, Dunn, Jonckheere-Terpstra, Friedman, Kendall's W."""

from itertools import combinations
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm, rankdata

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.group_values import values_by_group
from earlyeval.statistics.multiplicity import benjamini_hochberg, bonferroni, holm

TOO_FEW = "Fewer than two groups have values."
ALL_ALIKE = "All values are the same, so there is nothing to rank."
NO_INTERVAL = "No interval is given for a share of variance of ranks."
ADJUSTMENTS = {"holm": holm, "bonferroni": bonferroni, "bh": benjamini_hochberg, "none": np.asarray}


def kruskal_wallis(values: ArrayLike, group: ArrayLike) -> dict[str, Estimate]:
    """Return the Kruskal-Wallis test that no group tends to larger values, and how much of the ranks groups explain.

    Parameters
    ----------
    values, group : one-dimensional, one row each
        Rows with a missing value or group are left out. Groups are numbers or text.

    Returns
    -------
    dict of str to Estimate
        ``kruskal_wallis`` (H corrected for ties, chi-square), ``rank_epsilon_squared`` = H / (n - 1) and
        ``rank_eta_squared`` = (H - k + 1) / (n - k), not below 0.

    Notes
    -----
    Sources: Kruskal and Wallis 1952, doi:10.1080/01621459.1952.10483441; Tomczak and Tomczak 2014.
    """
    names = ("kruskal_wallis", "rank_epsilon_squared", "rank_eta_squared")
    parts = values_by_group(values, group)
    n, k = sum(part.size for part in parts.values()), len(parts)
    ranks = _ranks(parts)
    reason = TOO_FEW if k < 2 else ALL_ALIKE if all(np.ptp(each) == 0 for each in ranks) and _alike(ranks) else ""
    if reason:
        return {name: not_estimable(name, reason, n=n) for name in names}
    statistic = sum(each.size * (float(each.mean()) - (n + 1) / 2) ** 2 for each in ranks) / _variance(ranks)
    df = float(k - 1)
    found = {
        "kruskal_wallis": Estimate(
            "kruskal_wallis", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=df, n=n,
            method="Kruskal-Wallis test, corrected for ties",
        ),
        "rank_epsilon_squared": Estimate(
            "rank_epsilon_squared", statistic / (n - 1), n=n, method="H / (n - 1)", reason=NO_INTERVAL
        ),
    }  # fmt: skip
    if n > k:
        share = max((statistic - k + 1) / (n - k), 0.0)
        found["rank_eta_squared"] = Estimate(
            "rank_eta_squared", share, n=n, method="(H - k + 1) / (n - k)", reason=NO_INTERVAL
        )
    else:
        found["rank_eta_squared"] = not_estimable("rank_eta_squared", "There are as many groups as values.", n=n)
    return found


def dunn_pairs(
    values: ArrayLike, group: ArrayLike, *, adjust: Literal["holm", "bonferroni", "bh", "none"] = "holm"
) -> dict[tuple[Any, Any], Estimate]:
    """Return Dunn's test of every pair of groups (second minus first) after Kruskal-Wallis.

    The ranks are those of all groups together, corrected for ties; ``estimate`` is the difference of mean ranks,
    ``statistic`` its z, ``p_value`` two-sided and adjusted. Source: Dunn 1964, doi:10.1080/00401706.1964.10490181.
    """
    if adjust not in ADJUSTMENTS:
        raise ValueError("adjust is holm, bonferroni, bh or none.")
    parts = values_by_group(values, group)
    ranks, labels = _ranks(parts), list(parts)
    pairs = list(combinations(range(len(labels)), 2))
    if not pairs or _alike(ranks):
        sizes = {pair: int(ranks[pair[0]].size + ranks[pair[1]].size) for pair in pairs}
        return {(labels[a], labels[b]): not_estimable("dunn", ALL_ALIKE, n=sizes[a, b]) for a, b in pairs}
    variance = _variance(ranks)
    apart = {(a, b): float(ranks[b].mean() - ranks[a].mean()) for a, b in pairs}
    errors = {(a, b): sqrt(variance * (1 / ranks[a].size + 1 / ranks[b].size)) for a, b in pairs}
    plain = [2 * float(norm.sf(abs(apart[pair]) / errors[pair])) for pair in pairs]
    adjusted = ADJUSTMENTS[adjust](plain)
    return {
        (labels[a], labels[b]): Estimate(
            "dunn", apart[a, b], p_value=float(p_value), statistic=apart[a, b] / errors[a, b],
            n=int(ranks[a].size + ranks[b].size), n_smallest=int(min(ranks[a].size, ranks[b].size)),
            method=f"Dunn's test, {'p not adjusted' if adjust == 'none' else f'p adjusted ({adjust})'}",
            reason="A difference of mean ranks has no interval here.", std_error=errors[a, b],
        )
        for (a, b), p_value in zip(pairs, adjusted, strict=True)
    }  # fmt: skip


def jonckheere(values: ArrayLike, group: ArrayLike) -> Estimate:
    """Return the Jonckheere-Terpstra test that values rise (or fall) with the order of the groups.

    Groups stand in the order of the alphabet, or of the numbers. ``statistic`` is J, the pairs of people in which the
    one of the later group has the larger value, ties one half; p is two-sided and normal, with the variance for ties
    and no continuity correction. Source: Hollander, Wolfe and Chicken 2014, section 6.2.
    """
    parts = list(values_by_group(values, group).values())
    n = sum(part.size for part in parts)
    everything = np.concatenate(parts) if parts else np.empty(0)
    if len(parts) < 2 or np.ptp(everything) == 0:
        return not_estimable("jonckheere", TOO_FEW if len(parts) < 2 else ALL_ALIKE, n=n)
    above = sum(_pairs_above(one, other) for one, other in combinations(parts, 2))
    sizes = np.array([part.size for part in parts], dtype=float)
    tied = np.unique(everything, return_counts=True)[1].astype(float)
    error = sqrt(_jonckheere_variance(float(n), sizes, tied))
    away = above - (n**2 - float((sizes**2).sum())) / 4
    return Estimate(
        "jonckheere", p_value=2 * float(norm.sf(abs(away) / error)), statistic=above, n=n,
        n_smallest=int(sizes.min()), method="Jonckheere-Terpstra test, normal, corrected for ties", std_error=error,
    )  # fmt: skip


def friedman(values: Any) -> dict[str, Estimate]:
    """Return Friedman's test that the same people (or things) score alike each time, and Kendall's W.

    Parameters
    ----------
    values : two-dimensional
        One row per person, one column per time. A person with a gap is left out (listwise).

    Returns
    -------
    dict of str to Estimate
        ``friedman`` (chi-square corrected for ties, k - 1 df) and ``kendall_w`` = chi-square / (n (k - 1)): how far the
        rows put the columns in the same order, 0 to 1, with the same test.

    Notes
    -----
    Sources: Friedman 1937, doi:10.1080/01621459.1937.10503522; Kendall and Babington Smith 1939.
    """
    given = table(values, name="the values")
    whole = given[~np.isnan(given).any(axis=1)]
    n, k = whole.shape
    names = ("friedman", "kendall_w")
    if n < 2 or k < 2:
        reason = "Fewer than two rows are complete, or fewer than two columns are there."
        return {name: not_estimable(name, reason, n=n) for name in names}
    ranks = rankdata(whole, axis=1)
    spread = float(((ranks - (k + 1) / 2) ** 2).sum()) / (k - 1)
    if spread == 0:
        return {name: not_estimable(name, ALL_ALIKE, n=n) for name in names}
    statistic = float(((ranks.sum(axis=0) - n * (k + 1) / 2) ** 2).sum()) / spread
    tested = {"p_value": float(chi2.sf(statistic, k - 1)), "statistic": statistic, "df": float(k - 1), "n": n}
    return {
        "friedman": Estimate("friedman", method="Friedman's test, corrected for ties", **tested),
        "kendall_w": Estimate(
            "kendall_w",
            statistic / (n * (k - 1)),
            method="Kendall's W, corrected for ties",
            reason=NO_INTERVAL,
            **tested,
        ),
    }


def _ranks(parts: dict[Any, Numbers]) -> list[Numbers]:
    if not parts:
        return []
    ends = np.cumsum([part.size for part in parts.values()])[:-1]
    return np.split(rankdata(np.concatenate(list(parts.values()))), ends)


def _alike(ranks: list[Numbers]) -> bool:
    return bool(np.ptp(np.concatenate(ranks)) == 0)


def _variance(ranks: list[Numbers]) -> float:
    """Return the variance of the ranks of all groups together (n - 1), ties allowed for."""
    return float(np.concatenate(ranks).var(ddof=1))


def _pairs_above(one: Numbers, other: Numbers) -> float:
    ordered = np.sort(one)
    return float(
        (np.searchsorted(ordered, other, side="left") + np.searchsorted(ordered, other, side="right")).sum() / 2
    )


def _jonckheere_variance(n: float, sizes: Numbers, tied: Numbers) -> float:
    def cubes(counts: Numbers) -> float:
        return float((counts * (counts - 1) * (2 * counts + 5)).sum())

    def pairs(counts: Numbers) -> float:
        return float((counts * (counts - 1)).sum())

    def triples(counts: Numbers) -> float:
        return float((counts * (counts - 1) * (counts - 2)).sum())

    first = (n * (n - 1) * (2 * n + 5) - cubes(sizes) - cubes(tied)) / 72
    third = triples(sizes) * triples(tied) / (36 * n * (n - 1) * (n - 2)) if n > 2 else 0.0
    return first + third + pairs(sizes) * pairs(tied) / (8 * n * (n - 1))
