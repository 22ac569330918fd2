"""Events counted over time or people: regressions with an exposure, exact rates and ratios, standardisation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import digamma, gammaln, polygamma, xlogy
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.exact_rates import (
    rate,
    rate_ratio,
    rate_ratio_mid_p,
    standardised_ratio,
    standardised_ratio_mid_p,
)
from earlyeval.statistics.generalised_linear import (
    NO_TOP,
    POISSON,
    Family,
    GeneralisedFit,
    complete,
    fitted,
    solve,
    unfitted,
    why_not,
    with_coefficients,
)
from earlyeval.statistics.standardisation import directly_standardised_rate, indirectly_standardised_ratio

__all__ = [
    "CountFit",
    "directly_standardised_rate",
    "indirectly_standardised_ratio",
    "negative_binomial_regression",
    "overdispersion",
    "poisson_regression",
    "quasi_poisson_regression",
    "rate",
    "rate_ratio",
    "rate_ratio_mid_p",
    "standardised_ratio",
    "standardised_ratio_mid_p",
]
PERFECT = "The counts are explained without remainder, so no interval and no test can be worked out."
NO_EXTRA = "The counts vary no more than Poisson's, so the extra variance cannot be told; use Poisson regression."
LOW, HIGH = -9.0, 14.0  # where the logarithm of theta is looked for


@dataclass(frozen=True)
class CountFit(GeneralisedFit):
    """A regression of counts; ``theta`` is negative binomial (variance mean + mean^2 / theta), with its error."""

    theta: float = nan
    theta_error: float = nan


def poisson_regression(
    y: ArrayLike,
    design: Any,
    *,
    exposure: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> CountFit:
    """Fit log of a mean count = log exposure + design x coefficients by maximum likelihood.

    Parameters
    ----------
    y : one-dimensional
        Whole numbers from zero.
    design : two-dimensional or DataFrame
        One row per count; the intercept is a column of ones like any other.
    exposure : one-dimensional, optional
        Time or people in which the events were counted, above zero.
    names : sequence of str, optional
    conf_level : float

    Notes
    -----
    Rows with a missing value are left out. ``ratios`` are rate ratios. Where ``dispersion`` is well above one,
    intervals are too short: see ``quasi_poisson_regression`` and ``negative_binomial_regression``.
    Source: Nelder and Wedderburn 1972, doi:10.2307/2344614.

    Examples
    --------
    >>> from earlyeval.statistics import counts
    >>> from earlyeval.statistics.design import design
    >>> fit = counts.poisson_regression([2, 3, 6, 8], design({"arm": [0, 0, 1, 1]}), exposure=[10, 12, 11, 14])
    >>> round(fit.ratios["arm"].estimate, 2)
    2.46
    """
    counted, columns, offset, fit = _prepared(y, design, exposure, names, conf_level, POISSON.name)
    return fitted(fit, POISSON, counted, columns, offset)


def quasi_poisson_regression(
    y: ArrayLike,
    design: Any,
    *,
    exposure: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> CountFit:
    """Fit ``poisson_regression`` with errors times the root of the dispersion, and no likelihood.

    Tests stay normal (R's ``quasipoisson`` takes Student's t, whose interval is slightly longer).
    """
    fit = poisson_regression(y, design, exposure=exposure, names=names, conf_level=conf_level)
    if not fit.estimable:
        return fit
    if not fit.dispersion > 1e-18:
        return unfitted(fit, PERFECT)
    wider = replace(
        fit, covariance=fit.covariance * fit.dispersion, log_likelihood=nan, method="quasi-Poisson regression"
    )
    return with_coefficients(wider)


def negative_binomial_regression(
    y: ArrayLike,
    design: Any,
    *,
    exposure: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> CountFit:
    """Fit ``poisson_regression`` with variance mean + mean^2 / theta (NB2), theta by maximum likelihood too.

    Notes
    -----
    Errors are those of the expected information given theta, as MASS's ``glm.nb`` prints them. Where the counts vary
    no more than Poisson's there is no theta and no answer.
    Source: Venables and Ripley 2002, doi:10.1007/978-0-387-21706-2.

    Examples
    --------
    >>> from earlyeval.statistics import counts
    >>> from earlyeval.statistics.design import design
    >>> visits, arm = [0, 9, 2, 14, 3, 1, 22, 5], [0, 0, 0, 0, 1, 1, 1, 1]
    >>> round(counts.negative_binomial_regression(visits, design({"arm": arm})).theta, 2)
    0.93
    """
    method = "negative binomial (NB2) regression"
    counted, columns, offset, fit = _prepared(y, design, exposure, names, conf_level, method)
    fit = replace(fit, extra_parameters=1)
    reason = why_not(POISSON, counted, columns)
    if reason:
        return unfitted(fit, reason)
    if solve(POISSON, counted, columns, offset) is None:
        return unfitted(fit, NO_TOP)

    def slope(place: float) -> float:
        found = solve(_family(exp(place)), counted, columns, offset)
        return nan if found is None else _theta_slope(counted, found[2], exp(place)) * exp(place)

    if not slope(HIGH) < 0:
        return unfitted(fit, NO_EXTRA)
    grid = np.linspace(HIGH, LOW, 47)
    upper = next((place for place in grid[1:] if slope(float(place)) >= 0), None)
    if upper is None:
        return unfitted(fit, NO_TOP)
    theta = exp(brentq(slope, float(upper), float(upper) + 0.5, xtol=1e-13, rtol=1e-14))
    family = _family(theta)
    fit = fitted(fit, family, counted, columns, offset)
    return replace(fit, theta=theta, theta_error=1 / sqrt(_theta_information(counted, fit.fitted, theta)))


def overdispersion(y: ArrayLike, design: Any, *, exposure: ArrayLike | None = None) -> Estimate:
    """Return Pearson's chi-square over its df of a Poisson regression, with the test that counts are Poisson.

    The p value is the upper tail: small when counts vary more than Poisson's. Source: McCullagh and Nelder 1989.
    """
    columns = named_columns(design, None)
    fit = poisson_regression(y, design, exposure=exposure, names=columns)
    if not fit.estimable:
        return not_estimable("overdispersion", fit.reason, n=fit.n)
    return Estimate(
        "overdispersion", fit.dispersion, p_value=float(chi2.sf(fit.pearson, fit.df_residual)), statistic=fit.pearson,
        df=float(fit.df_residual), n=fit.n, method="Pearson's chi-square over its df",
    )  # fmt: skip


def _prepared(
    y: ArrayLike, design: Any, exposure: ArrayLike | None, names: Sequence[str] | None, conf_level: float, method: str
) -> tuple[Numbers, Numbers, Numbers, CountFit]:
    labels = named_columns(design, names)
    beside = np.ones(np.shape(y)[0]) if exposure is None else exposure
    counted, columns, over = complete(y, design, beside, width=len(labels))
    if (counted < 0).any() or (counted != np.round(counted)).any():
        raise ValueError("Counts are whole numbers from zero.")
    if (over <= 0).any():
        raise ValueError("An exposure must be above zero.")
    fit = CountFit(labels, {}, int(counted.size), method, conf_level=checked_level(conf_level))
    return counted, columns, np.log(over), fit


def _family(theta: float) -> Family:
    return Family(
        "negative binomial (NB2) regression",
        POISSON.mean,
        POISSON.slope,
        lambda mean: mean + mean**2 / theta,
        lambda y, mean: _log_likelihood(y, mean, theta),
        lambda y, mean: float(2 * (xlogy(y, y / mean) - (y + theta) * np.log((y + theta) / (mean + theta))).sum()),
        POISSON.start,
    )


def _log_likelihood(y: Numbers, mean: Numbers, theta: float) -> float:
    constant = gammaln(theta + y) - gammaln(theta) - gammaln(y + 1)
    return float((constant + theta * log(theta) + xlogy(y, mean) - (theta + y) * np.log(theta + mean)).sum())


def _theta_slope(y: Numbers, mean: Numbers, theta: float) -> float:
    parts = digamma(theta + y) - digamma(theta) + log(theta) + 1 - np.log(theta + mean) - (y + theta) / (mean + theta)
    return float(parts.sum())


def _theta_information(y: Numbers, mean: Numbers, theta: float) -> float:
    parts = -polygamma(1, theta + y) + polygamma(1, theta) - 1 / theta + 2 / (mean + theta)
    return float((parts - (y + theta) / (mean + theta) ** 2).sum())
