"""How much ratings vary between things, between raters and beside both: restricted likelihood, gaps allowed."""

from dataclasses import dataclass
from math import log

import numpy as np
from scipy.optimize import minimize

from earlyeval.statistics.arrays import Numbers


@dataclass(frozen=True)
class CrossedVariances:
    """Variance of things, of raters, and what is left."""

    things: float
    raters: float
    rest: float


def crossed_variances(ratings: Numbers) -> CrossedVariances | None:
    """Return the variances of y ~ 1 + (1 given thing) + (1 given rater), as lme4; None where nothing is left over.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing, one column per rater; gaps are left out, and what is there counts wholly.

    Notes
    -----
    Things that the same raters rated enter by their sums, so that a million of them cost little more than a few.
    Source: Bates, Maechler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01.
    """
    there = ~np.isnan(ratings)
    values = ratings[there]
    spread = float(values.std())
    if values.size < 4 or not spread > 0:
        return None
    scaled = np.where(there, (ratings - values.mean()) / spread, 0.0)
    patterns, which, many = np.unique(there, axis=0, return_inverse=True, return_counts=True)
    of_things = scaled.sum(axis=1)
    sums = _Sums(
        patterns.astype(float), many.astype(float), patterns.sum(axis=1).astype(float),
        np.bincount(which.ravel(), weights=of_things), np.bincount(which.ravel(), weights=of_things**2),
        scaled.sum(axis=0), float((scaled**2).sum()), int(values.size),
    )  # fmt: skip
    best = min(
        (
            minimize(_deviance, start, args=(sums,), method="L-BFGS-B", bounds=[(0, 1e4)] * 2)
            for start in ([1.0, 0.5], [0.3, 0.05])
        ),
        key=lambda found: found.fun,
    )
    finer = minimize(
        lambda place: _deviance(np.abs(place), sums), best.x, method="Nelder-Mead",
        options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 2000},
    )  # fmt: skip
    place = np.abs(finer.x)
    # On the border the fit is the same to the last digit: then the variance is none.
    place = np.where(place < 1e-5, 0.0, place)
    rest = _fit(place, sums)[1] * spread**2
    if not rest > 1e-12 * spread**2:
        return None
    return CrossedVariances(*(float(size**2 * rest) for size in place), float(rest))


@dataclass(frozen=True)
class _Sums:
    """By pattern of who rated: how many things, ratings of each, sums of things' sums and of their squares."""

    there: Numbers
    many: Numbers
    counts: Numbers
    of_things: Numbers
    squares_of_things: Numbers
    of_raters: Numbers
    squares: float
    n: int


def _fit(place: Numbers, sums: _Sums) -> tuple[float, float]:
    """Return the log determinant and the residual variance at relative SDs of things and raters."""
    of_things, of_raters = place
    own = of_things**2 * sums.counts + 1
    cross = of_things * np.column_stack([sums.counts, of_raters * sums.there])
    raters = sums.many @ sums.there
    whole = np.diag(np.concatenate([[float(sums.n)], of_raters**2 * raters + 1]))
    whole[0, 1:] = whole[1:, 0] = of_raters * raters
    left = whole - cross.T @ (cross * (sums.many / own)[:, np.newaxis])
    right = np.concatenate([[sums.of_things.sum()], of_raters * sums.of_raters])
    reduced = right - cross.T @ (of_things * sums.of_things / own)
    sign, determinant = np.linalg.slogdet(left)
    if sign <= 0:
        return np.inf, np.inf
    explained = float((of_things**2 * sums.squares_of_things / own).sum() + reduced @ np.linalg.solve(left, reduced))
    return float(determinant + sums.many @ np.log(own)), max(sums.squares - explained, 1e-300) / (sums.n - 1)


def _deviance(place: Numbers, sums: _Sums) -> float:
    determinant, variance = _fit(place, sums)
    return determinant + (sums.n - 1) * log(variance)
