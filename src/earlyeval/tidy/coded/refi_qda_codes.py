"""Codes and groups of a REFI-QDA codebook or project."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.refi_qda_book import MEDIA_SELECTIONS, TEXT_SELECTIONS, Book
from earlyeval.tidy.coded.refi_qda_sources import Row

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
NO_ROOM = "a group holds a name and members, and no more"


def codes_of(book: Book, codes: Element | None) -> list[Row]:
    """Return the codes of a codebook in its order, each with its parent.

    Notes
    -----
    ``is_category`` is where the tool lets nobody code (``isCodable`` false, as QualCoder writes its categories);
    MAXQDA says of every heading that it can be coded with. Missing where the file does not say.
    """
    rows: list[Row] = []
    waiting = [(code, "") for code in reversed(codes.findall("Code"))] if codes is not None else []
    while waiting:
        code, parent = waiting.pop()
        guid = book.guid(code)
        description = code.find("Description")
        definition = (description.text or "") if description is not None else ""
        codable = _TRUTHS.get((code.get("isCodable") or "").strip().lower())
        rows.append(
            {
                "code_id": guid, "code": code.get("name") or None, "parent_id": parent or None,
                "definition": definition or None, "is_category": None if codable is None else not codable,
            }
        )  # fmt: skip
        book.take("Code")
        book.take("Description", bool(definition.strip()))
        waiting += [(below, guid) for below in reversed(code.findall("Code"))]
    return rows


def groups_of(book: Book, doc_of: Mapping[str, str]) -> list[Row]:
    """Return the sets with their members: documents (as MAXQDA writes its document groups), codes and memos.

    ``doc_of`` says which document a GUID stands for.
    """
    rows: list[Row] = []
    for group in book.root.iterfind("Sets/Set"):
        before = len(rows)
        for member in group:
            found = _member(book, member, doc_of)
            if found:
                rows.append({"group_id": book.guid(group), "group": group.get("name"), **found})
                book.take(str(member.tag))
        if len(rows) > before:
            book.take("Set")
        else:
            book.lose("Set", "nothing is in it that can be carried")
        if (description := group.find("Description")) is not None and (description.text or "").strip():
            book.lose("Description", NO_ROOM)
    return rows


def _member(book: Book, member: Element, doc_of: Mapping[str, str]) -> Row | None:
    # The standard's schema of a codebook calls the reference guid, that of a project targetGUID.
    attribute = "guid" if member.get("targetGUID") is None else "targetGUID"
    if member.tag == "MemberCode":
        return {"member": "code", "member_id": book.target(member, "code", attribute=attribute)}
    if member.tag == "MemberNote":
        return {"member": "memo", "member_id": book.target(member, "note", attribute=attribute)}
    if member.tag != "MemberSource":
        return None
    guid = book.target(member, "source", "text", *TEXT_SELECTIONS, *MEDIA_SELECTIONS, "note", attribute=attribute)
    if guid and guid not in doc_of:
        book.lose("MemberSource", "the member is a selection or a note and no document")
        return None
    return {"member": "document", "member_id": doc_of.get(guid, "")}
