"""tau2, how much the true effects of studies or sites differ: ten ways to estimate it, and its Q-profile interval.

Each works with or without explanatory columns. All are cut off at 0: a variance is never negative.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers

METHODS = {
    "DL": "DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2",
    "PM": "Paule and Mandel 1982, doi:10.6028/jres.087.022",
    "REML": "restricted maximum likelihood; Viechtbauer 2005, doi:10.3102/10769986030003261",
    "ML": "maximum likelihood; Hardy and Thompson 1996",
    "EB": "empirical Bayes; Morris 1983, doi:10.1080/01621459.1983.10477920",
    "HE": "Hedges and Olkin 1985",
    "SJ": "Sidik and Jonkman 2005, doi:10.1111/j.1467-9876.2005.00489.x",
    "HS": "Hunter and Schmidt 2004",
    "HSk": "Hunter and Schmidt, small-sample corrected; Brannick et al. 2019, doi:10.1007/s10869-019-09634-3",
    "PMM": "median-unbiased Paule and Mandel; Viechtbauer 2021, doi:10.1002/jrsm.1513",
}
GRID = 96


@dataclass(frozen=True)
class Weighted:
    """A weighted least-squares fit of effects on columns, and the traces that the estimators of tau2 need."""

    coefficients: Numbers
    covariance: Numbers
    remainder: Numbers
    q: float  # weighted sum of squares of the remainder
    trace: float  # of P = W - W X (X'W X)^-1 X'W
    trace_square: float  # of PP
    logarithm_determinant: float  # of X'W X


def weighted(effects: Numbers, columns: Numbers, weights: Numbers) -> Weighted:
    """Return the weighted fit; weights are 1 / (sampling variance + tau2)."""
    inner = columns.T * weights
    covariance = np.linalg.inv(inner @ columns)
    coefficients = covariance @ (inner @ effects)
    # One step of refinement, for columns that are nearly alike.
    coefficients = coefficients + covariance @ (inner @ (effects - columns @ coefficients))
    remainder = effects - columns @ coefficients
    second, third = (columns.T * weights**2) @ columns, (columns.T * weights**3) @ columns
    trace = float(weights.sum() - np.trace(covariance @ second))
    both = covariance @ second
    trace_square = float((weights**2).sum() - 2 * np.trace(covariance @ third) + np.trace(both @ both))
    determinant = float(np.linalg.slogdet(inner @ columns)[1])
    return Weighted(
        coefficients, covariance, remainder, float((weights * remainder**2).sum()), trace, trace_square, determinant
    )


def between_variance(effects: Numbers, variances: Numbers, columns: Numbers, method: str) -> tuple[float, float]:
    """Return tau2 and its standard error by one of ``METHODS``.

    With as many coefficients as effects there is nothing to estimate it from: that is the caller's to refuse.
    """
    k, p = columns.shape
    fixed = weighted(effects, columns, 1 / variances)
    if method == "DL":
        tau2 = max(0.0, (fixed.q - (k - p)) / fixed.trace)
        return tau2, sqrt(2 * (k - p) + 4 * tau2 * fixed.trace + 2 * tau2**2 * fixed.trace_square) / fixed.trace
    if method in ("HS", "HSk"):
        total, factor = float((1 / variances).sum()), k / (k - p) if method == "HSk" else 1.0
        tau2 = max(0.0, (factor * fixed.q - k) / total)
        return tau2, factor * sqrt(2 * (k - p) + 4 * tau2 * fixed.trace + 2 * tau2**2 * fixed.trace_square) / total
    if method in ("HE", "SJ"):
        return _by_moments(effects, variances, columns, method)
    if method in ("PM", "PMM", "EB"):
        target = float(chi2.median(k - p)) if method == "PMM" else float(k - p)
        tau2 = max(0.0, root_of_q(effects, variances, columns, target))
        return tau2, sqrt(2 * k**2 / (k - p)) / float((1 / (variances + tau2)).sum())
    if method in ("REML", "ML"):
        tau2 = _by_likelihood(effects, variances, columns, restricted=method == "REML")
        weights = 1 / (variances + tau2)
        traces = weighted(effects, columns, weights).trace_square if method == "REML" else float((weights**2).sum())
        return tau2, sqrt(2 / traces)
    raise ValueError(f"tau2 can be estimated by {', '.join(METHODS)}.")


def root_of_q(effects: Numbers, variances: Numbers, columns: Numbers, target: float) -> float:
    """Return the tau2 at which the generalised Q falls to ``target``; -1 where it is below that already at 0."""

    def gap(tau2: float) -> float:
        return weighted(effects, columns, 1 / (variances + tau2)).q - target

    if gap(0.0) <= 0:
        return -1.0
    high = _scale(effects, variances)
    while gap(high) > 0:
        high *= 4
    return float(brentq(gap, 0.0, high, xtol=1e-14 * high, rtol=1e-14, maxiter=500))


def q_profile(effects: Numbers, variances: Numbers, columns: Numbers, level: float) -> tuple[float, float] | None:
    """Return the Q-profile interval of tau2, or None where it is empty (effects more alike than chance allows).

    Source: Viechtbauer 2007, doi:10.1002/sim.2514.
    """
    df = columns.shape[0] - columns.shape[1]
    tail = (1 - level) / 2
    high = root_of_q(effects, variances, columns, float(chi2.ppf(tail, df)))
    if high < 0:
        return None
    return max(0.0, root_of_q(effects, variances, columns, float(chi2.isf(tail, df)))), high


def log_likelihood(effects: Numbers, variances: Numbers, columns: Numbers, tau2: float, *, restricted: bool) -> float:
    """Return the (restricted) log-likelihood at tau2; the restricted one with the constant of metafor."""
    k, p = columns.shape
    fit = weighted(effects, columns, 1 / (variances + tau2))
    common = -0.5 * float(np.log(variances + tau2).sum()) - 0.5 * fit.q
    if not restricted:
        return common - 0.5 * k * float(np.log(2 * np.pi))
    constant = 0.5 * float(np.linalg.slogdet(columns.T @ columns)[1]) - 0.5 * (k - p) * float(np.log(2 * np.pi))
    return common + constant - 0.5 * fit.logarithm_determinant


def _by_moments(effects: Numbers, variances: Numbers, columns: Numbers, method: str) -> tuple[float, float]:
    k, p = columns.shape
    if method == "HE":
        start, weights = 1.0, np.ones(k)
    else:
        start = float(np.var(effects))
        if start == 0:
            return 0.0, 0.0
        weights = 1 / (variances + start)
    fit = weighted(effects, columns, weights)
    projection = np.diag(weights) - (columns.T * weights).T @ fit.covariance @ (columns.T * weights)
    spread = projection * variances
    raw = (fit.q - np.trace(spread)) / (k - p) if method == "HE" else start * fit.q / (k - p)
    tau2 = max(0.0, float(raw))
    parts = 2 * float((spread * spread.T).sum()) + 4 * tau2 * float((spread * projection).sum())
    return tau2, start / (k - p) * sqrt(parts + 2 * tau2**2 * float((projection**2).sum()))


def _by_likelihood(effects: Numbers, variances: Numbers, columns: Numbers, *, restricted: bool) -> float:
    """Return the tau2 of the highest likelihood: every peak is looked at, and so is 0."""

    def slope(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        fit = weighted(effects, columns, weights)
        return float(((weights * fit.remainder) ** 2).sum()) - (fit.trace if restricted else float(weights.sum()))

    top = 4 * _scale(effects, variances)
    while slope(top) > 0:
        top *= 4
    points = np.concatenate([[0.0], np.geomspace(1e-6 * float(variances.min()), top, GRID)])
    peaks = [0.0, *_roots(slope, points)]
    heights = [log_likelihood(effects, variances, columns, peak, restricted=restricted) for peak in peaks]
    return peaks[int(np.argmax(heights))]


def _roots(slope: Callable[[float], float], points: Numbers) -> list[float]:
    values = [slope(float(point)) for point in points]
    falls = [place for place in range(len(points) - 1) if values[place] > 0 >= values[place + 1]]
    return [
        float(brentq(slope, points[place], points[place + 1], xtol=1e-15 * points[place + 1], rtol=1e-14, maxiter=500))
        for place in falls
    ]


def _scale(effects: Numbers, variances: Numbers) -> float:
    """Return a tau2 that is large for these effects, from which a search for an upper end starts."""
    return float(np.var(effects) + variances.max())
