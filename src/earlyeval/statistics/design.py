"""Designs without formulas: columns of numbers for a model, from columns of numbers and text."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from earlyeval.statistics.arrays import Numbers, numbers, table

INTERCEPT = "intercept"


def design(
    predictors: Any = None,
    *,
    rows: int | None = None,
    interactions: Sequence[tuple[str, str]] = (),
    coding: Literal["treatment", "sum"] = "treatment",
) -> Any:
    """Return a design as a DataFrame: an intercept, one column a number, one 0-1 column a further text value.

    Parameters
    ----------
    predictors : DataFrame, Series, mapping of columns, or array, optional
        Numbers stay as they are. Text, yes-no and category columns become one column for each value but the first
        (in the alphabet, or in the order of the categories), named ``column: value``.
    rows : int, optional
        How many rows, where there is no predictor: then only the intercept is left.
    interactions : pairs of column names
        For each pair the products of their columns, named ``one x other``.
    coding : "treatment" or "sum"
        How text becomes columns: 0-1 against the first value, or 1, 0 and -1 for the last value (R's ``contr.sum``),
        with which ``term_tests`` are of type III; a column is then named ``column: value`` for all values but the last.

    Notes
    -----
    A missing value stays missing in every column that it concerns: the models then leave out the row.

    Raises
    ------
    ValueError
        An interaction names a column that is not there, or neither predictors nor rows are given.
    """
    frame = _frame(predictors)
    if frame is None:
        if rows is None:
            raise ValueError("Give predictors, or say how many rows there are.")
        return pd.DataFrame({INTERCEPT: np.ones(rows)})
    if coding not in ("treatment", "sum"):
        raise ValueError("coding is treatment or sum.")
    parts = {str(name): coded(frame.iloc[:, place], str(name), coding) for place, name in enumerate(frame.columns)}
    columns = {INTERCEPT: np.ones(len(frame))}
    for part in parts.values():
        columns |= part
    for one, other in interactions:
        if one not in parts or other not in parts:
            raise ValueError("An interaction names a column that is not among the predictors.")
        for left, first in parts[one].items():
            columns |= {f"{left} x {right}": first * second for right, second in parts[other].items()}
    return pd.DataFrame(columns)


def coded(column: pd.Series, name: str, coding: str = "treatment") -> dict[str, np.ndarray]:
    """Return a column as columns of numbers by name: itself, or 0-1 columns without the first value."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            return {name: numbers(column, name=name)}
        if column.dtype.kind == "O" and all(value is None or isinstance(value, int | float) for value in column):
            return {name: numbers(column, name=name)}
        column = column.astype("str").astype(pd.CategoricalDtype(sorted(set(column.dropna().astype("str")))))
    gaps = column.isna().to_numpy()
    found, known = {}, [value for value in column.cat.categories if (column == value).any()]
    for value in known[1:] if coding == "treatment" else known[:-1]:
        values = (column == value).to_numpy(dtype=np.float64)
        if coding == "sum":
            values -= (column == known[-1]).to_numpy(dtype=np.float64)
        values[gaps] = np.nan
        found[f"{name}: {value}"] = values
    return found


def terms_of(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of the columns of each term of a design, by the term's name, without the intercept."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name != INTERCEPT:
            found.setdefault(" x ".join(part.split(": ")[0] for part in name.split(" x ")), []).append(place)
    return found


def named_columns(columns: Any, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of a design's columns: those given, or those of a DataFrame.

    Raises
    ------
    ValueError
        There are none, or one of them stands twice.
    """
    if names is None and not isinstance(columns, pd.DataFrame):
        raise ValueError("Name the columns of the design.")
    found = tuple(str(name) for name in (columns.columns if names is None else names))
    if len(set(found)) < len(found):
        raise ValueError("Every column of the design needs a name of its own.")
    return found


def _frame(predictors: Any) -> pd.DataFrame | None:
    if predictors is None:
        return None
    if isinstance(predictors, pd.Series):
        return predictors.rename(predictors.name if predictors.name is not None else "x1").to_frame()
    if isinstance(predictors, Mapping):
        return pd.DataFrame({name: np.asarray(values) for name, values in predictors.items()})
    if isinstance(predictors, pd.DataFrame):
        return predictors
    columns = np.asarray(predictors)
    columns = table(columns[:, np.newaxis] if columns.ndim == 1 else columns, name="the predictors")
    return pd.DataFrame({f"x{place + 1}": values for place, values in enumerate(columns.T)})


def contrast_weights(weights: Any, names: Sequence[str]) -> Numbers:
    """Return the weights of one contrast as numbers, one for each column of a design.

    Raises
    ------
    ValueError
        Too few, too many, or a missing one.
    """
    return _complete(numbers(weights, name="the weights"), names)


def contrast_rows(matrix: Any, names: Sequence[str]) -> Numbers:
    """Return the weights of several contrasts, one row each, checked as those of one."""
    return _complete(table(matrix, name="the weights"), names)


def _complete(weights: Numbers, names: Sequence[str]) -> Numbers:
    if weights.shape[-1:] != (len(names),) or np.isnan(weights).any():
        raise ValueError("A contrast has one weight for every column of the design.")
    return weights
