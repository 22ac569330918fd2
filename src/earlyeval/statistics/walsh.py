"""Walsh averages: the means of all pairs of changes, each with itself too. There are n (n + 1) / 2 of them."""

import numpy as np

from earlyeval.statistics.arrays import Numbers

# Beyond this many changes the averages are no longer laid out (2000 changes are 16 MB) but counted.
LAID_OUT_UP_TO = 2000


def walsh_averages_at(ordered: Numbers, places: list[int]) -> list[float]:
    """Return the Walsh averages of the changes that stand at these places, counted from 1.

    Parameters
    ----------
    ordered : one-dimensional, in ascending order
    places : list of int
        Each from 1 to n (n + 1) / 2.
    """
    if ordered.size <= LAID_OUT_UP_TO:
        rows, columns = np.triu_indices(ordered.size)
        averages = np.sort((ordered[rows] + ordered[columns]) / 2)
        return [float(averages[place - 1]) for place in places]
    return [_counted(ordered, place) for place in places]


def _counted(ordered: Numbers, place: int) -> float:
    """Find one Walsh average by halving the range until no double lies between: exact, without laying them out."""
    low, high = float(ordered[0]), float(ordered[-1])
    if _at_most(ordered, low) >= place:
        return low
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return high
        if _at_most(ordered, middle) >= place:
            high = middle
        else:
            low = middle


def _at_most(ordered: Numbers, bound: float) -> int:
    """Return how many Walsh averages are at most the bound."""
    partners = np.searchsorted(ordered, 2 * bound - ordered, side="right")
    with_itself = int((ordered <= bound).sum())
    return (int(partners.sum()) + with_itself) // 2
