"""Notes and descriptions of a REFI-QDA project as memos, each with what it is about.

A note says what it is about by references to it (NoteRef), or by a link: ATLAS.ti and NVivo link a note to a quotation.
A note that nothing refers to is about the project.
"""

import uuid
from collections import defaultdict
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.refi_qda_book import Book, normal_guid
from earlyeval.tidy.coded.refi_qda_codings import Coders
from earlyeval.tidy.coded.refi_qda_holders import OURS, whole_number
from earlyeval.tidy.coded.refi_qda_sources import Row, Sources, Spot
from earlyeval.tidy.coded.refi_qda_texts import Texts

# A description has no GUID of its own: the one it gets depends on its owner alone.
DESCRIPTIONS = uuid.UUID("2f3a1c52-6f0e-5d7b-9a54-3f6d5b8c9e10")
UNDATED = "1970-01-01T00:00:00Z"  # what this package writes where a note has no date: some programs need one
_OWNERS = {"Code": "code", "Case": "case", "Coding": "coding"}


class Memos:
    """Collects memos, and which selections they are about."""

    def __init__(self, book: Book, sources: Sources, coders: Coders) -> None:
        self.rows: list[Row] = []
        self.selections_used: list[str] = []
        self._book = book
        self._sources = sources
        self._coders = coders
        self._about: dict[str, list[Row]] = defaultdict(list)

    def take(self, texts: Texts) -> None:
        """Take every note and every description that is not a definition or the memo of a coding."""
        self._find_references()
        self._find_links()
        for note in self._book.root.iterfind("Notes/Note"):
            self._note(note, texts)
        self._descriptions()

    def _find_references(self) -> None:
        places = {id(spot.element): spot for spot in self._sources.spots}
        documents = {id(element): doc_id for element, doc_id in self._sources.whole}
        for owner in self._book.root.iter():
            for reference in owner.findall("NoteRef"):
                about = self._owner(owner, places, documents)
                target = self._book.target(reference, "note")
                if about is None:
                    self._book.lose("NoteRef", "it stands where memos have no subject")
                elif target:
                    self._about[target].append(about)
                    self._book.take("NoteRef")
                    self._use(owner, places)

    def _owner(self, owner: Element, places: dict[int, Spot], documents: dict[int, str]) -> Row | None:
        if owner is self._book.root:
            return {"subject": "project"}
        if id(owner) in places:
            return _span(places[id(owner)])
        if id(owner) in documents:
            return {"subject": "document", "subject_id": documents[id(owner)]}
        if owner.tag in _OWNERS and self._book.guid(owner) in self._book.defined(_OWNERS[str(owner.tag)]):
            return {"subject": _OWNERS[str(owner.tag)], "subject_id": self._book.guid(owner)}
        return None

    def _find_links(self) -> None:
        """Take links between a note and something as what the note is about; others are not carried."""
        notes, spots = self._book.defined("note"), self._sources.by_guid(self._book)
        for link in self._book.root.iterfind("Links/Link"):
            ends = [normal_guid(link.get(end) or "") for end in ("originGUID", "targetGUID")]
            note = next((guid for guid in ends if guid in notes), "")
            other = ends[1] if note == ends[0] else ends[0]
            about = self._linked(other, spots) if note else None
            if about is None:
                self._book.lose("Link", "relations between codes, documents or quotations are not carried")
            else:
                self._about[note].append(about)
                self._book.take("Link")

    def _linked(self, guid: str, spots: dict[str, list[Spot]]) -> Row | None:
        if guid in spots:
            self.selections_used.append(guid)
            return _span(spots[guid][0])
        if guid in self._sources.doc_of:
            return {"subject": "document", "subject_id": self._sources.doc_of[guid]}
        return next(
            ({"subject": kind, "subject_id": guid} for kind in _OWNERS.values() if guid in self._book.defined(kind)),
            None,
        )

    def _note(self, note: Element, texts: Texts) -> None:
        text = texts.of(note).text
        description = (note.findtext("Description") or "").strip()
        if text is None and description:
            text, description = note.findtext("Description"), ""
            self._book.take("Description")
        if description:
            self._book.lose("Description", "a memo holds a name and a text, and no more")
        about = self._annotated(note) or self._about.get(self._book.guid(note)) or [{"subject": "project"}]
        if about[0]["subject"] != "span":
            stand = len(note.findall("PlainTextSelection"))
            self._book.lose("PlainTextSelection", "it stands in a note, which is no document", stand)
        inside = len(note.findall("Coding")) + len(note.findall("PlainTextSelection/Coding"))
        if inside:
            self._book.lose("Coding", "it stands in a note, which is no document", inside)
        if text is None:
            self._book.lose("Note", "it has no text that can be read")
            return
        guid = self._book.guid(note)
        row = {
            "memo_id": guid, "name": note.get("name") or None, "text": text, "written_by": self._coders.name(note),
            "written_at": self._written_at(note),
        }  # fmt: skip
        self.rows += [{**row, **one} for one in about]
        self._book.take("Note")

    def _annotated(self, note: Element) -> list[Row]:
        """Return the words of a document that a note annotates; none where it is no annotation.

        MAXQDA and QualCoder let the document refer to a note, and the note's one selection count in the document.
        """
        about, selections = self._about.get(self._book.guid(note), []), note.findall("PlainTextSelection")
        if len(about) != 1 or about[0]["subject"] != "document" or len(selections) != 1:
            return []
        holder = self._sources.holders.get(str(about[0]["subject_id"]))
        ends = [
            whole_number(self._book, selections[0], end, required=False) for end in ("startPosition", "endPosition")
        ]
        if holder is None or holder.read is None or None in ends or selections[0].find("Coding") is not None:
            return []
        start, end = (holder.read.point(place) for place in ends if place is not None)
        if start is None or end is None or start > end:
            return []
        self._book.take("PlainTextSelection")
        return [{"subject": "span", "doc_id": holder.doc_id, "start": start, "end": end}]

    def _written_at(self, note: Element) -> str | None:
        when = note.get("creationDateTime") or None
        return None if when == UNDATED and self._book.root.get("origin") == OURS else when

    def _descriptions(self) -> None:
        self._description(self._book.root, {"subject": "project"})
        for case in self._book.root.iterfind("Cases/Case"):
            self._description(case, {"subject": "case", "subject_id": self._book.guid(case)})
        for element, doc_id in self._sources.whole:
            self._description(element, {"subject": "document", "subject_id": doc_id})

    def _description(self, owner: Element, about: Row) -> None:
        text = owner.findtext("Description") or ""
        if not text.strip():
            return
        memo_id = str(uuid.uuid5(DESCRIPTIONS, self._book.guid(owner) or str(owner.tag)))
        by = {"written_by": self._coders.name(owner), "written_at": owner.get("creationDateTime") or None}
        self.rows.append({"memo_id": memo_id, "text": text, **by, **about})
        self._book.take("Description")

    def _use(self, owner: Element, places: dict[int, Spot]) -> None:
        if id(owner) in places:
            self.selections_used.append(self._book.guid(owner))


def memos_of(book: Book, sources: Sources, coders: Coders, texts: Texts) -> Memos:
    """Return the memos of a project."""
    memos = Memos(book, sources, coders)
    memos.take(texts)
    return memos


def _span(spot: Spot) -> Row:
    return {"subject": "span", "doc_id": spot.doc_id, "start": spot.start, "end": spot.end}
