"""Repeated measures with an unstructured covariance over the times: the model that trials call MMRM."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log, pi
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import lowest, solved, square_of, unprofiled
from earlyeval.statistics.mixed_fit import Df, FittedModel, Solution, each_coefficient, method_words
from earlyeval.statistics.mixed_inference import unstructured_effects
from earlyeval.statistics.mixed_setup import PERFECT, Rows, codes_of, complete_rows, turned, why_not
from earlyeval.statistics.variance_pieces import pattern_sums, triangle_places, unstructured_pieces

ONE_TIME = "There is only one time, so nothing is repeated."
NEVER_TOGETHER = "Some pairs of times were never seen in the same group, so their covariance cannot be told."
NOT_FOUND = "The likelihood has no clear top for these data (too few groups for so many times, or no remainder)."


@dataclass(frozen=True)
class UnstructuredFit(FittedModel):
    """A fitted model for repeated measures; ``covariance`` is that of the ``times`` (in this order)."""

    times: tuple[Any, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()

    @property
    def correlation(self) -> tuple[tuple[float, ...], ...]:
        """Correlations of the times."""
        square = np.array(self.covariance)
        deviations = np.sqrt(np.diag(square))
        return tuple(map(tuple, (square / np.outer(deviations, deviations)).tolist()))


def unstructured(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    time: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
    restricted: bool = True,
    df_method: Df = "satterthwaite",
) -> UnstructuredFit:
    """Fit y = design x coefficients + rest, where the rest has its own variance at each time and any correlations.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
        One row per score; it usually holds a mean for each time and arm.
    group : one-dimensional
        Who each row belongs to.
    time : one-dimensional
        When: numbers or text, each at most once a group.
    names, conf_level, restricted, df_method
        As in ``random_intercept``. ``n`` of an estimate counts groups. nlme's ``gls`` counts df as "residual".

    Notes
    -----
    Rows with a missing value are left out; the others of the same group still count. The same model as nlme's ``gls``
    with ``corSymm`` and ``varIdent``. Satterthwaite's df come from the observed information, Kenward and Roger's from
    the covariances themselves (linear form). Source: Mallinckrodt et al. 2008, doi:10.1177/009286150804200402.

    Raises
    ------
    ValueError
        A group has two rows at one time.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores, child = [3.0, 4, 7, 9, 1, 2, 6, 6, 4, 7], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    >>> fit = mixed_models.unstructured(scores, design({"later": [0, 1] * 5}), child, [0, 1] * 5)
    >>> round(fit.coefficients["later"].estimate, 3)
    1.4
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    method = method_words("unstructured covariance over the times", restricted=restricted, df_method=df_method)
    order, codes = _times(time)
    rows = complete_rows(y, design, group, width=len(labels), others=codes[:, np.newaxis], name="time")
    fit = UnstructuredFit(
        labels, {}, int(rows.scores.size), rows.groups, units=rows.groups, conf_level=level, restricted=restricted,
        df_method=df_method,
    )  # fmt: skip
    reason = why_not(rows)
    fitted, reason = (None, reason) if reason else _fitted(fit, rows, method, order)
    if fitted is None:
        blank = not_estimable("model_difference", reason, n=rows.groups, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    return replace(fitted, coefficients=each_coefficient(fitted))


def _fitted(
    fit: UnstructuredFit, rows: Rows, method: str, order: tuple[Any, ...]
) -> tuple[UnstructuredFit | None, str]:
    seen, times = np.unique(rows.others[:, 0].astype(int), return_inverse=True)
    if len(set(zip(rows.codes.tolist(), times.tolist(), strict=True))) < times.size:
        raise ValueError("A group has two rows at one time: then they are not repeated measures over these times.")
    if seen.size < 2:
        return None, ONE_TIME
    found = turned(rows)
    if found is None:
        return None, PERFECT
    sums = pattern_sums(found.columns, times, rows.codes, rows.groups)
    together = np.einsum("c,cii,cjj->ij", sums.members, sums.inner, sums.inner)
    if (together == 0).any():
        return None, NEVER_TOGETHER
    places = triangle_places(seen.size)
    theta, converged = lowest(
        lambda inner: unprofiled(unstructured_pieces(sums, inner, places), restricted=fit.restricted), places
    )
    covariance = square_of(theta, places)
    if not converged or float(np.linalg.eigvalsh(covariance)[0]) < 1e-9:
        return None, NOT_FOUND
    pieces = unstructured_pieces(sums, covariance, places)
    at = solved(pieces)
    effects = unstructured_effects(pieces, theta, places=places, restricted=fit.restricted)
    free = pieces.rows - (len(fit.names) if fit.restricted else 0)
    logs = pieces.log_determinant + (at.log_determinant + 2 * found.log_triangle if fit.restricted else 0.0)
    likelihood = -0.5 * (free * (log(2 * pi) + 2 * log(found.scale)) + logs + at.squares)
    return replace(
        fit,
        times=tuple(order[place] for place in seen),
        covariance=_as_tuples(covariance * found.scale**2),
        log_likelihood=likelihood,
        n_parameters=len(fit.names) + len(places),
        converged=True,
        solution=Solution(found.start, found.back * found.scale, at.coefficients, effects, method),
    ), ""


def _times(time: ArrayLike) -> tuple[tuple[Any, ...], Numbers]:
    """Return the times in order and each row's place among them (missing where the time is)."""
    values = pd.Series(np.asarray(time) if not isinstance(time, pd.Series) else time.array)
    codes = codes_of(values).astype(np.float64)
    codes[codes < 0] = np.nan
    known = pd.unique(values.dropna())
    ranks = np.argsort(np.argsort(known, kind="stable"), kind="stable")
    there = ~np.isnan(codes)
    codes[there] = ranks[codes[there].astype(int)]
    return tuple(sorted(known.tolist())), codes


def _as_tuples(square: Numbers) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, square.tolist()))
