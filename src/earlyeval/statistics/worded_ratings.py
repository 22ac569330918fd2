"""Ratings in words: coded as numbers, so that raters may write "low" and "high"."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, complete_pairs, table
from earlyeval.statistics.categories import Weights

NO_ORDER = "Words have no order that weights could use: give the categories in their order."


def rated(ratings: Any, categories: ArrayLike | None, weights: Weights) -> tuple[Numbers, ArrayLike | None]:
    """Return ratings (things by raters) as numbers, and the categories likewise.

    Words become 1, 2, 3 ... in the order of ``categories``, or of the alphabet where no order is needed; None and NaN
    stay missing. Numbers come back as they are.

    Raises
    ------
    ValueError
        Words and numbers are mixed, a word is none of the categories, or weights are asked for without their order.
    """
    if not _holds_words(ratings):
        return table(ratings, name="the ratings"), categories
    cells = np.array(pd.DataFrame(ratings), dtype=object)
    return _coded(cells, categories, weights)


def rated_twice(
    first: ArrayLike, second: ArrayLike, categories: ArrayLike | None, weights: Weights
) -> tuple[Numbers, Numbers, ArrayLike | None]:
    """Return what two raters said of the same things as numbers, without the things that one of them did not rate."""
    names = ("first ratings", "second ratings")
    if not (_holds_words(first) or _holds_words(second)):
        return *complete_pairs(first, second, names=names), categories
    if len(first) != len(second):
        raise ValueError("First ratings and second ratings must be equally long: one pair of values for each unit.")
    cells = np.array([list(first), list(second)], dtype=object).T
    both, known = _coded(cells, categories, weights)
    return *complete_pairs(both[:, 0], both[:, 1], names=names), known


def _holds_words(ratings: Any) -> bool:
    cells = np.array(ratings, dtype=object).ravel()
    return any(isinstance(cell, str) for cell in cells)


def _coded(cells: np.ndarray, categories: ArrayLike | None, weights: Weights) -> tuple[Numbers, ArrayLike]:
    there = [cell for cell in cells.ravel() if not pd.isna(cell)]
    if not all(isinstance(cell, str) for cell in there):
        raise ValueError("The ratings must be numbers, or all of them words, not both.")
    if categories is None and not (isinstance(weights, str) and weights == "none"):
        raise ValueError(NO_ORDER)
    known = sorted(dict.fromkeys(there)) if categories is None else list(dict.fromkeys(categories))
    place = {word: float(number) for number, word in enumerate(known, start=1)}
    if any(cell not in place for cell in there):
        raise ValueError("A rating is none of the categories given.")
    coded = [np.nan if pd.isna(cell) else place[cell] for cell in cells.ravel()]
    return np.array(coded).reshape(cells.shape), list(place.values())
