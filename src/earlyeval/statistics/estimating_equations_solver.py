"""Estimating equations solved: coefficients and correlation in turns, then their errors."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import xlogy

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimating_equations_fit import EstimatingFit
from earlyeval.statistics.estimating_equations_working import (
    Working,
    corrected_scores,
    equations,
    estimated,
    working_of,
)
from earlyeval.statistics.generalised_linear import BINOMIAL, NO_TOP, POISSON, Family, solve
from earlyeval.statistics.mixed_setup import Rows

NOT_FOUND = "The equations have no stable solution for these data."
NO_REMAINDER = "The outcome is explained without remainder, so no interval and no test can be worked out."
STEPS = 200


@dataclass(frozen=True)
class Solution:
    """Coefficients, the working correlation and the scale, in agreement with one another."""

    values: Numbers
    working: Working
    scale: float
    alone: Numbers  # coefficients under independence


def solved(rows: Rows, family: Family, working: Working, start: Numbers | None = None) -> Solution | str:
    """Return coefficients, correlation and scale, or the reason why there are none."""
    offset = np.log(rows.others[:, 1])
    found = solve(family, rows.scores, rows.design, offset)
    if found is None:
        return NO_TOP
    values = found[0] if start is None else start
    for _ in range(STEPS):
        left, columns = _standardised(rows, family, values)
        scale = float(left @ left) / left.size
        if not scale > 1e-22 * max(1.0, float(np.abs(rows.scores).max()) ** 2):
            return NO_REMAINDER
        working = estimated(working, rows, left, scale)
        if working is None:
            return NOT_FOUND
        bread, scores, _ = equations(working, rows, left, columns)
        step = np.linalg.solve(bread, scores.sum(axis=0))
        values = values + step
        if np.abs(step).max() <= 1e-12 * max(1.0, float(np.abs(values).max())):
            break
    else:
        return NOT_FOUND
    left, _ = _standardised(rows, family, values)
    return Solution(values, working, float(left @ left) / left.size, found[0])


def answered(rows: Rows, family: Family, found: Solution, errors: str, fit: EstimatingFit) -> EstimatingFit | str:
    """Return the fit with its covariance and criteria, or the reason why there is none."""
    left, columns = _standardised(rows, family, found.values)
    corrected = errors in ("kauermann_carroll", "mancl_derouen", "fay_graubard")
    bread, scores, parts = equations(found.working, rows, left, columns, each=corrected)
    inverse = np.linalg.inv(bread)
    naive = inverse * found.scale
    plain = inverse @ (scores.T @ scores) @ inverse
    covariance = naive if errors == "model" else plain
    if corrected:
        larger = corrected_scores(bread, scores, parts, errors)
        covariance = inverse @ (larger.T @ larger) @ inverse
    if errors == "jackknife":
        covariance = _jackknife(rows, family, found)
        if covariance is None:
            return NOT_FOUND
    alone, own = _standardised(rows, family, found.alone)
    independent = own.T @ own / (float(alone @ alone) / alone.size)
    return replace(
        fit,
        correlation=found.working.correlation,
        correlations=found.working.matrix,
        scale=found.scale,
        values=found.values,
        covariance=covariance,
        naive_covariance=naive,
        quasi_likelihood=_quasi_likelihood(family, rows.scores, _means(rows, family, found.values)),
        cic=float(np.trace(independent @ plain)),
    )


def _jackknife(rows: Rows, family: Family, found: Solution) -> Numbers | None:
    """Return the spread of the coefficients without each group, with geepack's factor for what was estimated."""
    moved = np.empty((rows.groups, found.values.size))
    for group in range(rows.groups):
        there = rows.codes != group
        codes = rows.codes[there] - (rows.codes[there] > group)
        part = Rows(rows.scores[there], rows.design[there], rows.others[there], codes, rows.groups - 1, rows.labels)
        again = solved(part, family, working_of(part, found.working.structure, part.others[:, 0]), found.values)
        if isinstance(again, str):
            return None
        moved[group] = again.values - found.values
    extra = {"independence": 0, "unstructured": found.working.n_times * (found.working.n_times - 1) // 2}
    free = rows.groups - found.values.size - extra.get(found.working.structure, 1) - 1
    return moved.T @ moved * free / rows.groups if free > 0 else None


def _means(rows: Rows, family: Family, values: Numbers) -> Numbers:
    return family.mean(rows.design @ values + np.log(rows.others[:, 1]))


def _standardised(rows: Rows, family: Family, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return Pearson residuals and the design's columns in their units."""
    mean = _means(rows, family, values)
    deviation = np.sqrt(family.variance(mean))
    return (rows.scores - mean) / deviation, rows.design * (family.slope(mean) / deviation)[:, np.newaxis]


def _quasi_likelihood(family: Family, y: Numbers, mean: Numbers) -> float:
    if family is BINOMIAL:
        return family.log_likelihood(y, mean)
    return float((xlogy(y, mean) - mean).sum()) if family is POISSON else -family.deviance(y, mean) / 2
