"""Two raters, yes or no: what hides behind kappa. Yes is 1, no is 0; a thing without both ratings is left out.

Sources: Byrt, Bishop and Carlin 1993, doi:10.1016/0895-4356(93)90018-V; Cicchetti and Feinstein 1990,
doi:10.1016/0895-4356(90)90159-M.
"""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.categories import categories_of
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.kappa import NOTHING, ONE_CATEGORY
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.proportion_intervals import wilson
from earlyeval.statistics.wald import with_normal_interval
from earlyeval.statistics.worded_ratings import rated_twice

NO_INTERVAL = "All double ratings are of one kind, so no interval can be worked out."


def pabak(
    first: ArrayLike, second: ArrayLike, *, categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return the prevalence- and bias-adjusted kappa: (k p - 1) / (k - 1), p the share of agreement, k categories.

    Parameters
    ----------
    first, second : one-dimensional, one rating per thing
    categories : one-dimensional, optional
        All categories there are; 0 and 1 if nothing else occurs, otherwise those that occur.

    Notes
    -----
    The interval is Wilson's of the share of agreement, on the scale of kappa.
    """
    level = checked_level(conf_level)
    one, other, categories = rated_twice(first, second, categories, "none")
    both = np.concatenate([one, other])
    binary = categories is None and np.isin(both, (0.0, 1.0)).all()
    size = 2 if binary else categories_of(both, categories).size
    n = int(one.size)
    if n == 0 or size < 2:
        return not_estimable("pabak", NOTHING if n == 0 else ONE_CATEGORY, n=n)
    share = wilson(int((one == other).sum()), n, conf_level=level)
    value, low, high = ((size * p - 1) / (size - 1) for p in (share.estimate, share.conf_low, share.conf_high))
    return Estimate("pabak", value, low, high, level, n=n, method="prevalence- and bias-adjusted kappa")


def prevalence_index(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return share of double yes minus share of double no: far from 0, kappa is low however good the agreement."""
    yes, forth, back, no = _cells(first, second)
    n = yes + forth + back + no
    return _difference("prevalence_index", yes, no, n=n, level=checked_level(conf_level))


def bias_index(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the first rater's share of yes minus the second's."""
    yes, forth, back, no = _cells(first, second)
    n = yes + forth + back + no
    return _difference("bias_index", forth, back, n=n, level=checked_level(conf_level))


def positive_agreement(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return how far both agree on yes: 2 a / (2 a + b + c), with a normal interval (delta method)."""
    yes, forth, back, no = _cells(first, second)
    return _specific("positive_agreement", yes, forth + back, n=yes + forth + back + no, level=conf_level)


def negative_agreement(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return how far both agree on no: 2 d / (2 d + b + c), with a normal interval (delta method)."""
    yes, forth, back, no = _cells(first, second)
    return _specific("negative_agreement", no, forth + back, n=yes + forth + back + no, level=conf_level)


def _cells(first: ArrayLike, second: ArrayLike) -> tuple[int, int, int, int]:
    one, other = complete_pairs(first, second, names=("first ratings", "second ratings"))
    if not np.isin(np.concatenate([one, other]), (0.0, 1.0)).all():
        raise ValueError("Yes is 1 and no is 0.")
    forth, back = int(((one == 1) & (other == 0)).sum()), int(((one == 0) & (other == 1)).sum())
    return int(((one == 1) & (other == 1)).sum()), forth, back, int(((one == 0) & (other == 0)).sum())


def _difference(name: str, above: int, below: int, *, n: int, level: float) -> Estimate:
    if n == 0:
        return not_estimable(name, NOTHING, n=0)
    value = (above - below) / n
    error = sqrt(max((above + below) / n - value**2, 0.0) / n)
    method = "difference of two shares of the same things"
    if error == 0:
        return Estimate(name, value, n=n, method=method, reason=NO_INTERVAL)
    told = f"{method}, normal interval"
    return with_normal_interval(name, value, error, n=n, level=level, method=told, bounds=(-1.0, 1.0))


def _specific(name: str, agreed: int, apart: int, *, n: int, level: float) -> Estimate:
    level, whole = checked_level(level), 2 * agreed + apart
    if whole == 0:
        reason = NOTHING if n == 0 else "Neither rater ever gave this answer, so agreement on it cannot be told."
        return not_estimable(name, reason, n=n)
    value, method = 2 * agreed / whole, "specific agreement"
    if 0 in (agreed, apart):
        return Estimate(name, value, n=n, method=method, reason=NO_INTERVAL)
    error = 2 * sqrt(agreed * apart * (agreed + apart)) / whole**2
    reach = normal_quantile(level) * error
    return Estimate(
        name, value, max(value - reach, 0.0), min(value + reach, 1.0), level, n=n,
        method=f"{method}, normal interval", std_error=error,
    )  # fmt: skip
