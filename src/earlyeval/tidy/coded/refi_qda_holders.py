"""Texts of a REFI-QDA project with the selections made in them, as the file gives their positions."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.refi_qda_book import Book, normal_guid
from earlyeval.tidy.coded.refi_qda_readings import ReadText
from earlyeval.tidy.coded.refi_qda_texts import StoredText

_MOST_DIGITS = 15
OURS = "earlyeval"  # what this package writes counts as the standard does, and names selections by their words alone


@dataclass
class Holder:
    """A text and its selections. ``element`` is what gives the text: a source, a representation or a transcript."""

    doc_id: str
    element: Element
    stored: StoredText
    selections: list["Marked"] = field(default_factory=list)
    times: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    read: ReadText | None = None


@dataclass
class Marked:
    """A selection in a text as its file gives it, later with the code points that it stands for."""

    element: Element
    first: int
    last: int
    name: str
    start: int | None = None
    end: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None


def holder_of(book: Book, element: Element, doc_id: str, stored: StoredText) -> Holder:
    """Return a text with its selections; positions that are no whole numbers are noted as problems."""
    holder = Holder(doc_id, element, stored)
    for point in element.findall("SyncPoint"):
        holder.times[book.guid(point)] = (
            whole_number(book, point, "position", required=False),
            whole_number(book, point, "timeStamp", required=False),
        )
    for selection in element.findall("PlainTextSelection"):
        first = whole_number(book, selection, "startPosition")
        last = whole_number(book, selection, "endPosition")
        if first is not None and last is not None:
            _keep(book, holder, Marked(selection, first, last, selection.get("name") or ""))
    for selection in element.findall("TranscriptSelection"):
        _keep_by_sync_points(book, holder, selection)
    return holder


def whole_number(book: Book, element: Element, attribute: str, *, required: bool = True) -> int | None:
    """Return an attribute as a whole number; None after noting that it is none, or where it may be missing and is."""
    text = (element.get(attribute) or "").strip()
    digits = text.removeprefix("-").removeprefix("+")
    if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        return int(text)
    if text or required:
        book.wrong(element, "no_number", f"has no whole number as {attribute}", "a whole number")
    return None


def _keep(book: Book, holder: Holder, marked: Marked) -> None:
    if marked.first > marked.last:
        book.wrong(marked.element, "turned_round", "starts after its end")
    else:
        holder.selections.append(marked)


def _keep_by_sync_points(book: Book, holder: Holder, selection: Element) -> None:
    """Keep a selection of a transcript; its place is where its two sync points stand."""
    ends = []
    for attribute in ("fromSyncPoint", "toSyncPoint"):
        guid = normal_guid(selection.get(attribute) or "")
        if guid and guid not in holder.times:
            book.wrong(selection, "unknown_guid", f"has a {attribute} that its transcript does not have")
            return
        ends.append(holder.times.get(guid, (None, None)))
    (first, begin), (last, end) = ends
    if first is None or last is None:
        book.lose("TranscriptSelection", "its sync points do not say where in the text it stands")
        codings = len(selection.findall("Coding"))
        if codings:
            book.lose("Coding", "its transcript selection has no place", codings)
        return
    marked = Marked(selection, first, last, selection.get("name") or "", begin_ms=begin, end_ms=end)
    _keep(book, holder, marked)
