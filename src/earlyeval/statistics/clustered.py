"""People come in clusters: least squares with errors that allow for it, and how alike members of a cluster are.

score = design x coefficients + rest, where rests of one cluster may be related in any way. CR2 is the default: it holds
where there are few clusters, with degrees of freedom of its own for every coefficient.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.cluster_likeness import (
    design_effect,
    design_effect_of,
    effective_sample_size,
    icc_anova,
    icc_anova_from_summary,
    icc_mixed,
)
from earlyeval.statistics.design import contrast_weights, named_columns
from earlyeval.statistics.design import design as make_design
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import no_remainder
from earlyeval.statistics.mixed_setup import PERFECT, Rows, complete_rows, why_not
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p

__all__ = [
    "ClusteredFit",
    "design_effect",
    "design_effect_of",
    "effective_sample_size",
    "icc_anova",
    "icc_anova_from_summary",
    "icc_mixed",
    "linear_regression",
    "mean",
    "mean_difference",
]
Variance = Literal["CR0", "CR1", "CR1S", "CR2", "CR3"]
KNOWN = ("CR0", "CR1", "CR1S", "CR2", "CR3")
ONE_CLUSTER = "There is only one cluster, so how clusters vary cannot be told."
TOO_FEW_CLUSTERS = "There are too few clusters to tell how this coefficient varies between them."
# Directions that a cluster fixes on its own: one minus its leverage is nothing but noise.
NOTHING = 1e-10


@dataclass(frozen=True)
class Sandwich:
    """Sums of each cluster in coordinates in which the design is orthonormal, after the adjustment asked for."""

    start: Numbers  # coefficients
    back: Numbers
    scores: Numbers  # cluster x coordinates: adjusted sums of column x rest
    within: Numbers  # cluster x coordinates^2: Q'A^2 Q
    between: Numbers  # cluster x coordinates^2: Q'A Q
    factor: float
    squares: float  # of what is left of all rows


@dataclass(frozen=True)
class ClusteredFit:
    """Least squares with cluster-robust errors: ``coefficients`` by name, and contrasts.

    ``n`` counts rows, ``n_clusters`` clusters. Where nothing could be fitted ``estimable`` is False and ``reason`` says
    why; a single coefficient may be not estimable where too few clusters carry it.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_clusters: int
    variance: Variance
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    sandwich: Sandwich | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """How errors and degrees of freedom were worked out."""
        df = "Satterthwaite df" if self.variance in ("CR2", "CR3") else "clusters minus one df"
        return f"least squares, cluster-robust errors {self.variance}, {df}"

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients, one weight per column of the design, with interval and test."""
        vector = contrast_weights(weights, self.names)
        if self.sandwich is None:
            return not_estimable(estimand, self.reason, n=self.n, method=self.method)
        turned = self.sandwich.back.T @ vector
        scores = self.sandwich.scores @ turned
        variance = self.sandwich.factor * float(scores @ scores)
        df = self._df(turned)
        noise = 1e-20 * float(turned @ turned) * self.sandwich.squares
        if not variance > noise or not df > 1e-6:
            return not_estimable(estimand, TOO_FEW_CLUSTERS, n=self.n, method=self.method)
        value, error = float(vector @ self.sandwich.start), sqrt(variance)
        reach = t_quantile(df, self.conf_level) * error
        return Estimate(
            estimand,
            value,
            value - reach,
            value + reach,
            self.conf_level,
            p_value=two_sided_p(value / error, df),
            statistic=value / error,
            df=df,
            n=self.n,
            method=self.method,
            std_error=error,
        )

    def _df(self, turned: Numbers) -> float:
        """Return Bell and McCaffrey's df as Pustejovsky and Tipton generalise it, or clusters minus one."""
        if self.variance not in ("CR2", "CR3"):
            return float(self.n_clusters - 1)
        own = np.einsum("gij,i,j->g", self.sandwich.within, turned, turned)
        shared = self.sandwich.between @ turned
        size = np.einsum("gi,gi->g", shared, shared)
        outer = shared.T @ shared
        squares = float(own @ own - 2 * own @ size + (outer * outer).sum())
        total = float((own - size).sum())
        return total**2 / squares if squares > 0 else 0.0


