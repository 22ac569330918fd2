"""Documents of a coded project as a study needs them: whose, of which kind, from when.

What the tool does not know comes from documents.csv, joined by name or id; else from attributes, cases and constants.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd

from earlyeval.registry.coded_returns import CodedReturn
from earlyeval.registry.returns import Return
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.coded.study_ids import document_ids
from earlyeval.tidy.identifiers import personal_detail
from earlyeval.tidy.tables import TABLES

Row = dict[str, Any]
_OWN = ("doc_id", "name", "text_path", "sha256", "characters")
# Columns that an attribute of the same name fills without a declaration.
FILLED = tuple(column.name for column in TABLES["documents"].columns if column.name not in _OWN)
PARTICIPANT = "participant"


def documents_of(
    project: CodedProject, declared: Return | None, sent: pd.DataFrame
) -> tuple[list[Row], dict[str, str]]:
    """Return one row for each document of a project, and the study's id of each.

    Parameters
    ----------
    declared : Return, optional
        Says from where a participant and other facts are taken.
    sent : DataFrame
        The rows of documents.csv; one that names a document of the project, by ``name`` or ``doc_id`` (with or without
        the ending of the file), wins over everything else.
    """
    coded = (declared.coded if declared else None) or CodedReturn()
    own = document_ids(project, prefix=coded.prefix)
    attributes, cases = _attributes(project), _cases(project)
    rows, ids = [], {}
    by_key = _by_key(sent)
    for document in project.frame("documents").itertuples(index=False):
        known = attributes.get(("document", document.doc_id), {})
        of_case = cases.get(document.doc_id)
        if of_case is not None:
            known = attributes.get(("case", of_case[0]), {}) | known
        row = _row(document.name, known, coded, of_case[1] if of_case else None, declared)
        told = next((by_key[key] for key in _keys(document.doc_id, document.name, own) if key in by_key), {})
        row |= {name: cell for name, cell in told.items() if not _is_blank(cell)}
        ids[document.doc_id] = row.setdefault("doc_id", own[document.doc_id])
        length = len(document.text) if isinstance(document.text, str) else None
        rows.append({"characters": length, **row, "name": document.name})
    return rows, ids


def _row(name: object, known: Mapping[str, str], coded: CodedReturn, case: str | None, declared: Return | None) -> Row:
    row: Row = {column: known[column] for column in FILLED if column in known}
    row |= {column: known[theirs] for column, theirs in coded.attributes.items() if theirs in known}
    row = {column: coded.codes.get(column, {}).get(cell, cell) for column, cell in row.items()}
    row |= dict(coded.constants)
    if "interpreter" in row:
        row["interpreter"] = str(row["interpreter"]).strip().lower() in ("1", "yes", "true")
    place = _first_group(coded.order_pattern, name)
    if place is not None and place.isdigit():
        row["analysed_order"] = int(place)
    row["analysed_order"] = _whole(row.get("analysed_order"))
    said = {"document": name, "case": case, "attribute": known.get(PARTICIPANT)}.get(coded.participant_from)
    if coded.participant_from == "" and case is not None and "participant_id" not in row:
        said = case
    person = _first_group(coded.participant_pattern, said) if coded.participant_pattern else said
    # A name is no pseudonym: the document stays unlinked, and that is told.
    if isinstance(person, str) and person.strip() and not personal_detail(person.strip()):
        row["participant_id"] = f"{declared.id_prefix if declared else ''}{person.strip()}"
    return row


def _first_group(pattern: str, text: object) -> str | None:
    found = re.search(pattern, text) if pattern and isinstance(text, str) else None
    return (found.group(1) if found.re.groups else found.group()) if found else None


def _whole(cell: object) -> int | None:
    text = str(cell).removesuffix(".0") if cell is not None else ""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10**9 else None


def _by_key(sent: pd.DataFrame) -> dict[str, Row]:
    """Return the rows of documents.csv by everything that may name a document; what two rows share names neither."""
    found: dict[str, Row] = {}
    twice: set[str] = set()
    for row in sent.to_dict("records"):
        for key in dict.fromkeys(_forms(row.get("name")) + _forms(row.get("doc_id"))):
            (twice.add(key) if key in found else found.update({key: row}))
    return {key: row for key, row in found.items() if key not in twice}


def _keys(doc_id: str, name: object, own: Mapping[str, str]) -> list[str]:
    return [*_forms(name), *_forms(doc_id), own[doc_id]]


def _forms(text: object) -> list[str]:
    return [text, PurePath(text).stem] if isinstance(text, str) and text else []


def _attributes(project: CodedProject) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in project.frame("attributes").itertuples(index=False):
        if isinstance(row.value, str) and row.value.strip():
            found.setdefault((row.subject, row.subject_id), {})[row.attribute] = row.value.strip()
    return found


def _cases(project: CodedProject) -> dict[str, tuple[str, str]]:
    """Return the case of every document that has just one: its id and its name."""
    names = dict(project.frame("cases").itertuples(index=False))
    by_document: dict[str, list[str]] = {}
    for span in project.frame("case_spans").itertuples(index=False):
        if span.case_id not in by_document.setdefault(span.doc_id, []):
            by_document[span.doc_id].append(span.case_id)
    return {doc: (cases[0], names[cases[0]]) for doc, cases in by_document.items() if len(cases) == 1}


def _is_blank(cell: object) -> bool:
    return cell is None or (not isinstance(cell, str) and bool(pd.isna(cell))) or cell == ""


def untold(rows: Sequence[Row]) -> dict[str, int]:
    """Return in how many documents each fact is missing that an analysis asks for."""
    asked = ("kind", "role", "participant_id")
    return {name: number for name in asked if (number := sum(_is_blank(row.get(name)) for row in rows))}
