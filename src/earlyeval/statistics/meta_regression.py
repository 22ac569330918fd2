"""What explains how effects differ: meta-regression on columns that describe the studies or sites."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2
from scipy.stats import f as fisher

from earlyeval.statistics import heterogeneity
from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import as_frame, covariate_columns, is_separate
from earlyeval.statistics.meta_fit import FIXED, Effects, MetaFit, checked_choice, effects_of, fitted

NOT_SEPARATE = "Some explanatory columns say the same thing, so their effects cannot be told apart."
TOO_FEW = "There are not more effects than coefficients."


@dataclass(frozen=True)
class MetaRegression:
    """Effects explained by columns: coefficients by name, the test of all of them (``q_m``), what is left over.

    ``r2`` is the share of tau2 that the columns explain, cut off at 0; missing for one common effect.
    """

    coefficients: dict[str, Estimate]
    q_m: Estimate
    q_e: Estimate
    tau2: Estimate
    i2: Estimate
    r2: Estimate
    k: int
    estimable: bool = True
    reason: str = ""
    fit: MetaFit | None = field(default=None, repr=False)

    def expected(self, row: Sequence[float], *, conf_level: float = 0.95) -> Estimate:
        """Return the effect expected for a study with these values of the columns (without the intercept)."""
        if self.fit is None:
            return not_estimable("expected", self.reason, n=self.k)
        weights = np.concatenate([[1.0], numbers(row, name="the row")])
        if weights.size != len(self.coefficients) or np.isnan(weights).any():
            raise ValueError("The row has one value for every explanatory column.")
        return self.fit.combination(weights, "expected", level=checked_level(conf_level))


def regress(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    columns: Any,
    method: str = "REML",
    test: str = "hartung_knapp",
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> MetaRegression:
    """Explain effects by columns (meta-regression); an intercept is added and comes first, as ``intercept``.

    Parameters
    ----------
    columns : two-dimensional or DataFrame, one row per study
        Text becomes 0-1 columns without its first value in the alphabet. Rows with anything missing are left out.
    test : str
        "hartung_knapp": t and F tests (Knapp and Hartung 2003, doi:10.1002/sim.1482); "z": normal and chi-square.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> found = meta_analysis.regress(effects, variances, columns={"weeks": [4, 8, 6, 12, 10]})
    >>> round(found.coefficients["weeks"].estimate, 3)
    0.059
    """
    level = checked_level(conf_level)
    checked_choice(method, test)
    columns = as_frame(columns)
    effects, design = _complete(effects_of(estimates, variances), columns, estimates)
    labels = ["intercept", *(names or _labels(columns, design.shape[1] - 1))]
    if len(labels) != design.shape[1]:
        raise ValueError("There must be one name for every explanatory column.")
    if effects.k <= design.shape[1]:
        return _no_regression(labels, TOO_FEW, k=effects.k)
    if not is_separate(design):
        return _no_regression(labels, NOT_SEPARATE, k=effects.k)
    fit = fitted(effects, design, method=method, test=test)
    identity = np.eye(len(labels))
    spread = heterogeneity.of_tau2(fit, level=level)
    return MetaRegression(
        {label: fit.combination(identity[place], label, level=level) for place, label in enumerate(labels)},
        _omnibus(fit),
        heterogeneity.q_test(fit),
        spread["tau2"],
        spread["i2"],
        _explained(fit),
        effects.k,
        fit=fit,
    )


def _omnibus(fit: MetaFit) -> Estimate:
    """Return the test that no column but the intercept explains anything: chi-square, or F with Hartung-Knapp."""
    wanted = slice(1, fit.columns.shape[1])
    values = fit.solution.coefficients[wanted]
    m, k = values.size, fit.effects.k
    if m == 0 or fit.scale == 0:
        return not_estimable("q_m", "There is nothing to test.", n=k)
    statistic = float(values @ np.linalg.solve(fit.covariance[wanted, wanted], values))
    if fit.test == "z":
        return Estimate(
            "q_m", p_value=float(chi2.sf(statistic, m)), statistic=statistic, df=float(m), n=k, method="chi2"
        )
    p_value = float(fisher.sf(statistic / m, m, fit.df))
    return Estimate(
        "q_m",
        p_value=p_value,
        statistic=statistic / m,
        df=float(m),
        df_2=fit.df,
        n=k,
        method="F test, k - p residual df",
    )


def _explained(fit: MetaFit) -> Estimate:
    if fit.method == FIXED:
        return not_estimable("r2", heterogeneity.COMMON, n=fit.effects.k)
    empty = fitted(fit.effects, np.ones((fit.effects.k, 1)), method=fit.method, test="z").tau2
    if empty == 0:
        return not_estimable(
            "r2", "Without the columns there is no variance between studies to explain.", n=fit.effects.k
        )
    told = "share of tau2 explained, cut off at 0 (Raudenbush 2009)"
    return Estimate("r2", max(0.0, 1 - fit.tau2 / empty), n=fit.effects.k, method=told)


def _complete(effects: Effects, columns: Any, estimates: Any) -> tuple[Effects, Numbers]:
    rows = len(estimates.estimates if isinstance(estimates, EffectSizes) else estimates)
    explaining = covariate_columns(columns, rows=rows)[effects.places]
    there = ~np.isnan(explaining).any(axis=1)
    kept = Effects(effects.values[there], effects.variances[there], effects.places[there])
    return kept, np.column_stack([np.ones(kept.k), explaining[there]])


def _labels(columns: Any, width: int) -> list[str]:
    given = [str(name) for name in getattr(columns, "columns", [])]
    return given if len(given) == width else [f"column_{place + 1}" for place in range(width)]


def _no_regression(labels: list[str], reason: str, *, k: int) -> MetaRegression:
    parts = [not_estimable(name, reason, n=k) for name in ("q_m", "q_e", "tau2", "i2", "r2")]
    coefficients = {label: not_estimable(label, reason, n=k) for label in labels}
    return MetaRegression(coefficients, *parts, k=k, estimable=False, reason=reason)
