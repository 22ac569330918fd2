"""Are the places of a project believable where few or no quotations were kept to say so? Words tell.

People mark whole words. Of 1,792 passages of one published project (swj2022) all begin and end at the edge of a word;
of the same passages moved by one to 37 characters 20 to 35 % do. A name of a selection that stands in the text, but not
at its place, is a quotation that was lost, unless it is a label or the name of its code.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from earlyeval.tidy.coded.places import folded, without_cut
from earlyeval.tidy.coded.refi_qda_readings import Reading, ReadText, agreement, read_as

FEWEST = 6  # selections, before the edges of words say anything
WHOLE, CUT = 0.9, 0.6  # share of selections of whole words: at least this is right, at most this is wrong
_FEWEST_NAMES = 3  # different names that all lie the same distance from their place
_MOST_PLACES = 25  # of one name in a text; of a name that stands there more often, those near its place
_NEAR = 1000
_MOST_NAMES = 200
SHORTEST_NAME = 2
_FEWEST_BLANKS = 0.05  # share of blanks; a text with fewer is of a script that does not part its words

Names = Literal["labels", "words", "quotations"]
Selection = tuple[int, int, str]  # first and last position as the file gives them, and its name


@dataclass(frozen=True)
class Edges:
    """How many selections there are, and how many of them begin and end at the edge of a word."""

    n: int = 0
    whole: int = 0

    @property
    def share(self) -> float:
        """Return the share of whole words; 0 where there is nothing."""
        return self.whole / self.n if self.n else 0.0

    def __add__(self, other: "Edges") -> "Edges":
        """Return both together."""
        return Edges(self.n + other.n, self.whole + other.whole)


def edges(read: ReadText, selections: Sequence[Selection]) -> Edges:
    """Return how many different selections begin and end at the edge of a word. Outside the text is at none."""
    if read.text.count(" ") < _FEWEST_BLANKS * len(read.text):
        return Edges()
    places = {(read.point(first), read.point(last)) for first, last, _ in selections if first < last}
    whole = sum(_is_edge(read.text, start) and _is_edge(read.text, end) for start, end in places)
    return Edges(len(places), whole)


def by_edges(found: Mapping[Reading, Edges], usual: Reading) -> Reading | None:
    """Return the one reading under which selections are whole words, where those of the usual one are not."""
    if found[usual].n < FEWEST or found[usual].share > CUT:
        return None
    right = [reading for reading, told in found.items() if told.share >= WHOLE]
    return min(right, key=lambda reading: (-found[reading].share, reading)) if right else None


def distance(stored: str, readings: Sequence[Reading], named: Sequence[Selection]) -> Reading | None:
    """Return the reading under which all names stand the same distance from their place; None where they do not.

    Programs that leave a title or a first paragraph out of the text, and count it, move every place alike.
    """
    found = [(_together(read_as(stored, reading), named), reading) for reading in readings]
    (count, moved), reading = max(found, key=lambda one: (one[0][0], -readings.index(one[1])))
    return replace(reading, moved=moved) if count and moved else None


def _together(read: ReadText, named: Sequence[Selection]) -> tuple[int, int]:
    """Return how many names stand the same distance after their place, and that distance; 0 where too few do."""
    names, apart = 0, Counter[int]()
    distinct: dict[int, set[str]] = {}
    for first, _, name in named[:: len(named) // _MOST_NAMES + 1]:
        wanted = without_cut(name)
        if len(wanted) < SHORTEST_NAME:
            continue
        names += 1
        start = read.point(first)
        point = first if start is None else start
        for moved in {place - point for place in _places(read.text, wanted, point)}:
            apart[moved] += 1
            distinct.setdefault(moved, set()).add(wanted)
    moved, count = max(apart.items(), key=lambda item: (item[1], -abs(item[0])), default=(0, 0))
    is_enough = len(distinct.get(moved, ())) >= _FEWEST_NAMES and count >= WHOLE * names
    return (count, moved) if is_enough else (0, 0)


def differing(stored: str, readings: Sequence[Reading], used: ReadText, selections: Sequence[Selection]) -> int:
    """Return how many selections would be other words if positions were counted otherwise."""
    others = [read_as(stored, reading) for reading in readings if reading != used.reading]
    differ = 0
    for first, last, _ in selections:
        said = _words(used, first, last)
        differ += any(_words(other, first, last) not in (said, None) for other in others)
    return differ


def names_are(text: str, placed: Sequence[tuple[int, int, str, frozenset[str]]]) -> Names:
    """Say what the names of a text's selections are: labels, words of the text, or its very quotations, all of them.

    Words, where more of them stand in the text than do not; quotations, where most stand at their place, so that one
    that stands nowhere was lost. Of words that the name of a selection's own code (the fourth) repeats nothing is said.
    """
    here = elsewhere = nowhere = 0
    flat = folded(text)
    for start, end, name, codes in placed[:: len(placed) // _MOST_NAMES + 1]:
        wanted = without_cut(folded(name))
        if not is_wordy(wanted):
            continue
        if agreement(name, text, start, end) or folded(text[start : end + len(name)]).startswith(wanted):
            here += 1
        elif wanted.casefold() not in codes:
            elsewhere += wanted in flat
            nowhere += wanted not in flat
    if here >= _FEWEST_NAMES and here > 2 * (elsewhere + nowhere):
        return "quotations"
    return "words" if here + elsewhere > nowhere else "labels"


def is_wordy(name: str) -> bool:
    """Say whether a name may be words that somebody said: it has letters, and more than one sign."""
    return len(name) >= SHORTEST_NAME and any(character.isalpha() for character in name)


def _places(text: str, wanted: str, point: int) -> list[int]:
    """Return where words stand: everywhere, or if that is too often, near a place."""
    everywhere = _first_places(text, wanted, 0, len(text))
    if len(everywhere) < _MOST_PLACES:
        return everywhere
    return _first_places(text, wanted, max(point - _NEAR, 0), min(point + _NEAR, len(text)), at_most=_NEAR)


def _first_places(text: str, wanted: str, start: int, end: int, *, at_most: int = _MOST_PLACES) -> list[int]:
    places: list[int] = []
    at = text.find(wanted, start, end)
    while at >= 0 and len(places) < at_most:
        places.append(at)
        at = text.find(wanted, at + 1, end)
    return places


def _is_edge(text: str, place: int | None) -> bool:
    if place is None:
        return False
    return place in (0, len(text)) or not (text[place - 1].isalnum() and text[place].isalnum())


def _words(read: ReadText, first: int, last: int) -> str | None:
    start, end = read.point(first), read.point(last)
    return None if start is None or end is None else " ".join(read.text[start:end].split())
