"""Generalised estimating equations: mean differences between people for scores, yes-no answers and counts in groups."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import contrast_weights, named_columns
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.generalised_linear import (
    BINOMIAL,
    GAUSSIAN,
    NO_TOP,
    POISSON,
    Family,
    solve,
    why_not,
)
from earlyeval.statistics.mixed_setup import Rows, complete_rows
from earlyeval.statistics.wald import exponentiated, wald

FAMILIES = {"gaussian": GAUSSIAN, "binomial": BINOMIAL, "poisson": POISSON}
ONE_GROUP = "There is only one group, so how groups vary cannot be told."
TOO_FEW_GROUPS = "There are no more groups than coefficients, so robust errors cannot be worked out."
NO_VARIATION = "The groups are too few, or too much alike, to tell how this coefficient varies between them."
NOT_FOUND = "The equations have no stable solution for these data."
NO_REMAINDER = "The outcome is explained without remainder, so no interval and no test can be worked out."
STEPS = 200
FEW = 40


@dataclass(frozen=True)
class EstimatingFit:
    """Coefficients with robust errors; ``correlation`` between rows of a group and ``scale`` as geepack counts them.

    ``ratios`` are the exponentials of the coefficients (odds or rate ratios). With fewer than 40 groups robust errors
    are too small; ``method`` then says so.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_groups: int
    method: str
    correlation: float = nan
    scale: float = nan
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    values: Numbers = field(default_factory=lambda: np.empty(0), repr=False)
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    naive_covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)

    @property
    def ratios(self) -> dict[str, Estimate]:
        """Exponentials of the coefficients, with their intervals."""
        return {name: exponentiated(found) for name, found in self.coefficients.items()}

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients (on the scale of the link) with robust interval and test."""
        vector = contrast_weights(weights, self.names)
        if not self.estimable or not vector.any():
            reason = self.reason or "All weights are zero: nothing is compared."
            return not_estimable(estimand, reason, n=self.n, method=self.method)
        variance = float(vector @ self.covariance @ vector)
        # Robust errors that are nothing beside the model's own come from groups that cannot vary.
        if not variance > 1e-18 * float(vector @ self.naive_covariance @ vector):
            return not_estimable(estimand, NO_VARIATION, n=self.n, method=self.method)
        error = sqrt(variance)
        return wald(estimand, float(vector @ self.values), error, n=self.n, level=self.conf_level, method=self.method)


def estimating_equations(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    *,
    family: Literal["gaussian", "binomial", "poisson"] = "gaussian",
    correlation: Literal["independence", "exchangeable"] = "exchangeable",
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> EstimatingFit:
    """Fit mean of y = inverse link of design x coefficients; rows of a group may be related in any way.

    Parameters
    ----------
    y : one-dimensional, one value per row
        Scores (gaussian), 0 and 1 (binomial, logit link) or whole numbers (poisson, log link).
    design : two-dimensional or DataFrame
    group : one-dimensional
    family, correlation
        The working model; errors hold where it is wrong, too.
    names, conf_level

    Notes
    -----
    Rows with a missing value are left out (right only if what is missing does not depend on the outcome). The common
    correlation is the mean product of Pearson residuals over pairs in a group divided by the scale, without corrections
    for the number of coefficients, as geepack has it. Robust errors are the plain sandwich.
    Sources: Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; Hojsgaard et al. 2006, doi:10.18637/jss.v015.i02.
    """
    if family not in FAMILIES or correlation not in ("independence", "exchangeable"):
        raise ValueError("family is gaussian, binomial or poisson; correlation is independence or exchangeable.")
    level, labels = checked_level(conf_level), named_columns(design, names)
    rows = complete_rows(y, design, group, width=len(labels))
    _check(rows.scores, family)
    few = ", few groups: intervals are too short" if rows.groups < FEW else ""
    method = f"estimating equations, {family}, {correlation}, robust errors{few}"
    fit = EstimatingFit(labels, {}, int(rows.scores.size), rows.groups, method, conf_level=level)
    reason = _why_not(rows, FAMILIES[family])
    found = None if reason else _solved(rows, FAMILIES[family], correlation)
    if not isinstance(found, EstimatingFit):
        reason = reason or str(found)
        blank = not_estimable("model_difference", reason, n=fit.n, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    fit = replace(
        fit,
        correlation=found.correlation,
        scale=found.scale,
        values=found.values,
        covariance=found.covariance,
        naive_covariance=found.naive_covariance,
    )
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(weights) for name, weights in each})


def _check(y: Numbers, family: str) -> None:
    if family == "binomial" and not np.isin(y, (0, 1)).all():
        raise ValueError("The outcome is coded 0 and 1.")
    if family == "poisson" and ((y < 0).any() or (y != np.round(y)).any()):
        raise ValueError("Counts are whole numbers from zero.")


def _why_not(rows: Rows, family: Family) -> str:
    reason = why_not(family, rows.scores, rows.design)
    if reason or rows.groups < 2:
        return reason or ONE_GROUP
    return TOO_FEW_GROUPS if rows.groups <= rows.design.shape[1] else ""


def _solved(rows: Rows, family: Family, structure: str) -> EstimatingFit | str:
    """Return values, covariance, correlation and scale, or the reason why there are none."""
    start = solve(family, rows.scores, rows.design, np.zeros(rows.scores.size))
    if start is None:
        return NO_TOP
    values, alpha, largest = start[0], 0.0, int(np.bincount(rows.codes).max())
    for _ in range(STEPS):
        left, columns = _standardised(rows, family, values)
        scale = float(left @ left) / left.size
        if not scale > 1e-22 * max(1.0, float(np.abs(rows.scores).max()) ** 2):
            return NO_REMAINDER
        alpha = _correlation(rows, left, scale) if structure == "exchangeable" else 0.0
        if not (1 + (largest - 1) * alpha > 1e-8 and alpha < 1 - 1e-8):
            return NOT_FOUND
        bread, scores = _equations(rows, left, columns, alpha)
        step = np.linalg.solve(bread, scores.sum(axis=0))
        values = values + step
        if np.abs(step).max() <= 1e-12 * max(1.0, float(np.abs(values).max())):
            break
    else:
        return NOT_FOUND
    left, columns = _standardised(rows, family, values)
    bread, scores = _equations(rows, left, columns, alpha)
    inverse = np.linalg.inv(bread)
    covariance = inverse @ (scores.T @ scores) @ inverse
    return EstimatingFit(
        (), {}, 0, 0, "", correlation=alpha, scale=float(left @ left) / left.size, values=values,
        covariance=covariance, naive_covariance=inverse * float(left @ left) / left.size,
    )  # fmt: skip


def _standardised(rows: Rows, family: Family, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return Pearson residuals and the design's columns in their units."""
    mean = family.mean(rows.design @ values)
    deviation = np.sqrt(family.variance(mean))
    return (rows.scores - mean) / deviation, rows.design * (family.slope(mean) / deviation)[:, np.newaxis]


def _sums(values: Numbers, rows: Rows) -> Numbers:
    return np.bincount(rows.codes, weights=values, minlength=rows.groups)


def _correlation(rows: Rows, left: Numbers, scale: float) -> float:
    sizes = np.bincount(rows.codes, minlength=rows.groups)
    pairs = float((sizes * (sizes - 1.0)).sum()) / 2
    products = float((_sums(left, rows) ** 2 - _sums(left**2, rows)).sum()) / 2
    return products / pairs / scale if pairs else 0.0


def _equations(rows: Rows, left: Numbers, columns: Numbers, alpha: float) -> tuple[Numbers, Numbers]:
    """Return the bread and each group's score for a common correlation, from sums per group."""
    sizes = np.bincount(rows.codes, minlength=rows.groups).astype(float)
    taken = alpha / (1 + (sizes - 1) * alpha)
    sums = np.column_stack([_sums(column, rows) for column in columns.T])
    bread = (columns.T @ columns - (sums * taken[:, np.newaxis]).T @ sums) / (1 - alpha)
    own = np.column_stack([_sums(column * left, rows) for column in columns.T])
    return bread, (own - sums * (taken * _sums(left, rows))[:, np.newaxis]) / (1 - alpha)
