"""Means and covariances of normal data with gaps by maximum likelihood, and Little's test built on them."""

from typing import Any

import numpy as np
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable

STEPS = 100_000
CLOSE = 1e-12
COMPLETE = "Nothing is missing, so there are no patterns to compare."
NO_VARIATION = "A variable does not vary, or says the same as others, so its covariances cannot be worked out."
TOO_FEW = "There are too few people for so many variables."
NOT_SETTLED = "The maximum-likelihood means and covariances did not settle: too little is measured together."


def expected_moments(values: Any) -> tuple[Numbers, Numbers]:
    """Return the maximum-likelihood means and covariance matrix of normal variables with gaps (EM algorithm).

    The covariance matrix has the divisor n, not n - 1. Right if what is missing depends on what was seen only.
    Source: Dempster, Laird and Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x.

    Raises
    ------
    ValueError
        A variable does not vary, there are too few people, or the algorithm does not settle.
    """
    rows = table(values, name="the values")
    rows = rows[~np.isnan(rows).all(axis=1)]
    reason = _why_not(rows)
    found = None if reason else _moments(rows)
    if found is None:
        raise ValueError(reason or NOT_SETTLED)
    return found


def little_mcar(values: Any) -> Estimate:
    """Return Little's test of whether values are missing completely at random.

    Parameters
    ----------
    values : two-dimensional or DataFrame, one row per person, one column per variable
        People with nothing measured are left out.

    Notes
    -----
    Sum over patterns of n (mean - expected)' Sigma^-1 (mean - expected), on the variables of the pattern, with
    maximum-likelihood moments; chi-square with the sum of observed variables minus all variables as degrees of
    freedom. A large p value does not show that values are missing at random: with few people it finds little.
    Source: Little 1988, doi:10.1080/01621459.1988.10478722.

    Examples
    --------
    >>> from earlyeval.statistics import missing_data
    >>> values = [[1.0, 2.0], [2.0, 2.5], [3.0, None], [4.0, 4.5], [5.0, None], [2.5, 3.5], [3.5, 3.0]]
    >>> round(missing_data.little_mcar(values).p_value, 2)
    0.17
    """
    rows = table(values, name="the values")
    rows = rows[~np.isnan(rows).all(axis=1)]
    n = int(rows.shape[0])
    if rows.size and not np.isnan(rows).any():
        return not_estimable("little_mcar", COMPLETE, n=n)
    reason = _why_not(rows)
    found = None if reason else _moments(rows)
    if found is None:
        return not_estimable("little_mcar", reason or NOT_SETTLED, n=n)
    means, spread = found
    statistic, observed = 0.0, 0
    for there, members in _patterns(rows):
        gap = rows[members][:, there].mean(axis=0) - means[there]
        statistic += members.size * float(gap @ np.linalg.solve(spread[np.ix_(there, there)], gap))
        observed += int(there.sum())
    df = observed - rows.shape[1]
    if df < 1:
        return not_estimable("little_mcar", "All people have the same pattern of missing values.", n=n)
    p_value = float(chi2.sf(statistic, df))
    return Estimate("little_mcar", p_value=p_value, statistic=statistic, df=float(df), n=n, method="Little's test")


def _why_not(rows: Numbers) -> str:
    if rows.shape[0] <= rows.shape[1] + 1 or rows.shape[1] < 2:
        return TOO_FEW
    if (~np.isnan(rows)).sum(axis=0).min() < 2 or (np.nanmax(rows, axis=0) == np.nanmin(rows, axis=0)).any():
        return NO_VARIATION
    return ""


def _patterns(rows: Numbers) -> list[tuple[Numbers, Numbers]]:
    there = ~np.isnan(rows)
    kinds, where = np.unique(there, axis=0, return_inverse=True)
    return [(kind, np.flatnonzero(where.ravel() == place)) for place, kind in enumerate(kinds)]


def _moments(rows: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return the moments, worked out in standard units so that every variable counts alike in settling."""
    centre, unit = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
    scaled, patterns = (rows - centre) / unit, _patterns(rows)
    means, spread = np.zeros(rows.shape[1]), np.eye(rows.shape[1])
    for _ in range(STEPS):
        filled, extra = scaled.copy(), np.zeros_like(spread)
        for there, members in patterns:
            gone = ~there
            if not gone.any():
                continue
            inner = spread[np.ix_(there, there)]
            if np.linalg.matrix_rank(inner, tol=1e-9, hermitian=True) < inner.shape[0]:
                return None
            slopes = np.linalg.solve(inner, spread[np.ix_(there, gone)])
            filled[np.ix_(members, gone)] = means[gone] + (scaled[np.ix_(members, there)] - means[there]) @ slopes
            rest = spread[np.ix_(gone, gone)] - spread[np.ix_(gone, there)] @ slopes
            extra[np.ix_(gone, gone)] += members.size * rest
        new_means = filled.mean(axis=0)
        new_spread = ((filled - new_means).T @ (filled - new_means) + extra) / rows.shape[0]
        moved = max(float(np.abs(new_means - means).max()), float(np.abs(new_spread - spread).max()))
        means, spread = new_means, new_spread
        if moved < CLOSE:
            if np.linalg.matrix_rank(spread, tol=1e-9, hermitian=True) < spread.shape[0]:
                return None
            return centre + unit * means, spread * np.outer(unit, unit)
    return None
