"""Counts that can be worked out from one another: the true numbers and the sums that tie them together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.foundations.errors import ProtectionError

# What hiding a total costs beside hiding a count within a table: a reader misses it more (trust design, section 3).
COST_OF_TOTAL = 6.0
# A table of three dimensions is protected as one only up to this size; a larger one is coarsened first.
LARGEST_SIDE = 3
_MOST_DIMENSIONS = 3


@dataclass(frozen=True)
class Link:
    """A sum that a reader knows to hold: the counts, each by its number with its sign, add up to zero."""

    terms: tuple[tuple[int, int], ...]
    at_most: bool = False  # the sum is zero or less, as for a part and its whole


@dataclass(frozen=True)
class LinkedCounts:
    """True counts with every sum that holds between them.

    ``costs`` says what hiding each would cost a reader; ``known`` what a reader knows of a count whatever is shown of
    it, as lowest and highest (an n that was solved from an interval, a number in an earlier release); ``gone`` which
    counts a rule of their own hides, small or not; ``told`` what an interval tells of them that is shown with them.
    """

    counts: tuple[int, ...]
    links: tuple[Link, ...]
    costs: tuple[float, ...]
    known: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    told: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sentence in self._wrong():
            raise ProtectionError(sentence)

    def _wrong(self) -> Iterator[str]:
        if len(self.costs) != len(self.counts):
            yield "Linked counts need a cost for each count."
        if any(count < 0 for count in self.counts):
            yield "Linked counts are whole numbers from 0 up."
        for link in self.links:
            total = sum(self.counts[place] * sign for place, sign in link.terms)
            if total > 0 or (total < 0 and not link.at_most):
                yield "Linked counts do not add up as their links say, so they cannot be judged."
        for place, (low, high) in (*self.known.items(), *self.told.items()):
            if not low <= self.counts[place] <= high:
                yield "What is known of a linked count does not hold for it."


def partition(counts: Iterable[int]) -> LinkedCounts:
    """Return the parts of a whole with their total, which stands last."""
    return cross_table(np.asarray(list(counts), dtype=int))


def cross_table(counts: ArrayLike) -> LinkedCounts:
    """Return a table of one to three dimensions with all its totals, cells in the order of the table with margins.

    Raises
    ------
    ProtectionError
        More than three dimensions, or three of which one has more than three levels: coarsen it, or give its
        two-dimensional views (``two_dimensional_views``).
    """
    table = np.asarray(counts, dtype=int)
    if table.ndim > _MOST_DIMENSIONS or (table.ndim == _MOST_DIMENSIONS and max(table.shape) > LARGEST_SIDE):
        raise ProtectionError(
            "A table of this size is not protected as one. Coarsen it, or show it two sides at a time."
        )
    return _with_margins(table, keep=lambda _: True)


def two_dimensional_views(counts: ArrayLike) -> LinkedCounts:
    """Return every view of two sides of a table of three or more, tied to one another by their totals.

    The cells that only all sides together tell apart are not among them: they are not shown.
    """
    table = np.asarray(counts, dtype=int)
    sides = table.shape

    def keep(cell: tuple[int, ...]) -> bool:
        return sum(place < side for place, side in zip(cell, sides, strict=True)) <= 2

    return _with_margins(table, keep=keep)


def _with_margins(table: np.ndarray, *, keep: Callable[[tuple[int, ...]], bool]) -> LinkedCounts:
    full = table
    for axis in range(table.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    cells = [cell for cell in product(*map(range, full.shape)) if keep(cell)]
    number = {cell: place for place, cell in enumerate(cells)}
    links = []
    for axis, side in enumerate(table.shape):
        for cell in cells:
            if cell[axis] != side:
                continue
            parts = [(*cell[:axis], level, *cell[axis + 1 :]) for level in range(side)]
            if all(part in number for part in parts):
                links.append(Link((*((number[part], 1) for part in parts), (number[cell], -1))))
    costs = tuple(COST_OF_TOTAL if _is_total(cell, table.shape) else 1.0 for cell in cells)
    return LinkedCounts(tuple(int(full[cell]) for cell in cells), tuple(links), costs)


def _is_total(cell: tuple[int, ...], sides: tuple[int, ...]) -> bool:
    return any(place == side for place, side in zip(cell, sides, strict=True))
