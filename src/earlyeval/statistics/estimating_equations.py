"""Generalised estimating equations: mean differences between people for scores, yes-no answers and counts in groups."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.estimating_equations_fit import ERRORS, EquationOptions, EstimatingFit
from earlyeval.statistics.estimating_equations_solver import answered, solved
from earlyeval.statistics.estimating_equations_working import STRUCTURES, working_of
from earlyeval.statistics.generalised_linear import BINOMIAL, GAUSSIAN, POISSON, Family, why_not
from earlyeval.statistics.mixed_setup import Rows, complete_rows

__all__ = ["EquationOptions", "EstimatingFit", "estimating_equations"]
FAMILIES = {"gaussian": GAUSSIAN, "binomial": BINOMIAL, "poisson": POISSON}
ONE_GROUP = "There is only one group, so how groups vary cannot be told."
TOO_FEW_GROUPS = "There are no more groups than coefficients, so robust errors cannot be worked out."
FEW = 40


def estimating_equations(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    *,
    family: Literal["gaussian", "binomial", "poisson"] = "gaussian",
    correlation: Literal["independence", "exchangeable", "ar1", "unstructured"] = "exchangeable",
    options: EquationOptions | None = None,
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
    options : EquationOptions
        Times (for "ar1" and "unstructured"), exposure of counts, and corrections of the errors for few groups.
    names, conf_level

    Notes
    -----
    Rows with a missing value are left out (right only if what is missing does not depend on the outcome). The common
    correlation is the mean product of Pearson residuals over pairs in a group divided by the scale, without corrections
    for the number of coefficients, as geepack has it. Robust errors are the plain sandwich unless asked otherwise.
    Sources: Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; Hojsgaard et al. 2006, doi:10.18637/jss.v015.i02.

    Examples
    --------
    >>> from earlyeval.statistics import estimating_equations
    >>> from earlyeval.statistics.design import design
    >>> answers, child = [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    >>> options = estimating_equations.EquationOptions(errors="kauermann_carroll")
    >>> fit = estimating_equations.estimating_equations(
    ...     answers, design({"later": [0, 1] * 6}), child, family="binomial", options=options)
    >>> round(fit.ratios["later"].estimate, 2)
    4.0
    """
    chosen = options or EquationOptions()
    if family not in FAMILIES or correlation not in STRUCTURES:
        raise ValueError(f"family is {', '.join(FAMILIES)}; correlation is {', '.join(STRUCTURES)}.")
    if correlation in ("ar1", "unstructured") and chosen.time is None:
        raise ValueError("ar1 and unstructured need the time of every row: options=EquationOptions(time=...).")
    level, labels = checked_level(conf_level), named_columns(design, names)
    rows = complete_rows(y, design, group, width=len(labels), others=_beside(chosen, np.shape(y)[0]))
    _check(rows, family)
    few = ", few groups: intervals are too short" if rows.groups < FEW and chosen.errors == "robust" else ""
    method = f"estimating equations, {family}, {correlation}, {ERRORS[chosen.errors]}{few}"
    fit = EstimatingFit(labels, {}, int(rows.scores.size), rows.groups, method, conf_level=level)
    reason = _why_not(rows, FAMILIES[family])
    found = None if reason else solved(rows, FAMILIES[family], working_of(rows, correlation, rows.others[:, 0]))
    if found is not None and not isinstance(found, str):
        found = answered(rows, FAMILIES[family], found, chosen.errors, fit)
    if not isinstance(found, EstimatingFit):
        reason = reason or str(found)
        blank = not_estimable("model_difference", reason, n=fit.n, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(found, coefficients={name: found.contrast(weights) for name, weights in each})


def _beside(chosen: EquationOptions, size: int) -> Numbers:
    """Return times and exposures, a column each; zeros and ones where there are none."""
    times = np.zeros(size) if chosen.time is None else _times(chosen.time)
    exposure = np.ones(size) if chosen.exposure is None else numbers(chosen.exposure, name="the exposure")
    if not times.size == exposure.size == size:
        raise ValueError("Times and exposures must be as long as the outcome.")
    return np.column_stack([times, exposure])


def _times(time: ArrayLike) -> Numbers:
    try:
        return numbers(time, name="the times")
    except ValueError:
        # Names of times, in the order of the alphabet.
        codes = pd.factorize(pd.Series(time), sort=True)[0].astype(np.float64)
        return np.where(codes < 0, np.nan, codes)


def _check(rows: Rows, family: str) -> None:
    y = rows.scores
    if family == "binomial" and not np.isin(y, (0, 1)).all():
        raise ValueError("The outcome is coded 0 and 1.")
    if family == "poisson" and ((y < 0).any() or (y != np.round(y)).any()):
        raise ValueError("Counts are whole numbers from zero.")
    if (rows.others[:, 1] <= 0).any() or (family != "poisson" and (rows.others[:, 1] != 1).any()):
        raise ValueError("An exposure goes with poisson and must be above zero.")


def _why_not(rows: Rows, family: Family) -> str:
    reason = why_not(family, rows.scores, rows.design)
    if reason or rows.groups < 2:
        return reason or ONE_GROUP
    return TOO_FEW_GROUPS if rows.groups <= rows.design.shape[1] else ""
