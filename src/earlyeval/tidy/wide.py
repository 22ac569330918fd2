"""One wide sheet per instrument, in our own shape: person_id, time_point, completed_on, then items or totals."""

from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Instrument, Version
from earlyeval.tidy.age_forms import forms_of_versions, written_alike
from earlyeval.tidy.cells import read_name
from earlyeval.tidy.columns import empty_values, typed_column
from earlyeval.tidy.findings import Finding
from earlyeval.tidy.headers import headers_hold, without_headers_again
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.measures import Measure, measure_parts
from earlyeval.tidy.native import note_synthetic, place_of
from earlyeval.tidy.parts import Part
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.tables import TABLES, UNIVERSAL_COLUMNS, Column

COMMENT = "comment--"
_TOTALS = {column.name: column for column in TABLES["totals"].columns}
HEAD = tuple(_TOTALS[name] for name in ("person_id", "time_point", "completed_on", "form"))
_REQUIRED = ("person_id", "time_point")


def wide_parts(
    name: str, sheet: Sheet, lists: Lists, problems: Problems, findings: list[Finding], *, is_real: bool
) -> list[Part]:
    """Return the tidy rows of a wide sheet of one instrument."""
    instrument = lists.registry.instrument(name)
    answers = [item.id for version in instrument.versions for item in version.items]
    totals = [subscale.id for version in instrument.versions for subscale in version.subscales]
    measured = list(dict.fromkeys([*answers, *totals]))
    comments = [header for header in sheet.headers if _is_comment(header)]
    known = [*(column.name for column in HEAD), "version", *measured, *comments]
    universal = [column.name for column in UNIVERSAL_COLUMNS]
    if instrument.licence.licence_class == "C" and _has_more(sheet, [*known, *universal]):
        problems.add(_totals_only(sheet, instrument, totals))
        return []
    if not headers_hold(sheet, [*known, *universal], _REQUIRED, problems):
        return []
    if not any(header in measured or _is_comment(header) for header in sheet.headers):
        found = f"found no column of {name}"
        problems.add(
            Problem(sheet.file, 0, "", "missing_column", found, ", ".join(measured), "Add the answers or totals")
        )
        return []
    sheet = without_headers_again(sheet, problems)
    note_synthetic(sheet, problems, is_real=is_real)
    forms = forms_of_versions(instrument.versions)
    head = pd.DataFrame({column.name: _head_column(sheet, column, lists, problems, forms) for column in HEAD})
    parts: list[Part] = []
    for version, is_of_version in _versions(sheet, instrument, problems):
        own = sheet.of_rows(is_of_version)
        own_head = head[is_of_version].reset_index(drop=True)
        items = {item.id: sheet.headers.index(item.id) for item in version.items if item.id in sheet.headers}
        subscales = {
            scale.id: sheet.headers.index(scale.id)
            for scale in version.subscales
            if scale.id in sheet.headers and scale.id not in items
        }
        questions = {header.removeprefix(COMMENT): sheet.headers.index(header) for header in comments}
        _note_other_versions(own, version, measured, problems)
        measure = Measure(name, version, own_head, items, subscales, questions)
        label = PurePosixPath(sheet.file).stem
        parts.extend(measure_parts(own, measure, problems, findings, label=label))
    return parts


def _has_more(sheet: Sheet, known: list[str]) -> bool:
    return any(header and header not in known for header in sheet.headers)


def _totals_only(sheet: Sheet, instrument: Instrument, totals: list[str]) -> Problem:
    """Say in one sentence why the items of a licensed questionnaire are not read, in place of one for each column."""
    found = f"{instrument.name} is licensed: its totals are read, never its items, and some columns are no totals"
    step = "Ask the service for the totals it made, and take the other columns out"
    return Problem(sheet.file, 0, "", "totals_only", found, ", ".join(dict.fromkeys(totals)), step)


def _is_comment(header: str) -> bool:
    return header.startswith(COMMENT) and isinstance(read_name(header.removeprefix(COMMENT)), str)


def _head_column(sheet: Sheet, column: Column, lists: Lists, problems: Problems, forms: tuple[str, ...]) -> pd.Series:
    if column.name not in sheet.headers:
        return empty_values(column, len(sheet))
    place = place_of(sheet, column.name)
    texts = written_alike(sheet.column(column.name), forms if column.name == "form" else ())
    return typed_column(texts, column, place, problems, allowed=lists.allowed(column)).values


def _versions(sheet: Sheet, instrument: Instrument, problems: Problems) -> list[tuple[Version, np.ndarray]]:
    """Return each version of the instrument that the sheet holds, with its rows."""
    ids = tuple(version.id for version in instrument.versions)
    if "version" not in sheet.headers:
        if len(ids) == 1:
            return [(instrument.versions[0], np.ones(len(sheet), dtype=bool))]
        found = f"{instrument.id} has {len(ids)} versions and the sheet does not say which it holds"
        problems.add(Problem(sheet.file, 0, "version", "version", found, ", ".join(ids), "Add the column"))
        return []
    place = place_of(sheet, "version")
    texts = sheet.column("version")
    typed_column(texts, Column("version", "code", "open", required=True), place, problems, allowed=ids)
    found = [(version, (texts == version.id).to_numpy(dtype=bool)) for version in instrument.versions]
    return [(version, rows) for version, rows in found if rows.any()]


def _note_other_versions(own: Sheet, version: Version, measured: list[str], problems: Problems) -> None:
    """Refuse answers under a header that belongs to another version than the row says."""
    belongs = {item.id for item in version.items} | {scale.id for scale in version.subscales}
    for header in measured:
        if header not in belongs and header in own.headers and (own.column(header) != "").any():
            first = int(own.rows[(own.column(header) != "").to_numpy(dtype=bool)][0])
            found = f"found a value, and version {version.id} has no such item"
            problems.add(
                Problem(own.file, first, header, "version", found, "the version's own items", "", own.row_word)
            )
