"""What a subtraction yields for few people whose mean is hidden, and which means to hide so that it yields little.

Somebody who lays means beside one another knows of each sum of scores that it lies within half a unit of the last
digit, times the people. Intervals let him work out how many those are, so he is taken to know it, rounded or not. Half
of the range that is left for a hidden mean must be a share of the scale (trust design, section 3).
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from earlyeval.protect.averages import Average, Averages, averages_of
from earlyeval.protect.cells import Row
from earlyeval.registry.profiles import Profile

_WHOLE = 1e-9
_DEAR = 100  # what a mean costs that follows from others anyway: those before and after a change


def means_withheld(rows: Sequence[Row], is_shown: Sequence[bool], profile: Profile) -> frozenset[int]:
    """Return the rows, by number, whose estimates have to go so that no hidden mean follows from the others.

    Parameters
    ----------
    rows : sequence of result rows
        With true numbers.
    is_shown : sequence of bool
        For each row whether its estimate would be shown.
    profile : Profile
        ``summary.min_n`` is the floor of a mean, ``difference.min_share_of_range`` how open a hidden one must stay.

    Notes
    -----
    With a mean goes every other row of just the same people, since it can be worked out from several of them. Where
    hiding one mean is enough the one goes that fewest rows tell.
    """
    gone: set[int] = set()
    for measure in averages_of(rows, floor=profile.summary.min_n):
        shown = [any(is_shown[row] for row in one.rows) for one in measure.averages]
        for place in _to_hide(measure, shown, profile):
            gone.update(measure.averages[place].told_by)
    return frozenset(gone)


def _to_hide(measure: Averages, shown: list[bool], profile: Profile) -> Collection[int]:
    chosen: list[int] = []
    for small in _small(measure, shown, profile):
        for _ in measure.averages:  # each time one of them is hidden
            choices = sorted(_beside(measure, shown, small), key=lambda place: _cost(measure, place))
            if not choices or _is_open(measure, shown, small, profile):
                break
            enough = (place for place in choices if _is_open(measure, _without(shown, place), small, profile))
            place = next(enough, choices[0])
            shown = _without(shown, place)
            chosen.append(place)
    return chosen


def _small(measure: Averages, shown: Sequence[bool], profile: Profile) -> Iterator[int]:
    for place, one in enumerate(measure.averages):
        if not shown[place] and one.n < profile.summary.min_n:
            yield place


def _without(shown: Sequence[bool], place: int) -> list[bool]:
    return [own and number != place for number, own in enumerate(shown)]


def _beside(measure: Averages, shown: Sequence[bool], small: int) -> set[int]:
    """Return the shown averages that a hidden one hangs together with, by however many sums."""
    reached, grown = {small}, True
    while grown:
        near = {place for link in measure.links for place, _ in link if any(own in reached for own, _ in link)}
        grown = not near <= reached
        reached |= near
    return {place for place in reached if shown[place]}


def _cost(measure: Averages, place: int) -> tuple[int, int, int]:
    one = measure.averages[place]
    changes = [link for link in measure.links if [sign for _, sign in link] == [1, -1, 1]]
    is_end = any(place == end for link in changes for end, _ in link[1:])
    return len(one.told_by) + _DEAR * is_end, one.n, place


def _is_open(measure: Averages, shown: Sequence[bool], small: int, profile: Profile) -> bool:
    """Say whether the hidden mean of a few stays open by as much of its scale as the profile asks."""
    from scipy.optimize import linprog

    sums = np.zeros((len(measure.links), len(measure.averages)))
    for number, link in enumerate(measure.links):
        for place, sign in link:
            sums[number, place] += sign
    half = 0.5 * 10.0**-profile.summary.decimals
    bounds = [_between(one, half if own else None) for one, own in zip(measure.averages, shown, strict=True)]
    ends = []
    for sign in (1.0, -1.0):
        aim = np.zeros(len(bounds))
        aim[small] = sign
        found = linprog(aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=bounds, method="highs")
        if found.status == 3:  # without end on this side
            return True
        ends.append(found.fun if found.status == 0 else np.nan)
    one = measure.averages[small]
    return bool((-ends[1] - ends[0]) / 2 / one.n >= profile.difference.min_share_of_range * one.scale - _WHOLE)


def _between(one: Average, half: float | None) -> tuple[float, float]:
    """Return between what the sum of scores lies: of a shown mean by its last digit, of a hidden one by the scale."""
    if half is None:
        return one.n * one.lowest, one.n * one.highest
    digits = round(one.mean / (2 * half)) * 2 * half
    return one.n * max(one.lowest, digits - half), one.n * min(one.highest, digits + half)
