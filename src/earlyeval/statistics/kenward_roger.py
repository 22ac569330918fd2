"""Degrees of freedom of fixed effects in a Gaussian model: Satterthwaite's, and Kenward and Roger's with their errors.

Everything is written for directions in which the covariance V can move; which ones they are does not matter, as long
as together they span the same covariances.
"""

from dataclasses import dataclass, field

import numpy as np

from earlyeval.statistics.arrays import Numbers

FLAT = 1e-8
NEARLY_ZERO = 1e-10


@dataclass(frozen=True)
class FixedEffects:
    """What inference on the coefficients needs.

    ``covariance`` is (X'V^-1X)^-1; ``first`` and ``second`` are X'V^-1 V_k V^-1 X and X'V^-1 V_k V^-1 V_l V^-1 X;
    ``trace_pairs`` tr(V^-1 V_k V^-1 V_l); ``slopes`` (parameter x direction) how V moves with the parameters of the
    model; ``information`` the second derivatives of the deviance by those parameters.
    """

    covariance: Numbers
    first: Numbers
    second: Numbers
    trace_pairs: Numbers
    slopes: Numbers
    information: Numbers
    adjusted: Numbers = field(init=False)  # Kenward and Roger's covariance of the coefficients
    of_parameters: Numbers = field(init=False)  # covariance of the directions' sizes, by the expected information

    def __post_init__(self) -> None:
        """Work out what every Kenward-Roger answer shares."""
        turned = self.covariance @ self.first
        expected = (
            self.trace_pairs
            - 2 * np.trace(self.covariance @ self.second, axis1=2, axis2=3)
            + np.einsum("kij,lji->kl", turned, turned)
        )
        expected = (expected + expected.T) / 2
        of_parameters = 2 * np.linalg.pinv(expected, rcond=1e-12, hermitian=True)
        bend = np.einsum("kl,klab->ab", of_parameters, self.second)
        bend -= np.einsum("kl,kab,lbc->ac", of_parameters, self.first, turned)
        adjusted = self.covariance + 2 * self.covariance @ bend @ self.covariance
        object.__setattr__(self, "of_parameters", of_parameters)
        object.__setattr__(self, "adjusted", (adjusted + adjusted.T) / 2)


def satterthwaite(effects: FixedEffects, weights: Numbers) -> tuple[float, float]:
    """Return the variance of a weighted sum of coefficients and its degrees of freedom, 2 var^2 / var(var).

    Directions in which the deviance is flat are left out, as lmerTest leaves them out.
    Source: Kuznetsova et al. 2017, doi:10.18637/jss.v082.i13.
    """
    turned = effects.covariance @ weights
    variance = float(weights @ turned)
    gradient = effects.slopes @ (effects.first @ turned @ turned)
    scales = np.sqrt(np.maximum(np.abs(np.diag(effects.information)), 1e-300))
    values, vectors = np.linalg.eigh(effects.information / np.outer(scales, scales))
    kept = values > FLAT
    part = vectors[:, kept].T @ (gradient / scales)
    return variance, float(variance**2 / (part @ (part / values[kept])))


def satterthwaite_f(effects: FixedEffects, coefficients: Numbers, matrix: Numbers) -> tuple[float, float, float]:
    """Return F, its numerator and its denominator degrees of freedom for several weighted sums at once.

    The sums are turned to independent ones, each with its own Satterthwaite df. Source: Fai and Cornelius 1996,
    doi:10.1080/00949659608811740.
    """
    values, vectors = np.linalg.eigh(matrix @ effects.covariance @ matrix.T)
    kept = values > FLAT * values.max()
    directions = vectors[:, kept].T @ matrix
    squares = (directions @ coefficients) ** 2 / values[kept]
    each = np.array([satterthwaite(effects, direction)[1] for direction in directions])
    return float(squares.mean()), float(kept.sum()), denominator_of(each)


def denominator_of(each: Numbers) -> float:
    """Return the denominator df of an F that is a mean of squared t values with these df."""
    if each.size == 1 or np.ptp(each) < 1e-8:
        return float(each.mean())
    if (each <= 2).any():
        return 2.0
    total = float((each / (each - 2)).sum())
    return 2 * total / (total - each.size)


def kenward_roger(effects: FixedEffects, coefficients: Numbers, matrix: Numbers) -> tuple[float, float, float, float]:
    """Return F after scaling, its numerator and denominator degrees of freedom, and the scaling.

    Source: Kenward and Roger 1997, doi:10.2307/2533558; written as in Halekoh and Hojsgaard 2014,
    doi:10.18637/jss.v059.i09.
    """
    # Unlike Satterthwaite's, this F does not depend on the lengths of the rows: one length keeps the digits.
    matrix = matrix / np.linalg.norm(matrix, axis=1)[:, np.newaxis]
    covariance, rank = effects.covariance, int(np.linalg.matrix_rank(matrix))
    middle = matrix.T @ np.linalg.pinv(matrix @ covariance @ matrix.T, hermitian=True) @ matrix
    each = middle @ covariance @ effects.first @ covariance
    traces = np.trace(each, axis1=1, axis2=2)
    one = float(traces @ effects.of_parameters @ traces)
    two = float((effects.of_parameters * np.einsum("kij,lji->kl", each, each)).sum())
    df, scaling = _df_and_scaling(one, two, rank)
    value = matrix @ coefficients
    wald = value @ np.linalg.pinv(matrix @ effects.adjusted @ matrix.T, hermitian=True) @ value
    return float(scaling * wald / rank), float(rank), df, scaling


def _df_and_scaling(one: float, two: float, rank: int) -> tuple[float, float]:
    if abs(two) < NEARLY_ZERO:
        return np.inf, 1.0
    if rank == 1:
        # What the general form comes to, which divides nought by nought, or by nought at four degrees of freedom.
        return 2 / two, 1.0
    bend = (one + 6 * two) / (2 * rank)
    g = ((rank + 1) * one - (rank + 4) * two) / ((rank + 2) * two)
    under = 3 * rank + 2 * (1 - g)
    c_1, c_2, c_3 = g / under, (rank - g) / under, (rank + 2 - g) / under
    v_0, v_1, v_2 = 1 + c_1 * bend, 1 - c_2 * bend, 1 - c_3 * bend
    v_0 = 0.0 if abs(v_0) < NEARLY_ZERO else v_0
    mean = 1 - two / rank
    ratio = 1.0 if abs(mean) < NEARLY_ZERO and abs(v_1) < NEARLY_ZERO else mean / v_1
    rho = ratio**2 * v_0 / v_2 / rank
    df = 4 + (rank + 2) / (rank * rho - 1)
    return float(df), float(1.0 if abs(df - 2) < 1e-2 else df * mean / (df - 2))
