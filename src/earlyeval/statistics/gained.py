"""How much more one group gained than another: difference in differences, from people measured twice or from rows."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import changes, numbers
from earlyeval.statistics.baseline_balance import zero_one
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.group_moments import TOO_FEW, GroupMoments, mean_difference_of
from earlyeval.statistics.pair_moments import spread


def difference_in_differences(
    before: ArrayLike, after: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """Return the mean change of group 1 minus the mean change of group 0, with Welch's interval and test.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
    group : one-dimensional, 0 or 1
        Only people with all three count.

    Notes
    -----
    The interaction of time and group, without the supposition that both groups change with the same spread. It is the
    effect where both groups would have changed alike without the programme. For rows in clusters fit the interaction
    with ``clustered.linear_regression``.
    """
    first, second, arm = numbers(before, name="before"), numbers(after, name="after"), zero_one(group)
    if not first.shape == second.shape == arm.shape:
        raise ValueError("Before, after and group must be equally long: one value of each for every person.")
    whole = ~(np.isnan(first) | np.isnan(second) | np.isnan(arm))
    moved, arm = changes(first[whole], second[whole]), arm[whole]
    one, zero = moved[arm == 1], moved[arm == 0]
    sizes, level = (int(one.size), int(zero.size)), checked_level(conf_level)
    if min(sizes) < 2:
        return not_estimable("difference_in_differences", TOO_FEW, n=sum(sizes), n_smallest=min(sizes))
    moments = GroupMoments(sizes, (float(one.mean()), float(zero.mean())), (spread(one), spread(zero)))
    found = mean_difference_of(moments, level)
    return renamed(found, "difference_in_differences", "difference of mean changes, Welch's t")


def renamed(found: Estimate, estimand: str, method: str) -> Estimate:
    """Return an estimate under the name of what it means here."""
    return replace(found, estimand=estimand, method=method if found.estimable else found.method)
