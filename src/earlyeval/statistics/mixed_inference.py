"""From the best covariance to the answer: coefficients, likelihood, curvature, predictions for groups."""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.gaussian_likelihood import parts, solved, square_slopes
from earlyeval.statistics.kenward_roger import FixedEffects
from earlyeval.statistics.mixed_fit import Solution
from earlyeval.statistics.mixed_setup import Rows, Turned
from earlyeval.statistics.variance_pieces import ClassSums, Pieces, Places, random_effect_pieces


@dataclass(frozen=True)
class Fitted:
    """A model at its best covariance, in the units of the scores."""

    solution: Solution
    coefficients: Numbers
    variance: float  # residual
    log_likelihood: float


def fitted_at(
    sums: ClassSums, relative: Numbers, found: Turned, *, places: Places, restricted: bool, theta: Numbers | None = None
) -> Fitted:
    """Return the random-effects model at its best relative covariance D = L L' (``theta``: the elements of L)."""
    theta = np.sqrt(np.array([relative[place] for place in places])) if theta is None else theta
    return fitted_from(random_effect_pieces(sums, relative, places), theta, found, places=places, restricted=restricted)


def fitted_from(pieces: Pieces, theta: Numbers, found: Turned, *, places: Places, restricted: bool) -> Fitted:
    """Return the model whose pieces at its best D = L L' are these (``theta``: the elements of L)."""
    at = solved(pieces)
    free = pieces.rows - (at.coefficients.size if restricted else 0)
    variance = at.squares / free
    effects = _effects(pieces, variance, theta, places=places, restricted=restricted)
    logs = pieces.log_determinant + (at.log_determinant + 2 * found.log_triangle if restricted else 0.0)
    squares = log(2 * pi) + log(variance) + 2 * log(found.scale)
    solution = Solution(found.start, found.back * found.scale, at.coefficients, effects, "")
    likelihood = -0.5 * (free * (1 + squares) + logs)
    return Fitted(solution, solution.coefficients, variance * found.scale**2, likelihood)


def unstructured_effects(pieces: Pieces, theta: Numbers, *, places: Places, restricted: bool) -> FixedEffects:
    """Return what inference needs where V = L L' at the observed times, without a residual of its own."""
    at = solved(pieces)
    slopes, bends = square_slopes(theta, places)
    here = parts(pieces, at, restricted=restricted)
    curvature = -here.trace_pairs + 2 * here.form_pairs
    information = slopes.T @ curvature @ slopes + np.einsum("k,kij->ij", here.traces - here.forms, bends)
    first, second = pieces.first[:, :-1, :-1], pieces.second[:, :, :-1, :-1]
    return FixedEffects(at.inverse, first, second, pieces.trace_pairs, slopes.T, information)


def _effects(pieces: Pieces, variance: float, theta: Numbers, *, places: Places, restricted: bool) -> FixedEffects:
    """Return what inference needs: directions are V itself and s W_k, parameters the residual variance s and theta."""
    extended = _with_scale(pieces, variance)
    at = solved(extended)
    here = parts(extended, at, restricted=restricted)
    gradient = here.traces - here.forms
    curvature = -here.trace_pairs + 2 * here.form_pairs
    jacobian, bends = square_slopes(theta, places)
    size = theta.size + 1
    slopes = np.zeros((size, size))
    slopes[0, 0], slopes[1:, 1:] = 1 / variance, jacobian.T
    # At the best theta the gradient is zero along it, so only the bends within theta count: at a boundary.
    information = slopes @ curvature @ slopes.T
    information[1:, 1:] += np.einsum("k,kij->ij", gradient[1:], bends)
    first, second = extended.first[:, :-1, :-1], extended.second[:, :, :-1, :-1]
    return FixedEffects(at.inverse, first, second, extended.trace_pairs, slopes, information)


def _with_scale(pieces: Pieces, variance: float) -> Pieces:
    """Return the pieces of V = s W with V itself as the first direction and s W_k as the others."""
    size, width = pieces.traces.size + 1, pieces.cross.shape[0]
    first, second = np.empty((size, width, width)), np.empty((size, size, width, width))
    pairs = np.empty((size, size))
    first[0], first[1:] = pieces.cross, pieces.first
    second[0, 0], second[0, 1:], second[1:, 0], second[1:, 1:] = pieces.cross, pieces.first, pieces.first, pieces.second
    pairs[0, 0], pairs[0, 1:], pairs[1:, 0], pairs[1:, 1:] = (
        pieces.rows, pieces.traces, pieces.traces, pieces.trace_pairs,
    )  # fmt: skip
    traces = np.concatenate([[float(pieces.rows)], pieces.traces])
    logs = pieces.log_determinant + pieces.rows * log(variance)
    return Pieces(pieces.rows, logs, pieces.cross / variance, first / variance, second / variance, traces, pairs)


def best_linear_predictions(rows: Rows, random: Numbers, relative: Numbers, coefficients: Numbers) -> Numbers:
    """Return each group's random effects, D Z'W^-1 (y - X b): group x columns of Z."""
    left = rows.scores - rows.design @ coefficients
    q = random.shape[1]
    inner, sums = np.empty((rows.groups, q, q)), np.empty((rows.groups, q, 1))
    for one in range(q):
        sums[:, one, 0] = np.bincount(rows.codes, weights=random[:, one] * left, minlength=rows.groups)
        for other in range(q):
            product = random[:, one] * random[:, other]
            inner[:, one, other] = np.bincount(rows.codes, weights=product, minlength=rows.groups)
    return (relative @ np.linalg.solve(np.eye(q) + inner @ relative, sums))[:, :, 0]
