"""A linear model in which every group has its own level and its own slope, correlated or not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import STARTS, lowest, profiled, square_of
from earlyeval.statistics.mixed_fit import Df, FittedModel, each_coefficient, method_words
from earlyeval.statistics.mixed_inference import best_linear_predictions, fitted_at
from earlyeval.statistics.mixed_setup import PERFECT, Profile, Rows, complete_rows, turned, why_not
from earlyeval.statistics.variance_pieces import (
    Pieces,
    Places,
    random_effect_pieces,
    random_effect_sums,
    triangle_places,
)

BOUNDARY = "; singular fit: a variance between groups came out as zero or their correlation as one"
NO_SLOPES = "Within the groups the slope's column does not vary enough to tell slopes, levels and remainder apart."
NOT_FOUND = "The likelihood has no clear top for these data, so no estimate can be trusted."
# A variance ratio below this, in units in which the random columns are of size one, is zero.
NOTHING = 1e-8
# With so many kinds of groups the likelihood has one top, and one start finds it.
MANY = 2000


@dataclass(frozen=True)
class RandomSlopeFit(FittedModel):
    """A fitted model with a random intercept and a random slope.

    ``var_intercept``, ``var_slope`` and ``covariance`` describe the groups, ``var_residual`` the rest.
    ``group_effects`` holds each group's own (level, slope) beyond the mean ones, shrunken, by the group's label.
    """

    var_intercept: float = nan
    var_slope: float = nan
    covariance: float = nan
    group_effects: dict[Any, tuple[float, float]] | None = None

    @property
    def correlation(self) -> float:
        """Correlation of the groups' levels and slopes; missing where one of them does not vary."""
        size = self.var_intercept * self.var_slope
        return self.covariance / sqrt(size) if size > 0 else nan


