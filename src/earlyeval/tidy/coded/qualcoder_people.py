"""Cases, attributes and memos of a QualCoder project."""

from collections.abc import Mapping, Sequence
from typing import Any

from earlyeval.tidy.coded.project_database import ProjectDatabase

Row = dict[str, Any]
_SUBJECTS = {"case": "case", "file": "document"}


def cases_of(database: ProjectDatabase, texts: Mapping[int, str]) -> tuple[list[Row], list[Row]]:
    """Return the cases, and where each of them speaks: a span, or a whole document.

    Raises
    ------
    ReturnsRefusedError
        A span lies outside its text, or names a case or a source that is not there.
    """
    cases = database.rows("cases", whole=("caseid",), words=("name",), order="caseid")
    known = {case["caseid"] for case in cases}
    spans = []
    found = database.rows("case_text", whole=("caseid", "fid", "pos0", "pos1"), order="id")
    for row in found:
        if row["caseid"] not in known or row["fid"] not in texts:
            raise database.refused("a part of a case names a case or a source that is not there")
        length = len(texts[row["fid"]])
        span: Row = {"case_id": str(row["caseid"]), "doc_id": str(row["fid"])}
        # A whole file is written as 0 to its length, or its length less one; a recording or picture as 0 to 0.
        is_whole = row["pos0"] == 0 and (length == 0 or row["pos1"] >= length - 1)
        if not is_whole and not 0 <= row["pos0"] <= row["pos1"] <= length:
            raise database.refused("a part of a case lies outside its text")
        spans.append(span if is_whole else span | {"start": row["pos0"], "end": row["pos1"]})
    return [{"case_id": str(case["caseid"]), "case": case["name"]} for case in cases], spans


def attributes_of(
    database: ProjectDatabase, *, sources: Mapping[int, str], cases: Sequence[str]
) -> tuple[list[Row], int]:
    """Return what is known of cases and documents, and how many filled attributes the file held in all.

    Those of journals, and those of what is no longer there, are left out.
    """
    types = database.rows("attribute_type", words=("name",), maybe_words=("valuetype",), order="name")
    kinds = {one["name"]: one["valuetype"] for one in types}
    rows = database.rows(
        "attribute", words=("name", "attr_type"), maybe_whole=("id",), maybe_words=("value",), order="attrid"
    )
    filled = [row for row in rows if row["value"]]
    known = {"case": set(cases), "document": {str(number) for number in sources}}
    kept = [
        {"subject": subject, "subject_id": str(row["id"]), "attribute": row["name"], "type": kinds.get(row["name"]),
         "value": row["value"]}
        for row in filled
        if (subject := _SUBJECTS.get(row["attr_type"])) and str(row["id"]) in known[subject]
    ]  # fmt: skip
    return kept, len(filled)


def memos_of(database: ProjectDatabase, sources: Sequence[Row]) -> list[Row]:
    """Return memos of the project, of documents and cases, annotations of passages, and entries of the journal."""
    found: list[Row] = []
    project = database.rows("project", maybe_words=("memo",), order="memo")
    found += [{"subject": "project", "subject_id": "", "text": row["memo"]} for row in project]
    found += [{"subject": "document", "subject_id": str(row["id"]), "text": row["memo"]} for row in sources]
    cases = database.rows("cases", whole=("caseid",), maybe_words=("memo",), order="caseid")
    found += [{"subject": "case", "subject_id": str(row["caseid"]), "text": row["memo"]} for row in cases]
    annotations = database.rows(
        "annotation", whole=("fid", "pos0", "pos1"), maybe_words=("memo", "owner", "date"), order="anid"
    )
    found += [
        {"subject": "span", "doc_id": str(row["fid"]), "start": row["pos0"], "end": row["pos1"], "text": row["memo"]}
        | _written(row)
        for row in annotations
    ]
    journal = database.rows("journal", maybe_words=("name", "jentry", "owner", "date"), order="jid")
    found += [
        {"subject": "project", "subject_id": "", "name": row["name"], "text": row["jentry"]} | _written(row)
        for row in journal
    ]
    kept = [row for row in found if row["text"] and row["text"].strip()]
    return [row | {"memo_id": f"memo-{number}"} for number, row in enumerate(kept, start=1)]


def _written(row: Row) -> Row:
    return {"written_by": row["owner"], "written_at": (row["date"] or "").replace(" ", "T", 1) or None}
