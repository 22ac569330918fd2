"""Regressions for yes-no answers and counts by maximum likelihood: iteratively reweighted least squares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln, xlogy

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.fitted import ByLikelihood, OnLinkScale
from earlyeval.statistics.least_squares import is_separate

NO_ROWS = "There is no row with every value that is needed."
TOO_FEW_ROWS = "There are too few rows for so many coefficients."
NOT_SEPARATE = "Some columns of the design say the same thing, so their effects cannot be told apart."
NO_EVENTS = "Nothing was counted anywhere, so rates cannot be compared."
ALL_ALIKE = "All outcomes are the same, so nothing can be explained."
NO_TOP = "The design tells some outcomes apart perfectly, so a coefficient would grow without limit."
STEPS = 60
# Linear predictors beyond this come from coefficients that grow without limit: 1e-14 of a chance or a count.
EDGE = 33.0


@dataclass(frozen=True)
class Family:
    """A distribution with its usual link: mean and its slope from the linear predictor, variance, log likelihood."""

    name: str
    mean: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]  # by the linear predictor, from the mean
    variance: Callable[[Numbers], Numbers]
    log_likelihood: Callable[[Numbers, Numbers], float]
    deviance: Callable[[Numbers, Numbers], float]
    start: Callable[[Numbers], Numbers]  # linear predictor to start from


BINOMIAL = Family(
    "logistic regression",
    expit,
    lambda mean: mean * (1 - mean),
    lambda mean: mean * (1 - mean),
    lambda y, mean: float((xlogy(y, mean) + xlogy(1 - y, 1 - mean)).sum()),
    lambda y, mean: float(-2 * (xlogy(y, mean) + xlogy(1 - y, 1 - mean)).sum()),
    lambda y: np.log((y + 0.5) / (1.5 - y)),
)
POISSON = Family(
    "Poisson regression",
    lambda eta: np.exp(np.clip(eta, -700, 700)),
    lambda mean: mean,
    lambda mean: mean,
    lambda y, mean: float((xlogy(y, mean) - mean - gammaln(y + 1)).sum()),
    lambda y, mean: float(2 * (xlogy(y, y / mean) - (y - mean)).sum()),
    lambda y: np.log(y + 0.1),
)
GAUSSIAN = Family(
    "linear regression",
    lambda eta: eta,
    lambda mean: np.ones_like(mean),
    lambda mean: np.ones_like(mean),
    lambda y, mean: nan,
    lambda y, mean: float(((y - mean) ** 2).sum()),
    lambda y: y,
)


@dataclass(frozen=True)
class GeneralisedFit(OnLinkScale, ByLikelihood):
    """A regression by maximum likelihood: ``coefficients`` on the scale of the link, ``ratios`` their exponentials.

    Intervals and tests are Wald's (R's ``summary`` and ``confint.default``). ``dispersion`` is Pearson's chi-square
    over its degrees of freedom: well above one, counts vary more than the model says. ``extra_parameters`` counts what
    was estimated beside the coefficients.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    method: str
    deviance: float = nan
    log_likelihood: float = nan
    pearson: float = nan
    extra_parameters: int = 0
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    values: Numbers = field(default_factory=lambda: np.empty(0), repr=False)
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    fitted: Numbers = field(default_factory=lambda: np.empty(0), repr=False)

    @property
    def df_residual(self) -> int:
        """Rows minus coefficients."""
        return self.n - len(self.names)

    @property
    def dispersion(self) -> float:
        """Pearson's chi-square over rows minus coefficients."""
        return self.pearson / self.df_residual if self.df_residual > 0 else nan

    @property
    def n_parameters(self) -> int:
        """Coefficients and what was estimated beside them."""
        return len(self.names) + self.extra_parameters


def logistic(
    y: ArrayLike, design: Any, *, names: Sequence[str] | None = None, conf_level: float = 0.95
) -> GeneralisedFit:
    """Fit the log odds of a yes (1, not 0) = design x coefficients by maximum likelihood.

    Rows with a missing value are left out. Where a column tells yes from no perfectly there is no answer: other
    programs print coefficients of 20 and more with huge errors. Source: Nelder and Wedderburn 1972,
    doi:10.2307/2344614.

    Examples
    --------
    >>> from earlyeval.statistics import generalised_linear
    >>> from earlyeval.statistics.design import design
    >>> fit = generalised_linear.logistic([0, 1, 0, 1, 1, 0, 1, 1], design({"arm": [0, 0, 0, 0, 1, 1, 1, 1]}))
    >>> round(fit.ratios["arm"].estimate, 2)
    3.0
    """
    labels = named_columns(design, names)
    outcome, columns, _ = complete(y, design, width=len(labels))
    if not np.isin(outcome, (0, 1)).all():
        raise ValueError("The outcome is coded 0 and 1.")
    fit = GeneralisedFit(labels, {}, int(outcome.size), BINOMIAL.name, conf_level=checked_level(conf_level))
    return fitted(fit, BINOMIAL, outcome, columns, np.zeros(outcome.size))


