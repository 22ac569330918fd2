"""Cohen's kappa of two raters, plain or weighted, and the largest that their margins allow."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.categories import Weights, categories_of, in_words, pair_table, weights_of
from earlyeval.statistics.counting import count_table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.worded_ratings import rated_twice

NOTHING = "Nothing was rated by both raters."
ONE_CATEGORY = "Both raters put everything into the same category, so agreement beyond chance cannot be told."
NO_INTERVAL = "The raters agree perfectly or the ratings are too few, so no interval can be worked out."


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weights: Weights = "none",
    categories: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa with the interval by its large-sample standard error.

    Parameters
    ----------
    first, second : one-dimensional, one rating per thing, in numbers or in words
        A thing without both ratings is left out.
    weights : "none", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar" or a table
        By the distance of the values of the categories; or what each pair of categories counts as agreement, a row
        and a column for each category.
    categories : one-dimensional, optional
        All categories there are; those that occur if not given. Weights do not depend on the middle ones. Of words
        with weights their order.

    Notes
    -----
    std_error is that of Fleiss, Cohen and Everitt 1969, doi:10.1037/h0028106 (as vcd; psych's cohen.kappa
    agrees for the plain kappa, not for the weighted one); p_value and statistic are
    of the test that kappa is 0, with the error that holds then (as irr's kappa2). The upper end does not exceed 1.
    With few things or a rare category the interval is too short; ``kappa_by_documents`` has a bootstrap.
    """
    one, other, categories = rated_twice(first, second, categories, weights)
    found = categories_of(np.concatenate([one, other]), categories)
    return _kappa_of(pair_table(one, other, found), weights_of(weights, found), weights=weights, level=conf_level)


def cohen_kappa_of_table(
    counts: Any, *, weights: Weights = "none", values: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return the same from a published table: one rater's categories in rows, the other's in columns.

    Parameters
    ----------
    counts : two-dimensional, square
    weights : "none", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar" or a table
    values : one-dimensional, optional
        What the categories stand for; 1, 2, 3 ... if not given.
    """
    given = count_table(counts, square=True)
    found = np.arange(1.0, given.shape[0] + 1) if values is None else present(values, name="the values")
    if found.size != given.shape[0] or (np.diff(found) <= 0).any():
        raise ValueError("The values of the categories are as many as the rows, in ascending order.")
    return _kappa_of(given, weights_of(weights, found), weights=weights, level=conf_level)


def maximum_kappa(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Return the largest kappa that two raters could reach who use the categories as often as these do.

    Source: Cohen 1960, doi:10.1177/001316446002000104.
    """
    one, other, _ = rated_twice(first, second, None, "none")
    found = categories_of(np.concatenate([one, other]), None)
    counts = pair_table(one, other, found)
    n = int(counts.sum())
    if n == 0 or found.size < 2:
        return not_estimable("maximum_kappa", NOTHING if n == 0 else ONE_CATEGORY, n=n)
    rows, columns = counts.sum(axis=1) / n, counts.sum(axis=0) / n
    by_chance = float(rows @ columns)
    value = (float(np.minimum(rows, columns).sum()) - by_chance) / (1 - by_chance)
    reason = "It is a bound that the margins set, not an estimate with an interval."
    return Estimate("maximum_kappa", value, n=n, method="largest kappa that the margins allow", reason=reason)


def kappa_from_shares(seen: float, by_chance: float) -> float:
    """Return (seen - by chance) / (1 - by chance)."""
    return (seen - by_chance) / (1 - by_chance)


def _kappa_of(counts: Numbers, weight: Numbers, *, weights: Weights, level: float) -> Estimate:
    level, n = checked_level(level), int(counts.sum())
    if n == 0:
        return not_estimable("cohen_kappa", NOTHING, n=0)
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, by_chance = float((weight * shares).sum()), float(rows @ weight @ columns)
    if 1 - by_chance < 1e-12:
        return not_estimable("cohen_kappa", ONE_CATEGORY, n=n)
    value = kappa_from_shares(seen, by_chance)
    method = f"Cohen's kappa, {in_words(weights)}"
    edges = np.add.outer(weight @ columns, rows @ weight)
    away = (shares * (weight - edges * (1 - value)) ** 2).sum() - (value - by_chance * (1 - value)) ** 2
    error = sqrt(max(float(away), 0.0) / n) / (1 - by_chance)
    at_zero = (np.outer(rows, columns) * (weight - edges) ** 2).sum() - by_chance**2
    error_at_zero = sqrt(max(float(at_zero), 0.0) / n) / (1 - by_chance)
    tested = {}
    if error_at_zero > 1e-12:
        statistic = value / error_at_zero
        tested = {"p_value": float(2 * norm.sf(abs(statistic))), "statistic": statistic}
    if error < 1e-9:
        return Estimate("cohen_kappa", value, n=n, method=method, reason=NO_INTERVAL, **tested)
    reach = normal_quantile(level) * error
    return Estimate(
        "cohen_kappa", value, value - reach, min(value + reach, 1.0), level, n=n,
        method=f"{method}, normal interval", std_error=error, **tested,
    )  # fmt: skip
