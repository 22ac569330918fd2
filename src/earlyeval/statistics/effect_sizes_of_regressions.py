"""Effect sizes from the regressions that papers print: partial correlations, named as in metafor's ``escalc``."""

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.effect_sizes import EffectSizes, _columns, _made


def partial_correlation(measure: str, t: ArrayLike, predictors: ArrayLike, n: ArrayLike) -> EffectSizes:
    """Return partial correlations from the t values of regressions: "PCOR" as they are, "ZPCOR" Fisher's z.

    ``predictors`` counts all explanatory columns of the regression (without the intercept).
    """
    statistic, m, count = _columns({"t": t, "predictors": predictors, "n": n})
    df = count - m - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        value = statistic / np.sqrt(statistic**2 + df)
        if measure == "PCOR":
            return _made(measure, value, (1 - value**2) ** 2 / df, count, df > 0)
        if measure == "ZPCOR":
            return _made(measure, np.arctanh(value), 1 / df, count, df > 0)
    raise ValueError("The measures of a partial correlation are PCOR and ZPCOR.")
