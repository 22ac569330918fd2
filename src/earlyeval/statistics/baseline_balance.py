"""Were two groups alike before anything happened? Standardised differences, not tests, column by column."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.design import coded
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.group_moments import NO_SPREAD, TOO_FEW, GroupMoments, smd_of
from earlyeval.statistics.pair_moments import spread


def baseline_balance(columns: Any, group: ArrayLike, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return the standardised mean difference (group 1 minus group 0) of every column, by name.

    Parameters
    ----------
    columns : DataFrame or mapping of columns
        What was known before, one row per person. A text column becomes one 0-1 column for each value but the first.
    group : one-dimensional, 0 or 1
    conf_level : float

    Notes
    -----
    Difference of means (of shares, for 0-1 columns) over the root mean square of the two SDs; each column with the
    people whose value is known. A common rule of thumb looks twice above 0.1 and adjusts above 0.25.
    Source: Austin 2009, doi:10.1002/sim.3697; interval Bonett 2008, doi:10.1037/1082-989X.13.2.99.
    """
    level, arm = checked_level(conf_level), zero_one(group)
    found = {}
    for name, values in numeric_columns(columns, arm.size).items():
        one, zero = (values[(arm == code) & ~np.isnan(values)] for code in (1, 0))
        sizes = int(one.size), int(zero.size)
        if min(sizes) < 2:
            found[name] = not_estimable("smd", TOO_FEW, n=sum(sizes), n_smallest=min(sizes))
            continue
        moments = GroupMoments(sizes, (float(one.mean()), float(zero.mean())), (spread(one), spread(zero)))
        found[name] = smd_of(moments, level)
    return found


def weighted_smd(values: Numbers, arm: Numbers, weights: Numbers, scale: float) -> Estimate:
    """Return the weighted difference of means over a given SD (that before weighting), without an interval."""
    if not scale > 0:
        return not_estimable("smd", NO_SPREAD, n=int(values.size))
    means = [float(np.average(values[arm == code], weights=weights[arm == code])) for code in (1, 0)]
    sizes = [int((arm == code).sum()) for code in (1, 0)]
    method, reason = "weighted difference / SD before weighting", "A balance after weighting has no interval."
    return Estimate(
        "smd", (means[0] - means[1]) / scale, n=sum(sizes), n_smallest=min(sizes), method=method, reason=reason
    )


def numeric_columns(columns: Any, rows: int) -> dict[str, Numbers]:
    """Return columns of numbers by name; text becomes 0-1 columns."""
    frame = columns if isinstance(columns, pd.DataFrame) else pd.DataFrame(columns)
    if len(frame) != rows:
        raise ValueError("There must be one row for every person.")
    found: dict[str, Numbers] = {}
    for place, name in enumerate(frame.columns):
        found |= coded(frame.iloc[:, place], str(name))
    return found


def zero_one(group: ArrayLike, *, name: str = "group") -> Numbers:
    """Return a grouping of 0 and 1 (missing stays missing), refusing anything else."""
    arm = numbers(group, name=name)
    if not np.isin(arm[~np.isnan(arm)], (0, 1)).all():
        raise ValueError(f"{name.capitalize()} is coded 0 and 1.")
    return arm
