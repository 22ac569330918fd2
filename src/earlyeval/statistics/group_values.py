"""Values dealt out to the groups they belong to."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.mixed_setup import codes_of


def values_by_group(values: ArrayLike, group: ArrayLike) -> dict[Any, Numbers]:
    """Return the values of each group, groups in the order of the alphabet (or of the numbers).

    Rows with a missing value or group are left out.

    Raises
    ------
    ValueError
        Values and groups are not equally long.
    """
    outcome, codes = numbers(values), codes_of(group)
    if outcome.size != codes.size:
        raise ValueError("Values and groups must be equally long: one group for each value.")
    known = np.asarray(pd.unique(pd.Series(group).dropna()))
    whole = ~np.isnan(outcome) & (codes >= 0)
    there = sorted(np.unique(codes[whole]).tolist(), key=lambda code: known[code])
    labels = known.tolist()
    return {labels[code]: outcome[whole & (codes == code)] for code in there}
