"""A rank correlation and the difference of two groups, each with an interval from drawing people again.

For a few people whose scores stand beside what they said: no normal scores are supposed, and nothing is tested.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from earlyeval.statistics.arrays import Numbers, complete_pairs, present
from earlyeval.statistics.association import spearman
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.groups import cohen_d, hedges_g
from earlyeval.statistics.two_sample_ranks import cliffs_delta

FEWEST = 5
TOO_FEW = "Too few people have both: no interval can be drawn from so few."
TOO_FEW_IN_A_GROUP = "Too few people are in either group to compare them."
NO_SPREAD = "The answer hardly varies between draws, so no interval can be worked out."
SHARE_DEFINED = 0.5
CELLS_AT_ONCE = 2_000_000
Quantity = Literal["hedges_g", "cliffs_delta"]


def drawn_spearman(
    x: ArrayLike, y: ArrayLike, *, seed: int, resamples: int = 9999, conf_level: float = 0.95
) -> Estimate:
    """Return Spearman's rank correlation with a percentile bootstrap interval.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
        A person with either value missing is left out (pairwise). The order of people does not matter.
    seed : int
        The only source of chance.
    resamples : int
        Draws in which one side does not vary have no correlation and are left out.

    Notes
    -----
    Ties share mean ranks; there is no test. With about twenty people the interval is rough, and counts with many ties
    make it rougher. Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(x, y, names=("x", "y"))
    n = int(first.size)
    if n < FEWEST:
        return not_estimable("spearman", TOO_FEW, n=n)
    pairs = np.column_stack([first, second])[np.lexsort((second, first))]
    found = spearman(pairs[:, 0], pairs[:, 1], p_by="t", conf_level=level)
    if not found.estimable:
        return not_estimable("spearman", found.reason, n=n)

    def correlations(places: Numbers) -> Numbers:
        ranks = [rankdata(pairs[places, side], axis=1) - (n + 1) / 2 for side in (0, 1)]
        size = np.sqrt((ranks[0] ** 2).sum(axis=1) * (ranks[1] ** 2).sum(axis=1))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(size > 0, (ranks[0] * ranks[1]).sum(axis=1) / size, np.nan)

    draws = _draws(correlations, (n,), seed=seed, resamples=resamples)
    return _with_interval("spearman", found.estimate, draws, level=level, seed=seed, counts={"n": n})


def drawn_difference(
    group_1: ArrayLike,
    group_0: ArrayLike,
    *,
    seed: int,
    quantity: Quantity = "hedges_g",
    better: int = 1,
    resamples: int = 9999,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Hedges' g or Cliff's delta of two groups with a percentile bootstrap interval.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out. Below five in either group nothing is estimated.
    seed : int
        People are drawn again within each group.
    quantity : "hedges_g" or "cliffs_delta"
    better : 1 or -1
        + when group 1 is better off.

    Notes
    -----
    There is no test: who is in which group was not decided beforehand. Draws without spread are left out.
    Sources: Hedges 1981, doi:10.3102/10769986006002107; Cliff 1993, doi:10.1037/0033-2909.114.3.494.
    """
    level, sign = checked_level(conf_level), checked_direction(better)
    one, zero = np.sort(present(group_1)), np.sort(present(group_0))
    counts = {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}
    if counts["n_smallest"] < FEWEST:
        return not_estimable(quantity, TOO_FEW_IN_A_GROUP, **counts)
    if quantity == "hedges_g":
        found = hedges_g(one, zero, better=sign, conf_level=level)
        plain = cohen_d(one, zero, better=sign, conf_level=level).estimate
        # J depends on the sizes of the groups alone, which a draw keeps.
        correction = found.estimate / plain if plain else 1.0
        differ = _standardised(sign * correction)
    else:
        found = cliffs_delta(one, zero, conf_level=level)
        differ = _dominance(sign)
    if not found.estimable:
        return not_estimable(quantity, found.reason, **counts)
    value = float(differ(one[np.newaxis, :], zero[np.newaxis, :])[0])

    def differences(places_1: Numbers, places_0: Numbers) -> Numbers:
        return differ(one[places_1], zero[places_0])

    draws = _draws(differences, (one.size, zero.size), seed=seed, resamples=resamples)
    return _with_interval(quantity, value, draws, level=level, seed=seed, counts=counts)


def _standardised(factor: float) -> Callable[[Numbers, Numbers], Numbers]:
    def differ(one: Numbers, zero: Numbers) -> Numbers:
        df = one.shape[1] + zero.shape[1] - 2
        squares = sum(((side - side.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) for side in (one, zero))
        pooled = np.sqrt(squares / df)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(pooled > 0, factor * (one.mean(axis=1) - zero.mean(axis=1)) / pooled, np.nan)

    return differ


def _dominance(sign: int) -> Callable[[Numbers, Numbers], Numbers]:
    def differ(one: Numbers, zero: Numbers) -> Numbers:
        size = one.shape[1]
        ranks = rankdata(np.concatenate([one, zero], axis=1), axis=1)
        above = ranks[:, :size].sum(axis=1) - size * (size + 1) / 2
        return sign * (2 * above / (size * zero.shape[1]) - 1)

    return differ


def _draws(answer: Callable[..., Numbers], sizes: tuple[int, ...], *, seed: int, resamples: int) -> Numbers:
    """Return the answer of each draw; each group is drawn from itself."""
    generator = np.random.default_rng(seed)
    places = [generator.integers(0, size, size=(resamples, size)) for size in sizes]
    rows = max(1, CELLS_AT_ONCE // sum(sizes))
    pieces = [
        answer(*(drawn[done : done + rows] for drawn in places)) for done in range(0, resamples, rows)
    ]  # fmt: skip
    return np.concatenate(pieces)


def _with_interval(
    name: str, value: float, draws: Numbers, *, level: float, seed: int, counts: dict[str, int]
) -> Estimate:
    defined = draws[np.isfinite(draws)]
    method = f"percentile bootstrap of people, seed {seed}"
    if defined.size < SHARE_DEFINED * draws.size or np.ptp(defined) < 1e-12:
        return Estimate(name, float(value), method=method, reason=NO_SPREAD, **counts)
    low, high = (float(np.quantile(defined, share)) for share in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(name, float(value), low, high, level, method=method, **counts)
