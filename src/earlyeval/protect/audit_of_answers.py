"""The judge of single answers and of sums: whether released means still tell how each of a few people answered.

It shares nothing with ``answers`` and ``dominance``, which chose what to hide: it takes released numbers, and looks for
as many ways in which people may have answered as the profile asks for: on a walk, and where that ends by programming
(HiGHS).
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.quietly import quietly
from earlyeval.protect.cells import Row
from earlyeval.registry.profiles import Profile

_KNOWN_BELOW = 30
_MOST_ANSWERS = 1000
_MOST_TRIES = 60
_WHOM = (
    "programme", "site", "strand", "instrument", "version", "subscale", "respondent", "outcome", "time_point",
    "comparison", "cluster", "arm", "subgroup",
)  # fmt: skip
_OF_PEOPLE = ("visits", "words", "characters", "turns", "minutes")
_PER_PERSON = ("visit_rate", "event_rate", "share_of_time")


def answers_audited(rows: Sequence[Row], released: Sequence[Row], profile: Profile) -> int:
    """Return how many means were looked at, all of which leave enough ways to answer.

    Parameters
    ----------
    rows, released : sequences of rows, in the same order
        With true counts and the ends and step of each scale, and as they are to be shown.
    profile : Profile
        How many ways must be left, and the decimals of a mean.

    Raises
    ------
    ProtectionError
        Fewer are left, or a sum is shown that two people make up. The message tells of no row.
    """
    for row, shown in zip(rows, released, strict=True):
        sums = ("estimate",) if row["estimand"] in _PER_PERSON else ("n", "estimate")
        if any(shown[name] == shown[name] and shown[name] for name in sums) and made_up_by_two(row, profile):
            raise ProtectionError("A sum that two people make up would be shown, so nothing of these rows is.")
    spread: dict[tuple[object, ...], float] = {}
    for row, shown in zip(rows, released, strict=True):
        told = _spread_told(row, shown)
        if told == told:
            spread.setdefault(_whose(row), told)
    looked_at: dict[tuple[object, ...], bool] = defaultdict(bool)
    for row, shown in zip(rows, released, strict=True):
        if row["estimand"] not in ("mean", "item_mean") or shown["estimate"] != shown["estimate"]:
            continue
        key = (*_whose(row), float(shown["estimate"]))
        if key not in looked_at and _may_tell(row, shown):
            looked_at[key] = True
            if not _leaves(row, float(shown["estimate"]), spread.get(_whose(row)), profile):
                raise ProtectionError(
                    "How each of a few people answered could be worked out from a mean, so nothing of these rows is "
                    "shown."
                )
    return len(looked_at)


def _whose(row: Row) -> tuple[object, ...]:
    return (*(row[name] for name in _WHOM), row["n"])


def _spread_told(row: Row, shown: Row) -> float:
    """Return the SD that a released row says, or that the limits of a released mean come from."""
    if row["estimand"] == "sd":
        return float(shown["estimate"])
    wide = (float(shown["conf_high"]) - float(shown["conf_low"])) / 2
    if row["estimand"] not in ("mean", "item_mean") or wide != wide or row["n"] < 2:
        return math.nan
    from scipy.special import stdtrit

    level = row["conf_level"] if row["conf_level"] == row["conf_level"] else 0.95
    return float(wide * math.sqrt(row["n"]) / stdtrit(row["n"] - 1, 0.5 + level / 2))


def made_up_by_two(row: Row, profile: Profile) -> bool:
    """Say whether a sum would tell what one or two gave: by how much of it they hold, or by what is left."""
    of_people = row["unit"] in _OF_PEOPLE or row["estimand"] in _PER_PERSON
    if not of_people or not row["estimable"] or row["n"] == 0 or row["estimate"] == 0:
        return False
    one, two = float(row["share_largest"]), float(row["share_second"])
    if not (one >= 0 and two >= 0):
        return True
    held = sum((one, two)[: profile.dominance.largest])
    return held > profile.dominance.share or max(1 - one - two, 0) < profile.dominance.within * one


def _may_tell(row: Row, shown: Row) -> bool:
    low, high, step = (float(row[name]) for name in ("scale_low", "scale_high", "scale_step"))
    if not (high > low and step > 0 and (high - low) / step <= _MOST_ANSWERS):
        return False
    return row["n"] < _KNOWN_BELOW or min(abs(shown["estimate"] - low), abs(high - shown["estimate"])) == 0


def _leaves(row: Row, mean: float, sd: float | None, profile: Profile) -> bool:
    """Say whether enough different numbers of people for each answer give what is shown."""
    step, n = float(row["scale_step"]), int(row["n"])
    highest = round((row["scale_high"] - row["scale_low"]) / step)
    half = 0.5 * 10.0**-profile.summary.decimals + 1e-9
    least, most = (n * (mean - row["scale_low"] + side) / step for side in (-half, half))
    found: set[tuple[int, ...]] = set()
    for total in range(max(0, math.ceil(least)), min(n * highest, math.floor(most)) + 1):
        # The squares follow from the SD once the sum is known, so each sum is asked by itself.
        limits = (0.0, math.inf)
        if sd is not None and n > 1:
            low, high = (max(0.0, sd + side) / step for side in (-half, half))
            limits = (total**2 / n + (n - 1) * low**2 - 1e-6, total**2 / n + (n - 1) * high**2 + 1e-6)
        wanted = profile.width.min_candidates - len(found)
        some = _tried(n, total, highest, limits, wanted=wanted)
        found |= some if len(some) >= wanted else _solved(n, total, highest, limits, wanted=wanted)
        if len(found) >= profile.width.min_candidates:
            return True
    return False


def _tried(
    n: int, total: int, highest: int, limits: tuple[float, float], *, wanted: int
) -> set[tuple[int, ...]]:  # fmt: skip
    """Return ways to answer met on a walk: at each step two people answer one more and one less."""

    def off(answers: tuple[int, ...]) -> float:
        squares = sum(answer * answer for answer in answers)
        return max(0.0, limits[0] - squares, squares - limits[1])

    base, more = divmod(total, n)
    start = tuple(sorted([base + 1] * more + [base] * (n - more)))
    waiting, met, found = [(off(start), start)], {start}, set()
    for _ in range(_MOST_TRIES):
        if not waiting or len(found) >= wanted:
            break
        away, answers = heapq.heappop(waiting)
        if away == 0:
            found.add(answers)
        for one, other in product(dict.fromkeys(answers), repeat=2):
            if one == 0 or other == highest or (one == other and answers.count(one) < 2):
                continue
            left = list(answers)
            left.remove(one)
            left.remove(other)
            moved = tuple(sorted([*left, one - 1, other + 1]))
            if moved not in met:
                met.add(moved)
                heapq.heappush(waiting, (off(moved), moved))
    return found


def _solved(n: int, total: int, highest: int, limits: tuple[float, float], *, wanted: int) -> set[tuple[int, ...]]:
    """Return ways to answer by programming, each sought where the ones before leave room: all, or as many as wanted."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    values = np.arange(highest + 1, dtype=float)
    sums = LinearConstraint(
        np.vstack([np.ones(highest + 1), values, values**2]), [n, total, limits[0]], [n, total, limits[1]]
    )
    waiting, found = [(np.zeros(highest + 1), np.full(highest + 1, float(n)))], set()
    while waiting and len(found) < wanted:
        low, high = waiting.pop()
        with quietly():
            answer = milp(
                np.zeros(highest + 1), integrality=np.ones(highest + 1), bounds=Bounds(low, high), constraints=sums
            )
        if answer.x is None:
            continue
        way = np.round(answer.x)
        found.add(tuple(np.repeat(np.arange(highest + 1), way.astype(int)).tolist()))
        for place, side in product(range(highest + 1), (-1, 1)):  # every other way differs first in one place
            least, most = low.copy(), high.copy()
            least[:place] = most[:place] = way[:place]
            (most if side < 0 else least)[place] = way[place] + side
            if least[place] <= most[place]:
                waiting.append((least, most))
    return found
