"""Boxes to be ticked, in a file that nobody has described: joined in one cell, or with a column each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earlyeval.registry.returns import Format
from earlyeval.tidy.columns import folded_words
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.proposal.looks import Look

_MARKS: dict[Format, str] = {
    "microsoft_forms": ";", "google_forms": ", ", "qualtrics": ",", "online_surveys": ", ",
}  # fmt: skip
_YES_AND_NO = {"yes", "no"}
_MOST_OPTIONS = 25
NOT_READ = "not-read"  # the made column of a text that is no characteristic: it may be somebody's own words


@dataclass(frozen=True)
class Boxes:
    """One group of boxes: its column and separator with the options, or the column of each box. Names are ours."""

    column: Look | None
    separator: str = ""
    options: tuple[tuple[str, str], ...] = ()
    has_others: bool = False
    columns: tuple[tuple[str, Look], ...] = ()

    @property
    def places(self) -> set[int]:
        """Where the group stands."""
        return {look.place for _, look in self.columns} if self.column is None else {self.column.place}

    @property
    def made(self) -> tuple[str, ...]:
        """Our names of the boxes, each once."""
        named = (name for _, name in self.options) if self.column else (name for name, _ in self.columns)
        return tuple(dict.fromkeys(named))


def boxes_of(looks: Sequence[Look], lists: Lists, *, form: Format) -> tuple[Boxes, ...]:
    """Return groups of boxes of which at least one is a characteristic that the programme declares as yes or no."""
    ours = {
        name: declared.label
        for name, declared in lists.characteristics.items()
        if set(declared.values) == _YES_AND_NO
    }  # fmt: skip
    joined = tuple(filter(None, (_joined(look, ours, _MARKS.get(form, "")) for look in looks)))
    taken = {place for boxes in joined for place in boxes.places}
    return (*joined, *_apart([look for look in looks if look.place not in taken], ours))


def _joined(look: Look, ours: dict[str, str], separator: str) -> Boxes | None:
    mark = separator.strip()
    if not mark or len(look.counts) < 2 or not any(mark in text for text in look.counts):
        return None
    whole = [label for label in ours.values() if mark in label]  # a box may hold the mark that joins boxes
    pieces = sorted({piece for text in look.counts for piece in _pieces(text, mark, whole)})
    named = [(piece, _named(piece, ours)) for piece in pieces]
    if len(pieces) > _MOST_OPTIONS or not any(name for _, name in named):
        return None
    options = tuple((piece, name) for piece, name in named if name)
    return Boxes(look, separator, options, has_others=len(options) < len(named))


def _pieces(text: str, mark: str, whole: Sequence[str]) -> Iterator[str]:
    for label in sorted(whole, key=len, reverse=True):
        if label in text:
            yield label
            text = text.replace(label, mark)
    yield from (bare for piece in text.split(mark) if (bare := piece.strip()))


def _apart(looks: Sequence[Look], ours: dict[str, str]) -> tuple[Boxes, ...]:
    """Return the boxes that have a column each: one text, or none, in every cell."""
    found: dict[str, Look] = {}
    for look in looks:
        if len(look.counts) != 1 or len(look.filled) == len(look.cells):
            continue
        text = next(iter(look.counts))
        name = _named(text, ours) or _named(look.header.rpartition(" - ")[2], ours)
        if name and name not in found:
            found[name] = look
    return (Boxes(None, columns=tuple(found.items())),) if len(found) > 1 else ()


def _named(text: str, ours: dict[str, str]) -> str:
    """Return the one characteristic whose label or name a text says, or is part of; "" where that is not clear."""
    said = _words(text)
    exact = [name for name, label in ours.items() if said and said in (_words(label), _words(name))]
    part = [name for name, label in ours.items() if said and (said <= _words(label) or said <= _words(name))]
    fitting = exact or part
    return fitting[0] if len(fitting) == 1 else ""


def _words(text: str) -> frozenset[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in folded_words(text))
    return frozenset(word for word in plain.split() if len(word) > 1)
