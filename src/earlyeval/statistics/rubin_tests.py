"""Rubin's rules beyond one number: several coefficients tested at once, test statistics, correlations and shares."""

from dataclasses import dataclass, replace
from math import inf, isinf, nan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.rubin import TOO_FEW, PooledImputations, pool_rubin

SINGULAR = "The covariance matrices say that coefficients are not separate, so they cannot be tested together."


@dataclass(frozen=True)
class PooledTest:
    """An F test pooled over imputed data sets; ``riv`` is the average relative increase in variance."""

    test: Estimate
    m: int
    riv: float = nan


def pool_joint_test(estimates: Any, covariances: ArrayLike, *, complete_df: float = inf, n: int = 0) -> PooledTest:
    """Return the test that several coefficients are all zero, from several imputed data sets (mice's ``D1``).

    Parameters
    ----------
    estimates : two-dimensional
        One row per imputed data set, one column per coefficient.
    covariances : three-dimensional
        Their covariance matrix in each data set.
    complete_df : float
        Residual degrees of freedom without missing values; infinite for large samples.

    Notes
    -----
    r = (1 + 1/m) tr(B U^-1) / k, F = b'U^-1 b / (k (1 + r)); denominator df of Reiter 2007
    (doi:10.1093/biomet/asm028), or of Li, Raghunathan and Rubin 1991 (doi:10.1080/01621459.1991.10475152) where
    ``complete_df`` is infinite.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> matrices = [[[0.04, 0.0], [0.0, 0.09]]] * 3
    >>> found = missing_data.pool_joint_test([[0.5, 1.1], [0.7, 0.9], [0.6, 1.3]], matrices, complete_df=50)
    >>> round(found.test.statistic, 2)
    7.67
    """
    values, spreads = table(estimates, name="estimates"), np.asarray(covariances, dtype=float)
    m, k = values.shape
    if spreads.shape != (m, k, k) or not np.isfinite(spreads).all() or np.isnan(values).any():
        raise ValueError("Every imputed data set needs its coefficients and their covariance matrix.")
    if complete_df <= 0:
        raise ValueError("Degrees of freedom are above 0.")
    method = "multiple imputation, D1"
    if m < 2:
        return PooledTest(not_estimable("joint_test", TOO_FEW, n=n, method=method), m)
    mean, within, between = values.mean(axis=0), spreads.mean(axis=0), np.atleast_2d(np.cov(values.T))
    if np.linalg.matrix_rank(within, hermitian=True) < k:
        return PooledTest(not_estimable("joint_test", SINGULAR, n=n, method=method), m)
    riv = (1 + 1 / m) * float(np.trace(between @ np.linalg.inv(within))) / k
    statistic = float(mean @ np.linalg.solve(within, mean)) / (k * (1 + riv))
    df_2 = _joint_df(float(k * (m - 1)), k, riv, complete_df)
    return PooledTest(_tested(statistic, k, df_2, n=n, method=method), m, riv)


def pool_statistics(statistics: ArrayLike, df: int, *, n: int = 0) -> PooledTest:
    """Return the pooled test of chi-square (Wald or likelihood ratio) statistics with ``df`` (mice's ``D2``).

    For when only the statistics are known: it has less power than ``pool_joint_test``.
    Source: Li, Meng, Raghunathan and Rubin 1991, Statistica Sinica 1, 65-92.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> round(missing_data.pool_statistics([7.1, 9.4, 6.2], df=3).test.p_value, 3)
    0.116
    """
    found = numbers(statistics, name="statistics")
    m, method = int(found.size), "multiple imputation, D2"
    if np.isnan(found).any() or (found < 0).any() or df < 1:
        raise ValueError("Chi-square statistics are there and never negative, and df is 1 or more.")
    if m < 2:
        return PooledTest(not_estimable("joint_test", TOO_FEW, n=n, method=method), m)
    riv = (1 + 1 / m) * float(np.sqrt(found).var(ddof=1))
    statistic = (float(found.mean()) / df - (m + 1) / (m - 1) * riv) / (1 + riv)
    df_2 = df ** (-3 / m) * (m - 1) * (1 + 1 / riv) ** 2 if riv > 0 else inf
    return PooledTest(_tested(max(0.0, statistic), df, df_2, n=n, method=method), m, riv)


