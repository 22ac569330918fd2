"""Ordinary least squares, and covariates as columns of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.statistics.arrays import Numbers, numbers, table


@dataclass(frozen=True)
class LeastSquares:
    """Coefficients with their standard errors. ``is_separate``: no column is a combination of the others.

    ``root`` times its transpose is (X'X)^-1; ``remainder`` is what is left of the outcome.
    """

    coefficients: Numbers
    standard_errors: Numbers
    df: int
    is_separate: bool
    is_perfect: bool
    root: Numbers
    remainder: Numbers
    constant: int | None = None  # which column is the same everywhere

    @property
    def variance(self) -> float:
        """Residual variance."""
        return float(self.remainder @ self.remainder) / self.df


def least_squares(outcome: Numbers, columns: Numbers) -> LeastSquares:
    """Return the least-squares fit of an outcome on columns (the intercept is a column), without missing values.

    By QR decomposition of centred and scaled columns, which keeps the digits that the normal equations would lose,
    with one step of refinement in extended precision: Longley's data come out with twelve digits.
    """
    rows, width = columns.shape
    nothing = np.full(width, np.nan)
    if rows <= width or not is_separate(columns):
        separate = rows <= width
        return LeastSquares(nothing, nothing, rows - width, separate, False, np.full((width,) * 2, np.nan), outcome)
    centred, sweep, constant = _centred(columns)
    lengths = np.linalg.norm(centred, axis=0)
    orthogonal, triangle = np.linalg.qr(centred / lengths)
    root = sweep @ (np.linalg.inv(triangle) / lengths[:, np.newaxis])
    # The mean is taken off first, and comes back with the intercept (a combination of the columns all the same).
    middle = np.linalg.lstsq(orthogonal, np.full(rows, outcome.mean()), rcond=None)[0]
    coefficients = root @ (orthogonal.T @ (outcome - outcome.mean()) + middle)
    for _ in range(2):
        remainder = _remainder(outcome, columns, coefficients)
        coefficients = coefficients + root @ (orthogonal.T @ remainder)
    remainder = _remainder(outcome, columns, coefficients)
    errors = np.sqrt(float(remainder @ remainder) / (rows - width) * (root**2).sum(axis=1))
    perfect = no_remainder(remainder, outcome)
    return LeastSquares(coefficients, errors, rows - width, True, perfect, root, remainder, constant)


def _remainder(outcome: Numbers, columns: Numbers, coefficients: Numbers) -> Numbers:
    """Return what is left, summed in the longest floats of the machine."""
    long = np.longdouble
    return (outcome.astype(long) - columns.astype(long) @ coefficients.astype(long)).astype(np.float64)


def _centred(columns: Numbers) -> tuple[Numbers, Numbers, int | None]:
    """Return the columns around their means, if one of them is constant, and the way back for coefficients."""
    width = columns.shape[1]
    constant = np.flatnonzero(np.ptp(columns, axis=0) == 0)
    if constant.size != 1:
        return columns, np.eye(width), None
    place = int(constant[0])
    means = columns.mean(axis=0)
    means[place] = 0.0
    sweep = np.eye(width)
    sweep[place] -= means / columns[0, place]
    return columns - means, sweep, place


def is_separate(columns: Numbers) -> bool:
    """Tell whether every column adds something that the others do not say (full rank)."""
    lengths = np.linalg.norm(columns, axis=0)
    if columns.shape[0] < columns.shape[1] or (lengths == 0).any():
        return False
    return int(np.linalg.matrix_rank(columns / lengths, tol=1e-10)) == columns.shape[1]


def no_remainder(remainder: Numbers, outcome: Numbers) -> bool:
    """Tell whether what is left of an outcome is only the noise of binary arithmetic."""
    return bool(np.abs(remainder).max() <= 1e-11 * max(float(np.abs(outcome).max()), 1e-300))


def as_frame(columns: Any) -> Any:
    """Return a mapping of columns as a DataFrame, and anything else as it is."""
    if not isinstance(columns, Mapping):
        return columns
    return pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})


def covariate_columns(covariates: Any, *, rows: int) -> Numbers:
    """Return covariates as columns of numbers; text becomes 0-1 columns, without the first value in the alphabet."""
    if covariates is None:
        return np.empty((rows, 0))
    if isinstance(covariates, pd.Series):
        covariates = covariates.to_frame()
    covariates = as_frame(covariates)
    if not isinstance(covariates, pd.DataFrame):
        columns = table(covariates, name="covariates")
    else:
        parts = [_columns_of(covariates.iloc[:, place]) for place in range(covariates.shape[1])]
        columns = np.column_stack([np.empty((len(covariates), 0)), *parts])
    if columns.shape[0] != rows:
        raise ValueError("Covariates must have one row for every person.")
    return columns


def _columns_of(column: pd.Series) -> Numbers:
    if pd.api.types.is_numeric_dtype(column):
        return numbers(column, name="covariates")[:, np.newaxis]
    gaps = column.isna().to_numpy()
    values = sorted(set(column[~gaps].astype(str)))[1:]
    coded = np.column_stack([np.empty((len(column), 0)), *[(column.astype(str) == value) for value in values]])
    coded = coded.astype(np.float64)
    coded[gaps] = np.nan
    return coded
