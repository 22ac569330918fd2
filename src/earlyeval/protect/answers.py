"""Whether single answers can be worked out from n, mean and SD, by trying how so many people may have answered.

Source: Derrick, Green, Ruck, Toher and White: uwedragon (R package) and the papers it names; our own figures are in
docs/decisions/0017.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from earlyeval.protect.averages import GROUP, MEASURE
from earlyeval.protect.cells import Row
from earlyeval.protect.primary import N_NOT_TOLD
from earlyeval.registry.profiles import Profile

MEANS = ("mean", "item_mean")
_NEAR = 1e-9
_MOST_STEPS = 20_000  # after so many nobody knows, and it is taken for telling
_MOST_LEVELS = 1000


def answers_withheld(rows: Sequence[Row], is_shown: Sequence[bool], profile: Profile) -> frozenset[int]:
    """Return the rows, by number, whose estimates have to go because they tell how each of a few people answered.

    Parameters
    ----------
    rows : sequence of result rows
        With true numbers and the ends and step of the scale (``scale_low``, ``scale_high``, ``scale_step``).
    is_shown : sequence of bool
        For each row whether its estimate would be shown.
    profile : Profile
        Decimals of a mean, and how many ways must be left (``width.min_candidates``).

    Notes
    -----
    The reader is taken to know n below ``N_NOT_TOLD``, rounded or not, since an interval tells it, and the SD where an
    interval stands by the mean. The SD goes first; where the mean alone tells (everybody chose the lowest answer), or
    has an interval, the mean with it. From ``N_NOT_TOLD`` on n is not known so closely, unless everybody is at one end.
    """
    gone: set[int] = set()
    least = profile.width.min_candidates
    for means, sds in _of_same_people(rows, is_shown):
        row = rows[means[0]]
        from_limits = [spread for number in means if not math.isnan(spread := _spread(rows[number]))]
        spreads = [rows[number]["estimate"] for number in sds] + from_limits
        if 0 in spreads:
            gone.update(means)
            continue
        told = _told(row, spreads[0] if spreads else None, profile)
        if told is None or ways_to_answer(*told, enough=least) >= least:
            continue
        gone.update(sds)
        mean_alone = _told(row, None, profile)
        if from_limits or (mean_alone is not None and ways_to_answer(*mean_alone, enough=least) < least):
            gone.update(means)
    return frozenset(gone)


def _spread(row: Row) -> float:
    """Return the SD that the t limits of a mean tell; missing where it has none."""
    if math.isnan(row["conf_low"]) or row["n"] < 2:
        return math.nan
    level, free = 0.95 if math.isnan(row["conf_level"]) else row["conf_level"], row["n"] - 1
    z = NormalDist().inv_cdf(0.5 + level / 2)
    # Quantile of t from that of the normal: Abramowitz and Stegun 1964, 26.7.5.
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    return (row["conf_high"] - row["conf_low"]) / 2 * math.sqrt(row["n"]) / t


def _of_same_people(rows: Sequence[Row], is_shown: Sequence[bool]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows that are shown of the mean, and of the SD, of the same scores of the same people."""
    found: dict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, row in enumerate(rows):
        is_alike = row["estimand"] == "sd" and row["estimate"] == 0  # hidden, and known for it
        if (is_shown[number] or is_alike) and row["estimand"] in (*MEANS, "sd"):
            about = tuple(row[name] for name in (*MEASURE, "outcome", "time_point", "comparison", *GROUP, "n"))
            found[about][row["estimand"] == "sd"].append(number)
    yield from ((means, sds) for means, sds in found.values() if means)


def _told(
    row: Row, sd: float | None, profile: Profile
) -> tuple[int, tuple[float, float], tuple[float, float] | None, int] | None:
    """Return n, between what mean and SD lie, and the highest answer, all in steps from the lowest; None if unknown."""
    low, high, step = (row[name] for name in ("scale_low", "scale_high", "scale_step"))
    if not (high > low and step > 0) or (high - low) / step > _MOST_LEVELS:
        return None
    half, n = 0.5 * 10.0**-profile.summary.decimals, int(row["n"])
    at_end = min(row["estimate"] - low, high - row["estimate"]) * n < step
    if n >= N_NOT_TOLD and not at_end:
        return None
    mean = _shown((row["estimate"] - low) / step, half / step, round((high - low) / step), low / step)
    return n, mean, None if sd is None else _shown(sd / step, half / step, math.inf, 0.0), round((high - low) / step)


def _shown(value: float, half: float, most: float, start: float) -> tuple[float, float]:
    """Return between what a number lies that is shown to so many decimals."""
    told = round((value + start) / (2 * half)) * 2 * half - start
    return max(0.0, told - half - _NEAR), min(most, told + half + _NEAR)


def ways_to_answer(
    n: int, mean: tuple[float, float], sd: tuple[float, float] | None, highest: int, *, enough: int
) -> int:
    """Return in how many ways n people may have answered so that mean and SD lie where they do, counting no further.

    Parameters
    ----------
    n : int
        How many answered.
    mean, sd : (least, most)
        In steps from the lowest answer; ``sd`` None where it is not shown.
    highest : int
        How many steps the highest answer lies above the lowest.
    enough : int
        Counting stops there.

    Returns
    -------
    int
        Sets of answers, not who gave which: at one, every answer is known. 0 where it took too long to tell.
    """
    found = 0
    search = _Search(enough)
    for total in range(math.ceil(n * mean[0] - _NEAR), math.floor(n * mean[1] + _NEAR) + 1):
        centre = total * total / n
        squares = (0.0, math.inf) if sd is None else tuple((n - 1) * end * end + centre for end in sd)
        found += search.ways(n, total, (squares[0] - 1e-6, squares[1] + 1e-6), highest)
        if search.steps > _MOST_STEPS:
            return 0
        if found >= enough:
            return enough
    return found


class _Search:
    """Counts sets of answers with a given sum whose squares add up within limits, giving up after so many steps."""

    def __init__(self, enough: int) -> None:
        self.enough, self.steps = enough, 0

    def ways(self, n: int, total: int, squares: tuple[float, float], largest: int) -> int:
        """Count sets of n answers, none above ``largest``."""
        self.steps += 1
        if self.steps > _MOST_STEPS or total > n * largest or total < 0 or squares[1] < 0:
            return 0
        if n == 0:
            return int(total == 0 and squares[0] <= 0)
        if largest == 0:
            return int(squares[0] <= 0)
        whole, rest = divmod(total, largest)
        if total * total / n > squares[1] or whole * largest**2 + rest**2 < squares[0]:
            return 0
        found = 0
        for answer in range(min(largest, total), -(-total // n) - 1, -1):
            left = squares[0] - answer**2, squares[1] - answer**2
            found += self.ways(n - 1, total - answer, left, answer)
            if found >= self.enough:
                return self.enough
        return found
