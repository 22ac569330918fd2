"""Syntheses of sites for all studies at once: effects and variances are studies x sites."""

import numpy as np
from benchmarks.coverage.fast_pairs import TAIL, Ends
from scipy.optimize.elementwise import find_root
from scipy.stats import chi2, norm
from scipy.stats import t as student

from earlyeval.statistics.between_variance import GRID

Z = norm.ppf(1 - TAIL)


def _weighted(effects: np.ndarray, variances: np.ndarray, tau2: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the weights, their sum, the pooled effect, and Q."""
    weights = 1 / (variances + tau2[:, np.newaxis])
    total = weights.sum(axis=1)
    value = (weights * effects).sum(axis=1) / total
    return weights, total, value, (weights * (effects - value[:, np.newaxis]) ** 2).sum(axis=1)


def _slope(effects: np.ndarray, variances: np.ndarray, tau2: np.ndarray) -> np.ndarray:
    weights, total, value, _ = _weighted(effects, variances, tau2)
    trace = total - (weights**2).sum(axis=1) / total
    return (weights**2 * (effects - value[:, np.newaxis]) ** 2).sum(axis=1) - trace


def _likelihood(effects: np.ndarray, variances: np.ndarray, tau2: np.ndarray) -> np.ndarray:
    _, total, _, q = _weighted(effects, variances, tau2)
    return -0.5 * (np.log(variances + tau2[:, np.newaxis]).sum(axis=1) + q + np.log(total))


def reml(effects: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return the tau2 of the highest restricted likelihood; every peak is looked at, and so is 0."""
    top = 4 * (effects.var(axis=1) + variances.max(axis=1))
    for _ in range(60):
        short = _slope(effects, variances, top) > 0
        if not short.any():
            break
        top[short] *= 4
    shares = np.linspace(0, 1, GRID)
    low = np.log(1e-6 * variances.min(axis=1))
    points = np.exp(low[:, np.newaxis] + shares * (np.log(top) - low)[:, np.newaxis])
    points = np.concatenate([np.zeros((len(top), 1)), points], axis=1)
    slopes = np.stack([_slope(effects, variances, points[:, place]) for place in range(points.shape[1])], axis=1)
    falls = (slopes[:, :-1] > 0) & (slopes[:, 1:] <= 0)
    best = np.zeros(len(top))
    height = _likelihood(effects, variances, best)
    for turn in range(int(falls.sum(axis=1).max())):
        here = np.flatnonzero(falls.sum(axis=1) > turn)
        place = np.array([np.flatnonzero(falls[study])[turn] for study in here])
        peak = _root(_slope, effects, variances, here, (points[here, place], points[here, place + 1]))
        there = _likelihood(effects[here], variances[here], peak)
        higher = there > height[here]
        best[here[higher]], height[here[higher]] = peak[higher], there[higher]
    return best


def dersimonian_laird(effects: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return tau2 by moments."""
    weights, total, _, q = _weighted(effects, variances, np.zeros(len(effects)))
    trace = total - (weights**2).sum(axis=1) / total
    return np.maximum(0.0, (q - (effects.shape[1] - 1)) / trace)


def _root(function, effects, variances, here, bracket) -> np.ndarray:
    def of(at, which):
        rows = which.astype(int)
        return function(effects[rows], variances[rows], at)

    return find_root(of, bracket, args=(here.astype(float),)).x


def pooled(
    effects: np.ndarray, variances: np.ndarray, tau2: np.ndarray, test: str
) -> tuple[Ends, np.ndarray, np.ndarray]:
    """Return the interval of the pooled effect, its value and its squared error."""
    k = effects.shape[1]
    _, total, value, q = _weighted(effects, variances, tau2)
    scale = np.ones(len(effects))
    if test.startswith("hartung_knapp"):
        scale = q / (k - 1)
        scale = np.maximum(scale, 1.0) if test.endswith("guarded") else scale
    square = scale / total
    reach = (Z if test == "z" else student.ppf(1 - TAIL, k - 1)) * np.sqrt(square)
    return (value - reach, value + reach), value, square


def prediction(value: np.ndarray, square: np.ndarray, tau2: np.ndarray, df: float) -> Ends:
    """Return where the effect of a further site lies; df is infinite for the normal."""
    reach = (Z if np.isinf(df) else student.ppf(1 - TAIL, df)) * np.sqrt(tau2 + square)
    return value - reach, value + reach


def q_profile(effects: np.ndarray, variances: np.ndarray) -> Ends:
    """Return the Q-profile interval of tau2; none where it is empty."""
    k, ends = effects.shape[1], []
    for quantile in (chi2.isf(TAIL, k - 1), chi2.ppf(TAIL, k - 1)):
        end, zero = np.full(len(effects), -1.0), np.zeros(len(effects))
        here = np.flatnonzero(_weighted(effects, variances, zero)[3] > quantile)
        if here.size:
            high = effects[here].var(axis=1) + variances[here].max(axis=1)
            for _ in range(60):
                short = _weighted(effects[here], variances[here], high)[3] > quantile
                if not short.any():
                    break
                high[short] *= 4
            end[here] = _root(
                lambda e, v, at, quantile=quantile: _weighted(e, v, at)[3] - quantile,
                effects, variances, here, (np.zeros(here.size), high),
            )  # fmt: skip
        ends.append(end)
    empty = ends[1] < 0
    return np.where(empty, np.nan, np.maximum(ends[0], 0.0)), np.where(empty, np.nan, ends[1])