def random_slope(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    slope: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> RandomSlopeFit:
    """Fit y = design x coefficients + (random intercept + random slope x column) of the group + rest, correlated.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
        One row per score; it usually holds the intercept and the slope's column too.
    group : one-dimensional
    slope : one-dimensional
        The column along which each group has its own slope, such as time.
    names, conf_level, restricted, df_method
        As in ``random_intercept``. ``n`` of an estimate counts groups.

    Notes
    -----
    Rows with a missing value are left out. A singular fit (a variance of zero, a correlation of one) is named by
    ``is_boundary`` and in ``method``; its degrees of freedom are lmerTest's. Sources: Bates et al. 2015,
    doi:10.18637/jss.v067.i01; Kenward and Roger 1997, doi:10.2307/2533558.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores = [3.0, 4, 5.5, 7, 9, 12, 1, 2, 2.5, 6, 6.5, 9]
    >>> child, month = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], [0, 1, 2] * 4
    >>> fit = mixed_models.random_slope(scores, design({"month": month}), child, month)
    >>> round(fit.coefficients["month"].estimate, 3)
    1.5
    """
    labels = named_columns(design, names)
    method = method_words("mixed model with random intercept and slope", restricted=restricted, df_method=df_method)
    rows, fit = _start(y, design, group, slope, labels=labels)
    fit = replace(fit, conf_level=checked_level(conf_level), restricted=restricted, df_method=df_method)
    return _answer(fit, rows, method, triangle_places(2))


def random_slope_uncorrelated(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    slope: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> RandomSlopeFit:
    """Fit ``random_slope`` with levels and slopes of the groups that vary independently (lme4's ``||``).

    The answer depends on where the slope's column is zero, so that place should mean something.
    """
    labels = named_columns(design, names)
    model = "mixed model with uncorrelated random intercept and slope"
    method = method_words(model, restricted=restricted, df_method=df_method)
    rows, fit = _start(y, design, group, slope, labels=labels)
    fit = replace(fit, conf_level=checked_level(conf_level), restricted=restricted, df_method=df_method)
    return _answer(fit, rows, method, ((0, 0), (1, 1)))


def _start(
    y: ArrayLike, design: Any, group: ArrayLike, slope: ArrayLike, *, labels: tuple[str, ...]
) -> tuple[Rows, RandomSlopeFit]:
    along = numbers(slope, name="the slope's column")[:, np.newaxis]
    rows = complete_rows(y, design, group, width=len(labels), others=along)
    return rows, RandomSlopeFit(labels, {}, int(rows.scores.size), rows.groups, units=rows.groups)


def _answer(fit: RandomSlopeFit, rows: Rows, method: str, places: Places) -> RandomSlopeFit:
    reason = why_not(rows)
    fitted, reason = (None, reason) if reason else _fitted(fit, rows, method, places)
    if fitted is None:
        blank = not_estimable("model_difference", reason, n=fit.units, method=method)
        return replace(fit, coefficients=dict.fromkeys(fit.names, blank), estimable=False, reason=reason)
    return replace(fitted, coefficients=each_coefficient(fitted))


def _fitted(fit: RandomSlopeFit, rows: Rows, method: str, places: Places) -> tuple[RandomSlopeFit | None, str]:
    random = np.column_stack([np.ones(rows.scores.size), rows.others])
    if not _told_apart(random, rows):
        return None, NO_SLOPES
    found = turned(rows)
    if found is None:
        return None, PERFECT
    scaling = _scaling(random, rows.groups, correlated=len(places) == 3)
    sums = random_effect_sums(found.columns, random @ scaling, rows.codes, rows.groups)
    theta, converged = lowest(
        lambda inner: profiled(random_effect_pieces(sums, inner, places), restricted=fit.restricted),
        places,
        starts=STARTS if sums.members.size <= MANY else STARTS[:1],
    )
    if not converged:
        return None, NOT_FOUND
    theta = _snapped(theta, places)
    inner = square_of(theta, places)
    at = fitted_at(sums, inner, found, places=places, restricted=fit.restricted, theta=theta)
    relative = scaling @ inner @ scaling.T
    singular = float(np.linalg.eigvalsh(inner)[0]) < NOTHING
    effects = best_linear_predictions(rows, random, relative, at.coefficients)
    turning = np.linalg.inv(scaling)

    def pieces_at(original: Numbers) -> Pieces:
        return random_effect_pieces(sums, turning @ original @ turning.T, places)

    named, correlated = ("sd_intercept", "sd_slope"), len(places) == 3
    return replace(
        fit,
        var_intercept=float(relative[0, 0]) * at.variance,
        var_slope=float(relative[1, 1]) * at.variance,
        covariance=float(relative[0, 1]) * at.variance,
        var_residual=at.variance,
        log_likelihood=at.log_likelihood,
        n_parameters=len(fit.names) + len(places) + 1,
        converged=True,
        is_boundary=singular,
        solution=replace(at.solution, method=method + (BOUNDARY if singular else "")),
        profile=Profile(pieces_at, named, found, correlated),
        group_effects={label: tuple(pair) for label, pair in zip(rows.labels.tolist(), effects.tolist(), strict=True)},
    ), ""


def _told_apart(random: Numbers, rows: Rows) -> bool:
    """Tell whether rows are more than random effects, and some group has more rows than random effects."""
    sizes = np.bincount(rows.codes, minlength=rows.groups)
    low = np.full(rows.groups, np.inf)
    high = np.full(rows.groups, -np.inf)
    np.minimum.at(low, rows.codes, random[:, 1])
    np.maximum.at(high, rows.codes, random[:, 1])
    varying = high > low
    return bool((varying & (sizes > 2)).any() and varying.sum() >= 2)


def _scaling(random: Numbers, groups: int, *, correlated: bool) -> Numbers:
    """Return the lower triangle T that makes the random columns Z T of one size (and unrelated, if correlated)."""
    inner = random.T @ random / groups
    if not correlated:
        return np.diag(1 / np.sqrt(np.diag(inner)))
    flipped = np.linalg.cholesky(inner[::-1, ::-1])[::-1, ::-1]  # inner = U U', U upper
    return np.linalg.inv(flipped.T)


def _snapped(theta: Numbers, places: Places) -> Numbers:
    """Return theta with diagonal elements that are zero but for noise set to zero, and the others positive."""
    snapped = theta.copy()
    for place, (row, column) in enumerate(places):
        if row == column and abs(theta[place]) < np.sqrt(NOTHING):
            snapped[place] = 0.0
        elif row == column and theta[place] < 0:
            for other, (_, second) in enumerate(places):
                if second == column:
                    snapped[other] = -snapped[other]
    return snapped
