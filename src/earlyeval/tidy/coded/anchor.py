"""Whether the words that a program kept of each coded passage are those of the text at its place; else where they are.

A passage that is not at its place is looked for: counted in another way, then by its words, which must stand in the
document exactly once (as they are, then with blanks folded and characters composed). Nothing more is ever guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.places import Folded, Recounted, folded, without_cut
from earlyeval.tidy.coded.project import CodedProject, frame_of

# same: the words at the place. folded: the same but for blanks and composition. beginning: the program kept the
# beginning only, and it is the same. found: no place was given, and they stand once. moved: not at the place, and found
# once elsewhere. several, absent: its place is not known. unkept: no words to compare. textless: no text for them.
Anchoring = Literal["same", "folded", "beginning", "found", "moved", "several", "absent", "unkept", "textless"]
ANCHORINGS: tuple[Anchoring, ...] = (
    "same", "folded", "beginning", "found", "moved", "several", "absent", "unkept", "textless",
)  # fmt: skip
# A quotation without a place that stands just once holds the words of its only place.
VERIFIED: tuple[Anchoring, ...] = ("same", "folded", "beginning", "found")
_SHORTEST = 8  # letters of a beginning that say something
AT_MOST_SEARCHED = 20_000_000_000  # characters; some seconds


@dataclass(frozen=True)
class Anchored:
    """Codings of text as ``anchoring`` says of each; ``counts`` is in passages, not in codings.

    In ``codings``, ``text`` is what stands in the document at the place, wherever the place is known.
    """

    codings: pd.DataFrame = field(repr=False)
    counts: Mapping[Anchoring, int]

    @property
    def n_checked(self) -> int:
        """How many passages have words and a text to compare."""
        return sum(self.counts[kind] for kind in ANCHORINGS[:7])

    @property
    def n_verified(self) -> int:
        """How many passages hold the words of the document at their place."""
        return sum(self.counts[kind] for kind in VERIFIED)


def anchored(project: CodedProject) -> Anchored:
    """Return every coding with the place at which its words stand, and a column ``anchoring``.

    Codings of recordings, pictures and whole documents are returned as they are (``anchoring`` missing).

    Raises
    ------
    ReturnsRefusedError
        A coding lies outside its document.
    """
    search, counts = _Search(project), dict.fromkeys(ANCHORINGS, 0)
    codings = project.frame("codings")
    counted: set[str] = set()
    rows: list[dict[str, Any]] = [{}] * len(codings)
    kinds: list[Anchoring | None] = [None] * len(codings)
    # Document by document, so that one text at a time is prepared for searching.
    places = codings.reset_index(drop=True).sort_values("doc_id", kind="stable")
    for number, coding in zip(places.index, places.to_dict("records"), strict=True):
        rows[number] = _without_nothing(coding)
        if coding["medium"] != "text":
            continue
        anchoring, place = search.anchor(*(rows[number][name] for name in ("doc_id", "start", "end", "text")))
        rows[number] |= place
        kinds[number] = anchoring
        segment = rows[number]["segment_id"] or rows[number]["coding_id"]
        if segment not in counted:
            counts[anchoring] += 1
            counted.add(segment)
    frame = frame_of("codings", rows)
    frame["anchoring"] = pd.array(kinds, dtype=frame["doc_id"].dtype)
    return Anchored(frame, counts)


def at_their_places(project: CodedProject) -> CodedProject:
    """Return a project in which every quotation stands where its words were found.

    Raises
    ------
    ReturnsRefusedError
        A coding lies outside its document.
    """
    codings = anchored(project).codings.drop(columns="anchoring")
    return replace(project, frames={**project.frames, "codings": codings})


class _Search:
    """The texts of a project, folded only where that is needed."""

    def __init__(self, project: CodedProject) -> None:
        documents = project.frame("documents")
        self._texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
        self._at, self._folded, self._recounted = "", Folded(""), Recounted("")
        self._left = AT_MOST_SEARCHED

    def anchor(self, doc_id: str, start: Any, end: Any, words: Any) -> tuple[Anchoring, dict[str, Any]]:
        """Return how a passage stands in its document, and what is to be changed in it."""
        text = self._texts.get(doc_id)
        if not isinstance(text, str):
            return "textless", {}
        if start is not None and end is not None:
            if not 0 <= start <= end <= len(text):
                raise ReturnsRefusedError(
                    "A coding begins or ends outside its document, or ends before it begins. Send the project as its "
                    "program saved it, with the texts that were coded."
                )
            said = _compared(text[start:end], words)
            if said:
                return said, {"text": text[start:end]}
        if not isinstance(words, str) or not words.strip():
            return "unkept", {}
        return self._moved(doc_id, text, words, start, end)

    def _moved(self, doc_id: str, text: str, words: str, start: Any, end: Any) -> tuple[Anchoring, dict[str, Any]]:
        self._prepare(doc_id, text)
        if start is not None and end is not None:
            for first, last in self._recounted.meant(start, end):
                if text[first:last] == words:
                    return "moved", _place(text, first, last)
        is_placed = start is not None and end is not None
        self._left -= len(text)
        if self._left < 0:
            raise ReturnsRefusedError(
                "Too many quotations are not at their place in texts too long to search. Send the project as its "
                "program saved it."
            )
        at = text.find(words)
        if at >= 0:
            if text.find(words, at + 1) >= 0:
                return "several", _nowhere()
            return "moved" if is_placed else "found", _place(text, at, at + len(words))
        places = self._folded.found(folded(words))
        if len(places) == 1:
            return "moved" if is_placed else "found", _place(text, *places[0])
        return ("several" if places else "absent"), _nowhere()

    def _prepare(self, doc_id: str, text: str) -> None:
        if self._at != doc_id:
            self._at, self._folded, self._recounted = doc_id, Folded(text), Recounted(text)


def _compared(stands: str, words: object) -> Anchoring | None:
    """Return how kept words compare with those that stand at the place; None where they are others."""
    if not isinstance(words, str) or not words.strip():
        return "unkept"
    if stands == words:
        return "same"
    ours, theirs = folded(stands), folded(words)
    if ours == theirs:
        return "folded"
    beginning = folded(without_cut(words))
    return "beginning" if len(beginning) >= _SHORTEST and ours.startswith(beginning) else None


def _place(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def _nowhere() -> dict[str, Any]:
    return {"start": None, "end": None}


def _without_nothing(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if cell is None or pd.isna(cell) else cell for name, cell in row.items()}
