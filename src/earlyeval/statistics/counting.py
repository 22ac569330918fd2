"""What may come in as counts: whole numbers from 0, in a cell, in two, in a table."""

from math import isfinite
from typing import Any

import numpy as np

from earlyeval.statistics.arrays import Numbers, table


def count(value: float) -> int:
    """Return a count, refusing what is not a whole number from 0 upwards."""
    if isinstance(value, bool | np.bool_) or not isfinite(value) or int(value) != value or value < 0:
        raise ValueError("Counts are whole numbers from 0 upwards.")
    return int(value)


def share_counts(k: float, n: float) -> tuple[int, int]:
    """Return numerator and denominator of a share."""
    part, whole = count(k), count(n)
    if part > whole:
        raise ValueError("A share needs a numerator that is not larger than its denominator.")
    return part, whole


def count_table(values: Any, *, square: bool = False) -> Numbers:
    """Return a table of counts: rows by columns, as doubles.

    Raises
    ------
    ValueError
        A cell is missing, negative or no whole number; or the table is not square where it has to be.
    """
    counts = table(values, name="the table of counts")
    if np.isnan(counts).any() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("Counts are whole numbers from 0 upwards.")
    if square and counts.shape[0] != counts.shape[1]:
        raise ValueError("This table must be square: the same categories in rows and columns.")
    return counts


def used(counts: Numbers) -> Numbers:
    """Return the table without rows and columns that hold nobody."""
    return counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
