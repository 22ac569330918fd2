"""The restricted likelihood of a random-intercept model as a function of one number, from sums per group.

With ratio = variance between groups / variance within, V = within x (I + ratio 11') in each group, and its inverse
takes w = ratio / (1 + ratio n_g) times the group's sums away. Everything the likelihood, its derivatives and
Satterthwaite's degrees of freedom need is a sum over groups.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from scipy.optimize import brentq

from earlyeval.statistics.arrays import Numbers

# Ratios looked at before the root is found: from one in 10^8 to 10^8, two a factor of three or so.
GRID = np.linspace(log(1e-8), log(1e8), 65)


@dataclass(frozen=True)
class GroupSums:
    """Sizes and sums per group, and the cross-products of all rows."""

    rows: int
    sizes: Numbers  # one per group
    sums_x: Numbers  # groups x columns
    sums_y: Numbers  # one per group
    cross_xx: Numbers
    cross_xy: Numbers
    cross_yy: float


@dataclass(frozen=True)
class Profile:
    """Everything at one ratio of variances. Coefficients are those of the orthogonalised design."""

    ratio: float
    variance: float  # within groups
    shift: Numbers  # coefficients
    inverse: Numbers  # (X' (I + ratio 11')^-1 X)^-1
    slope_of_cross: Numbers  # minus the derivative of the inverse's inverse by the ratio
    information: Numbers  # second derivatives of the deviance by (ratio, variance)

    def variance_and_df(self, weights: Numbers) -> tuple[float, float]:
        """Return the variance of a weighted sum of coefficients and its Satterthwaite degrees of freedom.

        df = 2 var^2 / (g' A g), with g the gradient of var by the two variance parameters and A = twice the inverse
        of the deviance's second derivatives. On the boundary only the variance within groups counts.
        """
        solved = self.inverse @ weights
        spread = float(weights @ solved)
        by_ratio = self.variance * float(solved @ self.slope_of_cross @ solved)
        variance = self.variance * spread
        if self.ratio == 0:
            return variance, float(variance**2 * self.information[1, 1] / spread**2)
        gradient = np.array([by_ratio, spread])
        return variance, float(variance**2 / (gradient @ np.linalg.solve(self.information, gradient)))


def group_sums(outcome: Numbers, columns: Numbers, codes: np.ndarray, groups: int) -> GroupSums:
    """Return the sums of an outcome and of the columns of a design in each group (codes from 0)."""
    by_column = [np.bincount(codes, weights=column, minlength=groups) for column in columns.T]
    return GroupSums(
        rows=int(outcome.size),
        sizes=np.bincount(codes, minlength=groups).astype(np.float64),
        sums_x=np.column_stack(by_column),
        sums_y=np.bincount(codes, weights=outcome, minlength=groups),
        cross_xx=columns.T @ columns,
        cross_xy=columns.T @ outcome,
        cross_yy=float(outcome @ outcome),
    )


def best_ratio(sums: GroupSums) -> Profile | None:
    """Return the profile at the ratio with the highest restricted likelihood; None when it lies beyond all bounds.

    The slope of the deviance is followed over a grid, every valley found to the last digit, and the deepest taken,
    with zero (no variance between groups) among the candidates.
    """
    slopes = [_slope(sums, exp(place)) for place in GRID]
    if slopes[-1] < 0:
        return None
    candidates = [0.0] if slopes[0] >= 0 else []
    for left, right, before, after in zip(GRID[:-1], GRID[1:], slopes[:-1], slopes[1:], strict=True):
        if before < 0 <= after:
            root = brentq(lambda place: _slope(sums, exp(place)), left, right, xtol=1e-15, rtol=1e-14, maxiter=300)
            candidates.append(exp(root))
    return _profile_at(sums, min(candidates, key=lambda ratio: _deviance(sums, ratio)))


def _solved(sums: GroupSums, ratio: float) -> tuple[Numbers, Numbers, float]:
    """Return the cross-product matrix, the coefficients and the weighted sum of squares at one ratio."""
    weights = ratio / (1 + ratio * sums.sizes)
    cross = sums.cross_xx - (sums.sums_x * weights[:, np.newaxis]).T @ sums.sums_x
    right = sums.cross_xy - sums.sums_x.T @ (weights * sums.sums_y)
    shift = np.linalg.solve(cross, right)
    squares = sums.cross_yy - float(weights @ sums.sums_y**2) - float(shift @ right)
    return cross, shift, squares


def _free(sums: GroupSums) -> int:
    return sums.rows - sums.sums_x.shape[1]


def _deviance(sums: GroupSums, ratio: float) -> float:
    cross, _, squares = _solved(sums, ratio)
    log_determinants = float(np.log1p(ratio * sums.sizes).sum()) + float(np.linalg.slogdet(cross)[1])
    return _free(sums) * log(squares) + log_determinants


def _slope(sums: GroupSums, ratio: float) -> float:
    """Return the derivative of the profiled deviance by the ratio (the coefficients drop out: they are best)."""
    cross, shift, squares = _solved(sums, ratio)
    thin = 1 / (1 + ratio * sums.sizes) ** 2
    left = sums.sums_y - sums.sums_x @ shift
    leverage = np.einsum("gi,gi->g", sums.sums_x @ np.linalg.inv(cross), sums.sums_x)
    of_determinants = float((sums.sizes / (1 + ratio * sums.sizes)).sum()) - float(thin @ leverage)
    return of_determinants - _free(sums) * float(thin @ left**2) / squares


def _profile_at(sums: GroupSums, ratio: float) -> Profile:
    cross, shift, squares = _solved(sums, ratio)
    inverse, variance = np.linalg.inv(cross), squares / _free(sums)
    full = 1 + ratio * sums.sizes
    thin, thinner = full**-2.0, -2 * sums.sizes * full**-3.0
    left = sums.sums_y - sums.sums_x @ shift
    slope_of_cross = (sums.sums_x * thin[:, np.newaxis]).T @ sums.sums_x
    leverage = np.einsum("gi,gi->g", sums.sums_x @ inverse, sums.sums_x)
    drift = inverse @ (sums.sums_x.T @ (thin * left))
    half = inverse @ slope_of_cross
    of_determinants = (
        -float(((sums.sizes / full) ** 2).sum()) - float(thinner @ leverage) - float(np.trace(half @ half))
    )
    of_squares = -float(thinner @ left**2) - 2 * float((thin * left) @ (sums.sums_x @ drift))
    mixed = float(thin @ left**2) / variance**2
    information = np.array([[of_determinants + of_squares / variance, mixed], [mixed, _free(sums) / variance**2]])
    return Profile(ratio, variance, shift, inverse, slope_of_cross, information)
