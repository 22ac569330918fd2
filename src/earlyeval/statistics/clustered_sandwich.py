"""The sandwich behind cluster-robust errors: scores of clusters, their adjustment, and the degrees of freedom.

Everything is in coordinates in which the (weighted) design is orthonormal. The working model behind CR2 and its degrees
of freedom says that rows are unrelated and vary alike, with weights or without, as clubSandwich has it for ``lm``.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.least_squares import no_remainder
from earlyeval.statistics.mixed_setup import Rows

# Directions that a cluster fixes on its own: one minus its leverage is nothing but noise.
NOTHING = 1e-10


@dataclass(frozen=True)
class Sandwich:
    """Coefficients and sums of each cluster after the adjustment asked for.

    With A the adjustment, W the weights and Q the turned design of a cluster: ``scores`` are Q'W A rest, ``within``
    is K'K, ``between`` Q'K and ``crossed`` Q'W K, where K = A W Q; ``middle`` is Q'W W Q of all rows.
    """

    start: Numbers  # coefficients
    back: Numbers
    scores: Numbers  # cluster x coordinates
    within: Numbers  # cluster x coordinates^2
    between: Numbers
    crossed: Numbers
    middle: Numbers
    factor: float
    squares: float  # of what is left of all rows

    def covariance(self) -> Numbers:
        """Return the covariance matrix of the coefficients."""
        turned = self.scores @ self.back.T
        return self.factor * turned.T @ turned

    def df(self, turned: Numbers) -> float:
        """Return Bell and McCaffrey's df as Pustejovsky and Tipton generalise it, for turned weights."""
        form = self._form(turned, turned)
        total, squares = form.trace(), form.times(form)
        return total**2 / squares if squares > 0 else 0.0

    def hotelling_df(self, turned: Numbers) -> float:
        """Return the df eta of the approximate Hotelling T2 test of several turned sums, one row each.

        q (q + 1) over the variances of all elements of the standardised covariance matrix under the working model.
        """
        count = len(turned)
        expected = np.array([[self._form(one, other).trace() for other in turned] for one in turned])
        values, vectors = np.linalg.eigh((expected + expected.T) / 2)
        if not values[0] > 1e-10 * values[-1]:
            return 0.0
        standard = (vectors / np.sqrt(values)) @ vectors.T @ turned
        forms = [[self._form(one, other) for other in standard] for one in standard]
        spread = 0.0
        for s, t in product(range(count), repeat=2):
            spread += forms[s][s].times(forms[t][t]) + forms[s][t].times(forms[t][s])
        return count * (count + 1) / spread if spread > 0 else 0.0

    def _form(self, one: Numbers, other: Numbers) -> "_Form":
        own = np.einsum("gij,i,j->g", self.within, one, other)
        between = [self.between @ vector for vector in (one, other)]
        crossed = [self.crossed @ vector for vector in (one, other)]
        rest = [n - between_one @ self.middle / 2 for n, between_one in zip(crossed, between, strict=True)]
        return _Form(own, np.hstack([between[0], rest[0]]), np.hstack([rest[1], between[1]]))


@dataclass(frozen=True)
class _Form:
    """A matrix between clusters: diagonal ``own`` minus ``left`` ``right``'."""

    own: Numbers
    left: Numbers
    right: Numbers

    def trace(self) -> float:
        """Return the sum of the diagonal."""
        return float(self.own.sum() - (self.left * self.right).sum())

    def times(self, other: "_Form") -> float:
        """Return the sum of products of the elements of both (the second is that of the same place)."""
        mixed = self.own @ (other.left * other.right).sum(axis=1) + other.own @ (self.left * self.right).sum(axis=1)
        return float(self.own @ other.own - mixed + ((self.left.T @ other.left) * (self.right.T @ other.right)).sum())


def sandwich_of(rows: Rows, variance: str) -> Sandwich | None:
    """Return the sandwich of complete rows (weights in ``rows.others``); None where nothing is left to vary."""
    weights = rows.others[:, 0]
    root = np.sqrt(weights)
    orthogonal, triangle = np.linalg.qr(rows.design * root[:, np.newaxis])
    back = np.linalg.inv(triangle)
    start = back @ (orthogonal.T @ (rows.scores * root))
    left = rows.scores - rows.design @ start
    start = start + back @ (orthogonal.T @ (left * root))
    left = rows.scores - rows.design @ start
    if no_remainder(left, rows.scores):
        return None
    squares = float(weights @ left**2)
    if np.ptp(weights) == 0:
        return _by_sums(rows, orthogonal, (start, back, left * root), variance, squares)
    turned = rows.design @ back
    return _by_rows(rows, turned, (start, back, left), variance, squares)


