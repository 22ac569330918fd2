"""Several groups compared: analysis of variance with equal or unequal spreads, its effect sizes, all pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.mixed_setup import codes_of
from earlyeval.statistics.shares_explained import EtaInterval, shares_explained
from earlyeval.statistics.studentised_range import studentised_range_p, studentised_range_quantile
from earlyeval.statistics.sums_of_squares import between_and_within

TOO_FEW_GROUPS = "Fewer than two groups have values."
TOO_FEW = "There are too few values for so many groups."
TOO_FEW_EACH = "A group has fewer than two values, so its spread cannot be told."
NO_SPREAD = "The values do not vary within the groups, so there is nothing to compare differences with."
NO_SPREAD_IN_ONE = "In one of the groups all values are the same, so its mean would count without limit."


@dataclass(frozen=True)
class Layout:
    """Size, mean and variance (n - 1) of each group, in the order of ``labels``; sums of squares."""

    labels: tuple[Any, ...]
    sizes: Numbers
    means: Numbers
    variances: Numbers
    between: float
    within: float

    @property
    def n(self) -> int:
        """Values in all groups."""
        return int(self.sizes.sum())


def one_way(
    values: ArrayLike, group: ArrayLike, *, interval: EtaInterval = "steiger", conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return one-way analysis of variance: ``f_test``, ``eta_squared``, ``omega_squared``, ``epsilon_squared``.

    Parameters
    ----------
    values, group : one-dimensional, one row each
        Rows with a missing value or group are left out. Groups are numbers or text.
    interval : "steiger" or "error_df"
        How the ends of the non-central F's pivot become shares: by lambda / (lambda + n), of eta squared alone, or
        by lambda / (lambda + error df) of all three, as R's effectsize has it (which cuts omega and epsilon at 0).
    conf_level : float
        Of the intervals; two-sided.

    Notes
    -----
    F supposes equal spreads; ``welch_one_way`` does not. Eta squared is between / total and too large by chance;
    omega squared = (between - df MSW) / (total + MSW) and epsilon squared = (between - df MSW) / total are not, and may
    be negative. Sums are compensated: NIST's sets keep nine and more digits.
    Sources: Fisher 1925; Olejnik and Algina 2003, doi:10.1037/1082-989X.8.4.434; Steiger 2004,
    doi:10.1037/1082-989X.9.2.164.
    """
    return _one_way_of(_layout(values, group), checked_level(conf_level), interval)


