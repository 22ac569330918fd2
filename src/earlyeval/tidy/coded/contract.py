"""Our own shape of a coded project, a folder of CSV files: read from and written to (docs/qualitative.md)."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import ReturnsRefusedError, UnusableArgumentError
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.project import CodedProject, Loss, project_of
from earlyeval.tidy.coded.segments import sheet_of
from earlyeval.tidy.coded.sheet_file import FORMULA_SIGNS, write_sheet
from earlyeval.tidy.coded.study_ids import code_ids, document_ids, plain_ids
from earlyeval.tidy.coded.transcripts import transcript_of

Row = dict[str, Any]
_CODINGS = ("coding_id", "doc_id", "start", "end", "text", "code_id", "coder", "coded_on", "memo")
_HEADERS: dict[str, tuple[str, ...]] = {
    # What a person fills in stands here as an empty column.
    "documents": ("doc_id", "name", "kind", "participant_id", "role", "time_point", "text_path"),
    "codes": ("code_id", "code", "parent_id", "definition"),
    "codings": _CODINGS,
    "machine_codings": _CODINGS,
    "turns": ("doc_id", "turn", "speaker_id", "start", "end"),
}


def read_contract(folder: Path) -> CodedProject:
    """Return the project of a folder with codings.csv, codes.csv (or codebook.csv), documents.csv and transcripts.

    Raises
    ------
    ReturnsRefusedError
        A sheet cannot be read, or a transcript lies outside the folder.
    """
    documents = [
        {"doc_id": row.get("doc_id"), "name": row.get("name") or row.get("doc_id"), "kind": "text",
         "path": row.get("text_path") or None, "text": transcript_of(folder, row.get("text_path", ""))}
        for row in _sheet(folder, "documents")
    ]  # fmt: skip
    codes = [
        {"code_id": row.get("code_id"), "code": row.get("code"), "parent_id": row.get("parent_id") or None,
         "definition": row.get("definition") or None, "is_category": False}
        for row in _sheet(folder, "codes") or _sheet(folder, "codebook")
    ]  # fmt: skip
    codings = [_coding(row, by_machine=False) for row in _sheet(folder, "codings")]
    codings += [_coding(row, by_machine=True) for row in _sheet(folder, "machine_codings")]
    turns = [
        {"doc_id": row.get("doc_id"), "turn": _number(row.get("turn")), "speaker_id": row.get("speaker_id"),
         "start": _number(row.get("start")), "end": _number(row.get("end"))}
        for row in _sheet(folder, "turns")
    ]  # fmt: skip
    rows: dict[str, list[Row]] = {"documents": documents, "codes": codes, "codings": codings, "turns": turns}
    losses = [Loss(element, len(found), len(found)) for element, found in rows.items() if found]
    untold = sum(document["text"] is None for document in documents)
    if untold:
        losses.append(Loss("transcripts", len(documents), len(documents) - untold, "no text_path, or nothing there"))
    return project_of("contract", "", rows, losses)


def write_contract(project: CodedProject, folder: Path) -> tuple[str, ...]:
    """Write a project as CSV files and transcripts into a new folder; return the names of the files.

    Codings stand where their words were found. What the tool does not know (kind, participant, role, time point) is
    an empty column of documents.csv, to be filled in by a person. A cell that a spreadsheet would take for a formula
    gets an apostrophe, but for the transcripts, which are kept letter by letter.

    Raises
    ------
    UnusableArgumentError
        The folder is there already.
    """
    if folder.exists():
        raise UnusableArgumentError(f"{folder.name} is there already. Name a folder that is not.")
    codings = anchored(project).codings
    docs, codes = document_ids(project), code_ids(project)
    texts = {docs[row.doc_id]: row.text for row in project.frame("documents").itertuples() if isinstance(row.text, str)}
    own = plain_ids(codings["coding_id"], prefix="coding-")
    told = [
        {"coding_id": own[row["coding_id"]], "doc_id": docs[row["doc_id"]], "code_id": codes.get(row["code_id"]),
         "coded_on": _day(row["coded_at"]), "by_machine": row["is_by_machine"],
         **{name: row[name] for name in ("start", "end", "text", "coder", "memo")}}
        for row in codings[codings["code_id"].notna()].to_dict("records")
    ]  # fmt: skip
    frames: dict[str, Iterable[Mapping[str, Any]]] = {
        "documents": [
            {"doc_id": docs[row.doc_id], "name": row.name,
             "text_path": f"transcripts/{docs[row.doc_id]}.txt" if docs[row.doc_id] in texts else ""}
            for row in project.frame("documents").itertuples(index=False)
        ],
        "codes": [
            {"code_id": codes[row.code_id], "code": row.code, "parent_id": codes.get(row.parent_id),
             "definition": row.definition}
            for row in project.frame("codes").itertuples(index=False)
        ],
        "codings": [row for row in told if row["by_machine"] is not True],
        "machine_codings": [row for row in told if row["by_machine"] is True],
        "turns": [
            row | {"doc_id": docs[row["doc_id"]]} for row in project.frame("turns").to_dict("records")
        ],
    }  # fmt: skip
    (folder / "transcripts").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "transcripts" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    kept = {name: list(rows) for name, rows in frames.items()}
    for name, rows in kept.items():
        if rows:
            write_sheet(folder / f"{name}.csv", _HEADERS[name], rows)
    return (*(f"{name}.csv" for name, rows in kept.items() if rows), *(f"transcripts/{name}.txt" for name in texts))


def _sheet(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    sheet = sheet_of(path)
    return [dict(zip(sheet.headers, cells, strict=True)) for cells in zip(*sheet.columns, strict=True)]


def _coding(row: Mapping[str, str], *, by_machine: bool) -> Row:
    said = row.get("is_by_machine", "").strip().lower() in ("yes", "1", "true")
    known = {name: row.get(name) or None for name in ("coding_id", "doc_id", "text", "code_id", "coder", "memo")}
    return known | {
        "text": unguarded(known["text"]),
        "medium": "text", "start": _number(row.get("start")), "end": _number(row.get("end")),
        "coded_at": row.get("coded_at") or row.get("coded_on") or None, "is_by_machine": by_machine or said,
    }  # fmt: skip


def unguarded(text: str | None) -> str | None:
    """Return a text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text and text[0] == "'" and text[1:].startswith(FORMULA_SIGNS) else text


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ReturnsRefusedError("A place of a coding or a turn is no whole number. Correct it, or leave it blank.")
    return int(text)


def _day(moment: object) -> str:
    return moment[:10] if isinstance(moment, str) else ""
