"""In which text do the positions of a REFI-QDA project count? The quotations that tools keep in names tell.

The standard counts Unicode code points from 0 in the plain text as stored. Tools differ: ATLAS.ti stores lines ended by
two characters and counts one (QualCoder's importer says so, and its own export for MAXQDA does the same), programs on
Windows or the Java machine may count the two halves of an emoji, and some count the byte order mark.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from earlyeval.tidy.coded.places import folded, without_cut

_LONE_LINE_FEED = re.compile(r"(?<!\r)\n")
_BEYOND_ONE_UNIT = re.compile("[\U00010000-\U0010ffff]")
_SHORTEST_BEGINNING = 3
AT_MOST_ASKED = 1000
_LINE_ENDS = {
    "stored": "line ends as stored",
    "one": "every line end as one character",
    "two": "every line end as two characters",
}


@dataclass(frozen=True, order=True)
class Reading:
    """One way to count: line ends as they are ("stored"), as "one" or "two" characters; in points or 16-bit units."""

    line_ends: str = "stored"
    units: str = "points"
    counts_mark: bool = False

    def in_words(self) -> str:
        """Say how positions were counted, for the loss report."""
        words = [_LINE_ENDS[self.line_ends]]
        words += ["characters beyond the basic plane as two"] if self.units == "utf-16" else []
        words += ["the byte order mark as a character"] if self.counts_mark else []
        return ", ".join(words)


STORED = Reading()
ONE = Reading("one")


@dataclass(frozen=True)
class ReadText:
    """A text under one reading: ``text`` is what code points count in, ``point`` turns a position into one."""

    text: str
    reading: Reading

    def point(self, position: int) -> int | None:
        """Return the code point of a position; None when it lies before the text, after it or inside a character."""
        moved = position - self.reading.counts_mark
        if self.reading.units == "points":
            return moved if 0 <= moved <= len(self.text) else None
        before = bisect_left(self._second_halves, moved)
        if before < len(self._second_halves) and self._second_halves[before] == moved:
            return None
        return moved - before if 0 <= moved <= len(self.text) + len(self._second_halves) else None

    @cached_property
    def _second_halves(self) -> "array[int]":
        found = enumerate(match.start() for match in _BEYOND_ONE_UNIT.finditer(self.text))
        return array("Q", (start + earlier + 1 for earlier, start in found))


def read_as(stored: str, reading: Reading) -> ReadText:
    """Return a stored text as a reading counts it."""
    if reading.line_ends == "one":
        return ReadText(stored.replace("\r\n", "\n"), reading)
    if reading.line_ends == "two":
        return ReadText(_LONE_LINE_FEED.sub("\r\n", stored), reading)
    return ReadText(stored, reading)


def readings_of(stored: str, *, has_mark: bool) -> list[Reading]:
    """Return the readings that differ for a text, the standard's own first."""
    line_ends = ["stored"]
    line_ends += ["one"] if "\r\n" in stored else []
    line_ends += ["two"] if _LONE_LINE_FEED.search(stored) else []
    units = ["points", "utf-16"] if _BEYOND_ONE_UNIT.search(stored) else ["points"]
    return [Reading(*parts) for parts in product(line_ends, units, (False, True) if has_mark else (False,))]


def agreement(name: str, text: str, start: int, end: int) -> Literal["whole", "beginning", ""]:
    """Return how far a selection's name is the text at its place: all of it, its beginning (a cut name), or not.

    Blanks are folded: XML turns line ends in attributes into blanks. A quotation much longer than its name is not
    looked at whole, so that long selections cost no more than their names.
    """
    if name and end - start == len(name) and text.startswith(name, start):
        return "whole"
    wanted = folded(name)
    room = 4 * len(name) + 64
    span = folded(text[start : min(end, start + room)])
    if wanted and end - start <= room and span == wanted:
        return "whole"
    beginning = without_cut(wanted)
    is_cut = beginning != wanted and len(beginning) >= _SHORTEST_BEGINNING
    return "beginning" if is_cut and span.startswith(beginning) else ""


def votes(stored: str, readings: Iterable[Reading], selections: Sequence[tuple[int, int, str]]) -> Counter[Reading]:
    """Return under each reading how many selections (start, end, name) agree with their names.

    Of very many selections in one text some, spread over all of it, are asked.
    """
    counted: Counter[Reading] = Counter()
    asked = selections[:: len(selections) // AT_MOST_ASKED + 1]
    for reading in readings:
        read = read_as(stored, reading)
        for start, end, name in asked:
            first, last = read.point(start), read.point(end)
            if first is not None and last is not None and agreement(name, read.text, first, last):
                counted[reading] += 1
    return counted


def chosen(readings: Sequence[Reading], own: Counter[Reading], overall: Counter[Reading], usual: Reading) -> Reading:
    """Return the reading of one text.

    Its own selections decide; where they say nothing or the same for several readings, the other texts of the project;
    where these say nothing either, what the program is known to do; else the standard's.
    """
    best = max((own[reading] for reading in readings), default=0)
    left = [reading for reading in readings if own[reading] == best]
    most = max(overall[reading] for reading in left)
    left = [reading for reading in left if overall[reading] == most]
    return usual if usual in left else left[0]
