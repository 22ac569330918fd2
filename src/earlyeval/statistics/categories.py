"""Ratings in categories: who chose what, how often, and what nearness of two categories is worth."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present

Weights = Literal["none", "linear", "quadratic", "ordinal"]
WEIGHTS_IN_WORDS = {
    "none": "unweighted",
    "linear": "linear weights",
    "quadratic": "quadratic weights",
    "ordinal": "ordinal weights",
}
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


def weights_of(kind: Weights, found: Numbers) -> Numbers:
    """Return what two categories count as agreement, 1 for the same: by their values, so that gaps count as gaps.

    Raises
    ------
    ValueError
        The kind of weight is not known.
    """
    if kind not in WEIGHTS_IN_WORDS:
        raise ValueError("weights are none, linear, quadratic or ordinal.")
    if kind == "none" or found.size < 2:
        return np.eye(found.size)
    if kind == "ordinal":
        # Gwet's: the number of pairs of categories that lie from one to the other, both included.
        apart = np.abs(np.subtract.outer(np.arange(found.size), np.arange(found.size))) + 1
        lost = apart * (apart - 1) / 2
        return 1 - lost / lost.max()
    apart = np.abs(np.subtract.outer(found, found)) / np.ptp(found)
    return 1 - apart if kind == "linear" else 1 - apart**2
