"""Documents as sources of a REFI-QDA project, with their texts, selections, notes and variables."""

from collections.abc import Iterable, Mapping
from typing import Any

from earlyeval.report.refi_qda_elements import Account, Guids, element, given
from earlyeval.report.refi_qda_notes import Notes
from earlyeval.report.refi_qda_selections import RECORDINGS, Document, Place, Selections, Written, place_of
from earlyeval.report.refi_qda_variables import Variables
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.coded.refi_qda_notes import UNDATED

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SOURCES = {"text": "TextSource", "pdf": "PDFSource", "picture": "PictureSource", "audio": "AudioSource",
            "video": "VideoSource"}  # fmt: skip
_ENDINGS = {"pdf": ".pdf", "picture": ".png", "audio": ".mp3", "video": ".mp4"}
_WITHIN = {"pdf": "Representation", "picture": "TextDescription", "audio": "Transcript", "video": "Transcript"}


class Sources:
    """Writes the documents, and remembers the selections in which cases speak."""

    def __init__(
        self, project: CodedProject, guids: Guids, account: Account, *, users: Mapping[str, str], notes: Notes,
        variables: Variables,
    ) -> None:  # fmt: skip
        self.texts: dict[str, str] = {}
        self._project = project
        self._guids = guids
        self._account = account
        self._notes = notes
        self._variables = variables
        self._of_case: dict[str, list[str]] = {}
        codes = frozenset(project.frame("codes")["code_id"])
        self._selections = Selections(guids, account, users=users, codes=codes, notes=notes.references("coding"))

    def elements(self) -> list[str]:
        """Return the sources."""
        codings, spans = self._by_document("codings"), self._by_document("case_spans")
        written = []
        for row in self._project.frame("documents").to_dict("records"):
            kind = given(row["kind"]) or "text"
            text = given(row["text"])
            self._account.hold("documents")
            if text is None and kind == "text":
                text = ""  # the standard wants one, and programs stop where there is none
                self._account.hold("documents without their text")
                self._account.lose("documents without their text", "written as empty")
            document = Document(str(row["doc_id"]), given(row["name"]), kind, text)
            written.append(self._source(document, codings.pop(document.doc_id, ()), spans.pop(document.doc_id, ())))
        for what, left in (("codings", codings), ("places of cases", spans)):
            count = sum(len(rows) for rows in left.values())
            self._account.hold(what, count)
            self._account.lose(what, "their document is not there", count)
        return written

    def references_of_case(self, case_id: str) -> list[str]:
        """Return the references of a case: to whole sources first, as the standard wants it."""
        return sorted(self._of_case.get(case_id, ()), key=lambda reference: reference.startswith("<SelectionRef"))

    def _by_document(self, frame: str) -> dict[str, list[dict[Any, Any]]]:
        found: dict[str, list[dict[Any, Any]]] = {}
        for row in self._project.frame(frame).to_dict("records"):
            found.setdefault(given(row["doc_id"]) or "", []).append(row)
        return found

    def _source(self, document: Document, codings: Iterable[dict[Any, Any]], spans: Iterable[dict[Any, Any]]) -> str:
        written = Written()
        self._selections.of_codings(document, codings, written)
        self._uncoded(document, list(spans), written)
        guid = self._guids.of("document", document.doc_id)
        end = [
            *written.codings,
            *self._notes.references("document").get(document.doc_id, ()),
            *self._variables.of("document", document.doc_id),
        ]
        inside = [*self._text(document, guid, written), *written.in_time, *end]
        return element(_SOURCES[document.kind], self._attributes(document, guid), *inside)

    def _attributes(self, document: Document, guid: str) -> dict[str, object]:
        """Return the attributes of a source. Recordings, pictures and PDFs lie elsewhere: programs ask for a path."""
        named = {"guid": guid, "name": document.name}
        if document.kind != "text":
            return {**named, "path": f"relative:///{guid}{_ENDINGS[document.kind]}"}
        return {**named, "plainTextPath": f"internal://{guid}.txt"}

    def _text(self, document: Document, guid: str, written: Written) -> list[str]:
        """Return the selections of the text, within what gives the text, and keep the text as a file."""
        if document.text is not None:
            # A reader takes one mark away: a text that begins with one needs two.
            mark = _MARK if document.text.startswith(_MARK) else ""
            self.texts[f"sources/{guid}.txt"] = mark + document.text.replace("\0", "\N{REPLACEMENT CHARACTER}")
        if document.kind == "text":
            return written.in_text
        if document.text is None:
            return []
        attributes = {"guid": self._guids.of("text", f"of {guid}"), "plainTextPath": f"internal://{guid}.txt"}
        points = written.sync_points if document.kind in RECORDINGS else []
        if document.kind in RECORDINGS:
            # QualCoder 4 stops at a transcript without a date and a name.
            attributes |= {"creationDateTime": UNDATED, "name": document.name or ""}
        return [element(_WITHIN[document.kind], attributes, *points, *written.in_text)]

    def _uncoded(self, document: Document, spans: list[dict[Any, Any]], written: Written) -> None:
        """Write selections in which cases speak or that notes are about: one for each place, or QualCoder stops."""
        self._account.hold("places of cases", len(spans))
        notes: dict[Place, list[str]] = {}
        for place, reference in self._notes.spans(document.doc_id):
            notes.setdefault(place, []).append(reference)
        selections: dict[Place, str] = {}
        for place in dict.fromkeys([*map(place_of, spans), *notes]):
            if any(part is not None for part in place):
                selections[place] = self._selections.place(document, place, notes.get(place, ()), written)
        lost = sum(len(notes[place]) for place in notes if not selections[place])
        self._account.lose("memos", "their place is not in the text", lost)
        for span in spans:
            self._speaks(document, str(span["case_id"]), selections.get(place_of(span)))

    def _speaks(self, document: Document, case_id: str, selection: str | None) -> None:
        """Note where a case speaks: in a selection, in all of the document (None), or where nothing is ("")."""
        references = self._of_case.setdefault(case_id, [])
        if selection is None:
            target = self._guids.of("document", document.doc_id)
            references.append(element("SourceRef", {"targetGUID": target}))
        elif selection:
            references.append(element("SelectionRef", {"targetGUID": selection}))
        else:
            self._account.lose("places of cases", "they are not in the text or recording")
