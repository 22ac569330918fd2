"""Documents as sources of a REFI-QDA project, with their texts, selections, notes and variables."""

from collections.abc import Iterable, Mapping
from typing import Any

from earlyeval.report.refi_qda_elements import Account, Guids, element, given
from earlyeval.report.refi_qda_notes import Notes
from earlyeval.report.refi_qda_selections import RECORDINGS, Document, Selections, Written, place_of
from earlyeval.report.refi_qda_variables import Variables
from earlyeval.tidy.coded.project import CodedProject

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SOURCES = {"text": "TextSource", "pdf": "PDFSource", "picture": "PictureSource", "audio": "AudioSource",
            "video": "VideoSource"}  # fmt: skip
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
            document = Document(str(row["doc_id"]), given(row["name"]), kind, given(row["text"]))
            self._account.hold("documents")
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
        for span in spans:
            self._span(document, span, written)
        for number, (place, reference) in enumerate(self._notes.spans(document.doc_id)):
            if not self._selections.place(document, f"note {number}", place, (reference,), written):
                self._account.lose("memos", "their place is not in the text")
        guid = self._guids.of("document", document.doc_id)
        end = [
            *written.codings,
            *self._notes.references("document").get(document.doc_id, ()),
            *self._variables.of("document", document.doc_id),
        ]
        inside = [*self._text(document, guid, written), *written.in_time, *end]
        return element(_SOURCES[document.kind], self._attributes(document, guid), *inside)

    def _attributes(self, document: Document, guid: str) -> dict[str, object]:
        path = f"internal://{guid}.txt" if document.kind == "text" and document.text is not None else None
        return {"guid": guid, "name": document.name, "plainTextPath": path}

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
        return [element(_WITHIN[document.kind], attributes, *points, *written.in_text)]

    def _span(self, document: Document, span: dict[Any, Any], written: Written) -> None:
        self._account.hold("places of cases")
        place, case_id = place_of(span), str(span["case_id"])
        references = self._of_case.setdefault(case_id, [])
        if all(part is None for part in place):
            target = self._guids.of("document", document.doc_id)
            references.append(element("SourceRef", {"targetGUID": target}))
            return
        guid = self._selections.place(document, f"case {case_id}", place, (), written)
        if guid:
            references.append(element("SelectionRef", {"targetGUID": guid}))
        else:
            self._account.lose("places of cases", "they are not in the text or recording")
