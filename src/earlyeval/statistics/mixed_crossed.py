"""Rows that belong to several groupings at once (children by assessor and by place): crossed random intercepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import STARTS, lowest, profiled
from earlyeval.statistics.mixed_fit import Df, FittedModel, each_coefficient, method_words
from earlyeval.statistics.mixed_inference import fitted_from
from earlyeval.statistics.mixed_setup import PERFECT, Profile, Rows, codes_of, complete_rows, turned, why_not
from earlyeval.statistics.variance_pieces import Pieces

BOUNDARY = "; singular fit: a variance between groups came out as zero"
NOT_FOUND = "The likelihood has no clear top for these data, so no estimate can be trusted."
SAME = "Two groupings are the same, or one is single rows, so their variances cannot be told apart."
TOO_MANY = "There are too many groups for this way of fitting crossed groupings."
NOTHING = 1e-8
MOST, MANY = 6000, 800


@dataclass(frozen=True)
class CrossedFit(FittedModel):
    """A fitted model: ``variances`` between the groups of each grouping, by its name.

    ``group_effects`` holds how far each group of each grouping lies above the mean (best linear unbiased
    predictions): grouping, then label. ``n_groups`` counts the groups of the first grouping.
    """

    variances: dict[str, float] = field(default_factory=dict)
    group_effects: dict[str, dict[Any, float]] | None = None

    @property
    def shares(self) -> dict[str, float]:
        """Share of the whole variance that lies between the groups of each grouping."""
        total = sum(self.variances.values()) + self.var_residual
        return {name: value / total for name, value in self.variances.items()}


@dataclass(frozen=True)
class CrossedSums:
    """Sums of all columns in each group of each grouping, and how often groups meet."""

    rows: int
    starts: tuple[int, ...]  # where each grouping's groups begin, and the end
    sums: Numbers  # group x columns: Z'a
    meetings: Numbers  # group x group: Z'Z
    total: Numbers


def crossed_intercepts(
    y: ArrayLike,
    design: Any,
    groups: pd.DataFrame | Mapping[str, ArrayLike],
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> CrossedFit:
    """Fit y = design x coefficients + an intercept of the row's group in every grouping + rest.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
    groups : DataFrame or mapping of columns
        Two or more groupings, crossed, partly crossed or nested (labels of an inner one must then be unique).
    names, conf_level, restricted, df_method
        As in ``random_intercept``. ``n`` of an estimate counts rows.

    Notes
    -----
    lme4's (1 | one) + (1 | other). Rows with a missing value are left out. The matrix of meetings is dense: up to a few
    thousand groups in all; two nested levels of any size are ``nested_intercepts``. Source: Bates et al. 2015,
    doi:10.18637/jss.v067.i01.

    Examples
    --------
    >>> import numpy as np
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores = [27.0, 23, 26, 23, 23, 21, 25, 21, 24, 20, 26, 19]
    >>> groupings = {"plate": list("aaabbbcccddd"), "sample": list("ABCABCABCABC")}
    >>> fit = mixed_models.crossed_intercepts(scores, design(rows=12), groupings)
    >>> {name: round(value, 2) for name, value in fit.variances.items()}
    {'plate': 0.53, 'sample': 0.0}
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    table = pd.DataFrame({str(name): np.asarray(column) for name, column in dict(groups).items()})
    if table.shape[1] < 2:
        raise ValueError("Give two groupings or more; one is random_intercept.")
    method = method_words("mixed model with crossed random intercepts", restricted=restricted, df_method=df_method)
    codes = np.column_stack([codes_of(table[name]) for name in table]).astype(np.float64)
    codes[codes < 0] = np.nan
    rows = complete_rows(y, design, table.iloc[:, 0], width=len(labels), others=codes)
    fit = CrossedFit(
        labels, {}, int(rows.scores.size), rows.groups, units=int(rows.scores.size), conf_level=level,
        restricted=restricted, df_method=df_method,
    )  # fmt: skip
    each = [pd.factorize(column, sort=True)[0] for column in rows.others.T]
    reason = why_not(rows) or _why_not(each, int(rows.scores.size))
    named = [np.asarray(pd.unique(table[name].dropna())) for name in table]
    kept = [names_of[np.unique(column).astype(int)] for names_of, column in zip(named, rows.others.T, strict=True)]
    fitted, reason = (None, reason) if reason else _fitted(fit, rows, each, dict(zip(table, kept, strict=True)), method)
    if fitted is None:
        blank = not_estimable("model_difference", reason, n=fit.units, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    return replace(fitted, coefficients=each_coefficient(fitted))


def _why_not(each: list[np.ndarray], n: int) -> str:
    counts = [int(codes.max()) + 1 for codes in each]
    if sum(counts) > MOST:
        return TOO_MANY
    pairs = [(one, other) for place, one in enumerate(each) for other in each[:place]]
    same = any(np.unique(one * n + other).size == max(one.max(), other.max()) + 1 == min(one.max(), other.max()) + 1
               for one, other in pairs)  # fmt: skip
    return SAME if same or max(counts) == n or min(counts) < 2 else ""


def _fitted(
    fit: CrossedFit, rows: Rows, each: list[np.ndarray], labels: dict[str, np.ndarray], method: str
) -> tuple[CrossedFit | None, str]:
    found = turned(rows)
    if found is None:
        return None, PERFECT
    sums = crossed_sums(found.columns, each)
    places = tuple((place, place) for place in range(len(each)))
    starts = STARTS if sums.starts[-1] <= MANY else STARTS[:1]
    theta, converged = lowest(
        lambda at: profiled(crossed_pieces(sums, at), restricted=fit.restricted), places, starts=starts
    )
    if not converged:
        return None, NOT_FOUND
    theta = np.where(np.abs(theta) < np.sqrt(NOTHING), 0.0, np.abs(theta))
    relative = np.diag(theta**2)
    at = fitted_from(crossed_pieces(sums, relative), theta, found, places=places, restricted=fit.restricted)
    singular = bool((theta == 0).any())
    return replace(
        fit,
        variances={name: float(size**2 * at.variance) for name, size in zip(labels, theta, strict=True)},
        var_residual=at.variance,
        log_likelihood=at.log_likelihood,
        n_parameters=len(fit.names) + len(each) + 1,
        converged=True,
        is_boundary=singular,
        solution=replace(at.solution, method=method + (BOUNDARY if singular else "")),
        group_effects=_predictions(sums, rows, each, labels, relative, at.coefficients),
        profile=Profile(lambda inner: crossed_pieces(sums, inner), tuple(f"sd: {name}" for name in labels), found),
    ), ""


def crossed_sums(columns: Numbers, each: list[np.ndarray]) -> CrossedSums:
    """Return the sums for several groupings, whose groups are numbered from 0 without gaps."""
    counts = [int(codes.max()) + 1 for codes in each]
    starts = tuple(np.concatenate([[0], np.cumsum(counts)]).tolist())
    sums = np.vstack([
        np.column_stack([np.bincount(codes, weights=column, minlength=count) for column in columns.T])
        for codes, count in zip(each, counts, strict=True)
    ])  # fmt: skip
    meetings = np.zeros((starts[-1],) * 2)
    for one, first in enumerate(each):
        for other, second in enumerate(each):
            np.add.at(meetings, (starts[one] + first, starts[other] + second), 1.0)
    return CrossedSums(columns.shape[0], starts, sums, meetings, columns.T @ columns)


def crossed_pieces(sums: CrossedSums, relative: Numbers) -> Pieces:
    """Return the pieces of W = I + sum of d_k Z_k Z_k'."""
    counts = np.diff(sums.starts)
    weights = np.repeat(np.diag(relative), counts)
    inner = np.eye(weights.size) + sums.meetings * weights
    inverse = np.linalg.inv(inner)
    outside, between = inverse @ sums.sums, inverse @ sums.meetings  # Z'W^-1 a and Z'W^-1 Z
    cross = sums.total - (sums.sums * weights[:, np.newaxis]).T @ outside
    blocks = [slice(start, start + count) for start, count in zip(sums.starts[:-1], counts, strict=True)]
    size, width = len(blocks), cross.shape[0]
    second, pairs = np.empty((size, size, width, width)), np.empty((size, size))
    for one, here in enumerate(blocks):
        for other, there in enumerate(blocks):
            part = between[here, there]
            second[one, other] = outside[here].T @ part @ outside[there]
            pairs[one, other] = float((part * part).sum())
    first = np.array([outside[here].T @ outside[here] for here in blocks])
    traces = np.array([float(np.trace(between[here, here])) for here in blocks])
    return Pieces(sums.rows, float(np.linalg.slogdet(inner)[1]), cross, first, second, traces, pairs)


def _predictions(
    sums: CrossedSums,
    rows: Rows,
    each: list[np.ndarray],
    labels: dict[str, np.ndarray],
    relative: Numbers,
    coefficients: Numbers,
) -> dict[str, dict[Any, float]]:
    left = rows.scores - rows.design @ coefficients
    own = np.concatenate([np.bincount(codes, weights=left) for codes in each])
    weights = np.repeat(np.diag(relative), np.diff(sums.starts))
    effects = weights * np.linalg.solve(np.eye(weights.size) + sums.meetings * weights, own)
    found = {}
    for name, start, stop in zip(labels, sums.starts[:-1], sums.starts[1:], strict=True):
        found[name] = dict(zip(labels[name].tolist(), effects[start:stop].tolist(), strict=True))
    return found
