"""The mean change of many groups in one pass: what ``paired.mean_change`` says of each, without a loop over them."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import t as student

from earlyeval.statistics.arrays import TRUSTED_DIGITS, Numbers, numbers
from earlyeval.statistics.estimate import checked_level
from earlyeval.statistics.paired import CONSTANT
from earlyeval.statistics.standardised import TOO_FEW

COLUMNS = ("n", "estimate", "sd_change", "conf_low", "conf_high", "p_value", "statistic", "df", "estimable", "reason")


def mean_change_by_group(
    before: ArrayLike, after: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95
) -> pd.DataFrame:
    """Return each group's mean change with its SD, t interval and paired t test.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    group : one-dimensional
        Which group each person belongs to: numbers, text or categories. A person without one is left out.
    conf_level : float

    Returns
    -------
    DataFrame
        One row per group that any person belongs to, in the order of the groups' names: ``n`` pairs, ``estimate``
        (mean of after minus before, in points of the scale), ``sd_change`` (n - 1), interval, two-sided p,
        t, df. Where ``mean_change`` of the group is not estimable, neither is its row, for the same reason.

    Notes
    -----
    Equal to ``paired.mean_change`` of each group to 1e-12. Sums go by group in two passes, so that the spread of a
    large group loses no digits.

    Raises
    ------
    ValueError
        The three are not equally long, or the scores are no numbers.
    """
    level = checked_level(conf_level)
    first, second = numbers(before, name="before"), numbers(after, name="after")
    codes, names = pd.factorize(pd.Series(group), sort=True)
    if not first.size == second.size == codes.size:
        raise ValueError("Before, after and group must be equally long: one pair of values and one group a person.")
    is_pair = ~(np.isnan(first) | np.isnan(second)) & (codes >= 0)
    n_groups = len(names)
    own = codes[is_pair]
    n, mean, sd = _moments(first[is_pair], second[is_pair], own, n_groups)
    found = _tested(n, mean, sd, level=level)
    return pd.DataFrame(found, index=pd.Index(names, name="group"))[list(COLUMNS)]


def _moments(before: Numbers, after: Numbers, codes: np.ndarray, n_groups: int) -> tuple[np.ndarray, Numbers, Numbers]:
    """Return number, mean and SD of each group's changes; SD is exactly 0 where all are the same."""
    changes = _changes(before, after, codes, n_groups)
    n = np.bincount(codes, minlength=n_groups)
    safe = np.maximum(n, 1)
    start = np.bincount(codes, weights=changes, minlength=n_groups) / safe
    rest = changes - start[codes]
    mean = start + np.bincount(codes, weights=rest, minlength=n_groups) / safe
    squares = np.bincount(codes, weights=(changes - mean[codes]) ** 2, minlength=n_groups)
    lowest, highest = np.full(n_groups, np.inf), np.full(n_groups, -np.inf)
    np.minimum.at(lowest, codes, changes)
    np.maximum.at(highest, codes, changes)
    return n, mean, np.where(highest > lowest, np.sqrt(squares / np.maximum(n - 1, 1)), 0.0)


def _changes(before: Numbers, after: Numbers, codes: np.ndarray, n_groups: int) -> Numbers:
    """Return after minus before, rounded in each group to the digits that its scores carry, as ``arrays.changes``."""
    largest = np.zeros(n_groups)
    np.maximum.at(largest, codes, np.maximum(np.abs(before), np.abs(after)))
    digits = np.where(largest > 0, np.floor(np.log10(np.where(largest > 0, largest, 1.0))) + 1 - TRUSTED_DIGITS, 0.0)
    step = (10.0**digits)[codes]
    difference = after - before
    shrunk = np.round(1 / np.where(step < 1, step, 1.0))
    return np.where(step >= 1, np.round(difference / step) * step, np.round(difference * shrunk) / shrunk)


def _tested(n: np.ndarray, mean: Numbers, sd: Numbers, *, level: float) -> dict[str, np.ndarray]:
    is_enough, varies = n >= 2, sd > 0
    estimable = is_enough & varies
    df = np.where(estimable, n - 1.0, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.where(estimable, sd / np.sqrt(n), np.nan)
        statistic = mean / error
    reach = student.ppf((1 + level) / 2, df) * error
    known = np.where(estimable, mean, np.nan)
    return {
        "n": n,
        "estimate": known,
        "sd_change": np.where(is_enough, sd, np.nan),
        "conf_low": known - reach,
        "conf_high": known + reach,
        "p_value": 2 * student.sf(np.abs(statistic), df),
        "statistic": statistic,
        "df": df,
        "estimable": estimable,
        "reason": np.where(is_enough, np.where(varies, "", CONSTANT), TOO_FEW),
    }