def linear_regression(
    y: ArrayLike,
    design: Any,
    cluster: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    variance: Variance = "CR2",
    weights: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> ClusteredFit:
    """Fit y = design x coefficients by least squares with errors that hold when rows of a cluster are related.

    Parameters
    ----------
    y : one-dimensional, one score per row
    design : two-dimensional or DataFrame
        One row per score; the intercept is a column of ones like any other (``design.design`` makes one).
    cluster : one-dimensional
        The cluster of each row: numbers or text. Every row its own cluster gives HC0 (CR0), HC2 (CR2), HC3 (CR3).
    variance : "CR2", "CR0", "CR1", "CR1S" or "CR3"
        CR2 is unbiased when rows are in truth unrelated, with Satterthwaite df; CR0 is the plain sandwich, CR1 that
        times G / (G - 1), CR1S that times G (n - 1) / ((G - 1)(n - p)), which Stata prints; CR3 resembles leaving out
        one cluster at a time. CR0, CR1 and CR1S come with G - 1 df and are too small below about 40 clusters.
    weights : one-dimensional, optional
        Weight of each row, above zero; not with CR2 and CR3, whose working model would have to be said.
    conf_level : float

    Notes
    -----
    Rows with a missing value are left out. Only sums per cluster are kept, so a million rows take a second.
    Sources: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, doi:10.1080/07350015.2016.1247004.
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    if variance not in KNOWN:
        raise ValueError(f"variance is one of {', '.join(KNOWN)}.")
    if weights is not None and variance in ("CR2", "CR3"):
        raise ValueError("With weights choose CR0, CR1 or CR1S.")
    beside = np.ones(np.shape(y)[0]) if weights is None else numbers(weights, name="the weights")
    rows = complete_rows(y, design, cluster, width=len(labels), others=beside[:, np.newaxis], name="cluster")
    if (rows.others <= 0).any():
        raise ValueError("Weights must be above zero.")
    fit = ClusteredFit(labels, {}, int(rows.scores.size), rows.groups, variance, conf_level=level)
    reason = ONE_CLUSTER if rows.groups == 1 else why_not(rows, needs_repeats=False)
    sandwich = None if reason else _sandwich(rows, variance)
    if sandwich is None:
        reason = reason or PERFECT
        blank = not_estimable("model_difference", reason, n=fit.n, method=fit.method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    fit = replace(fit, sandwich=sandwich)
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(one) for name, one in each})


def mean(values: ArrayLike, cluster: ArrayLike, *, variance: Variance = "CR2", conf_level: float = 0.95) -> Estimate:
    """Return the mean of all rows with an interval that allows for clusters (see ``linear_regression``)."""
    columns = make_design(rows=np.shape(values)[0])
    fit = linear_regression(values, columns, cluster, variance=variance, conf_level=conf_level)
    return replace(fit.coefficients["intercept"], estimand="mean")


def mean_difference(
    values: ArrayLike, group: ArrayLike, cluster: ArrayLike, *, variance: Variance = "CR2", conf_level: float = 0.95
) -> Estimate:
    """Return the mean of group 1 minus that of group 0 with an interval that allows for clusters.

    ``group`` is 0 or 1 for each row; the clusters may lie within one group or across both.
    """
    arm = numbers(group, name="group")
    if not np.isin(arm[~np.isnan(arm)], (0, 1)).all():
        raise ValueError("Group is coded 0 and 1.")
    columns = make_design({"group": arm})
    fit = linear_regression(values, columns, cluster, variance=variance, conf_level=conf_level)
    return replace(fit.coefficients["group"], estimand="mean_difference")


def _sandwich(rows: Rows, variance: Variance) -> Sandwich | None:
    root = np.sqrt(rows.others[:, 0])
    orthogonal, triangle = np.linalg.qr(rows.design * root[:, np.newaxis])
    back = np.linalg.inv(triangle)
    start = back @ (orthogonal.T @ (rows.scores * root))
    left = rows.scores - rows.design @ start
    start = start + back @ (orthogonal.T @ (left * root))
    left = rows.scores - rows.design @ start
    if no_remainder(left, rows.scores):
        return None
    squares = float(rows.others[:, 0] @ left**2)
    groups, width, n = rows.groups, rows.design.shape[1], rows.scores.size
    sums = np.column_stack([_by_cluster(column * left * root, rows) for column in orthogonal.T])
    if variance in ("CR0", "CR1", "CR1S"):
        factor = {"CR0": 1.0, "CR1": groups / (groups - 1)}.get(
            variance, groups * (n - 1) / ((groups - 1) * (n - width))
        )
        return Sandwich(start, back, sums, np.empty(0), np.empty(0), factor, squares)
    leverage = np.empty((groups, width, width))
    for one in range(width):
        for other in range(width):
            leverage[:, one, other] = _by_cluster(orthogonal[:, one] * orthogonal[:, other], rows)
    values, vectors = np.linalg.eigh(leverage)
    values = np.clip(values, 0.0, 1.0)
    free = 1 - values
    power = -0.5 if variance == "CR2" else -1.0
    stretch = np.where(free > NOTHING, np.where(free > NOTHING, free, 1.0) ** power, 0.0)
    adjusted = np.einsum("gij,gj,gkj,gk->gi", vectors, stretch, vectors, sums)
    within = np.einsum("gij,gj,gkj->gik", vectors, stretch**2 * values, vectors)
    between = np.einsum("gij,gj,gkj->gik", vectors, stretch * values, vectors)
    return Sandwich(start, back, adjusted, within, between, 1.0, squares)


def _by_cluster(values: Numbers, rows: Rows) -> Numbers:
    return np.bincount(rows.codes, weights=values, minlength=rows.groups)
