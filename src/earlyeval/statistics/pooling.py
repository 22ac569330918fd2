"""One pooled effect of several sites or studies, and how much they differ (see meta_analysis)."""

from dataclasses import dataclass, field
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics import heterogeneity
from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.between_variance import log_likelihood
from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.meta_fit import FIXED, Effects, MetaFit, checked_choice, effects_of, fitted

ONE = "There is only one effect, so nothing can be pooled and nothing said about how effects differ."
NONE = "There is no effect with a variance."
FEW = "Fewer than five effects: the variance between them is hardly known, and an interval that trusts it is too short."


@dataclass(frozen=True)
class MetaAnalysis:
    """A synthesis. ``weights`` are shares that add to 1, in the order of the effects that were used.

    ``prediction_hts`` and ``prediction_same_df`` say where the next study's true effect may lie (two rules).
    ``cautions`` are sentences that belong beside the result. ``log_likelihood``, ``aic`` and ``bic`` are of ML and
    REML fits (REML by the restricted likelihood, with metafor's constant), otherwise missing.
    """

    pooled: Estimate
    q: Estimate
    tau2: Estimate
    tau: Estimate
    i2: Estimate
    h2: Estimate
    i2_from_q: Estimate
    prediction_hts: Estimate
    prediction_same_df: Estimate
    k: int
    weights: Numbers
    method: str
    test: str
    cautions: tuple[str, ...] = ()
    log_likelihood: float = nan
    aic: float = nan
    bic: float = nan
    fit: MetaFit | None = field(default=None, repr=False)


def pool(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    method: str = "REML",
    test: str = "hartung_knapp_guarded",
    conf_level: float = 0.95,
    estimand: str = "pooled",
) -> MetaAnalysis:
    """Return the pooled effect of several sites or studies.

    Parameters
    ----------
    estimates, variances : one-dimensional, one value per study, or an ``EffectSizes``
        A study with either missing is left out. Variances are squared standard errors.
    method : str
        How tau2 is estimated: "REML", "DL", "PM", "PMM", "ML", "EB", "HE", "SJ", "HS", "HSk"; "FE" assumes one common
        effect.
    test : str
        "z" (normal), "t", "hartung_knapp", or "hartung_knapp_guarded", which never lets the Hartung-Knapp factor
        fall below 1. With few sites only the last two keep their level. Sources: Hartung and Knapp 2001,
        doi:10.1002/sim.791; guard: Roever et al. 2015, doi:10.1186/s12874-015-0091-1.

    Returns
    -------
    MetaAnalysis
        One effect alone: nothing is pooled and every part says so, except that "FE" gives back the effect itself.
        Two: the t interval has one degree of freedom, and there is no ``prediction_hts``.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> found = meta_analysis.pool(effects, variances, method="REML")
    >>> round(found.pooled.estimate, 3), round(found.tau2.estimate, 4)
    (0.276, 0.005)
    """
    level = checked_level(conf_level)
    checked_choice(method, test)
    effects = effects_of(estimates, variances)
    if effects.k == 0 or (effects.k == 1 and method != FIXED):
        return _nothing(ONE if effects.k else NONE, effects, method=method, test=test, estimand=estimand)
    # One effect has no t distribution: its own normal interval is what is known.
    fit = fitted(effects, np.ones((effects.k, 1)), method=method, test="z" if effects.k == 1 else test)
    weights = 1 / (effects.variances + fit.tau2)
    parts = heterogeneity.of_tau2(fit, level=level) | heterogeneity.prediction(fit, np.ones(1), level=level)
    return MetaAnalysis(
        pooled=fit.combination(np.ones(1), estimand, level=level),
        q=heterogeneity.q_test(fit),
        i2_from_q=heterogeneity.i2_from_q(fit, level=level),
        k=effects.k,
        weights=weights / weights.sum(),
        method=method,
        test=fit.test,
        cautions=(FEW,) if effects.k < 5 and method != FIXED else (),
        **_likelihood(fit),
        **parts,
        fit=fit,
    )


def _likelihood(fit: MetaFit) -> dict[str, float]:
    if fit.method not in ("ML", "REML"):
        return {}
    restricted = fit.method == "REML"
    k, p = fit.columns.shape
    value = log_likelihood(fit.effects.values, fit.effects.variances, fit.columns, fit.tau2, restricted=restricted)
    rows = k - p if restricted else k
    return {
        "log_likelihood": value,
        "aic": -2 * value + 2 * (p + 1),
        "bic": -2 * value + (p + 1) * float(np.log(rows)) if rows > 0 else nan,
    }


def _nothing(reason: str, effects: Effects, *, method: str, test: str, estimand: str) -> MetaAnalysis:
    names = ("q", "tau2", "tau", "i2", "h2", "i2_from_q", "prediction_hts", "prediction_same_df")
    parts = {name: not_estimable(name, reason, n=effects.k) for name in names}
    pooled = not_estimable(estimand, reason, n=effects.k)
    return MetaAnalysis(pooled, k=effects.k, weights=np.ones(effects.k), method=method, test=test, **parts)