def fitted(fit: GeneralisedFit, family: Family, y: Numbers, columns: Numbers, offset: Numbers) -> GeneralisedFit:
    """Return the fit of complete rows, or the reason why there is none."""
    reason = why_not(family, y, columns)
    found = None if reason else solve(family, y, columns, offset)
    if found is None:
        return unfitted(fit, reason or NO_TOP)
    values, covariance, mean = found
    fit = replace(
        fit,
        deviance=family.deviance(y, mean),
        log_likelihood=family.log_likelihood(y, mean),
        pearson=float(((y - mean) ** 2 / family.variance(mean)).sum()),
        values=values,
        covariance=covariance,
        fitted=mean,
    )
    return with_coefficients(fit)


def with_coefficients(fit: GeneralisedFit) -> GeneralisedFit:
    """Return the fit with an Estimate for every column."""
    each = zip(fit.names, np.eye(len(fit.names)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(weights) for name, weights in each})


def unfitted(fit: GeneralisedFit, reason: str) -> GeneralisedFit:
    """Return the answer that nothing could be fitted."""
    blank = not_estimable("model_difference", reason, n=fit.n, method=fit.method)
    return replace(fit, coefficients=dict.fromkeys(fit.names, blank), estimable=False, reason=reason)


def why_not(family: Family, y: Numbers, columns: Numbers) -> str:
    """Return why no regression can be fitted to these rows, or nothing."""
    if y.size <= columns.shape[1]:
        return TOO_FEW_ROWS if y.size else NO_ROWS
    if family is BINOMIAL and np.ptp(y) == 0:
        return ALL_ALIKE
    if family is not BINOMIAL and not y.any():
        return NO_EVENTS
    return "" if is_separate(columns) else NOT_SEPARATE


def complete(
    y: ArrayLike, design: Any, beside: ArrayLike | None = None, *, width: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return outcome, design and one more column of the rows in which nothing is missing."""
    outcome, columns = numbers(y, name="the outcome"), table(design, name="the design")
    other = np.zeros(outcome.size) if beside is None else numbers(beside, name="the exposure")
    if not outcome.size == columns.shape[0] == other.size or columns.shape[1] != width:
        raise ValueError("Outcome and design need the same number of rows, and the design one name a column.")
    whole = ~(np.isnan(outcome) | np.isnan(columns).any(axis=1) | np.isnan(other))
    return outcome[whole], columns[whole], other[whole]


def solve(
    family: Family, y: Numbers, columns: Numbers, offset: Numbers, weights: Numbers | None = None
) -> tuple[Numbers, Numbers, Numbers] | None:
    """Return coefficients, their covariance by the expected information, and fitted means; None where they diverge."""
    eta, values = family.start(y), np.zeros(columns.shape[1])
    prior = np.ones(y.size) if weights is None else weights
    for step in range(STEPS):
        mean = family.mean(eta)
        slope = family.slope(mean)
        # At the edge of what a double holds nothing can be divided any more: no coefficient is finite then.
        if step and _at_the_edge(family, eta):
            return None
        root = np.sqrt(prior * slope**2 / family.variance(mean))
        working = eta - offset + (y - mean) / slope
        orthogonal, triangle = np.linalg.qr(columns * root[:, np.newaxis])
        if np.abs(np.diag(triangle)).min() <= 1e-9 * np.abs(np.diag(triangle)).max() * 1e-3:
            return None
        before, values = values, np.linalg.solve(triangle, orthogonal.T @ (working * root))
        eta = columns @ values + offset
        if np.abs(columns @ (values - before)).max() < 1e-12 * max(1.0, float(np.abs(eta).max())):
            break
    else:
        return None
    inverse = np.linalg.inv(triangle)
    return values, inverse @ inverse.T, family.mean(eta)


def _at_the_edge(family: Family, eta: Numbers) -> bool:
    if family is GAUSSIAN:
        return False
    return bool(eta.min() < -EDGE or (family is BINOMIAL and eta.max() > EDGE) or not np.isfinite(eta).all())
