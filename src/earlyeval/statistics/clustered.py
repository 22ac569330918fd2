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
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.cluster_likeness import (
    design_effect,
    design_effect_of,
    effective_sample_size,
    icc_anova,
    icc_anova_from_summary,
    icc_mixed,
)
from earlyeval.statistics.clustered_sandwich import Sandwich, sandwich_of
from earlyeval.statistics.design import contrast_rows, contrast_weights, named_columns
from earlyeval.statistics.design import design as make_design
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.meta_fit import critical, p_of
from earlyeval.statistics.mixed_setup import PERFECT, complete_rows, why_not

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
Variance = Literal["CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3"]
KNOWN = ("CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3")
Df = Literal["usual", "satterthwaite", "clusters", "residual", "normal"]
DF_WORDS = {
    "satterthwaite": "Satterthwaite df",
    "clusters": "clusters minus one df",
    "residual": "df rows minus coefficients",
    "normal": "normal approximation",
}
ONE_CLUSTER = "There is only one cluster, so how clusters vary cannot be told."
TOO_FEW_CLUSTERS = "There are too few clusters to tell how this coefficient varies between them."
NOTHING_COMPARED = "All weights are zero: nothing is compared."


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
    df_method: Df = "satterthwaite"
    sandwich: Sandwich | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """How errors and degrees of freedom were worked out."""
        return f"least squares, cluster-robust errors {self.variance}, {DF_WORDS[self.df_method]}"

    @property
    def covariance_of_coefficients(self) -> Numbers:
        """The cluster-robust covariance matrix of the coefficients (clubSandwich's ``vcovCR``)."""
        return np.full((len(self.names),) * 2, np.nan) if self.sandwich is None else self.sandwich.covariance()

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients, one weight per column of the design, with interval and test."""
        vector = contrast_weights(weights, self.names)
        if self.sandwich is None or not vector.any():
            return not_estimable(estimand, self.reason or NOTHING_COMPARED, n=self.n, method=self.method)
        turned = self.sandwich.back.T @ vector
        scores = self.sandwich.scores @ turned
        variance = self.sandwich.factor * float(scores @ scores)
        df = self._df(turned)
        noise = 1e-20 * float(turned @ turned) * self.sandwich.squares
        if not variance > noise or not np.isfinite(variance) or not df > 1e-6:
            return not_estimable(estimand, TOO_FEW_CLUSTERS, n=self.n, method=self.method)
        value, error = float(vector @ self.sandwich.start), sqrt(variance)
        reach = critical(df, self.conf_level) * error
        return Estimate(
            estimand, value, value - reach, value + reach, self.conf_level, p_value=p_of(value / error, df),
            statistic=value / error, df=df if df < np.inf else np.nan, n=self.n, method=self.method, std_error=error,
        )  # fmt: skip

    def joint_test(self, matrix: ArrayLike, *, estimand: str = "joint_test") -> Estimate:
        """Return the F test that several weighted sums of coefficients are all zero: one row of weights each.

        With Satterthwaite df it is the approximate Hotelling T2 test, clubSandwich's ``Wald_test(test = "HTZ")``, which
        holds with few clusters; otherwise Wald's F over clusters - 1 (or the chosen) df, its "Naive-F".
        Source: Tipton and Pustejovsky 2015, doi:10.3102/1076998615606099.
        """
        rows = contrast_rows(matrix, self.names)
        if self.sandwich is None or not rows.any():
            return not_estimable(estimand, self.reason or NOTHING_COMPARED, n=self.n, method=self.method)
        turned = np.linalg.qr((rows @ self.sandwich.back).T)[0].T[: int(np.linalg.matrix_rank(rows))]
        scores, count = self.sandwich.scores @ turned.T, len(turned)
        spread = self.sandwich.factor * scores.T @ scores
        eta = self.sandwich.hotelling_df(turned) if self.df_method == "satterthwaite" else self._df(turned[0])
        df_2 = eta - count + 1 if self.df_method == "satterthwaite" else eta
        few = self.n_clusters <= count
        if (
            few
            or not df_2 > 0
            or np.linalg.matrix_rank(spread, hermitian=True) < count
            or not np.isfinite(spread).all()
        ):
            return not_estimable(estimand, TOO_FEW_CLUSTERS, n=self.n, method=self.method)
        value = turned @ np.linalg.solve(self.sandwich.back, self.sandwich.start)
        statistic = float(value @ np.linalg.solve(spread, value)) / count
        if self.df_method == "satterthwaite":
            statistic *= df_2 / eta
        return Estimate(
            estimand, p_value=float(fisher.sf(statistic, count, min(df_2, 1e12))), statistic=statistic,
            df=float(count), df_2=df_2, n=self.n, method=f"F test, {self.method}",
        )  # fmt: skip

    def _df(self, turned: Numbers) -> float:
        others = {"clusters": self.n_clusters - 1.0, "residual": float(self.n - len(self.names)), "normal": np.inf}
        return others[self.df_method] if self.df_method in others else self.sandwich.df(turned)


def linear_regression(
    y: ArrayLike,
    design: Any,
    cluster: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    variance: Variance = "CR2",
    weights: ArrayLike | None = None,
    df_method: Df = "usual",
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
    variance : "CR2", "CR0", "CR1", "CR1p", "CR1S" or "CR3"
        CR2 is unbiased when rows are in truth unrelated, with Satterthwaite df; CR0 is the plain sandwich, CR1 that
        times G / (G - 1), CR1p that times G / (G - p), CR1S that times G (n - 1) / ((G - 1)(n - p)), which Stata
        prints; CR3 resembles leaving out one cluster at a time. CR0 and the CR1 come with G - 1 df and are too small
        below about 40 clusters.
    weights : one-dimensional, optional
        Weight of each row, above zero. CR2 and CR3 then still suppose rows that vary alike (as for R's ``lm``).
    df_method : "usual", "satterthwaite", "clusters", "residual" or "normal"
        "usual" is Satterthwaite's with CR2 and CR3 and clusters minus one with the others; "residual", rows minus
        coefficients, is what R's ``coeftest`` takes.
    conf_level : float

    Notes
    -----
    Rows with a missing value are left out. Only sums per cluster are kept, so a million rows take a second.
    Sources: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, doi:10.1080/07350015.2016.1247004.

    Examples
    --------
    >>> from earlyeval.statistics import clustered
    >>> from earlyeval.statistics.design import design
    >>> scores, room = [3.0, 4, 7, 9, 1, 2, 6, 6, 5, 8, 4, 3], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    >>> arm = [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0]
    >>> fit = clustered.linear_regression(scores, design({"arm": arm}), room)
    >>> round(fit.coefficients["arm"].std_error, 3)
    0.898
    """
    level, labels = checked_level(conf_level), named_columns(design, names)
    if variance not in KNOWN:
        raise ValueError(f"variance is one of {', '.join(KNOWN)}.")
    if df_method != "usual" and df_method not in DF_WORDS:
        raise ValueError(f"df_method is usual, {', '.join(DF_WORDS)}.")
    usual = "satterthwaite" if variance in ("CR2", "CR3") else "clusters"
    beside = np.ones(np.shape(y)[0]) if weights is None else numbers(weights, name="the weights")
    rows = complete_rows(y, design, cluster, width=len(labels), others=beside[:, np.newaxis], name="cluster")
    if (rows.others <= 0).any():
        raise ValueError("Weights must be above zero.")
    fit = ClusteredFit(labels, {}, int(rows.scores.size), rows.groups, variance, conf_level=level)
    fit = replace(fit, df_method=usual if df_method == "usual" else df_method)
    reason = ONE_CLUSTER if rows.groups == 1 else why_not(rows, needs_repeats=False)
    sandwich = None if reason else sandwich_of(rows, variance)
    if sandwich is None:
        reason = reason or PERFECT
        blank = not_estimable("model_difference", reason, n=fit.n, method=fit.method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    fit = replace(fit, sandwich=sandwich)
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(one) for name, one in each})


