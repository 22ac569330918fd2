"""Pooling within groups of studies and comparing them; pooling shares on a scale where their errors are normal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.effect_sizes_of_counts import back, proportion
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.meta_fit import effects_of
from earlyeval.statistics.pooling import MetaAnalysis, pool


@dataclass(frozen=True)
class Subgroups:
    """A synthesis per group (each with its own tau2), by label in the order of the alphabet, and Q between groups."""

    groups: dict[str, MetaAnalysis]
    q_between: Estimate


def subgroups(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    group: Sequence[str] | ArrayLike,
    method: str = "REML",
    test: str = "z",
    conf_level: float = 0.95,
) -> Subgroups:
    """Pool each group of studies by itself and test whether the pooled effects differ.

    Q between is that of the groups' pooled effects about their inverse-variance mean, chi-square with groups - 1
    degrees of freedom (Borenstein et al. 2009, chapter 19). Each group has its own tau2; for a common tau2 use
    ``regress`` with the group as a column. A group of one study has no pooled effect and is not compared.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> found = meta_analysis.subgroups(effects, variances, group=["a", "a", "a", "b", "b"])
    >>> round(found.q_between.statistic, 2)
    3.52
    """
    effects, labels = effects_of(estimates, variances), pd.Series(group).reset_index(drop=True)
    rows = len(estimates.estimates if isinstance(estimates, EffectSizes) else estimates)
    if len(labels) != rows:
        raise ValueError("There must be one group label for every effect.")
    kept = labels.iloc[effects.places]
    found = {
        str(label): pool(effects.values[here], effects.variances[here], method=method, test=test, conf_level=conf_level)
        for label in sorted(kept.dropna().unique(), key=str)
        for here in [(kept == label).to_numpy()]
    }
    return Subgroups(found, _between([one.pooled for one in found.values()], k=effects.k))


def pool_proportions(
    k: ArrayLike,
    n: ArrayLike,
    *,
    measure: Literal["PLO", "PFT", "PAS", "PLN", "PR"] = "PLO",
    method: str = "REML",
    test: str = "hartung_knapp_guarded",
    conf_level: float = 0.95,
) -> MetaAnalysis:
    """Pool shares on a transformed scale and give pooled effect, interval and predictions back as shares.

    Parameters
    ----------
    k, n : one-dimensional, one whole number per site
    measure : "PLO" (logit), "PFT" (double arcsine), "PAS", "PLN" or "PR"
        PFT is turned back with the harmonic mean of n (Miller 1978), which misleads where sizes differ very much
        (Schwarzer et al. 2019, doi:10.1002/jrsm.1348): logit is the safer choice.

    Returns
    -------
    MetaAnalysis
        tau2, Q, I2 and the standard error of the pooled effect stay on the transformed scale.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> found = meta_analysis.pool_proportions([5, 8, 12], [20, 25, 60])
    >>> round(found.pooled.estimate, 3)
    0.241
    """
    sizes = proportion(measure, k, n)
    there = ~np.isnan(sizes.estimates)
    found = pool(sizes, method=method, test=test, conf_level=conf_level, estimand="pooled_proportion")
    parts = ("pooled", "prediction_hts", "prediction_same_df")
    turned = {name: _as_share(getattr(found, name), measure, sizes.n[there]) for name in parts}
    return replace(found, **turned)


def _as_share(answer: Estimate, measure: str, n: np.ndarray) -> Estimate:
    if not answer.estimable:
        return answer
    # Statistic and p value compare with 0 on the transformed scale: no question about a share.
    value, low, high = back(measure, [answer.estimate, answer.conf_low, answer.conf_high], n=n)
    return replace(
        answer, estimate=float(value), conf_low=float(low), conf_high=float(high), p_value=np.nan, statistic=np.nan,
        method=f"{answer.method}; pooled as {measure}, given back as a share",
    )  # fmt: skip


def _between(pooled: list[Estimate], *, k: int) -> Estimate:
    usable = [one for one in pooled if one.estimable and one.std_error > 0]
    if len(usable) < 2:
        return not_estimable("q_between", "Fewer than two groups have a pooled effect to compare.", n=k)
    values = np.array([one.estimate for one in usable])
    weights = np.array([one.std_error**-2 for one in usable])
    centre = float((weights * values).sum() / weights.sum())
    q, df = float((weights * (values - centre) ** 2).sum()), len(usable) - 1
    p_value = float(chi2.sf(q, df))
    return Estimate("q_between", p_value=p_value, statistic=q, df=float(df), n=k, method="chi-square between groups")
