"""Intervals of two independent groups for all studies at once: group 1 and group 0 are studies x people."""

import numpy as np
from benchmarks.coverage.fast_pairs import TAIL, Ends, noncentrality_interval
from scipy.stats import norm, rankdata
from scipy.stats import t as student

from earlyeval.statistics.normal_theory import hedges_correction

Z = norm.ppf(1 - TAIL)


def welch(one: np.ndarray, zero: np.ndarray) -> Ends:
    """``groups.mean_difference``."""
    parts = [side.var(axis=1, ddof=1) / side.shape[1] for side in (one, zero)]
    with np.errstate(invalid="ignore"):
        df = (parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / (one.shape[1] - 1) + parts[1] ** 2 / (zero.shape[1] - 1))
        return _around(one.mean(axis=1) - zero.mean(axis=1), student.ppf(1 - TAIL, df) * np.sqrt(parts[0] + parts[1]))


def pooled_sd(one: np.ndarray, zero: np.ndarray) -> np.ndarray:
    """The SD within groups."""
    squares = sum((side.shape[1] - 1) * side.var(axis=1, ddof=1) for side in (one, zero))
    return np.sqrt(squares / (one.shape[1] + zero.shape[1] - 2))


def student_interval(one: np.ndarray, zero: np.ndarray) -> Ends:
    """``groups.student_mean_difference``."""
    root = np.sqrt(1 / one.shape[1] + 1 / zero.shape[1])
    reach = student.ppf(1 - TAIL, one.shape[1] + zero.shape[1] - 2) * pooled_sd(one, zero) * root
    return _around(one.mean(axis=1) - zero.mean(axis=1), reach)


def cohen_d(one: np.ndarray, zero: np.ndarray, *, corrected: bool = False) -> Ends:
    """``groups.cohen_d``, or ``groups.hedges_g``."""
    df, root = one.shape[1] + zero.shape[1] - 2, np.sqrt(1 / (1 / one.shape[1] + 1 / zero.shape[1]))
    factor = hedges_correction(df) if corrected else 1.0
    low, high = noncentrality_interval((one.mean(axis=1) - zero.mean(axis=1)) / pooled_sd(one, zero) * root, df)
    return factor * low / root, factor * high / root


def glass_delta(one: np.ndarray, zero: np.ndarray) -> Ends:
    """``groups.glass_delta``."""
    value = (one.mean(axis=1) - zero.mean(axis=1)) / zero.std(axis=1, ddof=1)
    ratio = one.var(axis=1, ddof=1) / zero.var(axis=1, ddof=1)
    df_1, df_0 = one.shape[1] - 1, zero.shape[1] - 1
    return _around(value, Z * np.sqrt(ratio / df_1 + 1 / df_0 + value**2 / (2 * df_0)))


def smd(one: np.ndarray, zero: np.ndarray) -> Ends:
    """``groups.standardised_mean_difference``."""
    first, second = one.var(axis=1, ddof=1), zero.var(axis=1, ddof=1)
    square, dfs = (first + second) / 2, (one.shape[1] - 1, zero.shape[1] - 1)
    value = (one.mean(axis=1) - zero.mean(axis=1)) / np.sqrt(square)
    spread = value**2 * (first**2 / dfs[0] + second**2 / dfs[1]) / (8 * square**2)
    return _around(value, Z * np.sqrt(spread + (first / dfs[0] + second / dfs[1]) / square))


def adjusted_difference(after: np.ndarray, before: np.ndarray, group: np.ndarray) -> Ends:
    """``groups.adjusted_difference``: the group's coefficient of after ~ 1 + group + before."""
    n = after.shape[1]
    design = np.stack([np.ones_like(after), np.broadcast_to(group, after.shape).astype(float), before], axis=2)
    inner = np.einsum("sni,snj->sij", design, design)
    inverse = np.linalg.inv(inner)
    best = np.einsum("sij,snj,sn->si", inverse, design, after)
    left = after - np.einsum("sni,si->sn", design, best)
    error = np.sqrt((left**2).sum(axis=1) / (n - 3) * inverse[:, 1, 1])
    return _around(best[:, 1], student.ppf(1 - TAIL, n - 3) * error)


def placements(one: np.ndarray, zero: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A12, its variance and the degrees of freedom of Brunner and Munzel."""
    together = rankdata(np.concatenate([one, zero], axis=1), axis=1)
    places_1 = (together[:, : one.shape[1]] - rankdata(one, axis=1)) / zero.shape[1]
    places_0 = 1 - (together[:, one.shape[1] :] - rankdata(zero, axis=1)) / one.shape[1]
    parts = [places.var(axis=1, ddof=1) / places.shape[1] for places in (places_1, places_0)]
    parts = [
        np.where(np.ptp(places, axis=1) == 0, 0, part) for places, part in zip((places_1, places_0), parts, strict=True)
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        df = sum(parts) ** 2 / (parts[0] ** 2 / (one.shape[1] - 1) + parts[1] ** 2 / (zero.shape[1] - 1))
    return places_1.mean(axis=1), sum(parts), df


def superiority(one: np.ndarray, zero: np.ndarray) -> tuple[Ends, Ends]:
    """``groups.probability_of_superiority`` and ``groups.brunner_munzel``."""
    value, variance, df = placements(one, zero)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.where(variance > 0, np.sqrt(variance), np.nan)
        centre, reach = np.log(value / (1 - value)), Z * error / (value * (1 - value))
        logit = tuple(
            np.where((value > 0) & (value < 1), 1 / (1 + np.exp(-end)), np.nan) for end in _around(centre, reach)
        )
        reach = student.ppf(1 - TAIL, df) * error
        plain = np.where(np.isnan(reach), np.nan, np.maximum(value - reach, 0)), np.minimum(value + reach, 1)
    return logit, plain


def hodges_lehmann_shift(one: np.ndarray, zero: np.ndarray, place: int) -> Ends:
    """``groups.hodges_lehmann_shift``; ``place`` is which difference, from below, is the lower end."""
    total = one.shape[1] * zero.shape[1]
    low, high = np.full(len(one), np.nan), np.full(len(one), np.nan)
    for start in range(0, len(one) if place >= 1 else 0, 500):
        rows = slice(start, start + 500)
        differences = (one[rows, :, np.newaxis] - zero[rows, np.newaxis, :]).reshape(-1, total)
        found = np.partition(differences, (place - 1, total - place), axis=1)
        varies = np.ptp(differences, axis=1) > 0
        low[rows] = np.where(varies, found[:, place - 1], np.nan)
        high[rows] = np.where(varies, found[:, total - place], np.nan)
    return low, high


def _around(value: np.ndarray, reach: np.ndarray) -> Ends:
    return value - reach, value + reach
