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
from earlyeval.tidy.problems import Problems

_WITH_CODINGS = ("codings", "machine_codings")


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
        kept = [*_joined(kept, own), *_new_codes(own, kept)]
    kept = _with_own_texts(kept, arrivals, lists, problems, findings)
    return [piece for part in kept for piece in _by_whom(part, findings)]


def _joined(parts: Sequence[Part | FormsPart], own: Sequence[Part]) -> list[Part | FormsPart]:
    """Return the parts without the rows of documents.csv that a project's documents now hold."""
    known = [doc for part in own if part.table == "documents" for doc in part.frame["doc_id"]]
    return [_without(part, known) if part.table == "documents" else part for part in parts]


def _without(part: Part, known: Sequence[str]) -> Part:
    stays = ~part.frame["doc_id"].isin(known).to_numpy()
    return replace(part, frame=part.frame[stays].reset_index(drop=True), rows=part.rows[stays])


def _new_codes(own: Sequence[Part], parts: Sequence[Part | FormsPart]) -> list[Part]:
    """Return a project's parts without the codes that are there already."""
    known = {code for part in parts if part.table == "codes" for code in part.frame["code_id"]}
    kept = []
    for part in own:
        if part.table == "codes" and known:
            stays = ~part.frame["code_id"].isin(known).to_numpy()
            part = replace(part, frame=part.frame[stays].reset_index(drop=True), rows=part.rows[stays])
        kept.append(part)
    return kept


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
