"""Averages that can be subtracted from one another: of everybody, of groups, of those measured twice, and of the rest.

The sum of scores of a whole is that of its parts. Who is left out of a group, such as those who were lost, need not be
told by any row: the mean of all and the mean of the others tell theirs.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.cells import Row

AVERAGES = ("mean", "item_mean", "mean_change")
# Whose score it is; what is not named here (outcome, label, question) is how it is called.
MEASURE = ("programme", "site", "strand", "instrument", "version", "subscale", "respondent")
GROUP = ("cluster", "arm", "subgroup")
# Names of everybody who answered, or answered twice: any group may lie within them.
EVERYBODY = ("", "all", "total", "pairs", "change", "kept", "ordinary")
GO_TOGETHER = ("summary", "item_summary", "change", "model", "test")
_NEAR = 1e-6
_MOST_PARTS = 12


@dataclass(frozen=True)
class Average:
    """The mean of some people: how many, between what each of them can score, and which rows tell it.

    ``rows`` have it as their estimate; ``told_by`` are all rows of just these people. A remainder has neither.
    """

    n: int
    mean: float
    lowest: float
    highest: float
    scale: float
    rows: tuple[int, ...] = ()
    told_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Averages:
    """Averages of one measure, and which of their sums of scores add up to zero: each by its number with its sign."""

    averages: tuple[Average, ...]
    links: tuple[tuple[tuple[int, int], ...], ...]


def averages_of(rows: Sequence[Row], *, floor: int) -> Iterator[Averages]:
    """Yield the averages of each measure in which people fewer than ``floor`` could be worked out.

    Parameters
    ----------
    rows : sequence of result rows
        With true numbers, missing texts as "" and missing numbers as NaN.
    floor : int
        From how many people on a mean is shown.

    Notes
    -----
    A smaller group lies within another where that is everybody, of its cluster or arm or of all: named so, or the
    largest of its time point that any row tells of. That is believed only where the scale allows the mean of the rest.
    """
    measures: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if ESTIMANDS[row["estimand"]].kind in GO_TOGETHER and row["sensitivity"] != "open":
            measures[_measure(row)].append(number)
    for numbers in measures.values():
        found = _Measure(rows, numbers, floor)
        if found.links:
            yield Averages(tuple(found.averages), tuple(found.links))


def _measure(row: Row) -> tuple[object, ...]:
    about = tuple(row[name] for name in MEASURE)
    return about if row["instrument"] else (*about, row["outcome"])


class _Measure:
    """What one measure tells of whom."""

    def __init__(self, rows: Sequence[Row], numbers: Sequence[int], floor: int) -> None:
        self.rows, self.floor = rows, floor
        self.averages: list[Average] = []
        self.links: list[tuple[tuple[int, int], ...]] = []
        same_people: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in numbers:
            same_people[self._people(number)].append(number)
        told: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in numbers:
            row = rows[number]
            if row["estimand"] in AVERAGES and row["n"] > 0:
                mean = round(row["estimate"], 9) if not math.isnan(row["estimate"]) else self._people(number)
                told[_when(row), row["n"], mean].append(number)
        for members in told.values():
            beside = {other for number in members for other in same_people[self._people(number)]}
            self.averages.append(_average(rows[members[0]], members, sorted(beside)))
        self.told = len(self.averages)  # what comes after is what they leave out
        self.largest: dict[tuple[str, ...], int] = defaultdict(int)
        for one in self.averages:
            for *placed, _ in self._groups(one):
                key = (self._when(one), *placed)
                self.largest[key] = max(self.largest[key], one.n)
        self._nested()
        self._divided()
        self._changed()

    def _people(self, number: int) -> tuple[object, ...]:
        row = self.rows[number]
        return (_when(row), *(row[name] for name in GROUP), row["n"])

    def _groups(self, average: Average) -> set[tuple[str, ...]]:
        return {tuple(self.rows[number][name] for name in GROUP) for number in average.rows}

    def _when(self, average: Average) -> str:
        return _when(self.rows[average.rows[0]])

    def _lies_within(self, part: Average, whole: Average) -> bool:
        if part is whole or part.n > whole.n or self._when(part) != self._when(whole):
            return False
        return any(
            (wide in EVERYBODY or (self._when(whole) and whole.n == self.largest[self._when(whole), *placed]))
            and all(other in ("", own) for own, other in zip(one, placed, strict=True))
            for *one, _ in self._groups(part)
            for *placed, wide in self._groups(whole)
        )

    def _nested(self) -> None:
        for whole, part in permutations(range(self.told), 2):
            if self._lies_within(self.averages[part], self.averages[whole]):
                self._link(whole, (part,))

    def _divided(self) -> None:
        """Find wholes whose parts stand in the rows of one question that differ along one column."""
        divided: dict[tuple[object, ...], dict[str, int]] = defaultdict(dict)
        for place, average in enumerate(self.averages):
            for number in average.rows:
                row = self.rows[number]
                for axis in GROUP:
                    others = tuple(row[name] for name in GROUP if name != axis)
                    if row[axis]:
                        divided[row["question"], axis, self._when(average), *others].setdefault(row[axis], place)
        for parts in dict.fromkeys(tuple(sorted(set(found.values()))) for found in divided.values()):
            if 2 <= len(parts) <= _MOST_PARTS:
                for whole in range(self.told):
                    if all(self._lies_within(self.averages[part], self.averages[whole]) for part in parts):
                        self._link(whole, parts)

    def _link(self, whole: int, parts: tuple[int, ...]) -> None:
        """Note that a whole is its parts and the rest, where the rest is nobody or fewer than the floor."""
        all_of_it, own = self.averages[whole], [self.averages[part] for part in parts]
        left = all_of_it.n - sum(part.n for part in own)
        if not 0 <= left < self.floor or (left == 0 and len(parts) == 1):
            return
        rest = all_of_it.n * all_of_it.mean - sum(part.n * part.mean for part in own)
        if left == 0 and not math.isnan(rest) and abs(rest) > _NEAR * all_of_it.n * max(1.0, abs(all_of_it.mean)):
            return
        terms = [(whole, 1), *((part, -1) for part in parts)]
        if left:
            mean = rest / left
            if not math.isnan(mean) and not all_of_it.lowest - _NEAR <= mean <= all_of_it.highest + _NEAR:
                return
            terms.append((len(self.averages), -1))
            self.averages.append(Average(left, mean, all_of_it.lowest, all_of_it.highest, all_of_it.scale))
        self.links.append(tuple(terms))

    def _changed(self) -> None:
        """Tie the mean change of some people to their means before and after."""
        told: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, one in enumerate(self.averages[: self.told]):
            told[self._when(one), one.n].append(place)
        for (when, n), changes in list(told.items()):
            after, is_change, before = when.partition(" - ")
            if not is_change:  # a score without a time point is neither its own start nor its own end
                continue
            for change, end, start in product(changes, told.get((after, n), ()), told.get((before, n), ())):
                means = [self.averages[place].mean for place in (end, start, change)]
                if abs(means[0] - means[1] - means[2]) < _NEAR:
                    self.links.append(((change, 1), (end, -1), (start, 1)))


def _when(row: Row) -> str:
    """Return the time points of a change, or the time point of a score."""
    return str(row["comparison"] or row["time_point"])


def _average(row: Row, members: Sequence[int], beside: Sequence[int]) -> Average:
    low, high = row["scale_low"], row["scale_high"]
    scale = high - low if high > low else math.inf
    if row["estimand"] == "mean_change":
        low, high = -scale, scale
    elif math.isinf(scale):
        low, high = -math.inf, math.inf
    return Average(int(row["n"]), row["estimate"], low, high, scale, tuple(members), tuple(beside))
