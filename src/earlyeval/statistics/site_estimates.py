"""Site by site: the synthesis without each one, and each one's effect drawn towards what the others say."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.meta_fit import FIXED, critical, effects_of
from earlyeval.statistics.meta_regression import MetaRegression
from earlyeval.statistics.pooling import NONE, ONE, MetaAnalysis, pool


def leave_one_out(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    method: str = "REML",
    test: str = "hartung_knapp_guarded",
    conf_level: float = 0.95,
) -> list[MetaAnalysis]:
    """Return the synthesis without the first, without the second, ... of the effects that are there.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> [round(one.pooled.estimate, 2) for one in meta_analysis.leave_one_out(effects, variances)]
    [0.34, 0.28, 0.32, 0.22, 0.26]
    """
    effects = effects_of(estimates, variances)
    return [
        pool(
            np.delete(effects.values, place),
            np.delete(effects.variances, place),
            method=method,
            test=test,
            conf_level=conf_level,
        )
        for place in range(effects.k)
    ]


def shrunken(synthesis: MetaAnalysis | MetaRegression, *, conf_level: float = 0.95) -> list[Estimate]:
    """Return each site's own effect, drawn towards the pooled one the more, the less its data say (BLUP).

    share x own + (1 - share) x pooled, with share = tau2 / (tau2 + variance); squared standard error
    share x variance + (1 - share)^2 x that of the pooled effect, as metafor's ``blup``. With tau2 = 0 all sites have
    the pooled effect. Source: Raudenbush and Bryk 1985, doi:10.3102/10769986010002075.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> found = meta_analysis.pool(effects, variances, method="DL")
    >>> [round(one.estimate, 2) for one in meta_analysis.shrunken(found)]
    [0.24, 0.28, 0.26, 0.32, 0.29]
    """
    level, fit = checked_level(conf_level), synthesis.fit
    if fit is None:
        return [not_estimable("shrunken", ONE if synthesis.k else NONE, n=1) for _ in range(synthesis.k)]
    if fit.method == FIXED:
        raise ValueError("Effects are drawn together by tau2: choose a random-effects method.")
    if fit.df <= 0:
        return [
            not_estimable("shrunken", "There are not more effects than coefficients.", n=1)
            for _ in range(fit.effects.k)
        ]
    answers = []
    for row, own, variance in zip(fit.columns, fit.effects.values, fit.effects.variances, strict=True):
        share = float(fit.tau2 / (fit.tau2 + variance))
        value = share * float(own) + (1 - share) * float(row @ fit.solution.coefficients)
        error = sqrt(share * variance + (1 - share) ** 2 * max(0.0, float(row @ fit.covariance @ row)))
        if error == 0:
            answers.append(Estimate("shrunken", value, n=1, reason="The effects agree without remainder: no interval."))
            continue
        reach = critical(fit.df, level) * error
        answers.append(
            Estimate(
                "shrunken", value, value - reach, value + reach, level, n=1, std_error=error,
                method=f"{fit.method}; own effect drawn towards the pooled one (BLUP)",
            )
        )  # fmt: skip
    return answers