def _factor(variance: str, rows: Rows) -> float:
    groups, n, width = rows.groups, rows.scores.size, rows.design.shape[1]
    return {
        "CR1": groups / (groups - 1),
        "CR1p": groups / (groups - width) if groups > width else np.inf,
        "CR1S": groups * (n - 1) / ((groups - 1) * (n - width)),
    }.get(variance, 1.0)


def _by_sums(
    rows: Rows, orthogonal: Numbers, found: tuple[Numbers, Numbers, Numbers], variance: str, squares: float
) -> Sandwich:
    """Return the sandwich from sums per cluster alone, which is enough without weights."""
    start, back, left = found
    groups, width = rows.groups, rows.design.shape[1]
    sums = np.column_stack([_by_cluster(column * left, rows) for column in orthogonal.T])
    leverage = np.empty((groups, width, width))
    for one in range(width):
        for other in range(width):
            leverage[:, one, other] = _by_cluster(orthogonal[:, one] * orthogonal[:, other], rows)
    if variance not in ("CR2", "CR3"):
        same = np.eye(width)
        return Sandwich(start, back, sums, leverage, leverage, leverage, same, _factor(variance, rows), squares)
    values, vectors = np.linalg.eigh(leverage)
    values = np.clip(values, 0.0, 1.0)
    stretch = _powered(1 - values, variance)
    adjusted = np.einsum("gij,gj,gkj,gk->gi", vectors, stretch, vectors, sums)
    within = np.einsum("gij,gj,gkj->gik", vectors, stretch**2 * values, vectors)
    between = np.einsum("gij,gj,gkj->gik", vectors, stretch * values, vectors)
    return Sandwich(start, back, adjusted, within, between, between, np.eye(width), 1.0, squares)


def _by_rows(
    rows: Rows, turned: Numbers, found: tuple[Numbers, Numbers, Numbers], variance: str, squares: float
) -> Sandwich:
    """Return the sandwich with weights: the adjustment lives in the few directions of Q and W Q of a cluster."""
    start, back, left = found
    weights, width = rows.others[:, 0], rows.design.shape[1]
    middle = (turned * weights[:, np.newaxis] ** 2).T @ turned
    order = np.argsort(rows.codes, kind="stable")
    bounds = np.searchsorted(rows.codes[order], np.arange(rows.groups + 1))
    scores, within, between, crossed = (np.empty((rows.groups, *shape)) for shape in ((width,), *[(width,) * 2] * 3))
    for place in range(rows.groups):
        here = order[bounds[place] : bounds[place + 1]]
        own, heavy = turned[here], turned[here] * weights[here, np.newaxis]
        plane = np.linalg.qr(np.hstack([own, heavy]))[0]
        inside = [plane.T @ part for part in (own, heavy)]
        cut = inside[0] @ inside[1].T
        if variance == "CR2":
            free = np.eye(plane.shape[1]) - cut - cut.T + inside[0] @ middle @ inside[0].T
            values, vectors = np.linalg.eigh((free + free.T) / 2)
            change = (vectors * _powered(values, variance)) @ vectors.T - np.eye(plane.shape[1])
        elif variance == "CR3":
            change = np.linalg.pinv(np.eye(plane.shape[1]) - cut) - np.eye(plane.shape[1])
        else:
            change = np.zeros((plane.shape[1],) * 2)
        kept = heavy + plane @ (change.T @ inside[1])
        scores[place] = kept.T @ left[here]
        within[place], between[place], crossed[place] = kept.T @ kept, own.T @ kept, heavy.T @ kept
    return Sandwich(start, back, scores, within, between, crossed, middle, _factor(variance, rows), squares)


def _powered(free: Numbers, variance: str) -> Numbers:
    power = -0.5 if variance == "CR2" else -1.0
    return np.where(free > NOTHING, np.where(free > NOTHING, free, 1.0) ** power, 0.0)


def _by_cluster(values: Numbers, rows: Rows) -> Numbers:
    return np.bincount(rows.codes, weights=values, minlength=rows.groups)
