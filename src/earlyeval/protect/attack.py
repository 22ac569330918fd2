"""What a reader who knows the rules can work out, as the search for a pattern asks it. ``audit`` judges by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from earlyeval.foundations.quietly import quietly
from earlyeval.protect.linked import LinkedCounts
from earlyeval.protect.primary import N_NOT_TOLD, is_small
from earlyeval.protect.rounding import rounded_count
from earlyeval.registry.profiles import Profile

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

_WHOLE = 1e-6


@dataclass(frozen=True)
class Room:
    """Between which numbers each count lies for a reader, while it is shown and when it is hidden."""

    shown_low: np.ndarray
    shown_high: np.ndarray
    hidden_low: np.ndarray
    hidden_high: np.ndarray
    small: np.ndarray  # hidden whatever the pattern: small, or gone by another rule
    may_go: np.ndarray  # may be hidden to protect others; a count that is shown as zero never is


def room_of(linked: LinkedCounts, profile: Profile) -> Room:
    """Return between which numbers a reader sees each count under a profile.

    A hidden count that is not small lies above the small ones, to a reader who can tell the two apart; one who
    cannot knows less. Its upper end is far above anything that the sums allow.
    """
    counts = np.asarray(linked.counts, dtype=float)
    by_rule = np.array([is_small(count, profile) for count in counts], dtype=bool)
    small = by_rule | np.isin(np.arange(len(counts)), list(linked.gone))
    far = 10 * (counts.max(initial=0) + 10)
    low, high = np.array([_shown(count, profile) for count in counts]).reshape(-1, 2).T
    least_small = 0 if profile.count.zero == "hide" else max(1, profile.count.hide_from)
    may_go = ~small & (counts > profile.count.hide_to)  # a shown zero never: nobody would take the mark for one
    above = counts > profile.count.hide_to
    hidden_low = np.select([by_rule, above, small], [least_small, profile.count.hide_to + 1, 0], low)
    hidden_high = np.select([by_rule, above, small], [profile.count.hide_to, far, profile.count.hide_to], high)
    room = Room(low, high, hidden_low.astype(float), hidden_high.astype(float), small, may_go)
    for place, (least, most) in linked.known.items():
        for lows, highs in ((room.shown_low, room.shown_high), (room.hidden_low, room.hidden_high)):
            lows[place], highs[place] = max(lows[place], least), min(highs[place], most)
    for place, (least, most) in linked.told.items():
        room.shown_low[place], room.shown_high[place] = max(low[place], least), min(high[place], most)
        if counts[place] >= N_NOT_TOLD:  # its interval stays, though its n goes
            room.hidden_low[place] = max(room.hidden_low[place], least)
            room.hidden_high[place] = min(room.hidden_high[place], most)
    return room


def _shown(count: float, profile: Profile) -> tuple[float, float]:
    base = profile.count.round_to
    if count == 0 or base == 1:
        return count, count
    middle = rounded_count(count, base=base)
    # Halves go up: 10 to the base of 5 is 8 to 12, to the base of 10 it is 5 to 14. What is small is never shown.
    return max(profile.count.hide_to + 1, middle - base // 2), middle + (base - 1) // 2


class Attack:
    """Bounds on hidden counts by linear programming, and alternatives that a reader cannot rule out."""

    def __init__(self, linked: LinkedCounts, room: Room, *, need: int) -> None:
        from scipy.sparse import csr_matrix

        self.room, self.need = room, need
        self.counts = np.asarray(linked.counts, dtype=float)
        rows = {kind: [link for link in linked.links if link.at_most is kind] for kind in (False, True)}
        size = len(linked.counts)
        self.sums, self.limits = (
            csr_matrix(np.array([_row(link.terms, size) for link in rows[kind]]).reshape(-1, size))
            for kind in (False, True)
        )

    @cached_property
    def told(self) -> np.ndarray:
        """Which hidden zeros the layout tells, whatever is hidden: a table of moves without a line for a state."""
        told = np.zeros(len(self.counts), dtype=bool)
        low, far = np.zeros(len(self.counts)), np.full(len(self.counts), self.room.hidden_high.max(initial=1.0))
        for place in np.flatnonzero(self.room.small & (self.counts == 0)):
            told[place] = self._solved(int(place), -1, low, far).x[place] < _WHOLE
        return told

    def pinned(self, hidden: np.ndarray) -> Iterator[tuple[int, np.ndarray, float]]:
        """Yield each hidden count with too few possible values, what hiding others would add, and what is missing."""
        room = self.room
        low = np.where(hidden, room.hidden_low, room.shown_low)
        high = np.where(hidden, room.hidden_high, room.shown_high)
        least, most = self.counts.copy(), self.counts.copy()  # seen in alternatives of whole numbers
        for place in np.flatnonzero(hidden & ~self.told):
            if most[place] - least[place] >= self.need - 1:
                continue
            ends = [self._solved(place, sign, low, high) for sign in (1, -1)]
            for found in ends:
                if np.abs(found.x - np.round(found.x)).max() < _WHOLE:
                    least, most = np.minimum(least, found.x), np.maximum(most, found.x)
            wide = -ends[1].fun - ends[0].fun >= self.need - 1 - _WHOLE
            if wide and most[place] - least[place] < self.need - 1 - _WHOLE:  # wide enough, if halves of people were
                for sign in (1, -1):
                    found = self._solved(place, sign, low, high, whole=True)
                    least, most = np.minimum(least, found.x), np.maximum(most, found.x)
            if most[place] - least[place] < self.need - 1 - _WHOLE:
                yield int(place), *self._condition(ends)

    def _condition(self, ends: Sequence[OptimizeResult]) -> tuple[np.ndarray, float]:
        """Return from the duals of both ends what hiding each count would add to the room between them, at most."""
        room = self.room
        gain, reach = np.zeros(len(self.counts)), 0.0
        for found in ends:
            lower, upper = found.lower.marginals, found.upper.marginals
            gain += lower * (room.shown_low - room.hidden_low) - upper * (room.hidden_high - room.shown_high)
            reach -= lower @ room.shown_low + upper @ room.shown_high
        return gain, float(self.need - 1 - reach - gain[room.small].sum())

    def _solved(
        self, place: int, sign: int, low: np.ndarray, high: np.ndarray, *, whole: bool = False
    ) -> OptimizeResult:
        from scipy.optimize import linprog

        aim = np.zeros(len(low))
        aim[place] = sign
        options = {"integrality": 1, "method": "highs"} if whole else {"method": "highs-ds"}
        with quietly():
            return linprog(
                aim, A_eq=self.sums, b_eq=np.zeros(self.sums.shape[0]), A_ub=self.limits,
                b_ub=np.zeros(self.limits.shape[0]), bounds=np.column_stack([low, high]), **options,
            )  # fmt: skip


def _row(terms: tuple[tuple[int, int], ...], size: int) -> np.ndarray:
    row = np.zeros(size)
    for place, sign in terms:
        row[place] += sign
    return row
