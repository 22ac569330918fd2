"""Secondary suppression: the fewest further counts to hide so that no hidden one can be worked out from the others.

A pattern is sought by mixed-integer programming (``scipy.optimize.milp``), its conditions made one by one from what an
attacker can still do (``scipy.optimize.linprog``): whatever he can pin tells, by the dual of his own problem, which
counts keep him informed, and one of them has to go. Sources: Fischetti and Salazar-Gonzalez 2000,
doi:10.1287/mnsc.46.2.239.11937 (cuts); Willenborg and de Waal 2001, doi:10.1007/978-1-4613-0121-9 (intervals).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from earlyeval.foundations.quietly import quietly
from earlyeval.protect.attack import Attack, Room, room_of
from earlyeval.protect.linked import COST_OF_TOTAL, LinkedCounts
from earlyeval.registry.profiles import Profile

RELATIVE_GAP = 0.1  # how far a pattern may be from the best one before a better is sought
# The limits are of work and not of time, so that a slow machine finds the pattern that a fast one finds. They keep
# nearly every family of a site under the three seconds of the trust design; docs/decisions/0016 has the figures.
MOST_ROUNDS = 25
MOST_NODES = 200
SECONDS = 60.0  # only against a machine that stands still: then the finer table goes
_PEOPLE_WEIGHT = 1e-6  # among patterns of the same cost the one that hides fewer people
_TINY = 1e-9


@dataclass(frozen=True)
class Pattern:
    """Which counts are hidden, small ones included. ``dropped``: no pattern would do, so the whole family went."""

    hidden: frozenset[int]
    dropped: bool = False


def suppressed(linked: LinkedCounts, profile: Profile, *, seconds: float = SECONDS) -> Pattern:
    """Return which counts to hide so that a reader keeps enough possible values for each hidden one.

    Parameters
    ----------
    linked : LinkedCounts
        True counts and every sum between them.
    profile : Profile
        Which counts are small, how the others are rounded, and how many values a hidden one must keep.
    seconds : float
        When that is over, the finer table is dropped: all counts but totals, and if that does not do, all of them.

    Returns
    -------
    Pattern
        Where no count is small, nothing. The reader is taken to know which of the hidden counts are the small ones.
    """
    room = room_of(linked, profile)
    ends = time.monotonic() + seconds
    attack = Attack(linked, room, need=profile.width.min_candidates)
    cuts = _Cuts(room.small)
    if (room.shown_low == room.shown_high).all():
        for place, row in _none_alone(linked, room):
            cuts.require(place, row)
    chosen = room.small
    for _ in range(MOST_ROUNDS):
        pinned = list(attack.pinned(chosen))
        if not pinned:
            return _pattern(chosen)
        for place, gain, missing in pinned:
            cuts.add(place, gain, missing, chosen)
        found = _cheapest(linked, room, cuts, seconds=ends - time.monotonic())
        if not len(found):  # a search that answers None is no search: it fails here, and the release with it
            break
        chosen = found[0]
    return _grown(linked, room, attack, chosen, ends=ends)


def _pattern(hidden: np.ndarray) -> Pattern:
    return Pattern(frozenset(np.flatnonzero(hidden).tolist()))


def _grown(linked: LinkedCounts, room: Room, attack: Attack, hidden: np.ndarray, *, ends: float) -> Pattern:
    """Return the pattern with further counts hidden, each time the one that gives most room for what it costs."""
    grown = hidden.copy()
    while pinned := list(attack.pinned(grown)):
        worth = np.zeros(len(grown))
        for _, gain, _ in pinned:
            worth += np.clip(gain, 0.0, attack.need)
        worth = np.where(room.may_go & ~grown, (worth + _TINY) / np.asarray(linked.costs), 0.0)
        if not worth.any() or time.monotonic() > ends:
            return _dropped(linked, room, attack)
        grown[int(np.argmax(worth))] = True
    return _pattern(grown)


class _Cuts:
    """Conditions on a pattern, each ``row @ hidden >= least``."""

    def __init__(self, fixed: np.ndarray) -> None:
        self.fixed = fixed
        self.rows: list[np.ndarray] = []
        self.least: list[float] = []

    def add(self, place: int, gain: np.ndarray, missing: float, chosen: np.ndarray) -> None:
        """Add the condition that a pinned count must be given room, or, where it is no small one, be shown."""
        row = np.where(self.fixed, 0.0, gain)
        if row @ chosen > missing - _TINY:  # room enough in fractions, not in whole numbers: this pattern is refused
            row, missing = (~chosen).astype(float), 1.0
        self.require(place, np.minimum(row, missing) / missing)

    def require(self, place: int, row: np.ndarray) -> None:
        """Note by how much of a whole each further hidden count would help one, and that the whole has to be there."""
        least = float(self.fixed[place])  # one that may be shown needs no help then
        row[place] += least - 1.0
        self.rows.append(row)
        self.least.append(least)


def _none_alone(linked: LinkedCounts, room: Room) -> Iterator[tuple[int, np.ndarray]]:
    """Yield what every pattern of exact numbers must meet: no hidden count stands alone in a sum."""
    hideable = room.small | room.may_go
    for link in linked.links:
        places = [place for place, _ in link.terms if not link.at_most]
        for place in places:
            others = [other for other in places if other != place]
            if hideable[place] and not room.small[others].any():
                row = np.zeros(len(hideable))
                row[others] = room.may_go[others]
                yield place, row


def _cheapest(linked: LinkedCounts, room: Room, cuts: _Cuts, *, seconds: float) -> tuple[np.ndarray, ...]:
    """Return the cheapest pattern that meets the conditions so far; none where none was found."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    costs = np.asarray(linked.costs) + _PEOPLE_WEIGHT * np.asarray(linked.counts)
    with quietly():
        found = milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=Bounds(room.small.astype(float), (room.small | room.may_go).astype(float)),
            constraints=LinearConstraint(csr_matrix(np.array(cuts.rows)), np.array(cuts.least), np.inf),
            options={"mip_rel_gap": RELATIVE_GAP, "node_limit": MOST_NODES, "time_limit": max(seconds, 0.0)},
        )
    return () if found.x is None else (found.x > 0.5,)


def _dropped(linked: LinkedCounts, room: Room, attack: Attack) -> Pattern:
    """Return the pattern that gives up the finer table: all but totals, then all."""
    for pattern in _coarser(linked, room):
        if next(attack.pinned(pattern), None) is None:
            return _pattern(pattern)
    return Pattern(frozenset(range(len(linked.counts))), dropped=True)


def _coarser(linked: LinkedCounts, room: Room) -> Iterator[np.ndarray]:
    fine = np.asarray(linked.costs) < COST_OF_TOTAL
    yield room.small | (room.may_go & fine)
    yield room.small | room.may_go
