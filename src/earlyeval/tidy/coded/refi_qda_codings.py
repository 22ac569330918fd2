"""Codings of a REFI-QDA project: who gave which code to which selection, and the quotation that the tool kept."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.places import folded, without_cut
from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.refi_qda_book import Book, normal_guid
from earlyeval.tidy.coded.refi_qda_doubts import Names, is_wordy, names_are
from earlyeval.tidy.coded.refi_qda_holders import OURS
from earlyeval.tidy.coded.refi_qda_readings import agreement
from earlyeval.tidy.coded.refi_qda_sources import Row, Sources, Spot

# How much text is searched in all for quotations that do not stand where they should, in characters.
_SEARCHED_AT_MOST = 3 * 10**8
_SHORTEST_QUOTATION = 8
MACHINE = "machine"  # id of a user that is a program, where this package wrote the file
_PROGRAMS = ("AI Agent", "ATLAS.ti")
AS_TEXT = "the same quotation is taken from the text of its page"


@dataclass(frozen=True)
class Coders:
    """Users by GUID, under names of which no two are the same, and which of them are programs."""

    names: Mapping[str, str]
    machines: frozenset[str]

    def name(self, element: Element, *others: Element | None) -> str | None:
        """Return who made an element, or else the first of the others that says; an unlisted user keeps its GUID."""
        for one in (element, *others):
            guid = normal_guid(one.get("creatingUser") or "") if one is not None else ""
            if guid:
                return self.names.get(guid, guid)
        return None

    def is_machine(self, name: str | None) -> bool:
        """Whether codings under this name were made by a program."""
        return name is not None and name in self.machines


class Codings:
    """Collects the rows of codings, and how far the names of selections agree with the text at their place."""

    def __init__(self, book: Book, coders: Coders) -> None:
        self.rows: list[Row] = []
        self.places: dict[str, list[Spot]] = {}  # code to the places of its codings
        self._book = book
        self._coders = coders
        self._searched = 0
        self._folded = ("", "")  # the document searched last, its white space folded
        self._named = {"whole": 0, "beginning": 0, "elsewhere": 0, "nowhere": 0, "label": 0}
        self._names: dict[str, Names] = {}  # what the names of each document's selections are

    def read_names(self, sources: Sources) -> None:
        """Find out in which documents names of selections are quotations, however short, and in which labels."""
        placed = defaultdict(list)
        for spot in sources.spots:
            if spot.medium == "text" and spot.start is not None and spot.end is not None and spot.element.get("name"):
                placed[spot.doc_id].append(spot)
        for doc_id, spots in placed.items():
            named = [(spot.start, spot.end, spot.element.get("name") or "", self._codes_of(spot)) for spot in spots]
            self._names[doc_id] = names_are(spots[0].text, named)

    def of_selection(self, spot: Spot, *, as_text: frozenset[tuple[str, str | None]]) -> None:
        """Take the codings of a selection; ``as_text`` are those (code, coder) taken from the text already."""
        found = spot.element.findall("Coding")
        description = spot.element.find("Description")
        memo = (description.text or "") if description is not None else ""
        quotation = self._quotation(spot) if found else None
        for coding in found:
            taken = self._row(coding, spot, spot.element, as_text)
            if taken:
                self.rows.append({**taken, "text": quotation, "memo": memo or None})
        self._book.take("Description", bool(found and memo.strip()))

    def of_uncoded(self, spot: Spot) -> None:
        """Take a selection that nobody gave a code, and that no case and no note refers to, as a passage marked."""
        memo = spot.element.findtext("Description") or ""
        guid, coder = self._book.guid(spot.element), self._coders.name(spot.element)
        self.rows.append(
            {
                "coding_id": guid, "segment_id": guid, "medium": spot.medium, **spot.columns(), "coder": coder,
                "text": self._quotation(spot), "coded_at": spot.element.get("creationDateTime") or None,
                "memo": memo or None, "is_by_machine": self._coders.is_machine(coder),
            }
        )  # fmt: skip
        self._book.take("Description", bool(memo.strip()))

    def of_whole(self, element: Element, doc_id: str) -> None:
        """Take the codings of a whole document."""
        for coding in element.findall("Coding"):
            taken = self._row(coding, Spot(element, doc_id, "document"), None, frozenset())
            if taken:
                self.rows.append(taken)

    def report_names(self) -> None:
        """Add to the loss report how far the names of text selections are the words at their place."""
        named = self._named
        right = named["whole"] + named["beginning"]
        held = right + named["elsewhere"] + named["nowhere"]
        if held:
            why = f"{named['beginning']} of them kept by their beginning; {named['elsewhere']} stand elsewhere"
            why += f", {named['nowhere']} nowhere" if named["nowhere"] else ""
            self._book.remark(Loss("quotations kept as names of selections", held, right, why))
        if named["label"]:
            self._book.remark(Loss("labels of selections", named["label"], 0, "they are no words of the text"))

    def _row(
        self, coding: Element, spot: Spot, selection: Element | None, as_text: frozenset[tuple[str, str | None]]
    ) -> Row | None:
        reference = coding.find("CodeRef")
        if reference is None:
            self._book.lose("Coding", "no code stands in it")
            return None
        code = self._book.target(reference, "code")
        coder = self._coders.name(coding, selection)
        if (code, coder) in as_text:
            self._book.lose("Coding", AS_TEXT)
            return None
        self._book.take("Coding")
        self.places.setdefault(code, []).append(spot)
        when = coding.get("creationDateTime") or (selection.get("creationDateTime") if selection is not None else None)
        return {
            "coding_id": self._book.guid(coding), "medium": spot.medium, **spot.columns(), "code_id": code,
            "coder": coder, "coded_at": when or None, "is_by_machine": self._coders.is_machine(coder),
            "segment_id": self._book.guid(selection) if selection is not None else None,
        }  # fmt: skip

    def _quotation(self, spot: Spot) -> str | None:
        """Return the words that the tool kept of a selection; missing where its name is a label and no quotation."""
        name = spot.element.get("name") or ""
        if spot.medium != "text" or spot.start is None or spot.end is None:
            return spot.kept
        if not name or self._book.root.get("origin") == OURS:
            return name or None
        how_far = agreement(name, spot.text, spot.start, spot.end)
        if not how_far:
            how_far = "elsewhere" if self._stands_elsewhere(name, spot) else self._nowhere(name, spot)
        self._named[how_far] += 1
        is_too_short = how_far == "beginning" and len(without_cut(name)) < _SHORTEST_QUOTATION
        return None if how_far == "label" or is_too_short else name

    def _codes_of(self, spot: Spot) -> frozenset[str]:
        """Return the names of the codes of a selection: programs also write these as its name."""
        codes = self._book.defined("code")
        found = (codes.get(normal_guid(one.get("targetGUID") or "")) for one in spot.element.iterfind("Coding/CodeRef"))
        return frozenset(folded(code.get("name") or "").casefold() for code in found if code is not None)

    def _is_said(self, wanted: str, spot: Spot) -> bool:
        """Say whether a name is words of its text, and not a label or the name of its code."""
        named = self._names.get(spot.doc_id, "labels")
        return named != "labels" and is_wordy(wanted) and wanted.casefold() not in self._codes_of(spot)

    def _nowhere(self, name: str, spot: Spot) -> str:
        """Return what a name is that does not stand in its text: a label, or a quotation whose text was changed."""
        is_quotation = self._names.get(spot.doc_id) == "quotations" and self._is_said(folded(name), spot)
        return "nowhere" if is_quotation else "label"

    def _stands_elsewhere(self, name: str, spot: Spot) -> bool:
        wanted = without_cut(folded(name))
        self._searched += len(spot.text)
        is_said = len(wanted) >= _SHORTEST_QUOTATION or self._is_said(wanted, spot)
        if not is_said or self._searched > _SEARCHED_AT_MOST:
            return False
        if self._folded[0] != spot.doc_id:
            self._folded = (spot.doc_id, folded(spot.text))
        return wanted in self._folded[1]


def coders_of(book: Book) -> Coders:
    """Return the users; two of the same name are told apart by a number.

    Notes
    -----
    A program codes under a name of its own in QualCoder 4 ("AI Agent"), in ATLAS.ti ("ATLAS.ti", the same GUID in all
    of its projects) and where this package says so by the user's ``id``.
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    machines: list[str] = []
    again: Counter[str] = Counter()
    for guid, user in book.defined("user").items():
        wanted = next((name for name in (user.get("name"), user.get("id")) if name and name.strip()), guid)
        name = wanted
        while name in used:
            again[wanted] += 1
            name = f"{wanted} ({again[wanted] + 1})"
        used.add(name)
        names[guid] = name
        if wanted in _PROGRAMS or user.get("id") == MACHINE:
            machines.append(name)
        book.take("User")
    return Coders(names, frozenset(machines))


def codings_of(book: Book, sources: Sources, coders: Coders) -> Codings:
    """Return the codings of all selections and of whole documents."""
    codings = Codings(book, coders)
    codings.read_names(sources)
    texts = {
        book.guid(spot.element): spot.element for spot in sources.spots if spot.element.tag == "PlainTextSelection"
    }
    for spot in sources.spots:
        same = texts.get(book.guid(spot.element)) if spot.element.tag == "PDFSelection" else None
        codings.of_selection(spot, as_text=_taken_from(book, coders, same))
    for element, doc_id in sources.whole:
        codings.of_whole(element, doc_id)
    return codings


def _taken_from(book: Book, coders: Coders, selection: Element | None) -> frozenset[tuple[str, str | None]]:
    if selection is None:
        return frozenset()
    references = [(coding, coding.find("CodeRef")) for coding in selection.findall("Coding")]
    return frozenset(
        (normal_guid(reference.get("targetGUID") or ""), coders.name(coding, selection))
        for coding, reference in references
        if reference is not None
    )
