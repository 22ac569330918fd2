"""Repeated or grouped scores: a linear model with one random intercept, by restricted maximum likelihood.

score = design x coefficients + group's own level + rest. With people as groups and several times of measurement,
every available score counts, and people seen once do too; right if what is missing depends only on what was seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import is_separate, no_remainder
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p
from earlyeval.statistics.profile_reml import Profile, best_ratio, group_sums

METHOD = "mixed model with a random intercept, REML, Satterthwaite df"
BOUNDARY = "; the variance between groups came out as zero, so every row counts as independent"
NO_ROWS = "There is no row with every value that is needed."
TOO_FEW_ROWS = "There are too few measurements for so many coefficients."
ONE_GROUP = "There is only one group, so the variance between groups cannot be told."
NO_REPEATS = "No group has more than one measurement, so variance between and within groups cannot be told apart."
NOT_SEPARATE = "Some columns of the design say the same thing, so their effects cannot be told apart."
PERFECT_WITHIN = "Within groups the scores are explained without remainder, so no interval can be worked out."
PERFECT = "The scores are explained without remainder, so no interval and no test can be worked out."


@dataclass(frozen=True)
class MixedModelFit:
    """A fitted random-intercept model.

    ``coefficients`` holds one Estimate per column of the design, by name. ``var_group`` and ``var_residual`` are
    the REML variances, ``icc`` the share of the first; ``n`` counts rows, ``n_groups`` groups. ``is_boundary``: the
    variance between groups came out as zero. When nothing could be fitted ``estimable`` is False, ``reason`` says
    why, every coefficient says the same, and the numbers are missing.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_groups: int
    var_group: float = nan
    var_residual: float = nan
    converged: bool = False
    is_boundary: bool = False
    estimable: bool = True
    reason: str = ""
    solution: "Solution | None" = field(default=None, repr=False)
    units: int = 0  # what n of an estimate counts: groups or rows
    conf_level: float = 0.95

    @property
    def coef(self) -> dict[str, Estimate]:
        """The coefficients, under the name that R users expect."""
        return self.coefficients

    @property
    def icc(self) -> float:
        """Share of the variance that lies between groups."""
        return self.var_group / (self.var_group + self.var_residual)

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients, one weight per column of the design, with interval and test."""
        vector = numbers(weights, name="the weights")
        if vector.shape != (len(self.names),) or np.isnan(vector).any():
            raise ValueError("A contrast has one weight for every column of the design.")
        if self.solution is None:
            return not_estimable(estimand, self.reason, n=self.units)
        return _estimate(self.solution, vector, estimand=estimand, n=self.units, level=self.conf_level)


@dataclass(frozen=True)
class Solution:
    """The profile at its best ratio of variances, and the way back from its coordinates to the coefficients."""

    start: Numbers  # least-squares coefficients, from which the profile measures
    back: Numbers  # inverse of the triangle of the design's QR decomposition
    profile: Profile


def random_intercept(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    units: Literal["groups", "rows"] = "groups",
) -> MixedModelFit:
    """Fit y = design x coefficients + random intercept of the group + rest.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
        One row per score; the intercept is a column of ones like any other.
    group : one-dimensional
        Who or what each row belongs to: numbers or text.
    names : sequence of str, optional
        Names of the columns of the design; those of a DataFrame otherwise.
    conf_level : float
    units : "groups" or "rows"
        What ``n`` of an estimate counts: groups where a group is a person, rows where a row is a person.

    Notes
    -----
    Rows with a missing value are left out. The likelihood is profiled over the ratio of the two variances on sums
    per group, so a million rows take seconds. Standard errors are the roots of (X'V^-1 X)^-1 and the degrees
    of freedom Satterthwaite's, as lmerTest gives them. Sources: Bates et al. 2015, doi:10.18637/jss.v067.i01;
    Kuznetsova et al. 2017, doi:10.18637/jss.v082.i13.
    """
    level = checked_level(conf_level)
    labels = _names(design, names)
    scores, columns, codes = _complete_rows(y, design, group, width=len(labels))
    groups = int(codes.max()) + 1 if codes.size else 0
    units_counted = groups if units == "groups" else int(scores.size)
    fit = MixedModelFit(labels, {}, int(scores.size), groups, units=units_counted, conf_level=level)
    solution, reason = _solved(scores, columns, codes, groups)
    if solution is None:
        blank = not_estimable("model_difference", reason, n=units_counted, method=METHOD)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    profile = solution.profile
    fit = replace(
        fit,
        var_group=profile.ratio * profile.variance,
        var_residual=profile.variance,
        converged=True,
        is_boundary=profile.ratio == 0,
        solution=solution,
    )
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(weights) for name, weights in each})


def _complete_rows(y: ArrayLike, design: Any, group: ArrayLike, *, width: int) -> tuple[Numbers, Numbers, np.ndarray]:
    """Return scores, design and group codes (from 0, without gaps) of the rows in which nothing is missing."""
    scores, columns = numbers(y, name="the scores"), table(design, name="the design")
    codes = pd.factorize(np.asarray(group))[0]
    if not scores.size == columns.shape[0] == codes.size or columns.shape[1] != width:
        raise ValueError("Scores, design and group need the same number of rows, and the design one name a column.")
    whole = ~(np.isnan(scores) | np.isnan(columns).any(axis=1) | (codes < 0))
    return scores[whole], columns[whole], pd.factorize(codes[whole])[0]


def _names(design: Any, names: Sequence[str] | None) -> tuple[str, ...]:
    if names is not None:
        return tuple(names)
    if isinstance(design, pd.DataFrame):
        return tuple(str(name) for name in design.columns)
    raise ValueError("Name the columns of the design.")


def _solved(scores: Numbers, columns: Numbers, codes: np.ndarray, groups: int) -> tuple[Solution | None, str]:
    """Return the fit, or None with the reason why there is none."""
    if groups < 2:
        return None, ONE_GROUP if groups else NO_ROWS
    if scores.size <= columns.shape[1]:
        return None, TOO_FEW_ROWS
    if groups == scores.size:
        return None, NO_REPEATS
    if not is_separate(columns):
        return None, NOT_SEPARATE
    orthogonal, triangle = np.linalg.qr(columns)
    back = np.linalg.inv(triangle)
    start = back @ (orthogonal.T @ scores)
    remainder = scores - columns @ start
    if no_remainder(remainder, scores):
        return None, PERFECT
    profile = best_ratio(group_sums(remainder, orthogonal, codes, groups))
    return (None, PERFECT_WITHIN) if profile is None else (Solution(start, back, profile), "")


def _estimate(solution: Solution, weights: Numbers, *, estimand: str, n: int, level: float) -> Estimate:
    if not weights.any():
        return not_estimable(estimand, "All weights are zero: nothing is compared.", n=n)
    profile, turned = solution.profile, solution.back.T @ weights
    value = float(weights @ solution.start + turned @ profile.shift)
    variance, df = profile.variance_and_df(turned)
    error = sqrt(variance)
    reach = t_quantile(df, level) * error
    return Estimate(
        estimand,
        value,
        value - reach,
        value + reach,
        level,
        p_value=two_sided_p(value / error, df),
        statistic=value / error,
        df=df,
        n=n,
        method=METHOD + (BOUNDARY if profile.ratio == 0 else ""),
    )
