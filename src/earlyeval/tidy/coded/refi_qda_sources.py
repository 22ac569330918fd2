"""Sources of a REFI-QDA project: documents with their texts, and the place of every selection made in them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.refi_qda_book import MEDIA_SELECTIONS, SOURCES, Book
from earlyeval.tidy.coded.refi_qda_holders import Holder, holder_of, whole_number
from earlyeval.tidy.coded.refi_qda_places import place
from earlyeval.tidy.coded.refi_qda_texts import NONE, StoredText, Texts

Row = dict[str, Any]

_KINDS = {
    "TextSource": "text", "PDFSource": "pdf", "PictureSource": "picture",
    "AudioSource": "audio", "VideoSource": "video",
}  # fmt: skip
# Where the text of a source lies when not in the source itself.
_TEXT_WITHIN = {"PDFSource": "Representation", "PictureSource": "TextDescription"}
# These make their sync points from the ends of codings: they mark no turns.
_SYNC_POINTS_ARE_NO_TURNS = ("qualcoder", "earlyeval")


@dataclass(frozen=True)
class Spot:
    """A selection with its place: in a text (start, end), in time (begin_ms, end_ms) or on a page (none is kept)."""

    element: Element
    doc_id: str
    medium: str
    start: int | None = None
    end: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    text: str = ""  # of the whole document, in which start and end count
    kept: str | None = None  # what a page area's own representation quotes

    def columns(self) -> Row:
        """Return the place as columns of a frame."""
        return {
            "doc_id": self.doc_id, "start": self.start, "end": self.end,
            "begin_ms": self.begin_ms, "end_ms": self.end_ms,
        }  # fmt: skip


@dataclass
class Sources:
    """What the sources gave: rows, the selections in the file's order, and which document a GUID stands for."""

    documents: list[Row] = field(default_factory=list)
    turns: list[Row] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    doc_of: dict[str, str] = field(default_factory=dict)
    holders: dict[str, Holder] = field(default_factory=dict)  # by document
    whole: list[tuple[Element, str]] = field(default_factory=list)  # elements that hold codings of a whole document

    def by_guid(self, book: Book) -> dict[str, list[Spot]]:
        """Return the selections by their GUID; a page area and the same quotation in the text may share one."""
        found: dict[str, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            found[book.guid(spot.element)].append(spot)
        return found


def sources_of(book: Book, texts: Texts) -> Sources:
    """Return documents, turns and selections of all sources."""
    sources = Sources()
    within = [(source, _texts_of(book, source)) for kind in book.root.findall("Sources") for source in kind]
    holders: dict[int, Holder] = {}
    for source, elements in within:
        if source.tag not in SOURCES:
            continue
        for number, element in enumerate(elements):
            doc_id = book.guid(source) if number == 0 else book.guid(element)
            holder = holder_of(book, element, doc_id, texts.of(element))
            holders[id(element)] = holder
    place(book, list(holders.values()))
    sources.holders = {holder.doc_id: holder for holder in holders.values()}
    for source, elements in within:
        if source.tag in SOURCES:
            _take(book, texts, sources, source, [holders[id(element)] for element in elements])
    return sources


def _texts_of(book: Book, source: Element) -> list[Element]:
    """Return the elements that give the texts of a source: for a recording its transcripts, else one at most."""
    if source.tag == "TextSource":
        return [source]
    if source.tag in _TEXT_WITHIN:
        return source.findall(_TEXT_WITHIN[source.tag])[:1]
    transcripts = source.findall("Transcript")
    for later in transcripts[1:]:
        if not book.guid(later):
            book.wrong(later, "no_guid", "has no GUID, and its recording has another transcript before it")
    return transcripts


def _take(book: Book, texts: Texts, sources: Sources, source: Element, holders: list[Holder]) -> None:
    doc_id = book.guid(source)
    first = holders[0] if holders else Holder(doc_id, source, StoredText(None, why=NONE))
    book.take(str(source.tag))
    _document(sources, source, first, texts.media_path(source))
    sources.doc_of[doc_id] = doc_id
    sources.whole.append((source, doc_id))
    for number, holder in enumerate(holders):
        if holder.element is not source:
            book.take(str(holder.element.tag))
            sources.doc_of.setdefault(book.guid(holder.element), holder.doc_id)
            sources.whole.append((holder.element, holder.doc_id))
        if number:
            sources.documents.append(
                _row(holder, holder.doc_id, holder.element.get("name"), "text", holder.stored.path)
            )
        if holder.stored.text is None:
            book.lose("texts of documents", holder.stored.why)
        _turns(book, sources, holder)
        sources.spots += [_of_text(holder, marked) for marked in holder.selections]
    for selection in source:
        if selection.tag in MEDIA_SELECTIONS:
            sources.spots.append(_of_media(book, selection, doc_id))


def _document(sources: Sources, source: Element, holder: Holder, media_path: str) -> None:
    named = holder.element.get("name") if holder.element is not source else None
    # ATLAS.ti leaves the name of a recording empty and names its transcript (QualCoder's importer says so).
    name = source.get("name") or named
    kind = _KINDS[str(source.tag)]
    sources.documents.append(_row(holder, holder.doc_id, name, kind, media_path or holder.stored.path))


def _row(holder: Holder, doc_id: str, name: str | None, kind: str, path: str) -> Row:
    text = holder.read.text if holder.read else None
    return {"doc_id": doc_id, "name": name or None, "kind": kind, "text": text, "path": path or None}


def _turns(book: Book, sources: Sources, holder: Holder) -> None:
    """Take the sync points of a transcript as turns without a speaker, each until the next begins."""
    if not holder.times:
        return
    origin = (book.root.get("origin") or "").casefold()
    if any(program in origin for program in _SYNC_POINTS_ARE_NO_TURNS):
        book.lose("SyncPoint", "they only repeat where selections begin and end", len(holder.times))
        return
    marks = sorted(
        (point, time)
        for position, time in holder.times.values()
        if position is not None and time is not None and holder.read is not None
        if (point := holder.read.point(position)) is not None
    )
    book.take("SyncPoint", len(marks))
    book.lose("SyncPoint", "they do not say both where and when", len(holder.times) - len(marks))
    ends: list[tuple[int | None, int | None]] = [*marks[1:], (len(holder.read.text) if holder.read else None, None)]
    for number, ((start, begin), (end, until)) in enumerate(zip(marks, ends, strict=False), start=1):
        sources.turns.append(
            {"doc_id": holder.doc_id, "turn": number, "start": start, "end": end, "begin_ms": begin, "end_ms": until}
        )


def _of_text(holder: Holder, marked: Any) -> Spot:
    text = holder.read.text if holder.read else ""
    places = (marked.start, marked.end, marked.begin_ms, marked.end_ms)
    return Spot(marked.element, holder.doc_id, "text", *places, text=text)


def _of_media(book: Book, selection: Element, doc_id: str) -> Spot:
    if selection.tag in ("PictureSelection", "PDFSelection"):
        kept = selection.find("Representation/PlainTextContent")
        return Spot(selection, doc_id, "picture", kept=kept.text if kept is not None else None)
    begin, end = whole_number(book, selection, "begin"), whole_number(book, selection, "end")
    if begin is not None and end is not None and (begin > end or begin < 0):
        book.wrong(selection, "turned_round", "begins after its end, or before the recording")
    return Spot(selection, doc_id, "time", begin_ms=begin, end_ms=end)
