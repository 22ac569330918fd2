"""What to do where nothing was measured: see what is missing, compare simple answers, impute, and ask what would tip.

``pattern_table``, ``little_mcar``; ``last_value_carried_forward``, ``baseline_carried_forward``,
``change_by_each_method``; ``impute``, ``pool_rubin``, ``pool_coefficients``, ``pool_joint_test`` (D1),
``pool_statistics`` (D2), ``pool_correlations``, ``pool_shares``; ``tipping_point_of_change``,
``tipping_point_of_arms``.
Sensitivity analyses say plainly what they assume: none of them finds out what the missing values were.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.imputation import Imputations, impute
from earlyeval.statistics.littles_test import expected_moments, little_mcar
from earlyeval.statistics.mixed_models import random_intercept
from earlyeval.statistics.paired import mean_change
from earlyeval.statistics.rubin import pool_coefficients, pool_rubin
from earlyeval.statistics.rubin_tests import (
    PooledTest,
    pool_correlations,
    pool_joint_test,
    pool_shares,
    pool_statistics,
)
from earlyeval.statistics.tipping_point import TippingPoint, tipping_point_of_arms, tipping_point_of_change

__all__ = [
    "Imputations",
    "PooledTest",
    "TippingPoint",
    "baseline_carried_forward",
    "change_by_each_method",
    "expected_moments",
    "impute",
    "last_value_carried_forward",
    "little_mcar",
    "pair_counts",
    "pattern_table",
    "pool_coefficients",
    "pool_correlations",
    "pool_joint_test",
    "pool_rubin",
    "pool_shares",
    "pool_statistics",
    "tipping_point_of_arms",
    "tipping_point_of_change",
]


def last_value_carried_forward(values: Any) -> Numbers:
    """Return a new matrix in which each gap holds the person's last value before it.

    Parameters
    ----------
    values : two-dimensional
        One row per person, one column per time, in the order of time. A gap before the first value stays.

    Notes
    -----
    It assumes that people stopped changing when they were last seen, which is rarely believable: it is a
    comparison beside completers and a mixed model, not an estimate to prefer.
    """
    filled = table(values, name="the values")
    seen = np.where(np.isnan(filled), 0, np.arange(filled.shape[1]))
    latest = np.maximum.accumulate(seen, axis=1)
    return np.take_along_axis(filled, latest, axis=1)


def baseline_carried_forward(before: ArrayLike, after: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return before and after, with the first put where only the second is missing: nobody unseen changed."""
    first, second = _both(before, after)
    return first, np.where(np.isnan(second), first, second)


def pair_counts(before: ArrayLike, after: ArrayLike) -> dict[str, int]:
    """Return how many people have both values, only the one before, only the one after, and neither."""
    first, second = (~np.isnan(values) for values in _both(before, after))
    kinds = {"both": first & second, "before_only": first & ~second, "after_only": ~first & second}
    return {name: int(rows.sum()) for name, rows in (kinds | {"neither": ~first & ~second}).items()}


def pattern_table(values: Any) -> pd.DataFrame:
    """Return which values are missing together.

    Returns
    -------
    DataFrame, one row per pattern, the most frequent first
        A column per variable (1 measured, 0 missing), ``n`` people with this pattern, ``n_missing`` variables.
    """
    there = ~np.isnan(table(values, name="the values"))
    names = [str(name) for name in getattr(values, "columns", range(there.shape[1]))]
    patterns, counts = np.unique(there, axis=0, return_counts=True)
    found = pd.DataFrame(patterns.astype(int), columns=names)
    found["n"], found["n_missing"] = counts, (~patterns).sum(axis=1)
    ordered = found.sort_values(["n", "n_missing"], ascending=[False, True], kind="stable")
    return ordered.reset_index(drop=True)


def change_by_each_method(
    before: ArrayLike, after: ArrayLike, *, seed: int, imputations: int = 50, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return the mean change under four ways to treat missing values, side by side.

    Returns
    -------
    dict of str to Estimate
        ``completers`` (paired t among people seen twice), ``all_available`` (mixed model, people seen once count
        too; right if what is missing depends on what was seen), ``baseline_carried_forward`` (people not seen again
        did not change), ``multiple_imputation`` (after imputed from before, pooled by Rubin's rules; people not
        measured before are left out; the same as completers where nobody was lost).
    """
    first, second = _both(before, after)
    people = np.arange(first.size)
    later = np.repeat([0.0, 1.0], first.size)
    model = random_intercept(
        np.concatenate([first, second]),
        np.column_stack([np.ones(later.size), later]),
        np.concatenate([people, people]),
        names=("start", "mean_change"),
        conf_level=conf_level,
    )
    tipping = tipping_point_of_change(first, second, seed=seed, imputations=imputations, conf_level=conf_level)
    completers = mean_change(first, second, conf_level=conf_level)
    nobody_lost = not (~np.isnan(first) & np.isnan(second)).any()
    return {
        "completers": completers,
        "all_available": replace(model.coefficients["mean_change"], estimand="mean_change"),
        "baseline_carried_forward": mean_change(*baseline_carried_forward(first, second), conf_level=conf_level),
        "multiple_imputation": completers if nobody_lost else tipping.at_zero,
    }


def _both(before: ArrayLike, after: ArrayLike) -> tuple[Numbers, Numbers]:
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of values for each unit.")
    return first, second
