"""The coded strand of a study as files for other programs: its codebook, and for the evaluators the project itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.report.refi_qda import write_qdpx
from earlyeval.report.refi_qda_codebook import codebook
from earlyeval.tidy.coded.project import FRAMES, CodedProject, project_of

CODEBOOK = "codebook.qdc"
PROJECT = "coded.qdpx"
_PARTICIPANT = ("participant_id", "group_id")
_OF_DOCUMENTS = ("kind", "role", "cluster", "time_point")


def write_coded_files(tables: Mapping[str, pd.DataFrame], folder: Path, *, level: str, name: str) -> list[str]:
    """Write the codebook, and at restricted level the texts with their codings; return the names of the files.

    Parameters
    ----------
    tables : the study's tidy tables
    folder : Path
        Of the report.
    level : str
        "release" or "restricted". A project holds what people said, so only the restricted level has one.
    name : str
        The programme and the place: other GUIDs than those of another programme or place.

    Notes
    -----
    Nothing is written for a study without codes. Documents without their texts keep their codings out of the project.
    """
    codes = tables["codes"]
    if codes.empty:
        return []
    (folder / CODEBOOK).write_bytes(codebook(codes, name=name))
    if level != "restricted" or tables["codings"].empty:
        return [CODEBOOK]
    write_qdpx(project_of_tables(tables), folder / PROJECT)
    return [CODEBOOK, PROJECT]


def project_of_tables(tables: Mapping[str, pd.DataFrame]) -> CodedProject:
    """Return the coded strand of a study as a coded project: people and groups are its cases.

    What a program coded comes with it, as such; kind, role, cluster and time point of a document are its attributes.
    """
    documents = tables["documents"]
    texts = dict(zip(tables["transcripts"]["doc_id"], tables["transcripts"]["text"], strict=True))
    rows = documents.to_dict("records")
    by_people = _rows("codings", tables["codings"], is_by_machine=False)
    by_machine = _rows("codings", tables["machine_codings"], is_by_machine=True)
    speakers = [(row["doc_id"], row[key]) for row in rows for key in _PARTICIPANT if _is_there(row.get(key))]
    frames = {
        "documents": [
            {"doc_id": row["doc_id"], "name": row["doc_id"], "kind": "text", "text": texts.get(row["doc_id"])}
            for row in rows
        ],
        "codes": _rows("codes", tables["codes"]),
        "codings": [*by_people, *by_machine],
        "cases": [{"case_id": speaker, "case": speaker} for speaker in dict.fromkeys(one for _, one in speakers)],
        "case_spans": [{"case_id": speaker, "doc_id": doc_id} for doc_id, speaker in speakers],
        "attributes": [
            {
                "subject": "document",
                "subject_id": row["doc_id"],
                "attribute": key,
                "type": "text",
                "value": str(row[key]),
            }
            for row in rows
            for key in _OF_DOCUMENTS
            if _is_there(row.get(key))
        ],
    }
    return project_of("contract", "", frames, ())


def _rows(frame: str, table: pd.DataFrame, **more: Any) -> list[dict[str, Any]]:
    """Return the rows of a tidy table with the columns that the frame has too; a coding is of text where none says."""
    known = [column for column in FRAMES[frame] if column in table.columns and column not in more]
    rows = [
        {column: cell for column, cell in row.items() if _is_there(cell)} for row in table[known].to_dict("records")
    ]
    if frame == "codings":
        dates = [str(day)[:10] if _is_there(day) else None for day in table["coded_on"]]
        rows = [
            {"medium": "text", **row, "coded_at": row.get("coded_at") or day}
            for row, day in zip(rows, dates, strict=True)
        ]
    return [{**row, **more} for row in rows]


def _is_there(cell: object) -> bool:
    return cell is not None and not pd.isna(cell)
