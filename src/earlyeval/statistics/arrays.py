"""What may come in: one-dimensional numbers in which missing is missing. Everything else is refused in a sentence."""

from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
# A double holds about 15.9 digits; a difference of two scores is trusted to 13 digits of the larger one.
TRUSTED_DIGITS = 13
# Variances of variances are fourth powers: beyond this size they are no longer numbers of this machine.
LARGEST = 1e60


def numbers(values: ArrayLike, *, name: str = "the values") -> Numbers:
    """Return a new one-dimensional array of doubles; None, NaN and NA become NaN and are kept.

    Raises
    ------
    ValueError
        The values are not one row of numbers (text that looks like a number is text), or one is infinite.
    """
    array = _as_doubles(values, name=name)
    if array.ndim != 1:
        raise ValueError(f"{_start(name)} must be one-dimensional: one number for each unit.")
    return array


def table(values: Any, *, name: str = "the table") -> Numbers:
    """Return a new two-dimensional array of doubles, one row for each unit; missing cells are kept as NaN."""
    if isinstance(values, pd.DataFrame):
        columns = [_as_doubles(values.iloc[:, place], name=name) for place in range(values.shape[1])]
        return np.column_stack(columns) if columns else np.empty((len(values), 0))
    array = _as_doubles(values, name=name)
    if array.ndim != 2:
        raise ValueError(f"{_start(name)} must be two-dimensional: a row for each unit, a column for each variable.")
    return array


def present(values: ArrayLike, *, name: str = "the values") -> Numbers:
    """Return the numbers that are there: missing ones are dropped."""
    array = numbers(values, name=name)
    return array[~np.isnan(array)]


def complete_pairs(first: ArrayLike, second: ArrayLike, *, names: tuple[str, str]) -> tuple[Numbers, Numbers]:
    """Return both arrays without the places where either is missing (pairwise deletion).

    Raises
    ------
    ValueError
        The two are not equally long: then nobody can say which value belongs to which.
    """
    one, other = numbers(first, name=names[0]), numbers(second, name=names[1])
    if one.shape != other.shape:
        raise ValueError(f"{_start(names[0])} and {names[1]} must be equally long: one pair of values for each unit.")
    both = ~(np.isnan(one) | np.isnan(other))
    return one[both], other[both]


def changes(before: Numbers, after: Numbers) -> Numbers:
    """Return after minus before without the noise of binary arithmetic (0.3 - 0.2 equals 0.2 - 0.1 here).

    Differences are rounded to the digits that the scores can carry. Otherwise ties break and constant
    change looks like change that varies.
    """
    if before.size == 0:
        return after - before
    largest = float(max(np.abs(before).max(), np.abs(after).max()))
    return rounded(after - before, largest)


def rounded(values: Numbers, largest: float) -> Numbers:
    """Return values rounded to the digits that numbers of the size of ``largest`` can carry."""
    if largest == 0:
        return values.copy()
    step = 10.0 ** (np.floor(np.log10(largest)) + 1 - TRUSTED_DIGITS)
    # A step below one is exact only as the reciprocal of a power of ten.
    return np.round(values / step) * step if step >= 1 else np.round(values * round(1 / step)) / round(1 / step)


def _as_doubles(values: Any, *, name: str) -> Numbers:
    array = values.to_numpy() if isinstance(values, pd.Series | pd.Index) else np.asarray(values)
    if array.dtype.kind == "O" and all(_is_number(cell) for cell in array.ravel()):
        array = np.array([np.nan if pd.isna(cell) else float(cell) for cell in array.ravel()]).reshape(array.shape)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{_start(name)} must be numbers. Text, dates and categories have to be coded first.")
    doubles = np.array(array, dtype=np.float64)
    if np.isinf(doubles).any():
        raise ValueError(f"{_start(name)} must be finite: an infinite value is an error of coding, not a score.")
    if (np.abs(doubles) > LARGEST).any():
        raise ValueError(f"{_start(name)} must be of the size of measurements: their fourth power has to be a number.")
    return doubles


def _is_number(cell: Any) -> bool:
    return cell is None or cell is pd.NA or isinstance(cell, Real | np.bool_)


def _start(name: str) -> str:
    return name[0].upper() + name[1:]
