"""Rubin's rules: one answer from the same analysis of several imputed data sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.meta_fit import critical, p_of

TOO_FEW = "Fewer than two imputed data sets: how much the missing values matter cannot be told."
NO_SPREAD = "The estimate has no standard error, so no interval can be worked out."


@dataclass(frozen=True)
class PooledImputations:
    """The pooled estimate and how much of its uncertainty is due to missing values.

    ``within`` and ``between`` are the two variances, ``total`` = within + (1 + 1/m) between; ``riv`` the relative
    increase in variance, ``lambda_`` the share of the total that is due to missing values, ``fmi`` the fraction of
    missing information (Rubin 1987, with its degrees of freedom). ``m`` counts imputed data sets.
    """

    pooled: Estimate
    m: int
    within: float = nan
    between: float = nan
    total: float = nan
    riv: float = nan
    lambda_: float = nan
    fmi: float = nan


def pool_rubin(
    estimates: ArrayLike,
    std_errors: ArrayLike,
    *,
    complete_df: float = inf,
    n: int = 0,
    estimand: str = "pooled",
    conf_level: float = 0.95,
) -> PooledImputations:
    """Pool the same estimate from several imputed data sets, with Barnard and Rubin's degrees of freedom.

    Parameters
    ----------
    estimates, std_errors : one-dimensional, one value per imputed data set
    complete_df : float
        Degrees of freedom that the analysis would have without missing values (n - 1 for a mean); infinite for a
        normal test. With few people it matters: without it the interval is too short.

    Notes
    -----
    lambda = (1 + 1/m) B / T; df_old = (m - 1) / lambda^2; df_obs = (v + 1) / (v + 3) v (1 - lambda);
    df = df_old df_obs / (df_old + df_obs). fmi = (riv + 2 / (df + 3)) / (riv + 1).
    Sources: Rubin 1987, doi:10.1002/9780470316696; Barnard and Rubin 1999, doi:10.1093/biomet/86.4.948.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> found = missing_data.pool_rubin([2.1, 2.4, 1.9], [0.5, 0.6, 0.5], complete_df=39)
    >>> round(found.pooled.estimate, 2), round(found.fmi, 3)
    (2.13, 0.307)
    """
    level = checked_level(conf_level)
    values, errors = numbers(estimates, name="estimates"), numbers(std_errors, name="standard errors")
    if values.shape != errors.shape or np.isnan(values).any() or np.isnan(errors).any():
        raise ValueError("Every imputed data set needs an estimate and a standard error.")
    if (errors < 0).any() or complete_df <= 0:
        raise ValueError("Standard errors are never negative, and degrees of freedom are above 0.")
    m = int(values.size)
    if m < 2:
        return PooledImputations(not_estimable(estimand, TOO_FEW, n=n), m)
    value, within, between = float(values.mean()), float((errors**2).mean()), float(values.var(ddof=1))
    if np.ptp(values) == 0:
        value, between = float(values[0]), 0.0
    total = within + (1 + 1 / m) * between
    method = "multiple imputation, Rubin's rules, Barnard-Rubin df"
    if total == 0:
        return PooledImputations(Estimate(estimand, value, n=n, method=method, reason=NO_SPREAD), m, 0.0, 0.0, 0.0)
    missing = (1 + 1 / m) * between / total
    df = degrees_of_freedom(m, missing, complete_df)
    error = sqrt(total)
    reach, statistic = critical(df, level) * error, value / error
    pooled = Estimate(
        estimand, value, value - reach, value + reach, level, p_of(statistic, df), statistic,
        nan if isinf(df) else df, n, method=method, std_error=error,
    )  # fmt: skip
    riv = (1 + 1 / m) * between / within if within > 0 else inf
    fmi = 1.0 if isinf(riv) else (riv + 2 / (df + 3)) / (riv + 1)
    return PooledImputations(pooled, m, within, between, total, riv, missing, fmi)


def pool_coefficients(
    coefficients: Sequence[dict[str, Estimate]], *, complete_df: float = inf, conf_level: float = 0.95
) -> dict[str, PooledImputations]:
    """Pool the named coefficients of the same model fitted to several imputed data sets."""
    if not coefficients:
        raise ValueError("There is no model to pool.")
    names = list(coefficients[0])
    if any(list(one) != names for one in coefficients):
        raise ValueError("The models must have the same coefficients.")
    answers = {}
    for name in names:
        each = [one[name] for one in coefficients]
        refused = [one for one in each if not one.estimable]
        if refused:
            answers[name] = PooledImputations(not_estimable(name, refused[0].reason, n=refused[0].n), len(each))
            continue
        errors = [_error(one) for one in each]
        answers[name] = pool_rubin(
            [one.estimate for one in each], errors, complete_df=complete_df, n=each[0].n, estimand=name,
            conf_level=conf_level,
        )  # fmt: skip
    return answers


def degrees_of_freedom(m: int, missing: float, complete_df: float) -> float:
    """Return Barnard and Rubin's degrees of freedom, or Rubin's older ones for an infinite ``complete_df``."""
    old = (m - 1) / missing**2 if missing > 0 else inf
    if isinf(complete_df):
        return old
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - missing)
    return observed if isinf(old) else old * observed / (old + observed)


def _error(answer: Estimate) -> float:
    if not np.isnan(answer.std_error):
        return answer.std_error
    return abs(answer.estimate / answer.statistic)
