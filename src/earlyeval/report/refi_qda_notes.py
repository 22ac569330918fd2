"""Memos as notes of a REFI-QDA project, and the references by which each says what it is about."""

from collections.abc import Mapping, Sequence

from earlyeval.report.refi_qda_elements import Account, Guids, element, fits_xml, given, moment, text_of
from earlyeval.report.refi_qda_selections import Place, Row, place_of
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.coded.refi_qda_notes import UNDATED

_SUBJECTS = {"document": ("documents", "doc_id"), "code": ("codes", "code_id"), "coding": ("codings", "coding_id")}


class Notes:
    """The notes of a project. Most subjects refer to their notes; to a case only a link can lead."""

    def __init__(self, project: CodedProject, guids: Guids, account: Account, *, users: Mapping[str, str]) -> None:
        self.texts: dict[str, str] = {}
        self._guids = guids
        self._account = account
        self._users = users
        self._known = {kind: frozenset(project.frame(frame)[key]) for kind, (frame, key) in _SUBJECTS.items()}
        self._cases = frozenset(project.frame("cases")["case_id"])
        self._codes = frozenset(guids.of("code", code) for code in project.frame("codes")["code_id"])
        self._references: dict[str, dict[str, list[str]]] = {}
        self._spans: dict[str, list[tuple[Place, str]]] = {}
        self._links: list[str] = []
        self._written: dict[str, str] = {}
        for memo in project.frame("memos").to_dict("records"):
            self._memo(memo)
        self._of_whole_documents(project)

    def references(self, subject: str) -> Mapping[str, Sequence[str]]:
        """Return the references to notes of the things of a kind, by their id ("" for the project)."""
        return self._references.get(subject, {})

    def spans(self, doc_id: str) -> Sequence[tuple[Place, str]]:
        """Return the places in a document that notes are about, with the reference that stands there."""
        return self._spans.get(doc_id, ())

    def elements(self) -> list[str]:
        """Return the notes."""
        return list(self._written.values())

    def links(self) -> list[str]:
        """Return the links from notes to cases."""
        return self._links

    def _memo(self, memo: Row) -> None:
        self._account.hold("memos")
        text = given(memo["text"])
        if text is None:
            self._account.lose("memos", "they have no text")
            return
        guid = self._guids.of("memo", memo["memo_id"])
        if self._refer(memo, guid) and guid not in self._written:
            self._written[guid] = self._note(guid, text, memo)

    def _note(self, guid: str, text: str, memo: Row) -> str:
        attributes = {
            "guid": guid, "name": given(memo["name"]), "plainTextPath": None if fits_xml(text) else f"internal://{guid}.txt",
            "creatingUser": self._users.get(given(memo["written_by"]) or ""),
            "creationDateTime": moment(memo["written_at"]) or UNDATED,  # QualCoder 4 stops at a note without
        }  # fmt: skip
        if attributes["plainTextPath"]:
            self.texts[f"sources/{guid}.txt"] = text
            return element("Note", attributes)
        return element("Note", attributes, element("PlainTextContent", None, text_of(text)))

    def _refer(self, memo: Row, guid: str) -> bool:
        """Note where the reference to a memo stands; False, and counted, where its subject is not there."""
        subject, subject_id = str(memo["subject"]), given(memo["subject_id"]) or ""
        reference = element("NoteRef", {"targetGUID": guid})
        if subject == "project":
            subject_id = ""
        elif subject == "span":
            doc_id, place = given(memo["doc_id"]) or "", place_of(memo)
            if doc_id in self._known["document"] and place[0] is not None:
                self._spans.setdefault(doc_id, []).append((place, reference))
                return True
            subject, subject_id = "document", doc_id
        elif subject == "case" and subject_id in self._cases:
            ends = {"originGUID": guid, "targetGUID": self._guids.of_case(subject_id, self._codes)}
            link = {"guid": self._guids.new("link", f"{guid}\n{subject_id}"), **ends}
            self._links.append(element("Link", link))
            return True
        if subject != "project" and subject_id not in self._known.get(subject, ()):
            self._account.lose("memos", "what they are about is not there")
            return False
        self._references.setdefault(subject, {}).setdefault(subject_id, []).append(reference)
        return True

    def _of_whole_documents(self, project: CodedProject) -> None:
        """Write memos of codings of whole documents as notes of the coding: there is no selection to describe."""
        codings = project.frame("codings")
        there = codings[codings["medium"].isin(("document", "picture")) & codings["memo"].notna()]
        for coding in there.to_dict("records"):
            if not coding["memo"]:
                continue
            guid = self._guids.new("memo", f"of {coding['coding_id']}")
            reference = element("NoteRef", {"targetGUID": guid})
            self._references.setdefault("coding", {}).setdefault(str(coding["coding_id"]), []).append(reference)
            row = {"name": None, "written_by": coding["coder"], "written_at": coding["coded_at"]}
            self._written[guid] = self._note(guid, coding["memo"], row)
