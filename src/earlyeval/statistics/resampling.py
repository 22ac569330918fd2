"""Intervals by drawing people again and again, with replacement. Seeded: the same seed gives the same digits.

Draws are made in pieces that fit into memory; neither the size of the pieces nor the number of threads nor the order of
people changes a digit. ``kind`` names the interval: "bca" (bias-corrected and accelerated, Efron 1987,
doi:10.1080/01621459.1987.10478410), "percentile", "basic" or "studentised" (Davison and Hinkley 1997, chapter 5).
"""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs, present, table
from earlyeval.statistics.bootstrap_intervals import acceleration_of, interval_of, intervals_of_draws
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

__all__ = [
    "bca_interval_of_mean",
    "bootstrap",
    "bootstrap_change",
    "bootstrap_mean",
    "bootstrap_of_totals",
    "intervals_of_draws",
]
Kind = Literal["bca", "percentile", "basic", "studentised"]
FEWEST = 5
TOO_FEW = "Fewer than five people were measured both times: too few to draw from."
TOO_FEW_VALUES = "Fewer than five values are there: too few to draw from."
TOO_FEW_ROWS = "Fewer than three units are there: too few to draw from."
CONSTANT = "Everybody changed by the same amount: there is nothing to resample."
ALL_ALIKE = "All values are the same: there is nothing to resample."
UNDEFINED = "The quantity is not defined in these data."
NO_SPREAD = "The quantity hardly varies between draws, so no interval can be worked out."
CELLS_AT_ONCE = 2_000_000
# Fewer draws than these with a defined answer do not make an interval.
SHARE_DEFINED = 0.5


