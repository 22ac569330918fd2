"""The (restricted) likelihood of a Gaussian model with its slope and curvature, by the elements of a covariance."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
from scipy.optimize import minimize

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.variance_pieces import Pieces, Places

STARTS = (0.3, 1.0, 0.05, 3.0)
STEPS = 60


@dataclass(frozen=True)
class Solved:
    """Generalised least squares at one covariance: (X'W^-1X)^-1, coefficients, weighted sum of squares."""

    inverse: Numbers
    coefficients: Numbers
    squares: float
    log_determinant: float  # of X'W^-1X


@dataclass(frozen=True)
class Parts:
    """Traces and quadratic forms with P = W^-1 - W^-1 X (X'W^-1X)^-1 X'W^-1 (W^-1 in the traces of plain ML)."""

    traces: Numbers  # tr(P W_k)
    trace_pairs: Numbers  # tr(P W_k P W_l)
    forms: Numbers  # y' P W_k P y
    form_pairs: Numbers  # y' P W_k P W_l P y


@dataclass(frozen=True)
class Objective:
    """Minus twice a log likelihood (without its constant), its gradient and its second derivatives."""

    value: float
    gradient: Numbers
    hessian: Numbers


def solved(pieces: Pieces) -> Solved:
    """Return generalised least squares from the pieces; the outcome is the last of all columns."""
    inner, right = pieces.cross[:-1, :-1], pieces.cross[:-1, -1]
    inverse = np.linalg.inv(inner)
    coefficients = np.linalg.solve(inner, right)
    ends = np.append(-coefficients, 1.0)
    return Solved(inverse, coefficients, float(ends @ pieces.cross @ ends), float(np.linalg.slogdet(inner)[1]))


def parts(pieces: Pieces, at: Solved, *, restricted: bool) -> Parts:
    """Return the traces and forms of every derivative."""
    ends = np.append(-at.coefficients, 1.0)
    drift = (pieces.first @ ends)[:, :-1]
    form_pairs = pieces.second @ ends @ ends - drift @ at.inverse @ drift.T
    traces, pairs = pieces.traces, pieces.trace_pairs
    if restricted:
        turned = at.inverse @ pieces.first[:, :-1, :-1]
        traces = traces - np.trace(turned, axis1=1, axis2=2)
        of_pairs = np.trace(at.inverse @ pieces.second[:, :, :-1, :-1], axis1=2, axis2=3)
        pairs = pairs - of_pairs - of_pairs.T + np.einsum("kij,lji->kl", turned, turned)
    return Parts(traces, pairs, pieces.first @ ends @ ends, (form_pairs + form_pairs.T) / 2)


def profiled(pieces: Pieces, *, restricted: bool) -> Objective:
    """Return the objective with the residual variance at its best for the relative covariance."""
    at = solved(pieces)
    here = parts(pieces, at, restricted=restricted)
    free = pieces.rows - (at.coefficients.size if restricted else 0)
    share = here.forms / at.squares
    value = free * log(max(at.squares, 1e-300)) + pieces.log_determinant + (at.log_determinant if restricted else 0.0)
    gradient = here.traces - free * share
    hessian = -here.trace_pairs + 2 * free * here.form_pairs / at.squares - free * np.outer(share, share)
    return Objective(value, gradient, hessian)


def unprofiled(pieces: Pieces, *, restricted: bool) -> Objective:
    """Return the objective where the covariance is the whole one."""
    at = solved(pieces)
    here = parts(pieces, at, restricted=restricted)
    value = at.squares + pieces.log_determinant + (at.log_determinant if restricted else 0.0)
    return Objective(value, here.traces - here.forms, -here.trace_pairs + 2 * here.form_pairs)


def square_of(theta: Numbers, places: Places) -> Numbers:
    """Return D = L L' for the free elements of a lower triangle L."""
    root = np.zeros((max(row for row, _ in places) + 1,) * 2)
    for value, place in zip(theta, places, strict=True):
        root[place] = value
    return root @ root.T


def square_slopes(theta: Numbers, places: Places) -> tuple[Numbers, Numbers]:
    """Return first (element of D x theta) and second derivatives of the elements of D = L L' by theta."""
    root = np.zeros((max(row for row, _ in places) + 1,) * 2)
    for value, place in zip(theta, places, strict=True):
        root[place] = value
    size = len(places)
    slopes, bends = np.zeros((size, size)), np.zeros((size, size, size))
    for element, (i, j) in enumerate(places):
        for one, (a, b) in enumerate(places):
            slopes[element, one] = (i == a) * root[j, b] + (j == a) * root[i, b]
            for other, (c, d) in enumerate(places):
                bends[element, one, other] = (b == d) * ((i == a) * (j == c) + (j == a) * (i == c))
    return slopes, bends


def lowest(
    objective_at: Callable[[Numbers], Objective], places: Places, *, starts: tuple[float, ...] = STARTS
) -> tuple[Numbers, bool]:
    """Return the theta with the lowest objective (D = L L'), and whether the search ended at a flat place.

    The objective is even in every column of L, so there are no bounds: a variance of zero is an ordinary minimum.
    Several starts, a trust region with exact curvature, then Newton's steps to the last digit.
    """

    def at(theta: Numbers) -> Objective:
        found = objective_at(square_of(theta, places))
        slopes, bends = square_slopes(theta, places)
        hessian = slopes.T @ found.hessian @ slopes + np.einsum("k,kij->ij", found.gradient, bends)
        return Objective(found.value, slopes.T @ found.gradient, (hessian + hessian.T) / 2)

    best: tuple[Numbers, Objective] | None = None
    for start in starts:
        theta = np.array([start if row == column else 0.02 for row, column in places])
        try:
            theta, found = _searched(at, theta)
        except np.linalg.LinAlgError:  # a likelihood without a top runs off to where nothing can be inverted
            continue
        if best is None or found.value < best[1].value - 1e-9:
            best = theta, found
    if best is None:
        return np.zeros(len(places)), False
    theta, found = best
    return theta, bool(np.abs(found.gradient).max() < 1e-4)


def _searched(at: Callable[[Numbers], Objective], theta: Numbers) -> tuple[Numbers, Objective]:
    theta = minimize(
        lambda place: at(place).value,
        theta,
        jac=lambda place: at(place).gradient,
        hess=lambda place: at(place).hessian,
        method="trust-exact",
        options={"gtol": 1e-7, "maxiter": 500},
    ).x
    theta = _polished(at, theta)
    return theta, at(theta)


def _polished(at: Callable[[Numbers], Objective], theta: Numbers) -> Numbers:
    here = at(theta)
    for _ in range(STEPS):
        step = np.linalg.pinv(here.hessian, rcond=1e-12, hermitian=True) @ here.gradient
        there = at(theta - step)
        if not np.abs(there.gradient).max() < np.abs(here.gradient).max() or there.value > here.value + 1e-8:
            break
        theta, here = theta - step, there
    return theta
