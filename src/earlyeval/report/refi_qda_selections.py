"""Selections of a REFI-QDA project as we write it: one place of a document, its codings and notes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from earlyeval.report.refi_qda_elements import Account, Guids, described, element, fits_xml, given, moment, whole

Row = Mapping[str, Any]
Place = tuple[int | None, int | None, int | None, int | None]
RECORDINGS = {"audio": "Audio", "video": "Video"}
_PLACE = ("start", "end", "begin_ms", "end_ms")


@dataclass(frozen=True)
class Document:
    """A document as it is to be written."""

    doc_id: str
    name: str | None
    kind: str
    text: str | None


@dataclass
class Written:
    """Elements of one document by where they belong."""

    in_text: list[str] = field(default_factory=list)
    sync_points: list[str] = field(default_factory=list)
    in_time: list[str] = field(default_factory=list)
    codings: list[str] = field(default_factory=list)


class Selections:
    """Writes selections and codings of documents; what has no place in the standard is counted as lost."""

    def __init__(
        self, guids: Guids, account: Account, *, users: Mapping[str, str], codes: frozenset[str],
        notes: Mapping[str, Iterable[str]],
    ) -> None:  # fmt: skip
        self._guids = guids
        self._account = account
        self._users = users
        self._codes = codes
        self._notes = notes  # references to notes by coding

    def of_codings(self, document: Document, codings: Iterable[Row], written: Written) -> None:
        """Write the codings of a document; those of one passage with the same words and memo share a selection."""
        passages: dict[tuple[Any, ...], list[Row]] = {}
        for coding in codings:
            self._account.hold("codings")
            code = given(coding["code_id"])
            if code and code not in self._codes:
                self._account.lose("codings", "their code is not there")
            elif coding["medium"] in ("document", "picture"):
                self._of_whole(coding, written)
            elif self._can_stand(document, coding["medium"], place_of(coding)):
                passage = given(coding["segment_id"]) or f"of {coding['coding_id']}"
                key = (passage, *place_of(coding), given(coding["text"]), given(coding["memo"]))
                passages.setdefault(key, []).append(coding)
            else:
                self._account.lose("codings", "no place in a text or recording is known for them")
        for (passage, *_, name, memo), given_there in passages.items():
            self._passage(document, passage, given_there, (name, memo), written)

    def place(self, document: Document, place: Place, inside: Iterable[str], written: Written) -> str:
        """Write a selection that holds these elements and return its GUID; "" where it cannot stand in the document."""
        medium = "time" if place[0] is None else "text"
        if not self._can_stand(document, medium, place):
            return ""
        guid = self._guids.new("selection", f"without a code\n{document.doc_id}\n{place}")
        self._write(document, medium, place, {"guid": guid}, tuple(inside), written)
        return guid

    def _passage(
        self,
        document: Document,
        passage: str,
        codings: list[Row],
        words: tuple[str | None, str | None],
        written: Written,
    ) -> None:
        name, memo = words
        first = codings[0]
        attributes: dict[str, object] = {"guid": self._guids.new("selection", passage)}
        attributes["name"] = name if name and fits_xml(name) else None
        if given(first["code_id"]) is None:
            attributes |= self._made(first)
        inside = [self._coding(coding) for coding in codings if given(coding["code_id"])]
        self._write(document, first["medium"], place_of(first), attributes, (*described(memo), *inside), written)

    def _of_whole(self, coding: Row, written: Written) -> None:
        if given(coding["code_id"]) is None:
            self._account.lose("codings", "nobody gave a code to the whole document")
            return
        if coding["medium"] == "picture":
            self._account.hold("places in pictures")
            self._account.lose("places in pictures", "they were not kept: written as codings of the whole")
        written.codings.append(self._coding(coding))

    def _coding(self, coding: Row) -> str:
        attributes = {"guid": self._guids.new("coding", coding["coding_id"]), **self._made(coding)}
        code = element("CodeRef", {"targetGUID": self._guids.of("code", coding["code_id"])})
        return element("Coding", attributes, code, *self._notes.get(str(coding["coding_id"]), ()))

    def _made(self, row: Row) -> dict[str, object]:
        when = given(row["coded_at"])
        if when:
            self._account.hold("dates of coding")
            if moment(when) is None:
                self._account.lose("dates of coding", "they are no date with a time")
        return {"creatingUser": self._users.get(given(row["coder"]) or ""), "creationDateTime": moment(when)}

    def _write(
        self, document: Document, medium: str, place: Place, attributes: dict[str, object], inside: tuple[str, ...],
        written: Written,
    ) -> None:  # fmt: skip
        start, end, begin, until = place
        if medium == "time":
            tag = f"{RECORDINGS[document.kind]}Selection"
            written.in_time.append(element(tag, {**attributes, "begin": begin, "end": until}, *inside))
        elif document.kind in RECORDINGS:
            ends = {}
            for attribute, position, time in (("fromSyncPoint", start, begin), ("toSyncPoint", end, until)):
                ends[attribute] = self._guids.new("sync", f"{attributes['guid']}\n{attribute}")
                point = {"guid": ends[attribute], "position": position, "timeStamp": time}
                written.sync_points.append(element("SyncPoint", point))
            written.in_text.append(element("TranscriptSelection", {**attributes, **ends}, *inside))
        else:
            places = {"startPosition": start, "endPosition": end}
            written.in_text.append(element("PlainTextSelection", {**attributes, **places}, *inside))

    @staticmethod
    def _can_stand(document: Document, medium: str, place: Place) -> bool:
        start, end, begin, until = place
        if medium == "time":
            return document.kind in RECORDINGS and begin is not None and until is not None and 0 <= begin <= until
        if document.text is None or start is None or end is None:
            return False
        return 0 <= start <= end <= len(document.text)


def place_of(row: Row) -> Place:
    """Return the place that a row gives: start and end in the text, begin and end in milliseconds."""
    start, end, begin, until = (whole(row.get(column)) for column in _PLACE)
    return start, end, begin, until
