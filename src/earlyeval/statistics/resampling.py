"""Intervals by drawing people again and again, with replacement. Seeded: the same seed gives the same digits."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

FEWEST = 5
TOO_FEW = "Fewer than five people were measured both times: too few to draw from."
CONSTANT = "Everybody changed by the same amount: there is nothing to resample."
CELLS_AT_ONCE = 2_000_000


def bootstrap_change(
    before: ArrayLike, after: ArrayLike, *, seed: int, resamples: int = 9999, conf_level: float = 0.95
) -> Estimate:
    """Return the mean change with a bias-corrected and accelerated (BCa) bootstrap interval.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise). The order of people does not matter.
    seed : int
        The only source of chance.
    resamples : int
        How often people are drawn again; 9999 settle the second digit of an interval.

    Notes
    -----
    No normal scores are assumed, but with fewer than about 20 pairs the interval is too short; below five it is
    refused. Source: Efron 1987, doi:10.1080/01621459.1987.10478410.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    if n < FEWEST:
        return not_estimable(
            "mean_change", "Fewer than five people were measured both times: too few to draw from.", n=n
        )
    differences = np.sort(changes(first, second))
    if np.ptp(differences) == 0:
        return not_estimable("mean_change", "Everybody changed by the same amount: there is nothing to resample.", n=n)
    low, high = bca_interval_of_mean(differences, seed=seed, resamples=resamples, level=level)
    return Estimate(
        "mean_change",
        float(differences.mean()),
        low,
        high,
        level,
        n=n,
        method=f"mean change, BCa bootstrap, seed {seed}",
    )


def bca_interval_of_mean(values: Numbers, *, seed: int, resamples: int, level: float) -> tuple[float, float]:
    """Return the BCa interval of a mean; the acceleration of a mean is its skewness / (6 sqrt(n))."""
    means = _resampled_means(values, seed=seed, resamples=resamples)
    # Halves for resamples that hit the mean itself: scores are whole numbers, so many do.
    close = np.isclose(means, values.mean(), rtol=1e-12, atol=1e-12 * float(np.abs(values).max()))
    share_below = (float((~close & (means < values.mean())).sum()) + 0.5 * float(close.sum())) / resamples
    bias = float(norm.ppf(share_below))
    centred = values - values.mean()
    acceleration = float((centred**3).sum() / (6 * (centred**2).sum() ** 1.5))
    ends = []
    for deviate in (float(norm.ppf((1 - level) / 2)), float(norm.ppf((1 + level) / 2))):
        shifted = bias + (bias + deviate) / (1 - acceleration * (bias + deviate))
        ends.append(float(np.quantile(means, norm.cdf(shifted))))
    return ends[0], ends[1]


def _resampled_means(values: Numbers, *, seed: int, resamples: int) -> Numbers:
    generator = np.random.default_rng(seed)
    rows = max(1, CELLS_AT_ONCE // values.size)
    means = [
        values[generator.integers(0, values.size, size=(min(rows, resamples - done), values.size))].mean(axis=1)
        for done in range(0, resamples, rows)
    ]
    return np.concatenate(means)
