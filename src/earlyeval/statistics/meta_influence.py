"""Which effects carry a synthesis: what changes when each one is left out; how many unseen ones would undo it."""

from math import ceil, inf, nan, sqrt
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.meta_fit import Effects, MetaFit, effects_of, fitted
from earlyeval.statistics.meta_regression import MetaRegression
from earlyeval.statistics.pooling import MetaAnalysis

COLUMNS = ("rstudent", "dffits", "cook_d", "cov_r", "tau2_without", "q_without", "hat", "weight")
TOO_FEW = "Fewer than three effects: nothing can be left out and the rest still be pooled."


def influence(synthesis: MetaAnalysis | MetaRegression) -> pd.DataFrame:
    """Return how each effect bears on a synthesis, one row per effect that was used.

    Parameters
    ----------
    synthesis : MetaAnalysis or MetaRegression
        As ``pool`` or ``regress`` gave it back.

    Returns
    -------
    DataFrame
        ``rstudent`` (externally standardised residual), ``dffits``, ``cook_d`` (Cook's distance), ``cov_r``
        (ratio of the determinants of the coefficients' covariances), ``tau2_without`` and ``q_without`` the effect,
        ``hat`` (leverage), ``weight`` (a share; missing with explanatory columns), a column ``dfbetas: name`` per
        coefficient, and ``is_influential`` by the rules of Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11.
        No row where fewer than three effects (or no more than coefficients) would be left.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> pooled = meta_analysis.pool([0.1, 0.3, 0.2, 1.5], [0.02, 0.03, 0.02, 0.04], method="DL", test="z")
    >>> meta_analysis.influence(pooled)["is_influential"].tolist()
    [False, False, False, True]
    """
    fit = synthesis.fit
    names = list(getattr(synthesis, "coefficients", {"intercept": None}))
    headings = [*COLUMNS, *(f"dfbetas: {name}" for name in names), "is_influential"]
    if fit is None or fit.effects.k < max(3, fit.columns.shape[1] + 2):
        return pd.DataFrame(columns=headings, dtype=float)
    k, p = fit.columns.shape
    weights = 1 / (fit.effects.variances + fit.tau2)
    hat = np.einsum("kp,pq,kq->k", fit.columns, fit.solution.covariance, fit.columns) * weights
    rows = np.array([_without(fit, place, float(hat[place])) for place in range(k)])
    share = weights / weights.sum() if p == 1 else np.full(k, nan)
    found = pd.DataFrame(np.column_stack([rows[:, :6], hat, share, rows[:, 6:]]), columns=headings[:-1])
    found["is_influential"] = (
        (found["dffits"].abs() > 3 * sqrt(p / (k - p)))
        | (chi2.cdf(found["cook_d"], p) > 0.5)
        | (found["hat"] > 3 * p / k)
        | (found.filter(like="dfbetas").abs() > 1).any(axis=1)
    )
    return found


def _without(fit: MetaFit, place: int, hat: float) -> list[float]:
    there = np.arange(fit.effects.k) != place
    kept = Effects(fit.effects.values[there], fit.effects.variances[there], fit.effects.places[there])
    rest = fitted(kept, fit.columns[there], method=fit.method, test=fit.test)
    row, variance = fit.columns[place], float(fit.effects.variances[place])
    expected = float(row @ rest.solution.coefficients)
    spread = (variance + rest.tau2) * rest.scale
    moved = fit.solution.coefficients - rest.solution.coefficients
    q = float(((kept.values - fit.columns[there] @ _fixed(kept, fit.columns[there])) ** 2 / kept.variances).sum())
    inner = fit.columns.T / (fit.effects.variances + rest.tau2)
    own = np.diag(np.linalg.inv(inner @ fit.columns)) * rest.scale
    return [
        (float(fit.effects.values[place]) - expected) / sqrt(spread + float(row @ rest.covariance @ row)),
        (float(row @ fit.solution.coefficients) - expected) / sqrt(spread * hat),
        float(moved @ np.linalg.solve(fit.covariance, moved)),
        float(np.linalg.det(rest.covariance) / np.linalg.det(fit.covariance)),
        rest.tau2,
        q,
        *(moved / np.sqrt(own)).tolist(),
    ]


def _fixed(effects: Effects, columns: np.ndarray) -> np.ndarray:
    inner = columns.T / effects.variances
    return np.linalg.solve(inner @ columns, inner @ effects.values)


def fail_safe_n(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    kind: Literal["rosenthal", "orwin", "rosenberg"] = "rosenthal",
    target: float | None = None,
    alpha: float = 0.05,
) -> Estimate:
    """Return how many unseen studies without an effect would undo a synthesis.

    Parameters
    ----------
    kind : str
        "rosenthal": until Stouffer's combined p rises to alpha (one-sided; Rosenthal 1979,
        doi:10.1037/0033-2909.86.3.638); "rosenberg": until the common effect's two-sided p does (2005,
        doi:10.1111/j.0014-3820.2005.tb01004.x); "orwin": until the unweighted mean falls to ``target`` (half of it by
        default; 1983, doi:10.2307/1164923).

    Notes
    -----
    Rounded up, as metafor's ``fsn``. A tradition rather than evidence: it supposes that unseen studies found nothing.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> meta_analysis.fail_safe_n([0.5, 0.8, 0.6], [0.04, 0.05, 0.06]).n
    24
    """
    if kind not in ("rosenthal", "orwin", "rosenberg") or not 0 < alpha < 1:
        raise ValueError("kind is rosenthal, orwin or rosenberg; alpha lies between 0 and 1.")
    effects = effects_of(estimates, variances)
    k, method = effects.k, f"fail-safe N ({kind})"
    if k == 0:
        return not_estimable("fail_safe_n", "There is no effect with a variance.", n=0, method=method)
    if kind == "rosenthal":
        combined = abs(float((effects.values / np.sqrt(effects.variances)).sum())) / sqrt(k)
        raw = k * (combined / norm.isf(alpha)) ** 2 - k
    elif kind == "rosenberg":
        weights = 1 / effects.variances
        total = float(weights.sum())
        raw = k * ((float(weights @ effects.values) / norm.isf(alpha / 2)) ** 2 - total) / total
    else:
        mean = float(effects.values.mean())
        aim = mean / 2 if target is None else float(np.copysign(target, mean))
        raw = inf if aim == 0 else k * (mean - aim) / aim
    if raw == inf:
        return not_estimable("fail_safe_n", "No number of studies brings a mean down to nothing.", n=k, method=method)
    # A whole number but for the noise of binary arithmetic is that number.
    value = ceil(max(0.0, raw - 1e-9 * (1 + abs(raw))))
    return Estimate("fail_safe_n", float(value), n=value, method=method)