def mean(values: ArrayLike, cluster: ArrayLike, *, variance: Variance = "CR2", conf_level: float = 0.95) -> Estimate:
    """Return the mean of all rows with an interval that allows for clusters (see ``linear_regression``).

    Examples
    --------
    >>> from earlyeval.statistics import clustered
    >>> round(clustered.mean([3.0, 4, 7, 9, 1, 2, 6, 6], [1, 1, 2, 2, 3, 3, 4, 4]).df, 2)
    3.0
    """
    columns = make_design(rows=np.shape(values)[0])
    fit = linear_regression(values, columns, cluster, variance=variance, conf_level=conf_level)
    return replace(fit.coefficients["intercept"], estimand="mean")


def mean_difference(
    values: ArrayLike, group: ArrayLike, cluster: ArrayLike, *, variance: Variance = "CR2", conf_level: float = 0.95
) -> Estimate:
    """Return the mean of group 1 minus that of group 0 with an interval that allows for clusters.

    ``group`` is 0 or 1 for each row; the clusters may lie within one group or across both.

    Examples
    --------
    >>> from earlyeval.statistics import clustered
    >>> scores, room = [3.0, 4, 7, 9, 1, 2, 6, 6, 5, 8, 4, 3], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    >>> round(clustered.mean_difference(scores, [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0], room).estimate, 2)
    4.0
    """
    arm = numbers(group, name="group")
    if not np.isin(arm[~np.isnan(arm)], (0, 1)).all():
        raise ValueError("Group is coded 0 and 1.")
    columns = make_design({"group": arm})
    fit = linear_regression(values, columns, cluster, variance=variance, conf_level=conf_level)
    return replace(fit.coefficients["group"], estimand="mean_difference")