def pool_correlations(correlations: ArrayLike, n: int, *, conf_level: float = 0.95) -> PooledImputations:
    """Pool a correlation over imputed data sets by Fisher's z, given back as a correlation.

    ``n`` counts the people of each completed data set; within, between and total variance stay on the scale of z.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> round(missing_data.pool_correlations([0.31, 0.42, 0.28], n=50).pooled.estimate, 3)
    0.338
    """
    values = numbers(correlations, name="correlations")
    if np.isnan(values).any() or (np.abs(values) > 1).any() or n < 4:
        raise ValueError("Correlations lie between -1 and 1, of four people or more.")
    if (np.abs(values) == 1).any():
        return PooledImputations(not_estimable("pooled", "A correlation of 1 has no error.", n=n), int(values.size))
    errors = np.full(values.size, 1 / np.sqrt(n - 3))
    found = pool_rubin(np.arctanh(values), errors, n=n, conf_level=conf_level)
    return _given_back(found, np.tanh, "Fisher's z")


def pool_shares(k: ArrayLike, n: ArrayLike, *, complete_df: float = inf, conf_level: float = 0.95) -> PooledImputations:
    """Pool shares k of n over imputed data sets by their logits, given back as a share.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> round(missing_data.pool_shares([12, 15, 11], [40, 40, 40]).pooled.estimate, 3)
    0.315
    """
    yes, size = numbers(k, name="k"), numbers(n, name="n")
    size = np.broadcast_to(size, yes.shape) if size.size == 1 else size
    if yes.shape != size.shape or np.isnan(yes).any() or (yes < 0).any() or (yes > size).any():
        raise ValueError("A count is never negative and not larger than its denominator.")
    people = int(size.max(initial=0))
    if (yes == 0).any() or (yes == size).any():
        reason = "A share of 0 or 1 has no logit."
        return PooledImputations(not_estimable("pooled", reason, n=people), int(yes.size))
    errors = np.sqrt(1 / yes + 1 / (size - yes))
    found = pool_rubin(np.log(yes / (size - yes)), errors, complete_df=complete_df, n=people, conf_level=conf_level)
    return _given_back(found, expit, "logits")


def _given_back(found: PooledImputations, back: Any, words: str) -> PooledImputations:
    if not found.pooled.estimable:
        return found
    ends = {name: float(back(getattr(found.pooled, name))) for name in ("estimate", "conf_low", "conf_high")}
    method = f"{found.pooled.method}, by {words}"
    return replace(found, pooled=replace(found.pooled, **ends, std_error=nan, method=method))


def _tested(statistic: float, df: int, df_2: float, *, n: int, method: str) -> Estimate:
    return Estimate(
        "joint_test", p_value=float(fisher.sf(statistic, df, min(df_2, 1e12))), statistic=statistic, df=float(df),
        df_2=df_2, n=n, method=method,
    )  # fmt: skip


def _joint_df(t: float, k: int, riv: float, complete_df: float) -> float:
    if riv == 0:
        return inf if isinf(complete_df) else (complete_df + 1) / (complete_df + 3) * complete_df
    if isinf(complete_df) or t <= 4:
        old = t * (1 + 1 / k) * (1 + 1 / riv) ** 2 / 2
        return 4 + (t - 4) * (1 + (1 - 2 / t) / riv) ** 2 if t > 4 else old
    a = riv * t / (t - 2)
    seen = (complete_df + 1) / (complete_df + 3) * complete_df
    c_0, c_1, c_2 = 1 / (t - 4), seen - 2 * (1 + a), seen - 4 * (1 + a)
    if c_2 <= 0:
        return 4.0
    z = 1 / c_2 + c_0 * (a**2 * c_1 / ((1 + a) ** 2 * c_2))
    z += c_0 * (8 * a**2 * c_1 / ((1 + a) * c_2**2) + 4 * a**2 / ((1 + a) * c_2))
    z += c_0 * (4 * a**2 / (c_2 * c_1) + 16 * a**2 * c_1 / c_2**3) + c_0 * 8 * a**2 / c_2**2
    return 4 + 1 / z
