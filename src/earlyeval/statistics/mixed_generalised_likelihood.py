"""The likelihood of counts in groups with one random effect a group, integrated by adaptive quadrature."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, gammaln, log_expit, logsumexp

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.generalised_linear import BINOMIAL, NO_TOP, POISSON, solve

Height = Callable[[Numbers], float]
STEPS = 100
EDGE = 33.0
NEARLY_ZERO = 1e-4
STARTS = (0.6, 1.5)


@dataclass(frozen=True)
class GroupedCounts:
    """Complete rows with their ``trials`` (1 for counts); ``along`` is what the group's effect is multiplied by."""

    family: str
    y: Numbers
    design: Numbers
    codes: np.ndarray
    groups: int
    trials: Numbers
    offset: Numbers
    along: Numbers
    nodes: int

    def by_group(self, values: Numbers) -> Numbers:
        """Return sums over the rows of each group."""
        return np.bincount(self.codes, weights=values, minlength=self.groups)

    def constant(self) -> float:
        """Return what the log likelihood holds that no parameter moves."""
        if self.family == "poisson":
            return -float(gammaln(self.y + 1).sum())
        rest = self.trials - self.y
        return float((gammaln(self.trials + 1) - gammaln(self.y + 1) - gammaln(rest + 1)).sum())

    def terms(self, eta: Numbers) -> Numbers:
        """Return each row's log likelihood without its constant."""
        if self.family == "poisson":
            return self.y * eta - np.exp(np.clip(eta, -700, 700))
        return self.y * log_expit(eta) + (self.trials - self.y) * log_expit(-eta)

    def mean_and_weight(self, eta: Numbers) -> tuple[Numbers, Numbers]:
        """Return the expected outcome and its variance."""
        if self.family == "poisson":
            mean = np.exp(np.clip(eta, -700, 700))
            return mean, mean
        share = expit(eta)
        return self.trials * share, self.trials * share * (1 - share)


@dataclass(frozen=True)
class BestCounts:
    """The top of the likelihood."""

    values: Numbers
    spread: float
    covariance: Numbers
    log_likelihood: float
    effects: Numbers


def best(data: GroupedCounts) -> BestCounts | str:
    """Return the top of the likelihood, or the reason why there is none."""
    start = _without_groups(data)
    if start is None:
        return NO_TOP
    size = start.size

    def height(place: Numbers) -> float:
        return -log_likelihood(data, place[:size], float(place[size]))

    found = []
    for spread in STARTS:
        place = minimize(height, np.append(start, spread), method="BFGS", options={"gtol": 1e-4}).x
        found.append(_polished(height, place))
    found.append(np.append(start, 0.0))
    heights = [height(place) for place in found]
    place = found[int(np.argmin(heights))]
    # A hair above zero is zero: the likelihood is even in the spread.
    if abs(place[size]) < NEARLY_ZERO or heights[-1] <= min(heights) + 1e-9:
        place = found[-1]
    if np.abs(data.design @ place[:size] + data.offset).max() > EDGE and data.family == "binomial":
        return NO_TOP
    curvature = _curvature(height, place)
    kept = curvature[:size, :size] if place[size] == 0 else curvature
    if not np.isfinite(kept).all() or np.linalg.eigvalsh(kept)[0] <= 0:
        return NO_TOP
    covariance = np.linalg.inv(kept)[:size, :size]
    modes = modes_of(data, place[:size], float(place[size]))[0]
    return BestCounts(place[:size], abs(float(place[size])), covariance, -height(place), modes * place[size])


def log_likelihood(data: GroupedCounts, values: Numbers, spread: float) -> float:
    """Return the log likelihood at coefficients and a standard deviation between groups."""
    fixed = data.design @ values + data.offset
    if spread == 0:
        return float(data.terms(fixed).sum()) + data.constant()
    modes, bends = modes_of(data, values, spread)
    points, weights = np.polynomial.hermite.hermgauss(data.nodes)
    places = modes[:, np.newaxis] + sqrt(2) * points / np.sqrt(bends)[:, np.newaxis]
    logs = np.empty((data.groups, data.nodes))
    for node in range(data.nodes):
        eta = fixed + spread * data.along * places[data.codes, node]
        logs[:, node] = data.by_group(data.terms(eta)) - places[:, node] ** 2 / 2
    # sqrt(2 / bend) exp(x^2) w times the density of a standard normal
    total = logsumexp(logs + points**2 + np.log(weights), axis=1) + 0.5 * np.log(2 / bends) - 0.5 * log(2 * pi)
    return float(total.sum()) + data.constant()


def modes_of(data: GroupedCounts, values: Numbers, spread: float) -> tuple[Numbers, Numbers]:
    """Return each group's most likely standardised effect, and the curvature there."""
    fixed, modes = data.design @ values + data.offset, np.zeros(data.groups)
    turn = spread * data.along

    def slope_and_bend(at: Numbers) -> tuple[Numbers, Numbers]:
        mean, weight = data.mean_and_weight(fixed + turn * at[data.codes])
        return data.by_group(turn * (data.y - mean)) - at, data.by_group(turn**2 * weight) + 1

    for _ in range(STEPS):
        slope, bend = slope_and_bend(modes)
        step = np.clip(slope / bend, -2, 2)
        modes = modes + step
        if np.abs(step).max() < 1e-12:
            break
    return modes, slope_and_bend(modes)[1]


def _without_groups(data: GroupedCounts) -> Numbers | None:
    if data.family == "poisson":
        found = solve(POISSON, data.y, data.design, data.offset)
    else:
        found = solve(BINOMIAL, data.y / data.trials, data.design, data.offset, data.trials)
    return None if found is None else found[0]


def _polished(height: Height, place: Numbers) -> Numbers:
    """Return the place after Newton's steps with differences of both sides."""
    for _ in range(8):
        slope, bend = _slope(height, place), _curvature(height, place)
        values, vectors = np.linalg.eigh(bend)
        step = vectors @ ((vectors.T @ slope) / np.maximum(np.abs(values), 1e-6))
        moved = place - np.clip(step, -1, 1)
        if height(moved) > height(place) + 1e-10:
            break
        place = moved
        if np.abs(step).max() < 1e-8 * max(1.0, float(np.abs(place).max())):
            break
    return place


def _slope(height: Height, place: Numbers) -> Numbers:
    steps = 1e-5 * np.maximum(1.0, np.abs(place))
    shifts = np.diag(steps)
    return np.array(
        [(height(place + one) - height(place - one)) / (2 * step) for one, step in zip(shifts, steps, strict=True)]
    )


def _curvature(height: Height, place: Numbers) -> Numbers:
    """Return second derivatives by Richardson's extrapolated differences."""
    coarse, fine = (_differences(height, place, size) for size in (2e-3, 1e-3))
    return (4 * fine - coarse) / 3


def _differences(height: Height, place: Numbers, size: float) -> Numbers:
    steps = np.diag(size * np.maximum(1.0, np.abs(place)))
    middle, count = height(place), place.size
    bend = np.empty((count, count))
    for one in range(count):
        up, down = height(place + steps[one]), height(place - steps[one])
        bend[one, one] = (up - 2 * middle + down) / steps[one, one] ** 2
        for other in range(one):
            a, b = steps[one], steps[other]
            mixed = height(place + a + b) - height(place + a - b) - height(place - a + b) + height(place - a - b)
            bend[one, other] = bend[other, one] = mixed / (4 * a[one] * b[other])
    return bend