def one_way_from_summary(
    n: Sequence[int],
    mean: Sequence[float],
    sd: Sequence[float],
    *,
    interval: EtaInterval = "steiger",
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return ``one_way`` from the n, mean and SD of each group as a paper prints them."""
    return _one_way_of(_printed(n, mean, sd), checked_level(conf_level), interval)


def welch_one_way(values: ArrayLike, group: ArrayLike) -> Estimate:
    """Return Welch's F test of equal means, which lets the groups vary differently.

    ``df`` is the numerator's, ``df_2`` the denominator's. Source: Welch 1951, doi:10.1093/biomet/38.3-4.330.
    """
    return _welch_of(_layout(values, group))


def welch_one_way_from_summary(n: Sequence[int], mean: Sequence[float], sd: Sequence[float]) -> Estimate:
    """Return ``welch_one_way`` from the n, mean and SD of each group as a paper prints them."""
    return _welch_of(_printed(n, mean, sd))


def eta_squared_from_f(f_statistic: float, df: float, df_2: float, *, conf_level: float = 0.95) -> Estimate:
    """Return (partial) eta squared from a printed F: F df / (F df + df_2), with the non-central F interval."""
    if not (f_statistic >= 0 and df > 0 and df_2 > 0):
        raise ValueError("F must not be below zero, and both degrees of freedom must lie above it.")
    n, level = round(df + df_2 + 1), checked_level(conf_level)
    return shares_explained(float(f_statistic), float(df), float(df_2), n=n, level=level)["eta_squared"]


def tukey_pairs(values: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95) -> dict[tuple[Any, Any], Estimate]:
    """Return every pair's difference of means (second minus first) with Tukey's simultaneous interval and p.

    Supposes equal spreads. Source: Tukey 1949; Kramer 1956, doi:10.2307/3001469.
    """
    layout, level = _layout(values, group), checked_level(conf_level)
    pooled = layout.within / (layout.n - len(layout.labels)) if layout.n > len(layout.labels) else np.nan
    return {
        (layout.labels[one], layout.labels[two]): _pair(
            layout, one, two, (pooled, pooled), float(layout.n - len(layout.labels)), level,
            "all pairs, Tukey and Kramer",
        )
        for one, two in combinations(range(len(layout.labels)), 2)
    }  # fmt: skip


def games_howell_pairs(
    values: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95
) -> dict[tuple[Any, Any], Estimate]:
    """Return every pair's difference of means (second minus first) by Games and Howell: spreads may differ.

    Source: Games and Howell 1976, doi:10.3102/10769986001002113.
    """
    layout, level = _layout(values, group), checked_level(conf_level)
    found = {}
    for one, two in combinations(range(len(layout.labels)), 2):
        parts = layout.variances[[one, two]] / layout.sizes[[one, two]]
        below = float((parts**2 / np.maximum(layout.sizes[[one, two]] - 1, 1)).sum())
        df = float(parts.sum() ** 2 / below) if below > 0 else np.nan
        pair = (float(layout.variances[one]), float(layout.variances[two]))
        found[layout.labels[one], layout.labels[two]] = _pair(
            layout, one, two, pair, df, level, "all pairs, Games and Howell"
        )
    return found


def _one_way_of(layout: Layout, level: float, interval: EtaInterval) -> dict[str, Estimate]:
    names = ("f_test", "eta_squared", "omega_squared", "epsilon_squared")
    groups, n = len(layout.labels), layout.n
    reason = TOO_FEW_GROUPS if groups < 2 else TOO_FEW if n <= groups else NO_SPREAD if layout.within == 0 else ""
    if reason:
        return {name: not_estimable(name, reason, n=n) for name in names}
    df, df_2 = float(groups - 1), float(n - groups)
    statistic = layout.between / df / (layout.within / df_2)
    test = Estimate(
        "f_test", p_value=float(fisher.sf(statistic, df, df_2)), statistic=statistic, df=df, df_2=df_2, n=n,
        method="one-way analysis of variance",
    )  # fmt: skip
    return {"f_test": test, **shares_explained(statistic, df, df_2, n=n, level=level, interval=interval)}


def _welch_of(layout: Layout) -> Estimate:
    groups, n = len(layout.labels), layout.n
    reason = TOO_FEW_GROUPS if groups < 2 else TOO_FEW_EACH if layout.sizes.min() < 2 else ""
    reason = reason or (NO_SPREAD_IN_ONE if layout.variances.min() == 0 else "")
    if reason:
        return not_estimable("welch_f_test", reason, n=n)
    weights = layout.sizes / layout.variances
    total = float(weights.sum())
    centre = float(weights @ layout.means) / total
    lost = float(((1 - weights / total) ** 2 / (layout.sizes - 1)).sum()) / (groups**2 - 1)
    statistic = float(weights @ (layout.means - centre) ** 2) / (groups - 1) / (1 + 2 * (groups - 2) * lost)
    df, df_2 = float(groups - 1), 1 / (3 * lost)
    return Estimate(
        "welch_f_test", p_value=float(fisher.sf(statistic, df, df_2)), statistic=statistic, df=df, df_2=df_2, n=n,
        method="Welch's one-way analysis of variance",
    )  # fmt: skip


def _pair(
    layout: Layout, one: int, two: int, variances: tuple[float, float], df: float, level: float, method: str
) -> Estimate:
    n = int(layout.sizes[one] + layout.sizes[two])
    counts = {"n": n, "n_smallest": int(min(layout.sizes[one], layout.sizes[two]))}
    error = sqrt(variances[0] / layout.sizes[one] + variances[1] / layout.sizes[two])
    if not error > 0 or not df > 0:
        reason = NO_SPREAD if error == 0 else TOO_FEW_EACH
        return not_estimable("mean_difference", reason, **counts)
    value = float(layout.means[two] - layout.means[one])
    count = len(layout.labels)
    reach = studentised_range_quantile(level, count, df) * error / sqrt(2)
    p_value = studentised_range_p(abs(value) / error * sqrt(2), count, df)
    return Estimate(
        "mean_difference", value, value - reach, value + reach, level, p_value=p_value, statistic=value / error, df=df,
        method=method, std_error=error, **counts,
    )  # fmt: skip


def _layout(values: ArrayLike, group: ArrayLike) -> Layout:
    """Return the groups in the order of the alphabet (or of the numbers)."""
    outcome = numbers(values)
    codes = codes_of(group)
    if outcome.size != codes.size:
        raise ValueError("Values and groups must be equally long: one group for each value.")
    known = pd.unique(pd.Series(group).dropna())
    whole = ~np.isnan(outcome) & (codes >= 0)
    there = sorted(np.unique(codes[whole]).tolist(), key=lambda code: known[code])
    if not there:
        return Layout((), np.empty(0), np.empty(0), np.empty(0), 0.0, 0.0)
    places = np.full(len(known), -1)
    places[there] = np.arange(len(there))
    parts = between_and_within(outcome[whole], places[codes[whole]], len(there))
    labels = tuple(np.asarray(known)[there].tolist())
    return Layout(labels, parts.sizes, parts.means, parts.variances, parts.between, parts.within)


def _printed(n: Sequence[int], mean: Sequence[float], sd: Sequence[float]) -> Layout:
    sizes, means, deviations = numbers(n, name="n"), numbers(mean, name="the means"), numbers(sd, name="the SDs")
    if not sizes.shape == means.shape == deviations.shape or np.isnan(np.r_[sizes, means, deviations]).any():
        raise ValueError("Each group needs its n, its mean and its SD.")
    if (sizes < 2).any() or (deviations < 0).any():
        raise ValueError("Each group needs an n of at least two and an SD that is not below zero.")
    grand = float(sizes @ means) / float(sizes.sum())
    between, within = float(sizes @ (means - grand) ** 2), float((sizes - 1) @ deviations**2)
    return Layout(tuple(range(sizes.size)), sizes, means, deviations**2, between, within)
