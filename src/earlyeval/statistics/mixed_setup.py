"""The way into a mixed model: complete rows, an orthogonal design, and the reasons why nothing can be fitted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.least_squares import is_separate, no_remainder
from earlyeval.statistics.variance_pieces import Pieces

NO_ROWS = "There is no row with every value that is needed."
TOO_FEW_ROWS = "There are too few measurements for so many coefficients."
ONE_GROUP = "There is only one group, so the variance between groups cannot be told."
NO_REPEATS = "No group has more than one measurement, so variance between and within groups cannot be told apart."
NOT_SEPARATE = "Some columns of the design say the same thing, so their effects cannot be told apart."
PERFECT_WITHIN = "Within groups the scores are explained without remainder, so no interval can be worked out."
PERFECT = "The scores are explained without remainder, so no interval and no test can be worked out."


@dataclass(frozen=True)
class Rows:
    """Complete rows: scores, design, other columns that were asked for, and group codes from 0 without gaps."""

    scores: Numbers
    design: Numbers
    others: Numbers
    codes: np.ndarray
    groups: int
    labels: np.ndarray  # of the groups, in the order of their codes


@dataclass(frozen=True)
class Turned:
    """The design made orthogonal and the scores without their least-squares fit, in units of what is left."""

    columns: Numbers  # orthogonal design and, last, the remainder over its scale
    start: Numbers
    back: Numbers
    scale: float
    log_triangle: float  # log |det| of the triangle, which the restricted likelihood counts


@dataclass(frozen=True)
class Profile:
    """What the profile of a fitted model's likelihood needs: its pieces at any relative covariance of the effects."""

    pieces_at: Callable[[Numbers], Pieces]
    names: tuple[str, ...]  # of the effects whose covariance it is
    found: Turned
    is_correlated: bool = False


def complete_rows(
    y: ArrayLike, design: Any, group: ArrayLike, *, width: int, others: Any = None, name: str = "group"
) -> Rows:
    """Return the rows in which nothing is missing.

    Raises
    ------
    ValueError
        The columns are not equally long or are not numbers.
    """
    scores, columns = numbers(y, name="the scores"), table(design, name="the design")
    beside = np.empty((scores.size, 0)) if others is None else table(others, name="the random columns")
    codes = codes_of(group)
    if not scores.size == columns.shape[0] == codes.size == beside.shape[0] or columns.shape[1] != width:
        raise ValueError(f"Scores, design and {name} need the same number of rows, and the design one name a column.")
    gaps = np.isnan(scores) | np.isnan(columns).any(axis=1) | np.isnan(beside).any(axis=1) | (codes < 0)
    found, kept = pd.factorize(codes[~gaps])
    labels = np.asarray(pd.unique(pd.Series(group)))
    labels = labels[~pd.isna(labels)]
    return Rows(scores[~gaps], columns[~gaps], beside[~gaps], found, len(kept), labels[kept])


def codes_of(group: ArrayLike) -> np.ndarray:
    """Return whole numbers from 0 for the values of a grouping column, -1 where it is missing.

    Raises
    ------
    ValueError
        The grouping is not one column.
    """
    values = pd.Series(np.asarray(group) if not isinstance(group, pd.Series) else group.array)
    if np.ndim(group) > 1:
        raise ValueError("A grouping must be one-dimensional: one group for each row.")
    return pd.factorize(values)[0]


def why_not(rows: Rows, *, needs_repeats: bool = True) -> str:
    """Return why no model can be fitted to these rows, or nothing."""
    if rows.groups < 2:
        return ONE_GROUP if rows.groups else NO_ROWS
    if rows.scores.size <= rows.design.shape[1]:
        return TOO_FEW_ROWS
    if needs_repeats and rows.groups == rows.scores.size:
        return NO_REPEATS
    return "" if is_separate(rows.design) else NOT_SEPARATE


def turned(rows: Rows) -> Turned | None:
    """Return the turned rows; None when the design explains the scores without remainder."""
    orthogonal, triangle = np.linalg.qr(rows.design)
    back = np.linalg.inv(triangle)
    start = back @ (orthogonal.T @ rows.scores)
    remainder = rows.scores - rows.design @ start
    start = start + back @ (orthogonal.T @ remainder)
    remainder = rows.scores - rows.design @ start
    if no_remainder(remainder, rows.scores):
        return None
    scale = float(np.sqrt(np.mean(remainder**2)))
    # Columns of about unit size in every row, so that sums over groups are of one size.
    size = np.sqrt(rows.scores.size)
    columns = np.column_stack([orthogonal * size, remainder / scale])
    logs = float(np.log(np.abs(np.diag(triangle) / size)).sum())
    return Turned(columns, start, back * size, scale, logs)
