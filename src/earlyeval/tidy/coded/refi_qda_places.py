"""Gives every selection of a REFI-QDA project its place: in which reading its text counts, and what says so."""

from collections import Counter
from collections.abc import Sequence

from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.refi_qda_book import Book
from earlyeval.tidy.coded.refi_qda_doubts import CUT, FEWEST, Edges, Selection, by_edges, differing, distance, edges
from earlyeval.tidy.coded.refi_qda_holders import OURS, Holder, Marked
from earlyeval.tidy.coded.refi_qda_readings import (
    ONE,
    STORED,
    Reading,
    ReadText,
    agreement,
    chosen,
    read_as,
    readings_of,
    votes,
)  # fmt: skip
from earlyeval.tidy.coded.refi_qda_texts import ELSEWHERE

# QualCoder's importer: "Atlas stored correct positions ... as though it is \n - one character".
_COUNTS_LINE_ENDS_AS_ONE = "atlas"
COUNTED = "texts in which programs count differently"
BY_EDGES = "so selections begin and end with words, and as the standard counts they do not"
UNVERIFIED = "selections whose place nothing verifies"
UNVERIFIED_WHY = "no quotation was kept, and their text has signs that programs count differently"
INSIDE_WORDS = "selections that begin or end inside a word"
INSIDE_WORDS_WHY = "places may be counted in a way that is not known: look at some of them in the program"

_Ways = tuple[Reading, ...]


def place(book: Book, holders: Sequence[Holder]) -> None:
    """Choose how positions count in each text, and give every selection its code points.

    Notes
    -----
    The names of a text's own selections decide; then those of texts among which the same readings differ; then whether
    selections are whole words; then what the program is known to do. Where names all lie the same distance from their
    place, every place of the text is moved. Selections that nothing verifies, and texts whose selections cut words
    apart, are told.

    A selection that starts after its end, before the text, after it or inside a character is noted as a problem, and so
    is one in a document without text. One in a text that honestly lies elsewhere has no place.
    """
    origin = (book.root.get("origin") or "").casefold()
    usual = ONE if origin.startswith(_COUNTS_LINE_ENDS_AS_ONE) else STORED
    read = [holder for holder in holders if holder.stored.text is not None]
    ways = {id(holder): (STORED,) if origin == OURS else _ways(holder) for holder in read}
    said = _Said(read, ways, usual, is_ours=origin == OURS)
    for holder in read:
        _read(holder, ways[id(holder)], said)
    said.report(book)
    for holder in holders:
        for marked in holder.selections:
            _place_one(book, holder, marked)


class _Said:
    """What names and edges of words say of the readings of each text, alone and together with others like it."""

    def __init__(self, holders: Sequence[Holder], ways: dict[int, _Ways], usual: Reading, *, is_ours: bool) -> None:
        self.unverified: Counter[Reading] = Counter()
        self.is_ours = is_ours
        self._used: Counter[str] = Counter()
        self._inside = Edges()
        self._usual = usual
        self._own = {id(holder): _votes(holder, ways[id(holder)]) for holder in holders}
        # Only texts among which the same readings differ can speak for one another.
        self._overall: dict[_Ways, Counter[Reading]] = {}
        for holder in holders:
            self._overall.setdefault(ways[id(holder)], Counter()).update(self._own[id(holder)])
        silent = [holder for holder in holders if not self._tell(ways[id(holder)])]
        self._edges: dict[_Ways, dict[Reading, Edges]] = {}
        for holder in silent:
            self._add_edges(holder, ways[id(holder)])

    def reading(self, holder: Holder, known: _Ways) -> tuple[Reading, str]:
        """Return the reading of a text and on what grounds; "" where nothing but custom speaks for it."""
        usual = self._usual if self._usual in known else STORED
        if self._tell(known) or len(known) < 2:
            return chosen(known, self._own[id(holder)], self._overall[known], usual), "quotations"
        found = by_edges(self._edges[known], usual)
        return (found, BY_EDGES) if found else (usual, "")

    def note(self, read: ReadText, known: _Ways, selections: Sequence[Selection], grounds: str) -> None:
        """Note how a text was read, and selections that cut words apart."""
        if len(known) > 1 or read.reading.moved:
            self._used[read.reading.in_words() + (f": {BY_EDGES}" if grounds == BY_EDGES else "")] += 1
        told = edges(read, selections)
        if told.n >= FEWEST and told.share <= CUT:
            self._inside += told

    def report(self, book: Book) -> None:
        """Add what was noted to the loss report."""
        for words, count in sorted(self._used.items()):
            book.remark(Loss(COUNTED, count, count, words))
        for reading, count in sorted(self.unverified.items()):
            if count:
                book.remark(Loss(UNVERIFIED, count, count, f"{UNVERIFIED_WHY}; read with {reading.in_words()}"))
        if self._inside.n:
            book.remark(Loss(INSIDE_WORDS, self._inside.n - self._inside.whole, 0, INSIDE_WORDS_WHY))

    def _tell(self, known: _Ways) -> bool:
        votes_of = self._overall[known]
        return len({votes_of[reading] for reading in known}) > 1

    def _add_edges(self, holder: Holder, known: _Ways) -> None:
        if len(known) < 2:
            return
        kept = self._edges.setdefault(known, dict.fromkeys(known, Edges()))
        for reading in known:
            kept[reading] += edges(read_as(holder.stored.text or "", reading), _selections(holder))


def _read(holder: Holder, known: _Ways, said: _Said) -> None:
    """Read a text as its selections count in it, and note what nothing verifies."""
    stored, selections = holder.stored.text or "", _selections(holder)
    reading, grounds = said.reading(holder, known)
    holder.read = read_as(stored, reading)
    if not selections or said.is_ours:
        return
    named = [one for one in selections if one[2].strip()]
    others = [one for one in selections if not _fits(holder.read, one)]
    moved = distance(stored, known, named) if 2 * len(others) > len(selections) and named else None
    if moved:
        holder.read, grounds = ReadText(read_as(stored, moved).text, moved), "quotations"
    said.note(holder.read, known, selections, grounds)
    if not grounds:
        said.unverified[holder.read.reading] += differing(stored, known, holder.read, others)


def _fits(read: ReadText, selection: Selection) -> bool:
    start, end = read.point(selection[0]), read.point(selection[1])
    return start is not None and end is not None and bool(agreement(selection[2], read.text, start, end))


def _selections(holder: Holder) -> list[Selection]:
    return [(marked.first, marked.last, marked.name) for marked in holder.selections]


def _ways(holder: Holder) -> _Ways:
    return tuple(readings_of(holder.stored.text or "", has_mark=holder.stored.has_mark))


def _votes(holder: Holder, readings: Sequence[Reading]) -> Counter[Reading]:
    if len(readings) < 2:
        return Counter()
    named = [one for one in _selections(holder) if one[2].strip()]
    return votes(holder.stored.text or "", readings, named)


def _place_one(book: Book, holder: Holder, marked: Marked) -> None:
    if holder.read is None:
        if holder.stored.why in ELSEWHERE:
            return
        why = holder.stored.why or "it has no plain text"
        book.wrong(marked.element, "no_text", f"selects words of a document without text: {why}")
        return
    marked.start, marked.end = holder.read.point(marked.first), holder.read.point(marked.last)
    if marked.start is None or marked.end is None:
        length = len(holder.read.text)
        found = f"runs from {marked.first} to {marked.last} in a text of {length} characters"
        book.wrong(marked.element, "outside_text", found, f"positions from 0 to {length}")
