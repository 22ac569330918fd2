"""The one place where pingouin is called. Its rounding is switched off here, for the call alone.

pingouin 0.7.0 rounds ``CI95`` to two decimals unless told otherwise, names its columns anew between versions, and
warns about pandas: all of that stays on its side of this border.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.statistics.arrays import Numbers


@dataclass(frozen=True)
class IccAnswer:
    """One row of pingouin's table: value, F test of zero, its degrees of freedom."""

    value: float
    statistic: float
    df: float
    p_value: float


def intraclass_correlations_of(ratings: Numbers) -> dict[str, IccAnswer]:
    """Return pingouin's six intraclass correlations by its names ("ICC(A,1)", ...); complete ratings that disagree."""
    import pingouin

    rows, raters = ratings.shape
    long = pd.DataFrame(
        {
            "target": np.repeat(np.arange(rows), raters),
            "rater": np.tile(np.arange(raters), rows),
            "rating": ratings.ravel(),
        }
    )
    with _quiet_and_unrounded():
        found = pingouin.intraclass_corr(data=long, targets="target", raters="rater", ratings="rating")
    return {
        row["Type"]: IccAnswer(float(row["ICC"]), float(row["F"]), float(row["df1"]), float(row["pval"]))
        for _, row in found.iterrows()
    }


def cronbach_alpha_of(items: Numbers) -> float:
    """Return pingouin's Cronbach alpha of complete answers."""
    import pingouin

    with _quiet_and_unrounded():
        value, _ = pingouin.cronbach_alpha(data=pd.DataFrame(items), nan_policy="listwise")
    return float(value)


@contextmanager
def _quiet_and_unrounded() -> Iterator[None]:
    import pingouin

    before = dict(pingouin.options)
    with warnings.catch_warnings():
        # pingouin 0.7.0 on pandas 3.1; to be removed with the first pingouin that no longer passes `inplace`.
        warnings.filterwarnings(
            "ignore", message="The inplace keyword in DataFrame.dropna is deprecated", module=r"pingouin\.parametric"
        )
        try:
            pingouin.options.update({"round": None, "round.column.CI95": None})
            yield
        finally:
            pingouin.options.clear()
            pingouin.options.update(before)
