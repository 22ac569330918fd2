"""Several effects a study: a synthesis with variance between studies and between effects within them.

Effects of one study may also share people: ``correlation`` says how far their sampling errors then go together.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf, log, nan, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import as_frame, covariate_columns, is_separate
from earlyeval.statistics.meta_fit import critical, effects_of, p_of
from earlyeval.statistics.meta_nested_fit import NestedMeta, NestedMetaOptions
from earlyeval.statistics.meta_nested_likelihood import NestedEffects, Top, height_of, robust_parts, top_of
from earlyeval.statistics.mixed_setup import codes_of

TOO_FEW = "There are not more effects than coefficients."
ONE_STUDY = "There is only one study, so variance between studies cannot be told."
SAME = "No study has more than one effect, so variance between and within studies cannot be told apart."
NOT_SEPARATE = "Some explanatory columns say the same thing, so their effects cannot be told apart."
MOST = 3000
TOO_MANY = "There are too many effects for this way of pooling them."


def pool_nested(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    study: ArrayLike,
    columns: Any = None,
    test: Literal["z", "t"] = "t",
    names: Sequence[str] | None = None,
    options: NestedMetaOptions | None = None,
    conf_level: float = 0.95,
) -> NestedMeta:
    """Pool effects of which several come from one study (metafor's ``rma.mv`` with ``~ 1 | study/effect``).

    Parameters
    ----------
    estimates, variances : one-dimensional, one value per effect, or an ``EffectSizes``
        An effect with either missing is left out.
    study : one-dimensional
        Which study an effect belongs to: numbers or text.
    columns : two-dimensional or DataFrame, one row per effect, optional
        What may explain the effects; an intercept is added.
    test : "z" or "t"
        "t" with k - p degrees of freedom.
    options : NestedMetaOptions
        Inner groups, correlation of sampling errors, robust errors, REML or not.

    Notes
    -----
    Sources: Konstantopoulos 2011, doi:10.1002/jrsm.35; Cheung 2014, doi:10.1037/a0032968; robust errors Hedges, Tipton
    and Johnson 2010, doi:10.1002/jrsm.5; Pustejovsky and Tipton 2022, doi:10.1007/s11121-021-01246-3.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, study = [0.1, 0.3, 0.5, 0.6, -0.1, 0.2], ["a", "a", "b", "b", "c", "c"]
    >>> found = meta_analysis.pool_nested(effects, [0.02] * 6, study=study)
    >>> round(found.pooled.estimate, 3)
    0.267
    """
    chosen, level = options or NestedMetaOptions(), checked_level(conf_level)
    if test not in ("z", "t"):
        raise ValueError("The test is z or t.")
    data, labels = _data(estimates, variances, study, columns, names, chosen)
    k, p = data.columns.shape
    reason = _why_not(data)
    top = None if reason else top_of(data, restricted=chosen.restricted)
    if top is None:
        return _nothing(labels, reason or "The likelihood has no clear top for these effects.", k, data.n_studies)
    covariance, dfs = _errors(data, top, chosen, test)
    method = f"effects within studies, {'REML' if chosen.restricted else 'ML'}, {_words(chosen.errors, test)}"
    found_of = zip(labels, top.coefficients.tolist(), np.sqrt(np.diag(covariance)).tolist(), dfs, strict=True)
    coefficients = {label: _tested(label, *parts, k=k, level=level, method=method) for label, *parts in found_of}
    spreads = [_interval(data, top, place, chosen.restricted, level) for place in (0, 1)]
    rest = k if not chosen.restricted else k - p
    parameters = p + 2
    total = top.typical + top.between + top.within
    found = NestedMeta(
        coefficients,
        *spreads,
        _q_e(data),
        _q_m(top, covariance, min(dfs), k),
        _prediction(coefficients["intercept"], top, level) if p == 1 else not_estimable("prediction", SAID, n=k),
        k,
        data.n_studies,
    )
    return replace(
        found, i2=1 - top.typical / total, i2_between=top.between / total, i2_within=top.within / total,
        log_likelihood=top.log_likelihood, aic=-2 * top.log_likelihood + 2 * parameters,
        bic=-2 * top.log_likelihood + parameters * log(rest), covariance=covariance,
    )  # fmt: skip


SAID = "Where columns explain the effects, the next effect depends on its own columns."


def _data(
    estimates: Any,
    variances: Any,
    study: ArrayLike,
    columns: Any,
    names: Sequence[str] | None,
    chosen: NestedMetaOptions,
) -> tuple[NestedEffects, list[str]]:
    effects, columns = effects_of(estimates, variances), as_frame(columns)
    rows = len(estimates.estimates if isinstance(estimates, EffectSizes) else estimates)
    outer = codes_of(study)
    inner = np.arange(rows) if chosen.inner is None else codes_of(chosen.inner)
    if outer.size != rows or inner.size != rows:
        raise ValueError("There must be one study (and inner group) for every effect.")
    explaining = covariate_columns(columns, rows=rows)
    there = (outer >= 0) & (inner >= 0) & ~np.isnan(explaining).any(axis=1)
    kept = there[effects.places]
    places = effects.places[kept]
    design = np.column_stack([np.ones(places.size), explaining[places]])
    given = [str(name) for name in (names if names is not None else getattr(columns, "columns", []))]
    width = design.shape[1] - 1
    labels = ["intercept", *(given if len(given) == width else [f"column_{one + 1}" for one in range(width)])]
    studies = pd.factorize(outer[places])[0]
    groups = pd.factorize(studies.astype(np.int64) * (rows + 1) + inner[places])[0]
    found = NestedEffects(effects.values[kept], effects.variances[kept], design, studies, groups, chosen.correlation)
    return found, labels


def _why_not(data: NestedEffects) -> str:
    k, p = data.columns.shape
    if k <= p:
        return TOO_FEW
    if k > MOST:
        return TOO_MANY
    if data.n_studies < 2:
        return ONE_STUDY
    if np.unique(data.inner).size in (data.n_studies,):
        return SAME
    return "" if is_separate(data.columns) else NOT_SEPARATE


def _words(errors: str, test: str) -> str:
    return {
        "CR1": "robust errors CR1, studies minus coefficients df",
        "CR2": "robust errors CR2, Satterthwaite df",
    }.get(errors, "normal interval" if test == "z" else "t with effects minus coefficients df")


def _errors(data: NestedEffects, top: Top, chosen: NestedMetaOptions, test: str) -> tuple[Numbers, list[float]]:
    k, p = data.columns.shape
    if chosen.errors == "model":
        return top.covariance, [inf if test == "z" else float(k - p)] * p
    covariance, dfs = robust_parts(data, top, small=chosen.errors == "CR2")
    if chosen.errors == "CR2":
        return covariance, dfs
    free = data.n_studies - p
    if free < 1:
        return covariance, [0.0] * p
    return covariance * data.n_studies / free, [float(free)] * p


def _tested(name: str, value: float, error: float, df: float, *, k: int, level: float, method: str) -> Estimate:
    if not (error > 0 and df > 0):
        return not_estimable(name, "There are too few studies to tell how this coefficient varies.", n=k, method=method)
    reach, statistic = critical(df, level) * error, value / error
    return Estimate(
        name, value, value - reach, value + reach, level, p_of(statistic, df), statistic, df if df < inf else nan, k,
        method=method, std_error=error,
    )  # fmt: skip


def _q_e(data: NestedEffects) -> Estimate:
    q, rest = height_of(data, np.zeros(2), restricted=False)[1].squares, data.columns.shape[0] - data.columns.shape[1]
    return Estimate("q", q, p_value=float(chi2.sf(q, rest)), statistic=q, df=float(rest), n=data.values.size,
                    method="Cochran's Q, of what the columns leave over")  # fmt: skip


def _q_m(top: Top, covariance: Numbers, df: float, k: int) -> Estimate:
    m = top.coefficients.size - 1
    if m == 0 or not df > 0:
        return not_estimable("q_m", "There is nothing to test.", n=k)
    statistic = float(top.coefficients[1:] @ np.linalg.solve(covariance[1:, 1:], top.coefficients[1:]))
    if df == inf:
        return Estimate(
            "q_m", p_value=float(chi2.sf(statistic, m)), statistic=statistic, df=float(m), n=k, method="chi2"
        )
    return Estimate("q_m", p_value=float(fisher.sf(statistic / m, m, df)), statistic=statistic / m, df=float(m),
                    df_2=df, n=k, method="F test")  # fmt: skip


def _prediction(pooled: Estimate, top: Top, level: float) -> Estimate:
    if not pooled.estimable:
        return replace(pooled, estimand="prediction")
    error = sqrt(top.between + top.within + pooled.std_error**2)
    reach = critical(inf if np.isnan(pooled.df) else pooled.df, level) * error
    return Estimate(
        "prediction", pooled.estimate, pooled.estimate - reach, pooled.estimate + reach, level, df=pooled.df,
        n=pooled.n, method="interval for the true effect of a further study and effect", std_error=error,
    )  # fmt: skip


def _interval(data: NestedEffects, top: Top, place: int, restricted: bool, level: float) -> Estimate:
    """Return a variance with its profile-likelihood interval."""
    name, value = (("var_between", top.between), ("var_within", top.within))[place]
    scale = float(np.var(data.values) + data.variances.mean())

    def above(at: float) -> float:
        def held(other: float) -> float:
            pair = np.array([at, other] if place == 0 else [other, at])
            return -2 * height_of(data, pair, restricted=restricted)[0]

        found = minimize_scalar(held, bounds=(0.0, 10 * scale), method="bounded", options={"xatol": 1e-6 * scale})
        return min(float(found.fun), held(0.0)) + 2 * top.log_likelihood - float(chi2.ppf(level, 1))

    low = 0.0 if value == 0 or above(0.0) <= 0 else float(brentq(above, 0.0, value, xtol=1e-8 * scale))
    return Estimate(
        name, value, low, _upper(above, value, scale), level, n=data.values.size, method="profile likelihood"
    )


def _upper(above: Callable[[float], float], value: float, scale: float) -> float:
    high = value + scale
    for _ in range(40):
        if above(high) > 0:
            return float(brentq(above, value, high, xtol=1e-8 * scale))
        high *= 2
    return nan


def _nothing(labels: list[str], reason: str, k: int, studies: int) -> NestedMeta:
    blank = {label: not_estimable(label, reason, n=k) for label in labels}
    parts = [not_estimable(name, reason, n=k) for name in ("var_between", "var_within", "q", "q_m", "prediction")]
    return NestedMeta(blank, *parts, k, studies, estimable=False, reason=reason)
