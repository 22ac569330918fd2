"""Guttman's six lower bounds of reliability."""

from math import sqrt
from typing import Any

import numpy as np

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable

ONE_ITEM = "There is only one item, so items cannot agree with each other."
TOO_FEW = "Fewer than two people answered every item."
NO_SPREAD = "The totals do not vary between people, so reliability cannot be told."
NO_INTERVAL = "No interval is given for a lower bound."
FOLLOWS = "An item follows from the others, or there are too few people for so many items."
# So many items have 2^(k - 1) splits into halves that are all tried.
ALL_SPLITS_UP_TO = 15


def guttman_lambdas(items: Any) -> dict[str, Estimate]:
    """Return Guttman's lambda_1 to lambda_6, lower bounds of the reliability of the plain sum.

    Parameters
    ----------
    items : two-dimensional
        One row per person, one column per item, reversed items already turned; people with a gap are left out.

    Notes
    -----
    lambda_3 is alpha; lambda_2 is never below it; lambda_4 is the best of all splits into halves (up to 15 items);
    lambda_6 uses what an item shares with all others. All but lambda_4 are of the covariances; psych's guttman has them
    of the correlations: standardise the items for these. Source: Guttman 1945, doi:10.1007/BF02288892.
    """
    given = table(items, name="the items")
    whole = given[~np.isnan(given).any(axis=1)]
    n, width = whole.shape
    names = [f"lambda_{number}" for number in range(1, 7)]
    total = float((whole - whole[:1]).sum(axis=1).var(ddof=1)) if n > 1 else 0.0
    reason = ONE_ITEM if width < 2 else TOO_FEW if n < 2 else NO_SPREAD if total <= 0 else ""
    if reason:
        return {name: not_estimable(name, reason, n=n) for name in names}
    covariance = np.cov(whole - whole[0], rowvar=False)
    own = np.diag(covariance)
    apart = covariance - np.diag(own)
    first = 1 - float(own.sum()) / total
    squares = float((apart**2).sum())
    shared = (apart**2).sum(axis=0).max()
    values = {
        "lambda_1": first,
        "lambda_2": first + sqrt(width / (width - 1) * squares) / total,
        "lambda_3": width / (width - 1) * first,
        "lambda_5": first + 2 * sqrt(float(shared)) / total,
    }
    if width <= ALL_SPLITS_UP_TO:
        values["lambda_4"] = _best_split(covariance, total)
    if n > width and np.linalg.cond(covariance) < 1e12:
        values["lambda_6"] = 1 - float((1 / np.diag(np.linalg.inv(covariance))).sum()) / total
    answers = {}
    for name in names:
        if name in values:
            method = f"Guttman's {name.replace('_', ' ')}"
            answers[name] = Estimate(name, values[name], n=n, method=method, reason=NO_INTERVAL)
        else:
            many = "There are too many items to try every split." if name == "lambda_4" else FOLLOWS
            answers[name] = not_estimable(name, many, n=n)
    return answers


def _best_split(covariance: Numbers, total: float) -> float:
    width = covariance.shape[0]
    sides = 2.0 * ((np.arange(2 ** (width - 1))[:, np.newaxis] >> np.arange(width)) & 1) - 1
    # The variance of the difference of both halves: the smaller, the better the split.
    apart = np.einsum("ij,jk,ik->i", sides, covariance, sides)
    return 1 - float(apart.min()) / total
