"""The judge of means: between which scores the mean of a few people lies, to a reader who subtracts what is released.

It shares with ``differences``, which chose what to hide, only the sums that hold (``averages``). It starts from the
released numbers, and asks linear programming for the least and the most that each hidden mean can be.
"""

from collections.abc import Sequence

import numpy as np

from earlyeval.foundations.errors import ProtectionError
from earlyeval.protect.averages import Average, Averages, averages_of
from earlyeval.protect.cells import Row
from earlyeval.registry.profiles import Profile

_NEAR = 1e-7
_UNBOUNDED, _SOLVED = 3, 0


def means_audited(rows: Sequence[Row], released: Sequence[Row], profile: Profile) -> int:
    """Return how many hidden means of few people were looked at, all of them open enough.

    Parameters
    ----------
    rows, released : sequences of rows, in the same order
        With true numbers, and as they are to be shown.
    profile : Profile
        Floor and decimals of a mean, and the share of its scale that half the range of a hidden one must be.

    Raises
    ------
    ProtectionError
        A hidden mean is closer than that. The message tells of no row.
    """
    looked_at = 0
    for measure in averages_of(rows, floor=profile.summary.min_n):
        seen = [_seen(one, released) for one in measure.averages]
        few = [place for place, one in enumerate(measure.averages) if seen[place] is None and _is_few(one, profile)]
        if any(_half_range(measure, seen, place, profile) < _wanted(measure, place, profile) for place in few):
            raise ProtectionError(
                "The mean of a few people could be worked out from other means, so nothing of these rows is shown. "
                "Show fewer groups of the same people."
            )
        looked_at += len(few)
    return looked_at


def _seen(one: Average, released: Sequence[Row]) -> float | None:
    """Return an average as it is released; None where no row of it is."""
    told = [float(released[number]["estimate"]) for number in one.rows]
    return next((number for number in told if number == number), None)


def _is_few(one: Average, profile: Profile) -> bool:
    return one.n < profile.summary.min_n


def _wanted(measure: Averages, place: int, profile: Profile) -> float:
    return profile.difference.min_share_of_range * measure.averages[place].scale - _NEAR


def _half_range(measure: Averages, seen: Sequence[float | None], place: int, profile: Profile) -> float:
    """Return half of what is left between the least and the most that a hidden mean can be; people known exactly."""
    from scipy.optimize import linprog

    unit = 10.0 ** -max(0, profile.summary.decimals)
    people = np.array([one.n for one in measure.averages], dtype=float)
    sums = np.zeros((len(measure.links), len(people)))
    for number, link in enumerate(measure.links):
        for other, sign in link:
            sums[number, other] += sign * people[other]
    limits = []
    for one, told in zip(measure.averages, seen, strict=True):
        low, high = (one.lowest, one.highest) if told is None else (told - unit / 2, told + unit / 2)
        limits.append((max(low, one.lowest), min(high, one.highest)))
    reach = []
    for sign in (1, -1):
        aim = np.zeros(len(people))
        aim[place] = sign
        found = linprog(aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=limits, method="highs-ds")
        if found.status == _UNBOUNDED:
            return float("inf")
        if found.status != _SOLVED:
            return 0.0
        reach.append(found.fun)
    return float(-(reach[0] + reach[1]) / 2)
