"""A coded project as a REFI-QDA project (.qdpx), which MAXQDA, NVivo, ATLAS.ti, QualCoder and others open.

It holds transcripts: it is restricted, like every file with the words of people, and never part of a release.
"""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.report.refi_qda_codebook import ORIGIN, codes_as_elements, homeless
from earlyeval.report.refi_qda_documents import Sources
from earlyeval.report.refi_qda_elements import Account, Guids, element, given
from earlyeval.report.refi_qda_notes import Notes
from earlyeval.report.refi_qda_variables import Variables
from earlyeval.tidy.coded.project import CodedProject, Loss

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "urn:QDA-XML:project:1.0"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the archive's own clock would make each copy another file
_MACHINE = "machine"
# Frames that the standard has no words for.
_NO_ROOM = {
    "turns": "the standard knows no speakers; they stand in the text itself",
    "code_changes": "the standard keeps no history",
    "code_uses": "the standard keeps no history",
    "removed_documents": "the standard keeps no history",
}


def write_qdpx(project: CodedProject, path: Path) -> tuple[Loss, ...]:
    """Write a coded project as a REFI-QDA project that the standard's schema accepts, readable to its owner alone.

    Parameters
    ----------
    project : CodedProject
        From any importer. Offsets are written as they stand: verify them first.
    path : Path
        The ``.qdpx`` file; its name without the ending is the project's name.

    Returns
    -------
    tuple of Loss
        What the project holds and what the standard has no room for.

    Notes
    -----
    The same project under the same name gives the same bytes. Ids that are GUIDs are kept, others get one that comes
    again. Recordings, pictures and PDFs themselves are not in it, only what was said of them.
    """
    writing = _Writing(project, path.stem)
    _write_for_its_owner(path, _packed(writing.xml(), writing.texts()))
    return writing.losses()


class _Writing:
    """One project being written: the parts in the standard's order, and the account of what was lost."""

    def __init__(self, project: CodedProject, name: str) -> None:
        self._project = project
        self._name = name
        self._guids = Guids(name)
        self._account = Account()
        self._users = _users(project, self._guids)
        self._notes = Notes(project, self._guids, self._account, users=self._users)
        self._variables = Variables(project.frame("attributes"), self._guids, self._account)
        self._sources = Sources(
            project, self._guids, self._account, users=self._users, notes=self._notes, variables=self._variables
        )
        for frame, why in _NO_ROOM.items():
            count = len(project.frame(frame)) if frame in project.frames else 0
            self._account.hold(frame.replace("_", " "), count)
            self._account.lose(frame.replace("_", " "), why, count)

    def xml(self) -> str:
        """Return the project's XML. Sources come first: cases refer to selections that are made with them."""
        codes = self._project.frame("codes")
        self._account.hold("codes", len(codes))
        self._account.hold("codes under a heading that is not there", homeless(codes))
        of_codes = codes_as_elements(codes, self._guids, notes=self._notes.references("code"))
        codebook = [element("Codes", None, *of_codes)] if of_codes else []
        sources = self._sources.elements()
        parts = [
            ("Users", self._user_elements()), ("CodeBook", codebook), ("Variables", self._variables.elements()),
            ("Cases", self._cases()), ("Sources", sources), ("Notes", self._notes.elements()),
            ("Links", self._notes.links()), ("Sets", self._sets()),
        ]  # fmt: skip
        inside = [element(tag, None, *children) for tag, children in parts if children]
        inside += self._notes.references("project").get("", ())
        return (
            _HEAD
            + element("Project", {"xmlns": _SPACE, "name": self._name, "origin": ORIGIN, "basePath": "."}, *inside)
            + "\n"
        )

    def texts(self) -> dict[str, str]:
        """Return the files of text by their name in the archive."""
        return {**self._sources.texts, **self._notes.texts}

    def losses(self) -> tuple[Loss, ...]:
        """Return the account."""
        return self._account.lines()

    def _user_elements(self) -> list[str]:
        codings = self._project.frame("codings")
        machines = set(codings.loc[codings["is_by_machine"].fillna(False), "coder"].dropna())
        return [
            element("User", {"guid": guid, "name": name, "id": _MACHINE if name in machines else None})
            for name, guid in self._users.items()
        ]

    def _cases(self) -> list[str]:
        codes = frozenset(self._guids.of("code", code) for code in self._project.frame("codes")["code_id"])
        written = []
        for case in self._project.frame("cases").to_dict("records"):
            case_id = str(case["case_id"])
            guid = self._guids.of_case(case_id, codes)
            inside = [*self._variables.of("case", case_id), *self._sources.references_of_case(case_id)]
            written.append(element("Case", {"guid": guid, "name": given(case["case"]) or case_id}, *inside))
        return written

    def _sets(self) -> list[str]:
        groups = self._project.frame("groups")
        written = []
        for group_id, members in groups.groupby("group_id", sort=False):
            inside = [self._member(kind, members) for kind in ("code", "document", "memo")]
            named = {"guid": self._guids.of("group", group_id), "name": given(members["group"].iloc[0]) or ""}
            written.append(element("Set", named, *(one for of_kind in inside for one in of_kind)))
        return written

    def _member(self, kind: str, members: pd.DataFrame) -> list[str]:
        tag, frame, key = {
            "code": ("MemberCode", "codes", "code_id"),
            "document": ("MemberSource", "documents", "doc_id"),
            "memo": ("MemberNote", "memos", "memo_id"),
        }[kind]
        wanted = members.loc[members["member"] == kind, "member_id"]
        known = set(self._project.frame(frame)[key])
        self._account.hold("members of groups", len(wanted))
        self._account.lose("members of groups", "the member is not there", int((~wanted.isin(known)).sum()))
        return [element(tag, {"targetGUID": self._guids.of(kind, one)}) for one in wanted if one in known]


def _users(project: CodedProject, guids: Guids) -> dict[str, str]:
    """Return the GUIDs of everyone who coded or wrote, by name, in the order in which they come."""
    names = [*project.frame("codings")["coder"].dropna(), *project.frame("memos")["written_by"].dropna()]
    return {name: guids.of("user", name) for name in dict.fromkeys(map(str, names)) if name}


def _packed(xml: str, texts: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {"project.qde": xml, **texts}.items():
            member = zipfile.ZipInfo(name, date_time=_LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # or the same project would be other bytes on another system
            member.external_attr = 0o600 << 16
            archive.writestr(member, content.encode("utf-8", "replace"))
    return packed.getvalue()


def _write_for_its_owner(path: Path, data: bytes) -> None:
    def opener(name: Any, flags: int) -> int:
        return os.open(name, flags, 0o600)

    with open(path, "wb", opener=opener) as file:
        file.write(data)
