"""Ordinary linear regression with everything that R's ``lm`` prints: coefficients, F, R squared, AIC and BIC."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log, nan, pi, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.design import contrast_rows, contrast_weights, named_columns, terms_of
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.fitted import ByLikelihood
from earlyeval.statistics.least_squares import LeastSquares, least_squares
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p

METHOD = "least squares"
Errors = Literal["classical", "HC0", "HC1", "HC2", "HC3", "HC4"]
ERRORS = ("classical", "HC0", "HC1", "HC2", "HC3", "HC4")
NO_ROWS = "There is no row with every value that is needed."
TOO_FEW_ROWS = "There are too few rows for so many coefficients."
NOT_SEPARATE = "Some columns of the design say the same thing, so their effects cannot be told apart."
PERFECT = "The outcome is explained without remainder, so no interval and no test can be worked out."


@dataclass(frozen=True)
class LinearFit(ByLikelihood):
    """A linear regression: ``coefficients`` by name, joint tests, and measures of fit as R counts them.

    ``r_squared`` is about the mean where the design has a constant column, else about zero. ``n_parameters`` counts
    the residual variance, as R does (statsmodels does not).
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    df_residual: int = 0
    sigma: float = nan
    r_squared: float = nan
    adjusted_r_squared: float = nan
    log_likelihood: float = nan
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    errors: Errors = "classical"
    robust: Numbers | None = field(default=None, repr=False)  # covariance of the coefficients, where asked for
    solution: LeastSquares | None = field(default=None, repr=False)

    @property
    def n_parameters(self) -> int:
        """Coefficients and the residual variance."""
        return len(self.names) + 1

    @property
    def method(self) -> str:
        """How the fit was made, in words."""
        return (
            METHOD if self.errors == "classical" else f"{METHOD}, errors that allow for unequal spread ({self.errors})"
        )

    def term_tests(self) -> dict[str, Estimate]:
        """Return the F test of every term of the design: all columns of a text column, or of an interaction, at once.

        With a design of ``coding="sum"`` these are type III tests (car's ``Anova(type = 3)``).
        """
        matrix = np.eye(len(self.names))
        return {term: self.joint_test(matrix[columns]) for term, columns in terms_of(self.names).items()}

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients, one weight per column of the design, with interval and test."""
        vector = contrast_weights(weights, self.names)
        if self.solution is None or not vector.any():
            reason = self.reason or "All weights are zero: nothing is compared."
            return not_estimable(estimand, reason, n=self.n, method=METHOD)
        value = float(vector @ self.solution.coefficients)
        error = self.sigma * sqrt(float(((vector @ self.solution.root) ** 2).sum()))
        if self.robust is not None:
            error = sqrt(float(vector @ self.robust @ vector))
        df = float(self.df_residual)
        reach = t_quantile(df, self.conf_level) * error
        return Estimate(
            estimand, value, value - reach, value + reach, self.conf_level, p_value=two_sided_p(value / error, df),
            statistic=value / error, df=df, n=self.n, method=self.method, std_error=error,
        )  # fmt: skip

    def joint_test(self, matrix: ArrayLike, *, estimand: str = "joint_test") -> Estimate:
        """Return the F test that several weighted sums of coefficients are all zero: one row of weights each."""
        rows = contrast_rows(matrix, self.names)
        if self.solution is None or not rows.any():
            reason = self.reason or "All weights are zero: nothing is compared."
            return not_estimable(estimand, reason, n=self.n, method=METHOD)
        turned, value = rows @ self.solution.root, rows @ self.solution.coefficients
        # Rows of one length, then singular values: products would lose half of the digits.
        lengths = np.linalg.norm(turned, axis=1)
        kept = lengths > 0
        left, sizes, _ = np.linalg.svd(turned[kept] / lengths[kept, np.newaxis], full_matrices=False)
        rank = int((sizes > 1e-10 * sizes[0]).sum())
        part = (left.T @ (value[kept] / lengths[kept]))[:rank] / sizes[:rank]
        statistic = float(part @ part) / rank / self.sigma**2
        if self.robust is not None:
            inner = rows @ self.robust @ rows.T
            statistic = float(value @ np.linalg.pinv(inner, hermitian=True) @ value) / rank
        df, df_2 = float(rank), float(self.df_residual)
        return Estimate(
            estimand, p_value=float(fisher.sf(statistic, df, df_2)), statistic=statistic, df=df, df_2=df_2, n=self.n,
            method=f"F test, {self.method}",
        )  # fmt: skip

    def overall_test(self) -> Estimate:
        """Return the F test that every coefficient but that of the constant column is zero."""
        if self.solution is None:
            return not_estimable("joint_test", self.reason, n=self.n, method=METHOD)
        constant = self.solution.constant
        rows = np.eye(len(self.names))[[place for place in range(len(self.names)) if place != constant]]
        if not rows.size:
            return not_estimable("joint_test", "There is nothing but a constant.", n=self.n, method=METHOD)
        return self.joint_test(rows)


def linear(
    y: ArrayLike,
    design: Any,
    *,
    names: Sequence[str] | None = None,
    errors: Errors = "classical",
    conf_level: float = 0.95,
) -> LinearFit:
    """Fit y = design x coefficients + rest by least squares.

    Parameters
    ----------
    y : one-dimensional, one value per row
    design : two-dimensional or DataFrame
        One row per value; the intercept is a column of ones like any other (``design.design`` makes one).
    names : sequence of str, optional
        Names of the columns of the design; those of a DataFrame otherwise.
    errors : "classical", "HC0", "HC1", "HC2", "HC3" or "HC4"
        HC errors allow rows to vary differently (sandwich's ``vcovHC``); HC3 holds best in small samples. Degrees of
        freedom stay rows minus coefficients, as in R's ``coeftest``. Source: Long and Ervin 2000,
        doi:10.1080/00031305.2000.10474549; Cribari-Neto 2004, doi:10.1016/S0167-9473(02)00366-3.
    conf_level : float

    Examples
    --------
    >>> from earlyeval.statistics import regression
    >>> from earlyeval.statistics.design import design
    >>> fit = regression.linear([1.0, 2.1, 2.9, 4.2, 4.8], design({"dose": [0, 1, 2, 3, 4]}), errors="HC3")
    >>> round(fit.coefficients["dose"].estimate, 2)
    0.97

    Notes
    -----
    Rows with a missing value are left out. Centred, by QR decomposition: NIST's Norris data come out with twelve
    digits and Longley's with eleven and more.
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    if errors not in ERRORS:
        raise ValueError(f"errors is one of {', '.join(ERRORS)}.")
    outcome, columns = numbers(y, name="the outcome"), table(design, name="the design")
    if outcome.size != columns.shape[0] or columns.shape[1] != len(labels):
        raise ValueError("Outcome and design need the same number of rows, and the design one name a column.")
    whole = ~(np.isnan(outcome) | np.isnan(columns).any(axis=1))
    outcome, columns = outcome[whole], columns[whole]
    fit = LinearFit(labels, {}, int(outcome.size), int(outcome.size) - len(labels), conf_level=level, errors=errors)
    found = least_squares(outcome, columns) if fit.df_residual >= 1 else None
    if found is None or not found.is_separate or found.is_perfect:
        reason = _why_not(fit, found)
        blank = not_estimable("model_difference", reason, n=fit.n, method=METHOD)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    squares = found.variance * fit.df_residual
    has_constant = found.constant is not None
    around = outcome - outcome.mean() if has_constant else outcome
    total = float(around @ around)
    share = 1 - squares / total
    free = fit.n - int(has_constant)
    fit = replace(
        fit,
        sigma=sqrt(found.variance),
        r_squared=share,
        adjusted_r_squared=1 - (1 - share) * free / fit.df_residual,
        log_likelihood=-0.5 * fit.n * (log(2 * pi * squares / fit.n) + 1),
        solution=found,
        robust=None if errors == "classical" else _robust(columns, found, errors),
    )
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(weights) for name, weights in each})


def _robust(columns: Numbers, found: LeastSquares, errors: str) -> Numbers:
    """Return the sandwich with squared remainders, made larger for what each row has fixed itself (its leverage)."""
    bread = found.root @ found.root.T
    leverage = np.minimum(((columns @ found.root) ** 2).sum(axis=1), 1 - 1e-12)
    n, width = columns.shape
    powers = {"HC2": 1.0, "HC3": 2.0, "HC4": np.minimum(4.0, n * leverage / width)}
    squares = found.remainder**2 / (1 - leverage) ** powers.get(errors, 0.0)
    covariance = bread @ ((columns * squares[:, np.newaxis]).T @ columns) @ bread
    return covariance * (n / (n - width) if errors == "HC1" else 1.0)


def _why_not(fit: LinearFit, found: LeastSquares | None) -> str:
    if found is None:
        return TOO_FEW_ROWS if fit.n else NO_ROWS
    return PERFECT if found.is_separate else NOT_SEPARATE
