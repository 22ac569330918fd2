"""The judge: what a reader who knows the rules can work out from numbers as they are released.

Nothing here is shared with the code that chose what to hide (``secondary``, ``attack``, ``rounding``): it starts from
the released numbers and the profile's thresholds, finds by trial which true counts each number may stand for, and asks
linear programming (HiGHS) for the least and the most that every hidden count can be.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from earlyeval.foundations.quietly import quietly
from earlyeval.protect.linked import Link
from earlyeval.registry.profiles import CountRule, Profile

_WHOLE = 1e-6
_SOLVED = 0


class Hidden(Enum):
    """Why a count is hidden, to a reader who can tell: it is small, it protects another, or its table was dropped."""

    SMALL = "small"
    FOR_ANOTHER = "for another"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Finding:
    """One count that the released numbers give away: which, and what it can only be."""

    place: int
    possible: tuple[int, ...]


def audited(
    released: Sequence[float | Hidden],
    links: Sequence[Link],
    profile: Profile,
    *,
    known: dict[int, tuple[float, float]] | None = None,
) -> tuple[Finding, ...]:
    """Return each hidden count that has fewer possible values than the profile asks for; none is what passes.

    Parameters
    ----------
    released : sequence of number or Hidden
        Each count as it is shown, or why it is not.
    links : sequence of Link
        The sums that hold between the true counts.
    profile : Profile
        The rules, which the attacker knows.
    known : mapping of place to lowest and highest, optional
        What else he knows of a true count, from elsewhere.

    Notes
    -----
    A zero that the sums alone tell (a table of moves has no line for a state that nobody was in) is told by what is
    asked and not by what is shown; it is no finding. A released number that no true count can stand for, or numbers
    that contradict their sums, pin everything: each hidden count is returned with no possible value.
    """
    hidden = [place for place, number in enumerate(released) if isinstance(number, Hidden)]
    if not hidden:
        return ()
    ranges = _ranges(released, profile.count, known or {})
    if any(low > high for low, high in ranges):
        return tuple(Finding(place, ()) for place in hidden)
    judge = _Judge(np.array(ranges, dtype=float), links, len(released))
    need = profile.width.min_candidates
    found = ((place, judge.values(place, need=need)) for place in hidden)
    return tuple(
        Finding(place, tuple(sorted(values)))
        for place, values in found
        if len(values) < need and not (values == {0} and judge.is_told_by_layout(place) is True)
    )


def _ranges(
    released: Sequence[float | Hidden], rule: CountRule, known: dict[int, tuple[float, float]]
) -> list[tuple[float, float]]:
    largest = max((number for number in released if not isinstance(number, Hidden)), default=0)
    far = 20 * (int(largest) + rule.hide_to + rule.round_to + 10)
    ranges = []
    for place, number in enumerate(released):
        if number is Hidden.SMALL:
            low, high = (0 if rule.zero == "hide" else max(1, rule.hide_from)), rule.hide_to
        elif number is Hidden.FOR_ANOTHER:
            low, high = rule.hide_to + 1, far
        elif number is Hidden.DROPPED:
            low, high = 0, far
        else:
            low, high = could_be(float(number), rule)
        least, most = known.get(place, (-math.inf, math.inf))
        ranges.append((max(low, least), min(high, most)))
    return ranges


def could_be(shown: float, rule: CountRule) -> tuple[float, float]:
    """Return the least and the most true count that would be shown as this number, by trying those around it."""
    around = range(max(0, int(shown) - rule.round_to), int(shown) + rule.round_to + 1)
    possible = [count for count in around if as_shown(count, rule) == shown]
    return (min(possible), max(possible)) if possible else (1.0, 0.0)


def as_shown(count: int, rule: CountRule) -> int | None:
    """Return how a true count is shown: itself, the nearest multiple of the base (halves upward), or not at all."""
    if count == 0:
        return None if rule.zero == "hide" else 0
    if rule.hide_from <= count <= rule.hide_to:
        return None
    below = count - count % rule.round_to
    nearest = below if 2 * (count - below) < rule.round_to else below + rule.round_to
    return max(nearest, rule.round_to)


class _Judge:
    """Solves the attacker's problem for one count after another; each alternative it meets counts for all of them."""

    def __init__(self, ranges: np.ndarray, links: Sequence[Link], size: int) -> None:
        self.ranges = ranges
        matrix = {True: np.zeros((0, size)), False: np.zeros((0, size))}
        for link in links:
            row = np.zeros((1, size))
            for place, sign in link.terms:
                row[0, place] += sign
            matrix[link.at_most] = np.vstack([matrix[link.at_most], row])
        self.equal, self.below = matrix[False], matrix[True]
        self.seen: list[set[int]] = [set() for _ in range(size)]

    def values(self, place: int, *, need: int) -> set[int]:
        """Return possible values of one count: all of them where there are fewer than ``need``, else as many."""
        if len(self.seen[place]) >= need:
            return self.seen[place]
        ends = [self._solve(place, sign, self.ranges) for sign in (1.0, -1.0)]
        if any(end is None for end in ends):
            return set()
        low, high = math.ceil(ends[0][place] - _WHOLE), math.floor(ends[1][place] + _WHOLE)
        tried = iter(
            sorted(range(low, min(high, low + 50 * need) + 1), key=lambda value: min(value - low, high - value))
        )
        for value in tried:
            if len(self.seen[place]) >= need:
                break
            self._can_be(place, value)
        return self.seen[place]

    def is_told_by_layout(self, place: int) -> bool:
        """Say whether a count is none by the sums alone, so that hiding numbers cannot hide it."""
        free = np.column_stack([np.zeros(len(self.ranges)), np.full(len(self.ranges), self.ranges.max(initial=1.0))])
        most = self._solve(place, -1.0, free, note=False)
        return most is not None and bool(most[place] < _WHOLE)

    def _can_be(self, place: int, value: int) -> None:
        """Note whether a count may have this very value, with everything else in whole numbers."""
        if value in self.seen[place]:
            return
        fixed = self.ranges.copy()
        fixed[place] = value
        found = self._solve(place, 1.0, fixed)
        if found is not None and not self._note(found):
            self._solve(place, 1.0, fixed, whole=True)

    def _solve(
        self, place: int, sign: float, ranges: np.ndarray, *, whole: bool = False, note: bool = True
    ) -> np.ndarray | None:
        from scipy.optimize import linprog

        aim = np.zeros(len(ranges))
        aim[place] = sign
        with quietly():
            found = linprog(
                aim, A_eq=self.equal, b_eq=np.zeros(len(self.equal)), A_ub=self.below, b_ub=np.zeros(len(self.below)),
                bounds=ranges, method="highs", integrality=np.full(len(ranges), int(whole)),
            )  # fmt: skip
        if found.status != _SOLVED:
            return None
        if note:
            self._note(found.x)
        return found.x

    def _note(self, numbers: np.ndarray) -> bool:
        """Keep an alternative of whole numbers; say whether it is one."""
        nearest = np.round(numbers)
        if np.abs(numbers - nearest).max(initial=0) > _WHOLE:
            return False
        for place, value in enumerate(nearest.astype(int)):
            self.seen[place].add(int(value))
        return True
