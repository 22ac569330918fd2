"""Many tests at once: p values that hold for the whole family."""

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers


def holm(p_values: ArrayLike) -> Numbers:
    """Return Holm's adjusted p values, in the order given.

    Parameters
    ----------
    p_values : one-dimensional, from 0 to 1
        Missing ones are not tests: they stay missing and do not count towards the family.

    Notes
    -----
    The i-th smallest of m is multiplied by m - i + 1, never falls below the one before, never exceeds 1.
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    given = numbers(p_values, name="p values")
    tested = np.flatnonzero(~np.isnan(given))
    if ((given[tested] < 0) | (given[tested] > 1)).any():
        raise ValueError("P values lie between 0 and 1.")
    order = tested[np.argsort(given[tested], kind="stable")]
    adjusted = given.copy()
    weights = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(given[order] * weights), 1.0)
    return adjusted
