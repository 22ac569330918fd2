"""Change judged by its direction alone: the sign test, and the median of the changes with the interval it implies."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom, binomtest

from earlyeval.statistics.arrays import changes, complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

TOO_FEW = "Fewer than two people were measured both times."
NOBODY_CHANGED = "Nobody changed, so there are no directions to count."
CONSTANT = "Everybody changed by the same amount, so no interval can be worked out."


def sign_test(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Return the exact sign test: whether as many people went up as went down.

    Returns
    -------
    Estimate
        A test: p_value (two-sided binomial), statistic = number of people who went up, no estimate. ``n`` counts all
        pairs; people whose value did not change are left out of the test.

    Notes
    -----
    Source: Dixon and Mood 1946, doi:10.1080/01621459.1946.10501898.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    differences = changes(first, second)
    up, down = int((differences > 0).sum()), int((differences < 0).sum())
    n = int(first.size)
    if n < 2 or up + down == 0:
        return not_estimable("sign_test", TOO_FEW if n < 2 else NOBODY_CHANGED, n=n)
    return Estimate(
        "sign_test",
        p_value=float(binomtest(up, up + down, 0.5).pvalue),
        statistic=float(up),
        n=n,
        method="exact sign test (two-sided binomial), zero changes left out",
    )


def median_change_interval(before: ArrayLike, after: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the median of the changes with the distribution-free interval between two of the ordered changes.

    Notes
    -----
    The interval reaches from the k-th smallest to the k-th largest change, k the largest number for which it covers at
    least the level whatever the distribution; below six pairs no 95 % interval exists.
    Source: Conover 1999, Practical Nonparametric Statistics, section 3.2.
    """
    level = checked_level(conf_level)
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    if n < 2:
        return not_estimable("median_change", TOO_FEW, n=n)
    ordered = np.sort(changes(first, second))
    middle, method = float(np.median(ordered)), "median of the changes"
    place = int(binom.ppf((1 - level) / 2, n, 0.5))
    if np.ptp(ordered) == 0 or place < 1:
        reason = CONSTANT if np.ptp(ordered) == 0 else "There are too few pairs for an interval of this level."
        return Estimate("median_change", middle, n=n, method=method, reason=reason)
    low, high = float(ordered[place - 1]), float(ordered[n - place])
    method = f"{method}, exact interval between ordered changes"
    return Estimate("median_change", middle, low, high, level, n=n, method=method)
