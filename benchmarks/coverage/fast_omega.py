"""Omega total for all studies at once: one factor by maximum likelihood, fitted to every study's correlations together.

Where the fit of a study does not settle inside the bounds of the public function, that study is left to it.
"""

import numpy as np
from benchmarks.coverage.fast_pairs import TAIL, Ends
from scipy.stats import norm

from earlyeval.statistics.omega import omega_total
from earlyeval.statistics.one_factor import SMALLEST_UNIQUE

STEPS = 60
SETTLED = 1e-9


def omega(items: np.ndarray) -> Ends:
    """Return ``reliability.omega_total`` of tables of studies x people x items."""
    low, high = np.full(len(items), np.nan), np.full(len(items), np.nan)
    varies = (np.ptp(items, axis=1) > 0).all(axis=1)
    correlations = np.full((len(items), items.shape[2], items.shape[2]), np.nan)
    centred = items - items.mean(axis=1, keepdims=True)
    scale = items.std(axis=1, ddof=1)
    scaled = centred[varies] / scale[varies][:, np.newaxis]
    correlations[varies] = np.einsum("sni,snj->sij", scaled, scaled) / (items.shape[1] - 1)
    sound = np.flatnonzero(varies)
    sound = sound[np.linalg.eigvalsh(correlations[sound])[:, 0] >= 1e-9]
    place, settled = _fitted(correlations[sound])
    ends = _interval(np.exp(place), correlations[sound], scale[sound], items.shape[1])
    low[sound], high[sound] = (np.where(settled, end, np.nan) for end in ends)
    left = np.setdiff1d(np.arange(len(items)), sound[settled])
    for study in left:
        one = omega_total(items[study])
        low[study], high[study] = one.conf_low, one.conf_high
    return low, high


def _loadings(unique: np.ndarray, correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / (root[:, :, np.newaxis] * root[:, np.newaxis]))
    lead = vectors[:, :, -1]
    return root * lead * np.sqrt(np.maximum(values[:, -1:] - 1, 0)), lead


def _gradient(place: np.ndarray, correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    unique = np.exp(place)
    loadings, lead = _loadings(unique, correlations)
    return (loadings**2 + unique - 1) / unique, lead


def _fitted(correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the logarithms of the unique variances, and whether the fit settled well inside the bounds."""
    k, eye = correlations.shape[1], np.eye(correlations.shape[1])
    diagonal = np.einsum("sii->si", np.linalg.inv(correlations))
    place = np.log(np.clip((1 - 0.5 / k) / diagonal, 0.01, 0.99))
    for step in range(STEPS):
        gradient, lead = _gradient(place, correlations)
        if step < STEPS - 8:
            curvature = (eye - lead[:, :, np.newaxis] * lead[:, np.newaxis]) ** 2 + 1e-8 * eye
        else:
            curvature = _curvature(place, correlations)
        move = np.linalg.solve(curvature + 1e-12 * eye, gradient[:, :, np.newaxis])[:, :, 0]
        place = np.clip(place - np.clip(move, -0.7, 0.7), np.log(SMALLEST_UNIQUE), 0.0)
    gradient, _ = _gradient(place, correlations)
    inside = (place > np.log(SMALLEST_UNIQUE) + 0.05).all(axis=1) & (place < -1e-6).all(axis=1)
    bends = np.linalg.eigvalsh(_curvature(place, correlations))[:, 0] > 1e-4
    return place, inside & bends & (np.abs(gradient).max(axis=1) < SETTLED)


def _curvature(place: np.ndarray, correlations: np.ndarray) -> np.ndarray:
    step, columns = 1e-5, []
    for item in range(place.shape[1]):
        moved = np.zeros(place.shape[1])
        moved[item] = step
        above, below = (_gradient(place + way * moved, correlations)[0] for way in (1, -1))
        columns.append((above - below) / (2 * step))
    curvature = np.stack(columns, axis=2)
    return (curvature + np.swapaxes(curvature, 1, 2)) / 2


def _interval(unique: np.ndarray, correlations: np.ndarray, scale: np.ndarray, n: int) -> Ends:
    loadings, _ = _loadings(unique, correlations)
    loadings = loadings * np.where(loadings.sum(axis=1, keepdims=True) >= 0, 1, -1)
    plain, rest = (loadings * scale).sum(axis=1), (unique * scale**2).sum(axis=1)
    whole = plain**2 + rest
    value = plain**2 / whole
    gradient = np.concatenate(
        [
            2 * plain[:, np.newaxis] * scale * (rest / whole**2)[:, np.newaxis],
            -((plain / whole) ** 2)[:, np.newaxis] * scale**2,
        ],
        axis=1,
    )
    width = loadings.shape[1]
    inverse = np.linalg.inv(
        loadings[:, :, np.newaxis] * loadings[:, np.newaxis] + unique[:, :, np.newaxis] * np.eye(width)
    )
    seen = np.einsum("sij,sj->si", inverse, loadings)
    strength = np.einsum("si,si->s", loadings, seen)[:, np.newaxis, np.newaxis]
    cross = inverse * seen[:, np.newaxis, :]
    information = np.concatenate(
        [
            np.concatenate([strength * inverse + seen[:, :, np.newaxis] * seen[:, np.newaxis], cross], axis=2),
            np.concatenate([np.swapaxes(cross, 1, 2), inverse**2 / 2], axis=2),
        ],
        axis=1,
    )
    solved = np.linalg.solve(information, gradient[:, :, np.newaxis])[:, :, 0]
    error = np.sqrt((gradient * solved).sum(axis=1) / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, reach = np.log(value / (1 - value)), norm.ppf(1 - TAIL) * error / (value * (1 - value))
        return 1 / (1 + np.exp(reach - centre)), 1 / (1 + np.exp(-reach - centre))
