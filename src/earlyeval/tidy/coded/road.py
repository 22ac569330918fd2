"""The road from a coded project into the tidy tables of a study."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.registry.coded_returns import CodedReturn
from earlyeval.registry.returns import Return
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.codebook_history import codebook_history
from earlyeval.tidy.coded.coder_tags import coders_from_codes
from earlyeval.tidy.coded.frames import part_of
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.coded.quotations_found import anchoring_findings
from earlyeval.tidy.coded.road_documents import documents_of, untold
from earlyeval.tidy.coded.segment_shapes import declared_shape
from earlyeval.tidy.coded.spans import without_repeats
from earlyeval.tidy.coded.study_ids import code_ids, coder_ids, plain_ids, speaker_ids
from earlyeval.tidy.coded.told import TOOLS, elements_of, quotation_losses
from earlyeval.tidy.coded.transcripts import TRANSCRIPTS, conversation_in, transcripts_in
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Part
from earlyeval.tidy.problems import Problem, Problems

Row = dict[str, Any]
_ASKED = {
    "kind": "of which kind the conversation is",
    "role": "whose role speaks",
    "participant_id": "who speaks; it is not linked to scores",
}
_DAY = 10


def coded_parts(
    path: Path,
    shown: str,
    declared: Return | None,
    sent: pd.DataFrame,
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
) -> list[Part]:
    """Return everything of a coded project as parts of the tidy tables; nothing after noting why it is refused.

    Parameters
    ----------
    path, shown : where the project lies, and what to call it in messages
    declared : Return, optional
        What the registry says of it.
    sent : DataFrame
        Rows of documents.csv: what the tool does not know.
    """
    coded = (declared.coded if declared else None) or CodedReturn()
    try:
        project = _read(path, coded)
        project = coders_from_codes(project, coded.coder_pattern) if coded.coder_pattern else project
        found = anchored(project)
    except ReturnsRefusedError as error:
        words = str(error).removeprefix(f"{path.name}: ")
        problems.add(Problem(shown, 0, "", "coded_project", words))
        return []
    documents, docs = documents_of(project, declared, sent)
    codes = code_ids(project)
    rows = {
        "documents": documents,
        "codes": _codes(project, codes),
        "transcripts": _transcripts(project, docs),
        "turns": _turns(project, docs),
        "coded_elements": elements_of((*project.losses, *quotation_losses(found)), shown, TOOLS[project.tool]),
        "codebook_history": _history(project, codes, docs),
    }
    codings = without_repeats(_codings(found.codings, coded, docs, codes), shown, findings)
    rows["codings"] = [row for row in codings if row["is_by_machine"] is not True]
    rows["machine_codings"] = [row for row in codings if row["is_by_machine"] is True]
    findings.extend(anchoring_findings(found.counts, shown))
    findings.extend(_untold(documents, shown))
    findings.extend(_renamed(found.codings, shown))
    parts = [part_of(table, own, file=shown, lists=lists, findings=findings) for table, own in rows.items()]
    return [part for part in parts if part is not None]


def _read(path: Path, coded: CodedReturn) -> CodedProject:
    texts = transcripts_in(path.parent / (coded.transcripts or TRANSCRIPTS))
    shape = declared_shape(coded.columns) if coded.columns else None
    return read_coded(path, project=coded.project, separator=coded.separator, shape=shape, texts=texts)


def _codings(codings: pd.DataFrame, coded: CodedReturn, docs: Mapping[str, str], codes: Mapping[str, str]) -> list[Row]:
    given = codings[codings["code_id"].notna()]
    prefix = coded.prefix
    own = plain_ids(given["coding_id"], prefix="coding-")
    coders = _coders(given, coded)
    segments = plain_ids(given["segment_id"].dropna(), prefix="segment-")
    rows = []
    for row in given.to_dict("records"):
        at = row["coded_at"] if isinstance(row["coded_at"], str) else None
        rows.append(
            row
            | {
                "coding_id": prefix + own[row["coding_id"]],
                "doc_id": docs[row["doc_id"]],
                "code_id": codes[row["code_id"]],
                "coder": coders[row["coder"]] if isinstance(row["coder"], str) else coded.coder or None,
                "segment_id": prefix + segments[row["segment_id"]] if isinstance(row["segment_id"], str) else None,
                "coded_on": at[:_DAY] if at else None,
            }
        )
    return rows


def _coders(given: pd.DataFrame, coded: CodedReturn) -> dict[str, str]:
    """Return the study's id of every coder; the only person of a file is whom its declaration says."""
    by_people = given.loc[~given["is_by_machine"].astype("boolean").fillna(False).astype(bool), "coder"].dropna()
    only = {str(name): coded.coder for name in by_people.unique()} if coded.coder and by_people.nunique() == 1 else {}
    return coder_ids(given["coder"].dropna()) | only


def _codes(project: CodedProject, codes: Mapping[str, str]) -> list[Row]:
    return [
        {"code_id": codes[row.code_id], "code": row.code, "parent_id": codes.get(row.parent_id),
         "definition": row.definition}
        for row in project.frame("codes").itertuples(index=False)
    ]  # fmt: skip


def _transcripts(project: CodedProject, docs: Mapping[str, str]) -> list[Row]:
    documents = project.frame("documents")
    return [
        {"doc_id": docs[row.doc_id], "text": row.text}
        for row in documents.itertuples(index=False)
        if isinstance(row.text, str) and row.text
    ]


def _turns(project: CodedProject, docs: Mapping[str, str]) -> list[Row]:
    """Return the turns that the tool knows; of other documents those whose lines begin with an id and a colon."""
    known = project.frame("turns")
    rows = [row | {"doc_id": docs[row["doc_id"]]} for row in known.to_dict("records")]
    texts = project.frame("documents").dropna(subset=["text"])
    for doc_id, text in texts.loc[~texts["doc_id"].isin(known["doc_id"]), ["doc_id", "text"]].itertuples(index=False):
        spoken = conversation_in(text)
        ids = speaker_ids(speaker for speaker, *_ in spoken)
        rows += [
            {"doc_id": docs[doc_id], "turn": number, "speaker_id": ids[speaker], "start": start, "end": end}
            for number, (speaker, start, end) in enumerate(spoken, start=1)
        ]
    return rows


def _history(project: CodedProject, codes: Mapping[str, str], docs: Mapping[str, str]) -> list[Row]:
    history = codebook_history(project, code_names=codes)
    rows: Sequence[Row] = history.to_dict("records")
    return [row | {"first_doc_id": docs.get(row["first_doc_id"])} for row in rows]


def _renamed(codings: pd.DataFrame, shown: str) -> list[Finding]:
    number = sum(name != given for name, given in coder_ids(codings["coder"].dropna()).items())
    if not number:
        return []
    words = f"{counted(number, 'coder')} called by a name: coder-1 and so on stand for them, in alphabetical order."
    return [Finding("codings", shown, 0, "coder", "named_coder", "note", number, words)]


def _untold(documents: Sequence[Row], shown: str) -> list[Finding]:
    found = []
    for column, number in untold(documents).items():
        words = f"{counted(number, 'document')} of which nothing says {_ASKED[column]}. documents.csv can tell it."
        found.append(Finding("documents", shown, 0, column, f"untold_{column}", "note", number, words))
    return found
