"""Bootstrap intervals of mean changes for all studies at once: one set of draws serves a block of studies.

With the same seed the draws are those of ``paired.bootstrap_change``, so the answers are its answers.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from earlyeval.statistics.resampling import CELLS_AT_ONCE, _defined_interval

KINDS = ("bca", "percentile", "studentised")
BLOCK = 250


def weights_of(seed: int, n: int, resamples: int, *, width: int | None = None) -> np.ndarray:
    """Return how often each of n units is drawn in each draw; ``width`` numbers are drawn again with each draw."""
    generator, rows, counts = np.random.default_rng(seed), max(1, CELLS_AT_ONCE // (width or n)), []
    for done in range(0, resamples, rows):
        drawn = generator.integers(0, n, size=(min(rows, resamples - done), n))
        flat = (drawn + n * np.arange(len(drawn))[:, np.newaxis]).ravel()
        counts.append(np.bincount(flat, minlength=n * len(drawn)).reshape(len(drawn), n))
    return np.concatenate(counts).astype(float)


def of_means(values: np.ndarray, *, seed: int, resamples: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the ends of each kind of interval; studies whose values are all alike have none."""
    values = np.sort(values, axis=1)
    weights = weights_of(seed, values.shape[1], resamples) / values.shape[1]
    centre = values.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (values - centre) @ weights.T
        found = {"bca": _bca(means, values - centre), "percentile": tuple(np.quantile(means, (0.025, 0.975), axis=1))}
        spread = np.sqrt(np.maximum((values - centre) ** 2 @ weights.T - means**2, 0))
        spread[spread < 1e-9] = 0
        ratios = np.where(np.abs(means) < 1e-12, 0, means / spread)
        low, high = np.quantile(ratios, (0.025, 0.975), axis=1)
        error = values.std(axis=1)
        there = np.isfinite(low) & np.isfinite(high)
        found["studentised"] = tuple(np.where(there, -end * error, np.nan) for end in (high, low))
    alike = np.ptp(values, axis=1) == 0
    return {kind: tuple(np.where(alike, np.nan, end + centre[:, 0]) for end in ends) for kind, ends in found.items()}


def _bca(means: np.ndarray, centred: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    close = np.abs(means) <= 1e-11
    share = ((~close & (means < 0)).sum(axis=1) + 0.5 * close.sum(axis=1)) / means.shape[1]
    bias = ndtri(np.clip(share, 0.5 / means.shape[1], 1 - 0.5 / means.shape[1]))
    acceleration = (centred**3).sum(axis=1) / (6 * (centred**2).sum(axis=1) ** 1.5)
    ordered, ends = np.sort(means, axis=1), []
    for deviate in (ndtri(0.025), ndtri(0.975)):
        reach = bias + deviate
        divisor = 1 - acceleration * reach
        place = np.where(divisor > 0, ndtr(bias + reach / divisor), reach > 0) * (means.shape[1] - 1)
        place = np.nan_to_num(place)
        below = np.floor(place).astype(int)
        rows = np.arange(len(means))
        lower, upper = ordered[rows, below], ordered[rows, np.minimum(below + 1, means.shape[1] - 1)]
        ends.append(lower + (upper - lower) * (place - below))
    return ends[0], ends[1]


def of_totals(totals: np.ndarray, statistic, *, seed: int, resamples: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """Return BCa intervals of a quantity that depends on sums over units: ``resampling.bootstrap_of_totals``.

    ``totals`` are studies x units x cells; ``statistic`` takes any number of sets of cells, the cells last.
    """
    ordered = np.stack([rows[np.lexsort(rows.T)] for rows in totals])
    weights = weights_of(seed, totals.shape[1], resamples, width=totals.shape[1] * totals.shape[2])
    values = statistic(weights @ ordered)
    whole = ordered.sum(axis=1)
    value, left_out = statistic(whole), statistic(whole[:, np.newaxis] - ordered)
    low, high = np.full(len(totals), np.nan), np.full(len(totals), np.nan)
    for study in np.flatnonzero(np.isfinite(value)):
        ends = _defined_interval("bca", values[study], float(value[study]), left_out[study], level=0.95)
        if ends is not None:
            low[study], high[study] = ends
    return low, high


def blocks(values: np.ndarray, *, resamples: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the same for many studies, each block of them with draws of its own."""
    parts = [
        of_means(values[start : start + BLOCK], seed=start, resamples=resamples)
        for start in range(0, len(values), BLOCK)
    ]
    return {kind: tuple(np.concatenate([part[kind][end] for part in parts]) for end in (0, 1)) for kind in KINDS}
