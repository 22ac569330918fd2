"""How far the items of a scale measure one thing."""

from typing import Any

import numpy as np
from scipy.stats import f as f_distribution

from earlyeval.statistics.arrays import table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.pingouin_border import cronbach_alpha_of

TOO_FEW = "Fewer than two people answered every item."
ONE_ITEM = "There is only one item, so items cannot agree with each other."
NO_SPREAD = "The totals do not vary between people, so reliability cannot be told."
IDENTICAL = "Every item says exactly the same of everybody, so no interval can be worked out."


def alpha(items: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return Cronbach's alpha of items with Feldt's interval.

    Parameters
    ----------
    items : two-dimensional
        One row per person, one column per item, reversed items already turned. People with a gap are left out
        (listwise).

    Notes
    -----
    alpha = k / (k - 1) (1 - sum of item variances / variance of the total). A lower bound of reliability when
    items measure one thing; not evidence that they do. Sources: Cronbach 1951, doi:10.1007/BF02310555; Feldt,
    Woodruff and Salih 1987, doi:10.1177/014662168701100107.
    """
    level = checked_level(conf_level)
    given = table(items, name="the items")
    whole = given[~np.isnan(given).any(axis=1)]
    n, width = int(whole.shape[0]), int(whole.shape[1])
    if n < 2 or width < 2:
        return not_estimable("alpha", ONE_ITEM if width < 2 else TOO_FEW, n=n)
    totals = whole.sum(axis=1)
    if np.ptp(totals) <= 1e-12 * max(float(np.abs(whole).sum(axis=1).max()), 1e-300):
        return not_estimable("alpha", NO_SPREAD, n=n)
    value = cronbach_alpha_of(whole)
    if value >= 1 - 1e-12:
        return Estimate("alpha", 1.0, n=n, method="Cronbach's alpha", reason=IDENTICAL)
    dfs = n - 1, (n - 1) * (width - 1)
    low = 1 - (1 - value) * float(f_distribution.ppf((1 + level) / 2, *dfs))
    high = 1 - (1 - value) * float(f_distribution.ppf((1 - level) / 2, *dfs))
    return Estimate(
        "alpha", value, low, high, level, n=n, method="Cronbach's alpha, complete answers, Feldt's interval"
    )
