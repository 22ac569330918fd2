"""The likelihood of effects within studies, its top, and errors that hold when the model of them is wrong."""

from dataclasses import dataclass, field
from math import log, pi

import numpy as np

from earlyeval.statistics.arrays import Numbers

STEPS = 200
NOTHING = 1e-10


@dataclass(frozen=True)
class NestedEffects:
    """Effects with their sampling variances, columns, and codes of study and inner group from 0."""

    values: Numbers
    variances: Numbers
    columns: Numbers
    study: np.ndarray
    inner: np.ndarray
    correlation: float

    sampling: Numbers = field(init=False, repr=False)  # covariance of the sampling errors
    same_study: Numbers = field(init=False, repr=False)
    same_inner: Numbers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out which effects share a study and an inner group."""
        study = (self.study[:, np.newaxis] == self.study).astype(float)
        inner = (self.inner[:, np.newaxis] == self.inner).astype(float)
        root = np.sqrt(self.variances)
        sampling = self.correlation * study * np.outer(root, root)
        np.fill_diagonal(sampling, self.variances)
        for name, matrix in (("sampling", sampling), ("same_study", study), ("same_inner", inner)):
            object.__setattr__(self, name, matrix)

    @property
    def n_studies(self) -> int:
        """How many studies there are."""
        return int(self.study.max()) + 1 if self.study.size else 0


@dataclass(frozen=True)
class Solved:
    """Generalised least squares at two variances."""

    inverse: Numbers  # of the covariance of the effects
    covariance: Numbers  # of the coefficients
    coefficients: Numbers
    squares: float
    residual_maker: Numbers  # P


@dataclass(frozen=True)
class Top:
    """The top of the likelihood; ``typical`` is Higgins and Thompson's typical sampling variance."""

    between: float
    within: float
    coefficients: Numbers
    covariance: Numbers
    log_likelihood: float
    typical: float


def height_of(data: NestedEffects, pair: Numbers, *, restricted: bool) -> tuple[float, Solved]:
    """Return the (restricted) log likelihood at the two variances, with metafor's constant, and what was solved."""
    sampling, study, inner = data.sampling, data.same_study, data.same_inner
    whole = sampling + pair[0] * study + pair[1] * inner
    inverse = np.linalg.inv(whole)
    bread = data.columns.T @ inverse @ data.columns
    covariance = np.linalg.inv(bread)
    coefficients = covariance @ (data.columns.T @ (inverse @ data.values))
    left = data.values - data.columns @ coefficients
    squares = float(left @ inverse @ left)
    k, p = data.columns.shape
    height = -0.5 * (squares + float(np.linalg.slogdet(whole)[1]))
    if restricted:
        height += 0.5 * float(np.linalg.slogdet(data.columns.T @ data.columns)[1])
        height -= 0.5 * (float(np.linalg.slogdet(bread)[1]) + (k - p) * log(2 * pi))
    else:
        height -= 0.5 * k * log(2 * pi)
    turned = inverse @ data.columns
    return height, Solved(inverse, covariance, coefficients, squares, inverse - turned @ covariance @ turned.T)


def top_of(data: NestedEffects, *, restricted: bool) -> Top | None:
    """Return the top of the likelihood by scoring steps from several places, within variances of 0 and above."""
    scale = float(np.var(data.values))
    starts = [np.array(one) * max(scale, 1e-12) for one in ((0.5, 0.3), (0.05, 0.8), (0.8, 0.05), (0.0, 0.0))]
    climbed = [_climbed(data, start, restricted) for start in starts]
    pair, height = max(climbed, key=lambda one: one[1])
    solved = height_of(data, pair, restricted=restricted)[1]
    fixed = height_of(data, np.zeros(2), restricted=restricted)[1]
    k, p = data.columns.shape
    typical = (k - p) / float(np.trace(fixed.residual_maker))
    return Top(float(pair[0]), float(pair[1]), solved.coefficients, solved.covariance, height, typical)


def _climbed(data: NestedEffects, start: Numbers, restricted: bool) -> tuple[Numbers, float]:
    study, inner = data.same_study, data.same_inner
    pair, (height, at) = start, height_of(data, start, restricted=restricted)
    for _ in range(STEPS):
        maker = at.residual_maker
        weights = maker if restricted else at.inverse
        parts = [weights @ block for block in (study, inner)]
        turned = maker @ data.values
        slope = np.array([
            float(turned @ block @ turned) - float(np.trace(part))
            for block, part in zip((study, inner), parts, strict=True)
        ])  # fmt: skip
        information = np.array([[float((one * other.T).sum()) for other in parts] for one in parts])
        free = (pair > 0) | (slope > 0)
        if not free.any():
            break
        step = np.zeros(2)
        step[free] = np.linalg.lstsq(information[np.ix_(free, free)], slope[free], rcond=None)[0]
        moved = np.maximum(pair + step, 0.0)
        found = height_of(data, moved, restricted=restricted)
        while found[0] < height - 1e-13 * abs(height) and np.abs(moved - pair).max() > 1e-16:
            moved = (moved + pair) / 2
            found = height_of(data, moved, restricted=restricted)
        small = np.abs(moved - pair).max() <= 1e-11 * max(float(pair.max()), 1e-12)
        pair, (height, at) = moved, found
        if small:
            break
    return np.where(pair < 1e-12, 0.0, pair), height


def robust_parts(data: NestedEffects, top: Top, *, small: bool) -> tuple[Numbers, list[float]]:
    """Return the covariance of the coefficients that holds however effects of a study go together, and its df.

    ``small``: CR2 with the fitted covariance as working model, written as in clubSandwich.
    """
    sampling, study, inner = data.sampling, data.same_study, data.same_inner
    whole = sampling + top.between * study + top.within * inner
    left = data.values - data.columns @ top.coefficients
    width, groups = data.columns.shape[1], data.n_studies
    scores = np.empty((groups, width))
    within, between = np.empty((groups, width, width)), np.empty((groups, width, width))
    root = np.linalg.cholesky(top.covariance)
    for group in range(groups):
        here = np.flatnonzero(data.study == group)
        own, target = data.columns[here], whole[np.ix_(here, here)]
        weights = np.linalg.inv(target)
        change = np.eye(here.size)
        if small:
            upper = np.linalg.cholesky(target).T
            middle = upper @ (target - own @ top.covariance @ own.T) @ upper.T
            values, vectors = np.linalg.eigh((middle + middle.T) / 2)
            free = values > NOTHING * max(float(values[-1]), 1e-300)
            power = np.where(free, np.where(free, values, 1.0) ** -0.5, 0.0)
            change = upper.T @ (vectors * power) @ vectors.T @ upper
        turned = top.covariance @ (own.T @ weights @ change)
        scores[group] = turned @ left[here]
        within[group] = turned @ target @ turned.T
        between[group] = turned @ own @ root
    covariance = scores.T @ scores
    dfs = []
    for place in range(width):
        own_part, shared = within[:, place, place], between[:, place, :]
        size = (shared**2).sum(axis=1)
        total = float((own_part - size).sum())
        squares = float(own_part @ own_part - 2 * own_part @ size + ((shared.T @ shared) ** 2).sum())
        dfs.append(total**2 / squares if squares > 0 else 0.0)
    return covariance, dfs
