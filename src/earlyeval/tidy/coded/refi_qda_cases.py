"""Cases of a REFI-QDA project, by every route in which they can speak, and variables of cases and documents.

A case speaks in a source (SourceRef), in a selection (SelectionRef), or wherever one of its codes was given (CodeRef;
NVivo gives the case and its code the same GUID instead). Its variables are attributes. MAXQDA and Quirkos write the
variables of a document as a case without a name that refers to this one source: these become the document's own.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.refi_qda_book import MEDIA_SELECTIONS, SOURCES, TEXT_SELECTIONS, Book
from earlyeval.tidy.coded.refi_qda_codings import Codings
from earlyeval.tidy.coded.refi_qda_sources import Row, Sources, Spot

_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
AT_MOST_SPANS = 500_000  # a case speaks wherever its codes were given: few lines of XML can mean very many places


class Cases:
    """Collects cases, where they speak, and attributes of cases and documents."""

    def __init__(self, book: Book, sources: Sources, codings: Codings) -> None:
        self.rows: list[Row] = []
        self.spans: list[Row] = []
        self.attributes: list[Row] = []
        self.selections_used: list[str] = []
        self._book = book
        self._sources = sources
        self._codings = codings
        self._spots = sources.by_guid(book)

    def take(self) -> None:
        """Take every case, then the variables that stand at the sources themselves."""
        nameless = 0
        for case in self._book.root.iterfind("Cases/Case"):
            self._book.take("Case")
            document = self._only_a_document(case)
            if document:
                nameless += 1
                self._attributes(case, "document", document)
                self._book.take("SourceRef")
            else:
                self._case(case)
        if nameless:
            why = "their variables are attributes of the document"
            self._book.remark(Loss("cases without a name that stand for one document", nameless, nameless, why))
        for source in self._book.root.iterfind("Sources/*"):
            if source.tag in SOURCES:
                self._attributes(source, "document", self._book.guid(source))
        self._count_variables()

    def _only_a_document(self, case: Element) -> str:
        references = case.findall("SourceRef")
        if case.get("name") or len(references) != 1 or case.find("SelectionRef") is not None:
            return ""
        if case.find("CodeRef") is not None or self._book.guid(case) in self._book.defined("code"):
            return ""
        return self._sources.doc_of.get(self._book.target(references[0], "source", "text"), "")

    def _case(self, case: Element) -> None:
        guid = self._book.guid(case)
        self.rows.append({"case_id": guid, "case": case.get("name") or None})
        self._attributes(case, "case", guid)
        for reference in case.findall("SourceRef"):
            doc_id = self._sources.doc_of.get(self._book.target(reference, "source", "text"), "")
            self.spans.append({"case_id": guid, "doc_id": doc_id})
            self._book.take("SourceRef")
        for reference in case.findall("SelectionRef"):
            target = self._book.target(reference, *TEXT_SELECTIONS, *MEDIA_SELECTIONS)
            found = self._spots.get(target, [])
            if self._spans(guid, found[:1]):
                self._book.take("SelectionRef")
                self.selections_used.append(target)
            else:
                self._book.lose("SelectionRef", "the selection is an area of a page, or stands in a note")
        codes = [self._book.target(reference, "code") for reference in case.findall("CodeRef")]
        if guid in self._book.defined("code") and guid not in codes:
            codes.append(guid)
        for code in codes:
            self._spans(guid, self._codings.places.get(code, []))

    def _spans(self, case: str, spots: Sequence[Spot]) -> int:
        """Add the places of selections as spans of a case; areas of pages have no place. Return how many were added."""
        placed = [spot for spot in spots if spot.medium != "picture"]
        self.spans += [{"case_id": case, **spot.columns()} for spot in placed]
        if len(self.spans) > AT_MOST_SPANS:
            self._book.wrong(self._book.defined("case")[case], "too_much", f"makes more than {AT_MOST_SPANS} spans")
            self._book.problems.raise_if_any()
        return len(placed)

    def _attributes(self, owner: Element, subject: str, subject_id: str) -> None:
        for given in owner.findall("VariableValue"):
            reference = given.find("VariableRef")
            if reference is None:
                self._book.lose("VariableValue", "no variable stands in it")
                continue
            variable = self._book.defined("variable").get(self._book.target(reference, "variable"))
            if variable is None:
                continue
            value = next((one.text or "" for one in given if one.tag in _VALUES), None)
            self.attributes.append(
                {
                    "subject": subject, "subject_id": subject_id, "attribute": variable.get("name"),
                    "type": (variable.get("typeOfVariable") or "").lower() or None, "value": value,
                }
            )  # fmt: skip
            self._book.take("VariableValue")

    def _count_variables(self) -> None:
        used = {row["attribute"] for row in self.attributes}
        variables = self._book.defined("variable").values()
        with_values = sum(1 for variable in variables if variable.get("name") in used)
        self._book.take("Variable", with_values)
        self._book.lose("Variable", "nobody has a value of it", len(variables) - with_values)
        described = sum(1 for variable in variables if (variable.findtext("Description") or "").strip())
        self._book.lose("Description", "an attribute holds a name and a value, and no more", described)


def cases_of(book: Book, sources: Sources, codings: Codings) -> Cases:
    """Return the cases of a project with their spans, and the attributes of cases and documents."""
    cases = Cases(book, sources, codings)
    cases.take()
    return cases
