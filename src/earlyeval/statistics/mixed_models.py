"""Repeated or grouped scores: linear models with random intercepts and slopes, by (restricted) maximum likelihood.

score = design x coefficients + group's own level (+ group's own slope) + rest. With people as groups and several times
of measurement, every available score counts, and people seen once do too; right if what is missing depends only on
what was seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, nan
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import Objective, profiled
from earlyeval.statistics.mixed_crossed import CrossedFit, crossed_intercepts
from earlyeval.statistics.mixed_fit import Df, FittedModel, each_coefficient, method_words
from earlyeval.statistics.mixed_generalised import (
    GeneralisedMixedFit,
    GeneralisedOptions,
    generalised_random_intercept,
)
from earlyeval.statistics.mixed_inference import best_linear_predictions, fitted_at
from earlyeval.statistics.mixed_nested import NestedFit, nested_intercepts
from earlyeval.statistics.mixed_profile import coefficient_intervals, likelihood_ratio_test, variance_intervals
from earlyeval.statistics.mixed_random_slope import RandomSlopeFit, random_slope, random_slope_uncorrelated
from earlyeval.statistics.mixed_setup import PERFECT, PERFECT_WITHIN, Profile, Rows, complete_rows, turned, why_not
from earlyeval.statistics.mixed_unstructured import UnstructuredFit, unstructured
from earlyeval.statistics.variance_pieces import ClassSums, random_effect_pieces, random_effect_sums

__all__ = [
    "CrossedFit",
    "Df",
    "GeneralisedMixedFit",
    "GeneralisedOptions",
    "MixedModelFit",
    "NestedFit",
    "RandomSlopeFit",
    "UnstructuredFit",
    "coefficient_intervals",
    "crossed_intercepts",
    "generalised_random_intercept",
    "likelihood_ratio_test",
    "nested_intercepts",
    "random_intercept",
    "random_slope",
    "random_slope_uncorrelated",
    "unstructured",
    "variance_intervals",
]
BOUNDARY = "; the variance between groups came out as zero, so every row counts as independent"
ONLY = ((0, 0),)
# Ratios of the two variances looked at before the root is found: from one in 10^8 to 10^8, a factor of 1.8 apart.
GRID = np.linspace(log(1e-8), log(1e8), 65)


@dataclass(frozen=True)
class MixedModelFit(FittedModel):
    """A fitted random-intercept model: ``var_group`` and ``var_residual`` are the two variances.

    ``group_effects`` holds how far each group lies above the mean, shrunken as the model says (best linear unbiased
    predictions), by the group's label.
    """

    var_group: float = nan
    group_effects: dict[Any, float] | None = None

    @property
    def icc(self) -> float:
        """Share of the variance that lies between groups."""
        return self.var_group / (self.var_group + self.var_residual)


def random_intercept(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    units: Literal["groups", "rows"] = "groups",
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> MixedModelFit:
    """Fit y = design x coefficients + random intercept of the group + rest.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
        One row per score; the intercept is a column of ones like any other (``design.design`` makes one).
    group : one-dimensional
        Who or what each row belongs to: numbers or text.
    names : sequence of str, optional
        Names of the columns of the design; those of a DataFrame otherwise.
    conf_level : float
    units : "groups" or "rows"
        What ``n`` of an estimate counts: groups where a group is a person, rows where a row is a person.
    restricted : bool
        REML; False is maximum likelihood, for comparing models with different designs.
    df_method : "satterthwaite", "kenward-roger", "residual" or "normal"
        Kenward and Roger's also corrects the standard errors, which are otherwise the roots of (X'V^-1 X)^-1.

    Notes
    -----
    Rows with a missing value are left out. The likelihood is profiled over the ratio of the two variances on sums
    of groups of one size, so a million rows take seconds. Sources: Bates et al. 2015, doi:10.18637/jss.v067.i01;
    Kuznetsova et al. 2017, doi:10.18637/jss.v082.i13; Kenward and Roger 1997, doi:10.2307/2533558.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores, family, later = [3.0, 4, 7, 9, 1, 2, 6, 6], [1, 1, 2, 2, 3, 3, 4, 4], [0, 1] * 4
    >>> fit = mixed_models.random_intercept(scores, design({"later": later}), family)
    >>> round(fit.coefficients["later"].estimate, 3), round(fit.icc, 3)
    (1.0, 0.96)
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    method = method_words("mixed model with a random intercept", restricted=restricted, df_method=df_method)
    rows = complete_rows(y, design, group, width=len(labels))
    counted = rows.groups if units == "groups" else int(rows.scores.size)
    fit = MixedModelFit(
        labels, {}, int(rows.scores.size), rows.groups, units=counted, conf_level=level, restricted=restricted,
        df_method=df_method,
    )  # fmt: skip
    reason = why_not(rows)
    fitted, reason = (None, reason) if reason else _fitted(fit, rows, method)
    if fitted is None:
        blank = not_estimable("model_difference", reason, n=counted, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    return replace(fitted, coefficients=each_coefficient(fitted))


def _fitted(fit: MixedModelFit, rows: Rows, method: str) -> tuple[MixedModelFit | None, str]:
    """Return the fit with everything but its coefficients, or None with the reason why there is none."""
    found = turned(rows)
    if found is None:
        return None, PERFECT
    ones = np.ones((rows.scores.size, 1))
    sums = random_effect_sums(found.columns, ones, rows.codes, rows.groups)
    ratio = best_ratio(sums, restricted=fit.restricted)
    if ratio is None:
        return None, PERFECT_WITHIN
    relative = np.array([[ratio]])
    at = fitted_at(sums, relative, found, places=ONLY, restricted=fit.restricted)
    words = method + (BOUNDARY if ratio == 0 else "")
    levels = best_linear_predictions(rows, ones, relative, at.coefficients)[:, 0]
    variance = at.variance
    return replace(
        fit,
        var_group=ratio * variance,
        var_residual=variance,
        log_likelihood=at.log_likelihood,
        n_parameters=len(fit.names) + 2,
        converged=True,
        is_boundary=ratio == 0,
        solution=replace(at.solution, method=words),
        group_effects=dict(zip(rows.labels.tolist(), levels.tolist(), strict=True)),
        profile=Profile(lambda inner: random_effect_pieces(sums, inner, ONLY), ("sd_group",), found),
    ), ""


def best_ratio(sums: ClassSums, *, restricted: bool) -> float | None:
    """Return the ratio of variances with the highest likelihood; None when it lies beyond all bounds.

    The slope of the deviance is followed over a grid, every valley found to the last digit, and the deepest taken,
    with zero (no variance between groups) among the candidates.
    """

    def objective(ratio: float) -> Objective:
        return profiled(random_effect_pieces(sums, np.array([[ratio]]), ONLY), restricted=restricted)

    def slope(place: float) -> float:
        return float(objective(exp(place)).gradient[0])

    slopes = [slope(place) for place in GRID]
    if slopes[-1] < 0:
        return None
    candidates = [0.0] if slopes[0] >= 0 else []
    for left, right, before, after in zip(GRID[:-1], GRID[1:], slopes[:-1], slopes[1:], strict=True):
        if before < 0 <= after:
            candidates.append(exp(brentq(slope, left, right, xtol=1e-15, rtol=1e-14, maxiter=300)))
    return min(candidates, key=lambda ratio: objective(ratio).value)
