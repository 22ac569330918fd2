"""People in families in places, or times in people in places: random intercepts at two levels, one inside the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import lowest, profiled, solved
from earlyeval.statistics.mixed_fit import Df, FittedModel, each_coefficient, method_words
from earlyeval.statistics.mixed_inference import fitted_from
from earlyeval.statistics.mixed_setup import (
    PERFECT,
    PERFECT_WITHIN,
    Profile,
    Rows,
    codes_of,
    complete_rows,
    turned,
    why_not,
)
from earlyeval.statistics.variance_pieces import Pieces

PLACES = ((0, 0), (1, 1))
BOUNDARY = "; singular fit: a variance between groups came out as zero"
SAME_GROUPS = "Inner groups are the outer ones, or single rows, so two levels cannot be told apart."
NOT_FOUND = "The likelihood has no clear top for these data, so no estimate can be trusted."
NOTHING = 1e-8


@dataclass(frozen=True)
class NestedFit(FittedModel):
    """A fitted model with ``var_outer`` between outer groups, ``var_inner`` between inner ones within them.

    ``n_groups`` counts outer groups and ``n_inner`` inner ones.
    """

    var_outer: float = nan
    var_inner: float = nan
    n_inner: int = 0

    @property
    def icc_outer(self) -> float:
        """Correlation of two rows of one outer group but of different inner groups."""
        return self.var_outer / (self.var_outer + self.var_inner + self.var_residual)

    @property
    def icc_inner(self) -> float:
        """Correlation of two rows of one inner group."""
        return (self.var_outer + self.var_inner) / (self.var_outer + self.var_inner + self.var_residual)


@dataclass(frozen=True)
class NestedSums:
    """Rows and sums of all columns in each inner group, to which outer group it belongs, cross-products of all rows."""

    rows: int
    sizes: Numbers
    sums: Numbers  # inner group x columns
    outer: np.ndarray
    groups: int
    total: Numbers


def nested_intercepts(
    y: ArrayLike,
    design: Any,
    outer: ArrayLike,
    inner: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> NestedFit:
    """Fit y = design x coefficients + intercept of the outer group + intercept of the inner group + rest.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
    outer, inner : one-dimensional
        Such as place and family. An inner label that stands in two outer groups means two inner groups.
    names, conf_level, restricted, df_method
        As in ``random_intercept``. ``n`` of an estimate counts inner groups.

    Notes
    -----
    lme4's (1 | outer / inner), on sums per inner group: a hundred thousand families take seconds. Rows with a missing
    value are left out. Source: Bates et al. 2015, doi:10.18637/jss.v067.i01.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores = [3.0, 4, 7, 9, 1, 2, 6, 8]
    >>> fit = mixed_models.nested_intercepts(scores, design(rows=8), list("aaaabbbb"), [1, 1, 2, 2, 3, 3, 4, 4])
    >>> round(fit.var_inner, 2)
    8.54
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    model = "mixed model with nested random intercepts"
    method = method_words(model, restricted=restricted, df_method=df_method)
    below = codes_of(inner).astype(np.float64)
    below[below < 0] = np.nan
    rows = complete_rows(y, design, outer, width=len(labels), others=below[:, np.newaxis])
    pairs = pd.factorize(rows.codes * (np.nanmax(below, initial=0) + 1) + rows.others[:, 0])[0]
    count = int(pairs.max()) + 1 if pairs.size else 0
    fit = NestedFit(
        labels, {}, int(rows.scores.size), rows.groups, units=count, conf_level=level, restricted=restricted,
        df_method=df_method, n_inner=count,
    )  # fmt: skip
    reason = why_not(rows) or (SAME_GROUPS if count in (rows.groups, rows.scores.size) else "")
    fitted, reason = (None, reason) if reason else _fitted(fit, rows, pairs, method)
    if fitted is None:
        blank = not_estimable("model_difference", reason, n=count, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    return replace(fitted, coefficients=each_coefficient(fitted))


def _fitted(fit: NestedFit, rows: Rows, pairs: np.ndarray, method: str) -> tuple[NestedFit | None, str]:
    found = turned(rows)
    if found is None:
        return None, PERFECT
    sizes = np.bincount(pairs).astype(np.float64)
    sums = np.column_stack([np.bincount(pairs, weights=column) for column in found.columns.T])
    outer = np.empty(sizes.size, dtype=np.int64)
    outer[pairs] = rows.codes
    kept = NestedSums(fit.n, sizes, sums, outer, rows.groups, found.columns.T @ found.columns)
    theta, converged = lowest(lambda at: profiled(nested_pieces(kept, at), restricted=fit.restricted), PLACES)
    if not converged:
        return None, NOT_FOUND
    theta = np.where(np.abs(theta) < np.sqrt(NOTHING), 0.0, np.abs(theta))
    pieces = nested_pieces(kept, np.diag(theta**2))
    if not solved(pieces).squares > NOTHING * fit.n:  # in units of what least squares leaves
        return None, PERFECT_WITHIN
    at = fitted_from(pieces, theta, found, places=PLACES, restricted=fit.restricted)
    singular = bool((theta == 0).any())
    return replace(
        fit,
        var_outer=float(theta[0] ** 2 * at.variance),
        var_inner=float(theta[1] ** 2 * at.variance),
        var_residual=at.variance,
        log_likelihood=at.log_likelihood,
        n_parameters=len(fit.names) + 3,
        converged=True,
        is_boundary=singular,
        solution=replace(at.solution, method=method + (BOUNDARY if singular else "")),
        profile=Profile(lambda inner: nested_pieces(kept, inner), ("sd_outer", "sd_inner"), found),
    ), ""


def nested_pieces(sums: NestedSums, relative: Numbers) -> Pieces:
    """Return the pieces of W = I + d_outer Z Z' + d_inner U U', level by level from the inside."""
    d_outer, d_inner = float(relative[0, 0]), float(relative[1, 1])

    def up(values: Numbers) -> Numbers:
        if values.ndim == 1:
            return np.bincount(sums.outer, weights=values, minlength=sums.groups)
        return np.column_stack([np.bincount(sums.outer, weights=one, minlength=sums.groups) for one in values.T])

    thin = 1 / (1 + d_inner * sums.sizes)
    own = sums.sizes * thin  # U'W1^-1 U, with W1 = I + d_inner U U'
    inside = sums.sums * thin[:, np.newaxis]  # U'W1^-1 a
    size, outside = up(own), up(inside)  # Z'W1^-1 Z and Z'W1^-1 a
    thick = 1 / (1 + d_outer * size)
    taken = d_outer * thick
    cross = sums.total - d_inner * sums.sums.T @ inside - (outside * taken[:, np.newaxis]).T @ outside
    of_outer = outside * thick[:, np.newaxis]  # Z'W^-1 a
    of_inner = inside - (own * taken[sums.outer])[:, np.newaxis] * outside[sums.outer]  # U'W^-1 a
    weighted = up(of_inner * own[:, np.newaxis])
    mixed = (of_outer * thick[:, np.newaxis]).T @ weighted
    first = np.array([of_outer.T @ of_outer, of_inner.T @ of_inner])
    second = np.empty((2, 2, *cross.shape))
    second[0, 0] = (of_outer * (size * thick)[:, np.newaxis]).T @ of_outer
    second[0, 1], second[1, 0] = mixed, mixed.T
    second[1, 1] = (of_inner * own[:, np.newaxis]).T @ of_inner - (weighted * taken[:, np.newaxis]).T @ weighted
    squares = up(own**2)
    traces = np.array([float((size * thick).sum()), float(own.sum() - taken @ squares)])
    between = float((thick**2) @ squares)
    within = float((own**2).sum() - 2 * taken @ up(own**3) + (taken**2) @ squares**2)
    pairs = np.array([[float(((size * thick) ** 2).sum()), between], [between, within]])
    logs = -float(np.log(thin).sum()) - float(np.log(thick).sum())
    return Pieces(sums.rows, logs, cross, first, second, traces, pairs)
