"""Errors that remember the time before: Newey-West, AR(1) by Prais-Winsten or likelihood, Durbin and Watson's test."""

from math import log, pi, sqrt

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate

STEPS = 500
EDGE = 0.9999


def newey_west_covariance(design: Numbers, residuals: Numbers, lag: int, *, small_sample: bool) -> Numbers:
    """Return the covariance matrix of least-squares coefficients that allows for autocorrelation up to a lag.

    Bartlett weights 1 - j / (lag + 1); ``small_sample`` multiplies by n / (n - k), as R's ``NeweyWest(adjust = TRUE)``.
    """
    n, width = design.shape
    if lag < 0 or lag >= n or lag % 1:
        raise ValueError("The lag is a whole number from 0 to below the number of times.")
    scores = design * residuals[:, np.newaxis]
    middle = scores.T @ scores
    for step in range(1, int(lag) + 1):
        product = scores[step:].T @ scores[:-step]
        middle += (1 - step / (lag + 1)) * (product + product.T)
    bread = np.linalg.inv(design.T @ design)
    return bread @ middle @ bread * (n / (n - width) if small_sample else 1.0)


def autoregressive_fit(design: Numbers, series: Numbers, errors: str) -> tuple[Numbers, Numbers, float, float] | None:
    """Return coefficients, covariance, rho and log-likelihood with AR(1) errors; None where rho runs to 1.

    "prais_winsten": rho = sum e_t e_(t-1) / sum e_(t-1)^2 of the residuals in the series' own units, and the
    coefficients, in turns until they settle. "ar1_reml" and "ar1_ml": the rho of the highest (restricted) likelihood.
    """
    if errors != "prais_winsten":
        restricted = errors == "ar1_reml"
        best = _likeliest(design, series, restricted=restricted)
        if abs(best) > EDGE:
            return None
        coefficients, covariance = _generalised(design, series, best)
        return coefficients, covariance, best, _log_likelihood(design, series, best, restricted=restricted)
    rho = 0.0
    for _ in range(STEPS):
        coefficients, covariance = _generalised(design, series, rho)
        rest = series - design @ coefficients
        moved = float(rest[1:] @ rest[:-1]) / float(rest[:-1] @ rest[:-1])
        if abs(moved) > EDGE:
            return None
        if abs(moved - rho) < 1e-13:
            break
        rho = moved
    return coefficients, covariance, rho, np.nan


def durbin_watson(design: Numbers, residuals: Numbers) -> Estimate:
    """Return the Durbin-Watson statistic with its exact p value against positive autocorrelation of first order.

    The p value is that of a ratio of quadratic forms in normal errors, by Imhof's integral (R's ``lmtest::dwtest``
    gives the same). Sources: Durbin and Watson 1950, doi:10.2307/2332391; Imhof 1961, doi:10.2307/2332763.
    """
    n, width = design.shape
    statistic = float((np.diff(residuals) ** 2).sum() / (residuals**2).sum())
    differences = np.diff(np.eye(n), axis=0)
    orthogonal = np.linalg.qr(design)[0]
    outside = np.eye(n) - orthogonal @ orthogonal.T
    roots = np.linalg.eigvalsh(outside @ differences.T @ differences @ outside)[width:]
    p_value = _below_zero(roots - statistic)
    return Estimate("durbin_watson", statistic, p_value=p_value, n=n, method="Durbin-Watson, exact p, one-sided")


def _below_zero(weights: Numbers) -> float:
    """Return the chance that a weighted sum of squared normals is below 0 (Imhof)."""

    def integrand(at: float) -> float:
        if at == 0:
            return float(weights.sum()) / 2
        angle = 0.5 * float(np.arctan(weights * at).sum())
        size = 0.25 * float(np.log1p((weights * at) ** 2).sum())
        return float(np.sin(angle) * np.exp(-size) / at)

    found = quad(integrand, 0, np.inf, limit=500, epsabs=1e-12, epsrel=1e-10)[0]
    return min(1.0, max(0.0, 0.5 - found / pi))


def _turned(values: Numbers, rho: float) -> Numbers:
    """Return a series whose AR(1) errors have become independent."""
    turned = values.copy()
    turned[0] = sqrt(1 - rho**2) * values[0]
    turned[1:] = values[1:] - rho * values[:-1]
    return turned


def _generalised(design: Numbers, series: Numbers, rho: float) -> tuple[Numbers, Numbers]:
    columns, outcome = _turned(design, rho), _turned(series, rho)
    inverse = np.linalg.pinv(columns)
    coefficients = inverse @ outcome
    rest = outcome - columns @ coefficients
    return coefficients, inverse @ inverse.T * float(rest @ rest) / (series.size - design.shape[1])


def _log_likelihood(design: Numbers, series: Numbers, rho: float, *, restricted: bool) -> float:
    """Return the (restricted) log-likelihood as R's nlme has it."""
    n, width = design.shape
    columns, outcome = _turned(design, rho), _turned(series, rho)
    rest = outcome - columns @ (np.linalg.pinv(columns) @ outcome)
    square, size = float(rest @ rest), n - width if restricted else n
    value = 0.5 * log(1 - rho**2) - 0.5 * size * (log(2 * pi) + 1 + log(square / size))
    if restricted:
        value -= 0.5 * float(np.linalg.slogdet(columns.T @ columns)[1])
    return value


def _likeliest(design: Numbers, series: Numbers, *, restricted: bool) -> float:
    """Return the rho of the highest likelihood: the best of a grid, then narrowed down around it."""
    grid = np.tanh(np.linspace(-5, 5, 201))
    heights = [_log_likelihood(design, series, float(rho), restricted=restricted) for rho in grid]
    place = int(np.argmax(heights))
    if place in (0, grid.size - 1):
        return float(np.sign(grid[place]))
    found = minimize_scalar(
        lambda rho: -_log_likelihood(design, series, float(rho), restricted=restricted),
        bounds=(grid[place - 1], grid[place + 1]),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return float(found.x)
