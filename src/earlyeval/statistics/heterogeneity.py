"""How much studies or sites differ: Q, tau2, I2, H2 and where the next one may lie, each with its interval."""

from math import sqrt

import numpy as np
from scipy.stats import chi2

from earlyeval.statistics.between_variance import q_profile, weighted
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.meta_fit import FIXED, MetaFit, critical, source
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile

NAMES = ("tau2", "tau", "i2", "h2")
COMMON = "One common effect is assumed, so there is no variance between studies to estimate."
TOO_FEW = "There are not more effects than coefficients, so nothing can be said about how they differ."
EMPTY = "The effects are more alike than chance allows, so the Q-profile interval is empty."
NO_PREDICTION = "A prediction interval needs one common variance between studies: choose a random-effects method."
TOO_FEW_TO_PREDICT = "With fewer than three effects there is no t distribution to predict the next one with."


def q_test(fit: MetaFit) -> Estimate:
    """Return Cochran's Q (of what the columns leave over) with its chi-square test."""
    rest = fit.columns.shape[0] - fit.columns.shape[1]
    if rest < 1:
        return not_estimable("q", TOO_FEW, n=fit.effects.k)
    q = weighted(fit.effects.values, fit.columns, 1 / fit.effects.variances).q
    p_value = float(chi2.sf(q, rest))
    return Estimate(
        "q", q, p_value=p_value, statistic=q, df=float(rest), n=fit.effects.k, method="Cochran's Q, inverse variance"
    )


def typical_variance(fit: MetaFit) -> float:
    """Return Higgins and Thompson's typical sampling variance, (k - p) / trace(P)."""
    rest = fit.columns.shape[0] - fit.columns.shape[1]
    return rest / weighted(fit.effects.values, fit.columns, 1 / fit.effects.variances).trace


def of_tau2(fit: MetaFit, *, level: float) -> dict[str, Estimate]:
    """Return tau2, tau, I2 (a share, not per cent) and H2 with intervals from tau2's Q-profile interval.

    I2 = tau2 / (tau2 + v), H2 = 1 + tau2 / v, with v the typical sampling variance (Higgins and Thompson 2002,
    doi:10.1002/sim.1186). For one common effect I2 = (Q - df) / Q and H2 = Q / df, without an interval.
    """
    k, rest = fit.effects.k, fit.columns.shape[0] - fit.columns.shape[1]
    if rest < 1:
        return {name: not_estimable(name, TOO_FEW, n=k) for name in NAMES}
    if fit.method == FIXED:
        h2 = max(1.0, q_test(fit).statistic / rest)
        return {
            **{name: not_estimable(name, COMMON, n=k) for name in ("tau2", "tau")},
            "i2": Estimate("i2", 1 - 1 / h2, n=k, method="(Q - df) / Q", reason="No interval without tau2."),
            "h2": Estimate("h2", h2, n=k, method="Q / df, at least 1", reason="No interval without tau2."),
        }
    typical = typical_variance(fit)
    ends = q_profile(fit.effects.values, fit.effects.variances, fit.columns, level)
    told = f"{fit.method} ({source(fit.method)}); Q-profile interval"
    ways = {
        "tau2": lambda tau2: tau2,
        "tau": sqrt,
        "i2": lambda tau2: tau2 / (typical + tau2),
        "h2": lambda tau2: 1 + tau2 / typical,
    }
    errors = {"tau2": fit.tau2_error}
    answers = {}
    for name, way in ways.items():
        held = {"n": k, "method": told, "std_error": errors.get(name, np.nan)}
        if ends is None:
            answers[name] = Estimate(name, way(fit.tau2), reason=EMPTY, **held)
        else:
            answers[name] = Estimate(name, way(fit.tau2), way(ends[0]), way(ends[1]), level, **held)
    return answers


def i2_from_q(fit: MetaFit, *, level: float) -> Estimate:
    """Return I2 = (Q - df) / Q, cut off at 0, with the test-based interval of Higgins and Thompson 2002."""
    q, k = q_test(fit), fit.effects.k
    if not q.estimable:
        return not_estimable("i2_from_q", TOO_FEW, n=k)
    value = max(0.0, 1 - q.df / q.statistic) if q.statistic > 0 else 0.0
    if q.df < 2:
        return Estimate("i2_from_q", value, n=k, method="(Q - df) / Q", reason="Two effects give no interval of H.")
    log_h = 0.5 * np.log(q.statistic / q.df) if q.statistic > 0 else -np.inf
    if q.statistic > k:
        error = 0.5 * (np.log(q.statistic) - np.log(q.df)) / (sqrt(2 * q.statistic) - sqrt(2 * q.df - 1))
    else:
        error = sqrt(1 / (2 * (q.df - 1)) * (1 - 1 / (3 * (q.df - 1) ** 2)))
    ends = [np.exp(log_h + side * normal_quantile(level) * error) for side in (-1, 1)]
    low, high = (float(1 - 1 / max(1.0, end) ** 2) for end in ends)
    return Estimate("i2_from_q", value, low, high, level, n=k, method="(Q - df) / Q, test-based interval of H")


def prediction(fit: MetaFit, row: np.ndarray, *, level: float) -> dict[str, Estimate]:
    """Return where the true effect of the next study may lie, by two rules under two names.

    ``prediction_hts`` reaches t(k - p - 1) standard errors (Higgins, Thompson and Spiegelhalter 2009,
    doi:10.1111/j.1467-985X.2008.00552.x): k - 2 without explanatory columns. ``prediction_same_df`` takes the
    distribution of the pooled effect's own interval, as metafor does: normal for z, t(k - p) otherwise.
    """
    names = ("prediction_hts", "prediction_same_df")
    k, p = fit.columns.shape
    if fit.method == FIXED:
        return {name: not_estimable(name, NO_PREDICTION, n=k) for name in names}
    if k <= p:
        return {name: not_estimable(name, TOO_FEW, n=k) for name in names}
    value = float(row @ fit.solution.coefficients)
    error = sqrt(fit.tau2 + max(0.0, float(row @ fit.covariance @ row)))
    answers = {}
    for name, df in zip(names, (k - p - 1, fit.df), strict=True):
        if df < 1:
            answers[name] = not_estimable(name, TOO_FEW_TO_PREDICT, n=k)
            continue
        reach = (t_quantile(df, level) if name == "prediction_hts" else critical(df, level)) * error
        answers[name] = Estimate(
            name, value, value - reach, value + reach, level, df=float(df) if np.isfinite(df) else np.nan, n=k,
            method=f"{fit.method}; interval for the effect of a further study", std_error=error,
        )  # fmt: skip
    return answers