def bootstrap_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    seed: int,
    resamples: int = 9999,
    kind: Kind = "bca",
    conf_level: float = 0.95,
) -> Estimate:
    """Return the mean change with a bootstrap interval, bias-corrected and accelerated (BCa) unless told otherwise.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise). The order of people does not matter.
    seed : int
        The only source of chance.
    resamples : int
        How often people are drawn again; 9999 settle the second digit of an interval.
    kind : "bca", "percentile", "basic" or "studentised"

    Notes
    -----
    No normal scores are assumed, but with fewer than about 20 pairs the interval is too short (studentised is nearest
    to its level); below five it is refused.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    differences = np.sort(changes(first, second))
    if n < FEWEST or np.ptp(differences) == 0:
        return not_estimable("mean_change", TOO_FEW if n < FEWEST else CONSTANT, n=n)
    return _mean_of("mean_change", differences, "mean change", draw=(seed, resamples), kind=kind, level=level)


def bootstrap_mean(
    values: ArrayLike, *, seed: int, resamples: int = 9999, kind: Kind = "bca", conf_level: float = 0.95
) -> Estimate:
    """Return the mean of values with a bootstrap interval; missing values are left out."""
    level, ordered = checked_level(conf_level), np.sort(present(values))
    n = int(ordered.size)
    if n < FEWEST or np.ptp(ordered) == 0:
        return not_estimable("mean", TOO_FEW_VALUES if n < FEWEST else ALL_ALIKE, n=n)
    return _mean_of("mean", ordered, "mean", draw=(seed, resamples), kind=kind, level=level)


def bootstrap(
    rows: Any,
    statistic: Callable[[Numbers], float],
    *,
    seed: int,
    resamples: int = 2000,
    kind: Kind = "bca",
    conf_level: float = 0.95,
    estimand: str = "statistic",
) -> Estimate:
    """Return any quantity of rows with a bootstrap interval that draws rows again.

    Parameters
    ----------
    rows : two-dimensional
        One row per unit; gaps are kept and given to ``statistic``. The order of rows does not matter.
    statistic : callable
        Takes rows, returns one number, or NaN where it is not defined; it is called once for every draw.
    seed, resamples, kind
        As in ``bootstrap_change``, but not "studentised".

    Notes
    -----
    Draws without a defined answer are left out; when fewer than half have one, so is the interval.
    """
    level, given = checked_level(conf_level), table(rows, name="the rows")
    given = given[np.lexsort(given.T)] if given.size else given
    n = int(given.shape[0])
    if n < 3:
        return not_estimable(estimand, TOO_FEW_ROWS, n=n)
    value = float(statistic(given))
    if not np.isfinite(value):
        return not_estimable(estimand, UNDEFINED, n=n)
    generator = np.random.default_rng(seed)
    replicates = np.array([statistic(given[generator.integers(0, n, size=n)]) for _ in range(resamples)], dtype=float)
    left_out = np.array([statistic(np.delete(given, place, axis=0)) for place in range(n)]) if kind == "bca" else None
    method = f"{kind} bootstrap of units, seed {seed}"
    ends = _defined_interval(kind, replicates, value, left_out, level=level)
    if ends is None:
        return Estimate(estimand, value, n=n, method=method, reason=NO_SPREAD)
    return Estimate(estimand, value, *ends, level, n=n, method=method)


def bootstrap_of_totals(
    totals: Numbers,
    statistic: Callable[[Numbers], Numbers],
    *,
    seed: int,
    resamples: int,
    level: float,
    kind: Kind = "bca",
) -> tuple[float, float] | None:
    """Return the interval of a quantity that depends on sums over units alone, or None when it does not vary.

    Parameters
    ----------
    totals : units x cells
        What each unit (a document, a site) adds to each sum.
    statistic : callable
        Takes draws x cells, returns one number for each draw, NaN where it is not defined.
    """
    ordered = totals[np.lexsort(totals.T)]
    units, cells = ordered.shape
    generator = np.random.default_rng(seed)
    rows = max(1, CELLS_AT_ONCE // (units * cells))
    replicates = np.concatenate([
        statistic(ordered[generator.integers(0, units, size=(min(rows, resamples - done), units))].sum(axis=1))
        for done in range(0, resamples, rows)
    ])  # fmt: skip
    whole = ordered.sum(axis=0)
    left_out = statistic(whole - ordered) if kind == "bca" else None
    return _defined_interval(kind, replicates, float(statistic(whole[np.newaxis, :])[0]), left_out, level=level)


def bca_interval_of_mean(values: Numbers, *, seed: int, resamples: int, level: float) -> tuple[float, float]:
    """Return the BCa interval of a mean; the acceleration of a mean is its skewness / (6 sqrt(n))."""
    means, _ = _resampled_means(values, seed=seed, resamples=resamples, with_spread=False)
    return interval_of("bca", means, float(values.mean()), acceleration=acceleration_of(values), level=level)


def _mean_of(name: str, values: Numbers, words: str, *, draw: tuple[int, int], kind: Kind, level: float) -> Estimate:
    seed, resamples = draw
    if kind not in ("bca", "percentile", "basic", "studentised") or resamples < 100:
        raise ValueError("kind is bca, percentile, basic or studentised; at least 100 resamples are drawn.")
    means, spreads = _resampled_means(values, seed=seed, resamples=resamples, with_spread=kind == "studentised")
    centre = float(values.mean())
    if kind == "studentised":
        error = float(values.std())
        # Draws of one value alone have no spread; they stand at the far end, where such a ratio belongs.
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(means == centre, 0.0, (means - centre) / spreads)
            low_ratio, high_ratio = (float(end) for end in np.quantile(ratios, ((1 - level) / 2, (1 + level) / 2)))
        if not np.isfinite([low_ratio, high_ratio]).all():
            return Estimate(
                name, centre, n=int(values.size), method=f"{words}, studentised bootstrap", reason=NO_SPREAD
            )
        low, high = centre - high_ratio * error, centre - low_ratio * error
    else:
        low, high = interval_of(kind, means, centre, acceleration=acceleration_of(values), level=level)
    called = "BCa" if kind == "bca" else kind
    return Estimate(
        name, centre, low, high, level, n=int(values.size), method=f"{words}, {called} bootstrap, seed {seed}"
    )


def _defined_interval(
    kind: Kind, replicates: Numbers, value: float, left_out: Numbers | None, *, level: float
) -> tuple[float, float] | None:
    if kind not in ("bca", "percentile", "basic"):
        raise ValueError("kind is bca, percentile or basic.")
    there = replicates[np.isfinite(replicates)]
    if there.size < SHARE_DEFINED * replicates.size or np.ptp(there) <= 1e-12 * max(abs(value), 1e-300):
        return None
    acceleration = 0.0
    if left_out is not None:
        kept = left_out[np.isfinite(left_out)]
        acceleration = acceleration_of(-kept) if kept.size > 1 else 0.0
    return interval_of(kind, there, value, acceleration=acceleration, level=level)


def _resampled_means(values: Numbers, *, seed: int, resamples: int, with_spread: bool) -> tuple[Numbers, Numbers]:
    generator = np.random.default_rng(seed)
    rows = max(1, CELLS_AT_ONCE // values.size)
    means, spreads = [], []
    for done in range(0, resamples, rows):
        drawn = values[generator.integers(0, values.size, size=(min(rows, resamples - done), values.size))]
        means.append(drawn.mean(axis=1))
        if with_spread:
            spreads.append(drawn.std(axis=1))
    return np.concatenate(means), np.concatenate(spreads) if spreads else np.empty(0)
