"""In which text do the positions of a REFI-QDA project count? The quotations that tools keep in names tell.

The standard counts Unicode code points from 0 in the plain text as stored. Tools differ: ATLAS.ti stores lines ended by
two characters and counts one (QualCoder's importer says so, and its own export for MAXQDA does the same), programs on
Windows or the Java machine may count the two halves of an emoji, some count bytes, and some the byte order mark.
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
_BEYOND_ONE_BYTE = re.compile("[^\x00-\x7f]")
_SHORTEST_BEGINNING = 3
AT_MOST_ASKED = 1000
_LINE_ENDS = {
    "stored": "line ends as stored",
    "one": "every line end as one character",
    "two": "every line end as two characters",
}
_UNITS = {"utf-16": "characters beyond the basic plane as two", "bytes": "in bytes of UTF-8"}
_MARK_IN_BYTES = 3


@dataclass(frozen=True, order=True)
class Reading:
    """One way to count: line ends as they are ("stored"), as "one" or "two" characters; in points, utf-16 or bytes.

    ``moved``: every place lies so many characters further on than its position says.
    """

    line_ends: str = "stored"
    units: str = "points"
    counts_mark: bool = False
    moved: int = 0

    def in_words(self) -> str:
        """Say how positions were counted, for the loss report."""
        words = [_LINE_ENDS[self.line_ends]]
        words += [_UNITS[self.units]] if self.units in _UNITS else []
        words += ["the byte order mark as a character"] if self.counts_mark else []
        words += [f"every place {abs(self.moved)} characters {'after' if self.moved > 0 else 'before'} its position"][
            : bool(self.moved)
        ]
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
        mark = _MARK_IN_BYTES if self.reading.units == "bytes" else 1
        counted = position - mark * self.reading.counts_mark
        point = counted - self._parts_before(counted)
        moved = point + self.reading.moved
        is_inside = counted >= 0 and self._is_first_part(counted)
        return moved if is_inside and 0 <= moved <= len(self.text) else None

    def _parts_before(self, counted: int) -> int:
        """Return how many of the units before a place are no first part of a character."""
        return 0 if self.reading.units == "points" else bisect_left(self._later_parts, counted)

    def _is_first_part(self, counted: int) -> bool:
        if self.reading.units == "points":
            return True
        before = bisect_left(self._later_parts, counted)
        return before == len(self._later_parts) or self._later_parts[before] != counted

    @cached_property
    def _later_parts(self) -> "array[int]":
        """Return where second and later parts of characters stand, in units."""
        found, before = array("Q"), 0
        pattern, width = (_BEYOND_ONE_BYTE, _bytes_of) if self.reading.units == "bytes" else (_BEYOND_ONE_UNIT, _two)
        for match in pattern.finditer(self.text):
            parts = width(match.group()) - 1
            found.extend(range(match.start() + before + 1, match.start() + before + 1 + parts))
            before += parts
        return found


def _two(_: str) -> int:
    return 2


def _bytes_of(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


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
    units = ["points"]
    units += ["utf-16"] if _BEYOND_ONE_UNIT.search(stored) else []
    units += ["bytes"] if not stored.isascii() else []
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
