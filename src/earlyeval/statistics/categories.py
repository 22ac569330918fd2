"""Ratings in categories: who chose what, how often, and what nearness of two categories is worth."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present, table

Weights = Literal["none", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"] | ArrayLike
KINDS = ("none", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar")
OWN_WEIGHTS = (
    "weights are none, linear, quadratic, ordinal, radical, ratio, circular, bipolar, or a table of one's own."
)
# A table of more categories than this is a measurement, not a code.
MOST_CATEGORIES = 1000


def categories_of(ratings: Numbers, categories: ArrayLike | None) -> Numbers:
    """Return the categories in ascending order: those given, or those that occur.

    Raises
    ------
    ValueError
        A rating is none of the categories given, or there are too many different ratings to be categories.
    """
    there = np.unique(ratings[~np.isnan(ratings)])
    if categories is None:
        found = there
    else:
        found = np.unique(present(categories, name="the categories"))
        if not np.isin(there, found).all():
            raise ValueError("A rating is none of the categories given.")
    if found.size > MOST_CATEGORIES:
        raise ValueError("So many different ratings are measurements, not categories: use an intraclass correlation.")
    return found


def pair_table(first: Numbers, second: Numbers, found: Numbers) -> Numbers:
    """Return how often one rater chose the category of the row and the other that of the column."""
    size = found.size
    places = np.searchsorted(found, first) * size + np.searchsorted(found, second)
    return np.bincount(places, minlength=size * size).reshape(size, size).astype(float)


def choices(ratings: Numbers, found: Numbers) -> Numbers:
    """Return how many raters put each thing (row) into each category (column); gaps count nowhere."""
    rows, raters = np.nonzero(~np.isnan(ratings))
    places = rows * found.size + np.searchsorted(found, ratings[rows, raters])
    return (
        np.bincount(places, minlength=ratings.shape[0] * found.size).reshape(ratings.shape[0], found.size).astype(float)
    )


def in_words(weights: Weights) -> str:
    """Return how weights are called in the words of a method."""
    return ("unweighted" if weights == "none" else f"{weights} weights") if isinstance(weights, str) else "own weights"


def weights_of(kind: Weights, found: Numbers) -> Numbers:
    """Return what two categories count as agreement, 1 for the same: by their values, so that gaps count as gaps.

    Notes
    -----
    radical, ratio, circular and bipolar are Gwet's (irrCAC). A table of one's own has a row and a column for each
    category, in ascending order, 1 for the same category and not more than 1 elsewhere.

    Raises
    ------
    ValueError
        The kind of weight is not known, or a table of weights does not fit the categories.
    """
    if not isinstance(kind, str):
        return _own(kind, found.size)
    if kind not in KINDS:
        raise ValueError(OWN_WEIGHTS)
    if kind == "none" or found.size < 2:
        return np.eye(found.size)
    if kind in ("radical", "ratio", "circular", "bipolar"):
        return _of_gwet(kind, found)
    if kind == "ordinal":
        # Gwet's: the number of pairs of categories that lie from one to the other, both included.
        apart = np.abs(np.subtract.outer(np.arange(found.size), np.arange(found.size))) + 1
        lost = apart * (apart - 1) / 2
        return 1 - lost / lost.max()
    apart = np.abs(np.subtract.outer(found, found)) / np.ptp(found)
    return 1 - apart if kind == "linear" else 1 - apart**2


def _own(weights: ArrayLike, size: int) -> Numbers:
    given = table(weights, name="the weights")
    if given.shape != (size, size) or np.isnan(given).any():
        raise ValueError("A table of weights has a row and a column for each category.")
    if (np.diag(given) != 1).any() or (given > 1).any() or (given != given.T).any():
        raise ValueError("Weights are 1 for the same category, not more than 1 elsewhere, and the same both ways.")
    return given


def _of_gwet(kind: str, found: Numbers) -> Numbers:
    apart, sums = np.abs(np.subtract.outer(found, found)), np.add.outer(found, found)
    if kind == "radical":
        return 1 - np.sqrt(apart / np.ptp(found))
    if kind == "circular":
        lost = np.sin(np.pi * apart / (np.ptp(found) + 1)) ** 2
        return 1 - lost / lost.max()
    if kind == "ratio":
        if found.min() < 0 or found.max() <= 0:
            raise ValueError("Ratio weights need categories that are not negative.")
        ends = ((found.max() - found.min()) / (found.max() + found.min())) ** 2
        return 1 - np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0) ** 2 / ends
    below = sums - 2 * found.min()
    above = 2 * found.max() - sums
    lost = np.divide(apart**2, below * above, out=np.zeros_like(apart), where=apart > 0)
    return 1 - lost / lost.max()
