"""What to put where nothing was measured; for sensitivity analyses that say plainly what they assume."""

from typing import Any

import numpy as np

from earlyeval.statistics.arrays import Numbers, table


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
