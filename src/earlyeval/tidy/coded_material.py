"""Coded material put together: projects of coding programs, sheets in our own shape, and the transcripts of both."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from earlyeval.tidy.coded.road import coded_parts
from earlyeval.tidy.coded.verify_own import own_texts, parts_of_texts, verified
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import FormsPart
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.locate import Arrivals, Arrived
from earlyeval.tidy.parts import Part, whole_table
from earlyeval.tidy.problems import Problem, Problems

_WITH_CODINGS = ("codings", "machine_codings")
# Tables in which the same row of two projects is one, with what makes it the same.
_ONCE = {
    "codes": ["code_id"],
    "transcripts": ["doc_id"],
    "turns": ["doc_id", "turn"],
    "codebook_history": ["version", "code_id", "change"],
}


def with_coded_material(
    parts: Sequence[Part | FormsPart],
    arrivals: Arrivals,
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
) -> list[Part | FormsPart]:
    """Return the parts with those of every coded project, codings compared with their transcripts.

    Rows of documents.csv about a document of a project are joined to it; a code of codes.csv wins over the same code
    of a project. Codings of our own shape that a program made go to machine_codings.
    """
    projects = [arrived for arrived in arrivals.sheets if arrived.kind == "coded"]
    if not projects and not any(part.table == "documents" for part in parts):
        return list(parts)
    kept = list(parts)
    for arrived in projects:
        sent = whole_table("documents", [part for part in kept if part.table == "documents"], lists).frame
        declared = next((one for one in lists.registry.returns if one.id == arrived.name), None)
        own = coded_parts(arrived.path, arrived.shown, declared, sent, lists, problems, findings)
        kept = [*_joined(kept, own), *_not_known(own, kept, arrived.shown, problems)]
    kept = _with_own_texts(kept, arrivals, lists, problems, findings)
    return [piece for part in kept for piece in _by_whom(part, findings)]


def _joined(parts: Sequence[Part | FormsPart], own: Sequence[Part]) -> list[Part | FormsPart]:
    """Return the parts without the rows of documents.csv that a project's documents now hold."""
    known = [doc for part in own if part.table == "documents" for doc in part.frame["doc_id"]]
    return [_without(part, known) if part.table == "documents" else part for part in parts]


def _without(part: Part, known: Sequence[str]) -> Part:
    stays = ~part.frame["doc_id"].isin(known).to_numpy()
    return replace(part, frame=part.frame[stays].reset_index(drop=True), rows=part.rows[stays])


def _not_known(own: Sequence[Part], parts: Sequence[Part | FormsPart], shown: str, problems: Problems) -> list[Part]:
    """Return a project's parts without what is there already: the codes of codes.csv, the texts of a second coder.

    Two people may have coded the same documents in projects of their own; their texts must then be the same.
    """
    _note_other_texts(own, parts, shown, problems)
    kept = []
    for part in own:
        key = _ONCE.get(part.table)
        known = [other.frame[key] for other in parts if other.table == part.table and len(other)] if key else []
        if known:
            stays = ~pd.MultiIndex.from_frame(part.frame[key]).isin(pd.MultiIndex.from_frame(pd.concat(known)))
            part = replace(part, frame=part.frame[stays].reset_index(drop=True), rows=part.rows[stays])
        kept.append(part)
    return kept


def _note_other_texts(own: Sequence[Part], parts: Sequence[Part | FormsPart], shown: str, problems: Problems) -> None:
    texts = {row.doc_id: row.text for part in parts if part.table == "transcripts" for row in part.frame.itertuples()}
    ours = {row.doc_id: row.text for part in own if part.table == "transcripts" for row in part.frame.itertuples()}
    others = sum(doc in texts and texts[doc] != text for doc, text in ours.items())
    if others:
        found = f"{counted(others, 'document')} whose text is another than in a project that was read before"
        step = "Give the projects a doc_prefix each, or send projects of the same texts"
        problems.add(Problem(shown, 0, "", "other_texts", found, "the same text", step))


def _with_own_texts(
    parts: Sequence[Part | FormsPart],
    arrivals: Arrivals,
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
) -> list[Part | FormsPart]:
    """Return the parts with the texts that documents.csv names, and codings in our own shape compared with them."""
    folders = {arrived.shown: arrived.path.parent for arrived in arrivals.sheets if _is_sheet(arrived)}
    texts, files = _texts(parts, folders, problems, findings)
    with_turns = [doc for part in parts if part.table == "turns" for doc in part.frame["doc_id"]]
    kept: list[Part | FormsPart] = []
    for part in parts:
        is_own = part.table in _WITH_CODINGS and part.file in folders and len(part) > 0
        kept += verified(part, texts, lists, problems, findings) if is_own else [part]
    file = files[0] if files else ""
    return [*kept, *parts_of_texts(texts, with_turns, file=file, lists=lists, findings=findings)]


def _is_sheet(arrived: Arrived) -> bool:
    return arrived.kind in ("table", "declared")


def _texts(
    parts: Sequence[Part | FormsPart], folders: dict[str, Path], problems: Problems, findings: list[Finding]
) -> tuple[dict[str, str], list[str]]:
    texts: dict[str, str] = {}
    files = []
    for part in parts:
        if part.table == "documents" and part.file in folders and len(part):
            texts |= own_texts(part, folders[part.file], problems, findings)
            files.append(part.file)
    return texts, files


def _by_whom(part: Part | FormsPart, findings: list[Finding]) -> list[Part | FormsPart]:
    """Return codings with the day on which they were made, and those of a program as a part of another table."""
    if part.table not in _WITH_CODINGS or not len(part):
        return [part]
    day = pd.to_datetime(part.frame["coded_at"].str[:10], errors="coerce", format="%Y-%m-%d")
    frame = part.frame.assign(
        coded_on=part.frame["coded_on"].where(part.frame["coded_on"].notna(), day.astype("datetime64[us]"))
    )
    by_machine = frame["is_by_machine"].fillna(False).to_numpy(dtype=bool)
    if part.table == "machine_codings" or not by_machine.any():
        return [replace(part, frame=frame)]
    number = int(by_machine.sum())
    sentence = f"{counted(number, 'coding')} by a program: kept apart, and never counted with people's."
    findings.append(Finding("codings", part.file, 0, "is_by_machine", "machine_coding", "set_aside", number, sentence))
    return [
        replace(part, table=table, frame=frame[own].reset_index(drop=True), rows=np.asarray(part.rows)[own])
        for table, own in (("codings", ~by_machine), ("machine_codings", by_machine))
    ]
