"""QualCoder projects: a folder ``NAME.qda`` with the database ``data.qda`` in it, or that database alone.

Read by what is found and not by the number of its version (v1 to v17 are known). Places are code points,
end-exclusive, in ``source.fulltext``; times are milliseconds. Two owners are no coders of themes: under one the
program marks who is speaking, under the other its own agent codes.
Source: QualCoder's repository at c320464, ``__main__.py`` (tables and their changes), ``speakers.py``, ``ai_llm.py``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.places import Recounted
from earlyeval.tidy.coded.project import CodedProject, project_of
from earlyeval.tidy.coded.project_database import ProjectDatabase, project_database
from earlyeval.tidy.coded.qualcoder_codes import Codebook, codebook_of
from earlyeval.tidy.coded.qualcoder_people import attributes_of, cases_of, memos_of
from earlyeval.tidy.coded.qualcoder_told import losses_of
from earlyeval.tidy.coded.tool_tables import QUALCODER, QUALCODER_DATABASE

Row = dict[str, Any]
SPEAKERS = "\N{PUSHPIN} Speaker coding"
MACHINE = "AI Agent"
_MEDIA = {"images": "picture", "audio": "audio", "video": "video"}


def database_in(path: Path) -> Path:
    """Return the database of a project that was given as a folder or as the database itself.

    Raises
    ------
    ReturnsRefusedError
        The folder holds no project.
    """
    if not path.is_dir():
        return path
    if not (path / QUALCODER_DATABASE).is_file():
        raise ReturnsRefusedError(
            f"{path.name}: the folder holds no {QUALCODER_DATABASE}. Send the whole folder of the project."
        )
    return path / QUALCODER_DATABASE


def read_qualcoder(path: Path) -> CodedProject:
    """Return a QualCoder project.

    Notes
    -----
    Codings of the owner under whom the program marks speakers become ``turns`` and their codes leave the codebook;
    those of the program's agent are ``is_by_machine``. The memo of a code is its definition. Categories are codes that
    nobody can code with; a sub-code stands under its code, else a code under its category. Hidden coders are read.

    Raises
    ------
    ReturnsRefusedError
        The file is damaged, hostile or no QualCoder project; a coding lies outside its text or names a source or a
        code that is not there.
    """
    with project_database(database_in(path)) as database:
        for table, columns in QUALCODER.items():
            database.need(table, *columns)
        return _project(database)


def _project(database: ProjectDatabase) -> CodedProject:
    sources = database.rows("source", whole=("id",), words=("name",), maybe_words=("fulltext", "mediapath", "memo"))
    texts = {source["id"]: source["fulltext"] or "" for source in sources}
    marked = [*_of_text(database, texts), *_of_times(database, texts), *_of_pictures(database, texts)]
    codes = codebook_of(database, marked, speakers=SPEAKERS)
    _know_codes(database, marked, codes)
    coded = [row for row in marked if row["coder"] != SPEAKERS]
    spoken = [row for row in marked if row["coder"] == SPEAKERS]
    cases, spans = cases_of(database, texts)
    attributes, n_attributes = attributes_of(database, sources=texts, cases=[case["case_id"] for case in cases])
    turns = _turns(spoken, codes)
    rows: dict[str, Sequence[Mapping[str, Any]]] = {
        "documents": [_document(source) for source in sources],
        "turns": turns,
        "codes": codes.kept,
        "codings": [
            {name: cell for name, cell in row.items() if name != "important"}
            | {"code_id": str(row["code_id"]), "is_by_machine": row["coder"] == MACHINE}
            for row in coded
        ],
        "cases": cases,
        "case_spans": spans,
        "attributes": attributes,
        "memos": memos_of(database, sources),
    }  # fmt: skip
    n_important = sum(row["important"] == 1 for row in marked)
    losses = losses_of(
        database, rows, codes, n_attributes=n_attributes, n_important=n_important, n_speaker_marks=len(spoken)
    )
    return project_of("qualcoder", _made_by(database), rows, losses)


def _document(source: Row) -> Row:
    path = source["mediapath"]
    beginning = (path or "").lstrip("/").replace(":", "/").split("/")[0]
    is_pdf = (path or source["name"]).lower().endswith(".pdf")
    kind = _MEDIA.get(beginning, "pdf" if is_pdf else "text")
    # A recording has no text of its own; that of a picture would be its file.
    text = source["fulltext"] if kind in ("text", "pdf") else None
    return {"doc_id": str(source["id"]), "name": source["name"], "kind": kind, "text": text, "path": path}


def _of_text(database: ProjectDatabase, texts: Mapping[int, str]) -> list[Row]:
    rows = database.rows(
        "code_text", whole=("cid", "fid", "pos0", "pos1"), words=("seltext",),
        maybe_words=("owner", "date", "memo"), maybe_whole=("ctid", "important"), order="ctid",
    )  # fmt: skip
    counted: dict[int, Recounted] = {}
    for row in rows:
        if row["fid"] not in texts:
            raise database.refused("a coding names a source that is not there")
        if not 0 <= row["pos0"] <= row["pos1"] <= len(texts[row["fid"]]):
            _recount(database, row, texts[row["fid"]], counted)
    return [
        _coding(row, "ctid", number, row["fid"])
        | {"medium": "text", "start": row["pos0"], "end": row["pos1"], "text": row["seltext"]}
        for number, row in enumerate(rows, start=1)
    ]


def _recount(database: ProjectDatabase, row: Row, text: str, counted: dict[int, Recounted]) -> None:
    """Put a place outside the text where its words stand if it was counted in UTF-16, as QualCoder's editor does.

    Only in texts with characters beyond the first plane (QualCoder's issue 1207), and only for the very same words.
    """
    if 0 <= row["pos0"] <= row["pos1"]:
        known = counted.setdefault(row["fid"], Recounted(text))
        for start, end in known.meant(row["pos0"], row["pos1"]):
            if text[start:end] == row["seltext"]:
                row["pos0"], row["pos1"] = start, end
                return
    raise database.refused("a coding lies outside its text, or ends before it begins")


def _of_times(database: ProjectDatabase, texts: Mapping[int, str]) -> list[Row]:
    rows = database.rows(
        "code_av", whole=("id", "cid", "pos0", "pos1"), maybe_words=("owner", "date", "memo"),
        maybe_whole=("avid", "important"), order="avid",
    )  # fmt: skip
    for row in rows:
        if row["id"] not in texts:
            raise database.refused("a coding of a recording names a source that is not there")
        if not 0 <= row["pos0"] <= row["pos1"]:
            raise database.refused("a coding of a recording ends before it begins")
    return [
        _coding(row, "avid", number, row["id"]) | {"medium": "time", "begin_ms": row["pos0"], "end_ms": row["pos1"]}
        for number, row in enumerate(rows, start=1)
    ]


def _of_pictures(database: ProjectDatabase, texts: Mapping[int, str]) -> list[Row]:
    rows = database.rows(
        "code_image", whole=("id", "cid"), maybe_words=("owner", "date", "memo"), maybe_whole=("imid", "important"),
        order="imid",
    )  # fmt: skip
    if not {row["id"] for row in rows} <= set(texts):
        raise database.refused("a coding of a picture names a source that is not there")
    return [_coding(row, "imid", number, row["id"]) | {"medium": "picture"} for number, row in enumerate(rows, start=1)]


def _coding(row: Row, key: str, number: int, source: int) -> Row:
    # The first versions gave codings of text no number; it is then their place in the table.
    own = row[key] if row[key] is not None else number
    return {
        "coding_id": f"{key}:{own}", "doc_id": str(source), "code_id": row["cid"], "coder": row["owner"] or None,
        "coded_at": (row["date"] or "").replace(" ", "T", 1) or None, "memo": row["memo"] or None,
        "important": row["important"],
    }  # fmt: skip


def _know_codes(database: ProjectDatabase, marked: Sequence[Row], codes: Codebook) -> None:
    if not {row["code_id"] for row in marked} <= set(codes.names):
        raise database.refused("a coding names a code that is not there")


def _turns(spoken: Sequence[Row], codes: Codebook) -> list[Row]:
    """Return who speaks where: of several speaker codes on the same place, the first is the speaker."""
    rows: dict[tuple[Any, ...], Row] = {}
    for row in spoken:
        if row["medium"] == "picture":
            continue
        places = {name: row.get(name) for name in ("doc_id", "start", "end", "begin_ms", "end_ms")}
        rows.setdefault(tuple(places.values()), places | {"speaker_id": codes.names[row["code_id"]]})
    ordered = sorted(rows.values(), key=lambda turn: (int(turn["doc_id"]), turn["start"] or 0, turn["begin_ms"] or 0))
    counts: dict[str, int] = {}
    for turn in ordered:
        counts[turn["doc_id"]] = counts.get(turn["doc_id"], 0) + 1
        turn["turn"] = counts[turn["doc_id"]]
    return ordered


def _made_by(database: ProjectDatabase) -> str:
    found = database.rows("project", maybe_words=("databaseversion", "about"), order="databaseversion")
    version = (found[0]["databaseversion"] if found else None) or ""
    return f"QualCoder, database {version}" if version.isalnum() else "QualCoder"
