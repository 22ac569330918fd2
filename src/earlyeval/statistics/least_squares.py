"""Ordinary least squares, and covariates as columns of numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.statistics.arrays import Numbers, numbers, table


@dataclass(frozen=True)
class LeastSquares:
    """Coefficients with their standard errors. ``is_separate``: no column is a combination of the others."""

    coefficients: Numbers
    standard_errors: Numbers
    df: int
    is_separate: bool
    is_perfect: bool


def least_squares(outcome: Numbers, columns: Numbers) -> LeastSquares:
    """Return the least-squares fit of an outcome on columns (the intercept is a column), without missing values.

    By QR decomposition of scaled columns, which keeps the digits that the normal equations would lose.
    """
    rows, width = columns.shape
    nothing = np.full(width, np.nan)
    if rows <= width:
        return LeastSquares(nothing, nothing, rows - width, is_separate=True, is_perfect=False)
    if not is_separate(columns):
        return LeastSquares(nothing, nothing, rows - width, is_separate=False, is_perfect=False)
    lengths = np.linalg.norm(columns, axis=0)
    orthogonal, triangle = np.linalg.qr(columns / lengths)
    inverse = np.linalg.inv(triangle)
    coefficients = inverse @ (orthogonal.T @ outcome)
    # One step of refinement wins back the digits lost where columns are nearly alike.
    remainder = outcome - columns @ (coefficients / lengths)
    coefficients = (coefficients + inverse @ (orthogonal.T @ remainder)) / lengths
    remainder = outcome - columns @ coefficients
    variance = float(remainder @ remainder) / (rows - width)
    errors = np.sqrt(variance * (inverse**2).sum(axis=1)) / lengths
    return LeastSquares(
        coefficients, errors, rows - width, is_separate=True, is_perfect=no_remainder(remainder, outcome)
    )


def is_separate(columns: Numbers) -> bool:
    """Tell whether every column adds something that the others do not say (full rank)."""
    lengths = np.linalg.norm(columns, axis=0)
    if columns.shape[0] < columns.shape[1] or (lengths == 0).any():
        return False
    return int(np.linalg.matrix_rank(columns / lengths, tol=1e-10)) == columns.shape[1]


def no_remainder(remainder: Numbers, outcome: Numbers) -> bool:
    """Tell whether what is left of an outcome is only the noise of binary arithmetic."""
    return bool(np.abs(remainder).max() <= 1e-11 * max(float(np.abs(outcome).max()), 1e-300))


def covariate_columns(covariates: Any, *, rows: int) -> Numbers:
    """Return covariates as columns of numbers; text becomes 0-1 columns, without the first value in the alphabet."""
    if covariates is None:
        return np.empty((rows, 0))
    if isinstance(covariates, pd.Series):
        covariates = covariates.to_frame()
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
