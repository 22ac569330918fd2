"""Rows of our own tables in a return of another shape: people, registers, sessions, answers one in each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import PersonColumns, Return, TableColumns
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import note_cells
from earlyeval.tidy.findings import Finding
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.mapped_columns import constant, described, place_of
from earlyeval.tidy.native import missing_code_findings
from earlyeval.tidy.parts import Part, columns_of
from earlyeval.tidy.positions import Positions
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet, text_series
from earlyeval.tidy.tables import TABLES
from earlyeval.tidy.texts import one_text

_EXTRA = "is_not_applicable"


@dataclass(frozen=True)
class _Reading:
    """A sheet that is being read, and where what is found goes. ``is_repeated``: a person has several rows."""

    sheet: Sheet
    declared: Return
    lists: Lists
    problems: Problems
    findings: list[Finding] = field(repr=False)
    is_repeated: bool = False


def people_part(
    sheet: Sheet,
    declared: Return,
    positions: Positions,
    ids: pd.Series,
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
) -> Part:
    """Return one row of people for each row of the sheet, or for each person where a row is a form.

    Somebody may be described again with each form, or with one of them only: what is blank is not said there, and what
    is needed of a person is needed once. Of whom nothing is said in any row is not in the list of people. Two
    descriptions that contradict each other both stay, and are refused later as the same person twice.
    """
    columns, is_of_forms = declared.people or PersonColumns(columns={}), declared.time_point_column is not None
    reading = _Reading(sheet, declared, lists, problems, findings, is_repeated=is_of_forms)
    values = {"person_id": ids} | _values(reading, columns, positions.people, "people")
    if "role" not in values:
        values["role"] = one_text(None, len(sheet))  # another return may say it
    people, rows = pd.DataFrame(values), sheet.rows
    if is_of_forms:
        is_kept, people = _once_each(people)
        said = [name for name in positions.people if name in people]
        if said and not columns.constants:
            is_kept = is_kept & people[said].notna().any(axis=1).to_numpy(dtype=bool)
        people, rows = people[is_kept].reset_index(drop=True), rows[is_kept]
        _note_never_said(reading, people, rows, positions)
    return Part("people", sheet.file, people, rows, sheet.row_word, declared=True)


def _note_never_said(reading: "_Reading", people: pd.DataFrame, rows: np.ndarray, positions: Positions) -> None:
    """Note people of whom no row says what is needed."""
    needed = columns_of(TABLES["people"], reading.lists)
    for name, position in positions.people.items():
        if name in people and needed[name].required and people[name].isna().any():
            allowed = ", ".join(reading.lists.allowed(needed[name]) or ()) or "a value in one row of each person"
            fault = Fault("required", "found a person of whom no row says this", allowed)
            place = replace(place_of(reading.sheet, position), rows=rows)
            note_cells(np.flatnonzero(people[name].isna().to_numpy()), fault, place, reading.problems)


def _once_each(people: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    said = people.columns.drop("person_id")
    filled = people.groupby("person_id", sort=False)[list(said)].transform("first")
    contradicts = (people[said].notna() & (people[said] != filled)).any(axis=1)
    is_first = ~people["person_id"].duplicated()
    told = people.assign(**{name: people[name].mask(is_first, filled[name]) for name in said})
    return (is_first | contradicts).to_numpy(dtype=bool), told


def table_part(
    sheet: Sheet,
    declared: Return,
    rows_of: TableColumns,
    places: dict[str, int],
    keys: dict[str, pd.Series | None],
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
) -> Part | None:
    """Return the rows that a sheet holds of one of our tables; None after noting what cannot be.

    ``keys`` are the person ids and time points of the rows, for tables that have such columns and do not name them.
    """
    if rows_of.table not in TABLES or TABLES[rows_of.table].folder:
        known = ", ".join(name for name, table in TABLES.items() if not table.folder)
        found = f"registry/returns/{declared.id}.yaml names the table {shown(rows_of.table)}"
        problems.add(Problem(sheet.file, 0, "", "unknown_table", found, known))
        return None
    sheet, keys = _split_cells(sheet, rows_of, places, keys)
    if rows_of.unless_blank:
        blank = [sheet.columns[places[name]] == "" for name in rows_of.unless_blank if name in places]
        is_kept = ~np.logical_and.reduce([column.to_numpy(dtype=bool) for column in blank]) if blank else None
        if is_kept is not None and not is_kept.all():
            keys = {name: None if key is None else key[is_kept].reset_index(drop=True) for name, key in keys.items()}
            sheet = sheet.of_rows(is_kept)
    known = columns_of(TABLES[rows_of.table], lists)
    values = {name: key for name, key in keys.items() if key is not None and name in known}
    reading = _Reading(sheet, declared, lists, problems, findings)
    values |= _values(reading, rows_of, places, rows_of.table)
    missing = [name for name, column in known.items() if column.required and name not in values]
    for name in missing:
        found = f"registry/returns/{declared.id}.yaml says nothing of {rows_of.table}.{name}"
        step = "Name its column, or give it under constants"
        problems.add(Problem(sheet.file, 0, "", "missing_column", found, "", step))
    if missing:
        return None
    if rows_of.table == "responses":
        flags = values.get(_EXTRA, pd.Series([False] * len(sheet), dtype="boolean"))
        values[_EXTRA] = flags.fillna(False) | _not_applicable(sheet, places)
    return Part(rows_of.table, sheet.file, pd.DataFrame(values), sheet.rows, sheet.row_word)


def _split_cells(
    sheet: Sheet, rows_of: TableColumns, places: Mapping[str, int], keys: dict[str, pd.Series | None]
) -> tuple[Sheet, dict[str, pd.Series | None]]:
    """Return a row for each of several values in one cell, as ``split`` says; a blank cell keeps its row."""
    for name, mark in rows_of.split.items():
        parts = [[part.strip() for part in text.split(mark)] for text in sheet.columns[places[name]]]
        parts = [[part for part in own if part] or [""] for own in parts]
        again = np.repeat(np.arange(len(sheet)), [len(own) for own in parts])
        columns = [column.take(again).reset_index(drop=True) for column in sheet.columns]
        columns[places[name]] = text_series([part for own in parts for part in own])
        sheet = replace(sheet, columns=tuple(columns), rows=sheet.rows[again])
        keys = {key: None if ids is None else ids.take(again).reset_index(drop=True) for key, ids in keys.items()}
    return sheet, keys


def _not_applicable(sheet: Sheet, places: dict[str, int]) -> np.ndarray:
    if "value" not in places:
        return np.zeros(len(sheet), dtype=bool)
    return (sheet.columns[places["value"]] == "na").to_numpy(dtype=bool)


def _values(reading: _Reading, columns: PersonColumns, places: Mapping[str, int], table: str) -> dict[str, pd.Series]:
    sheet, declared, lists, problems = reading.sheet, reading.declared, reading.lists, reading.problems
    known, values = columns_of(TABLES[table], lists), {}
    for name in (*columns.constants, *places):
        if name not in known:
            found = f"registry/returns/{declared.id}.yaml names {table}.{name}, which is no column"
            problems.add(Problem(sheet.file, 0, "", "unknown_column", found, ", ".join(known)))
    for name, text in columns.constants.items():
        if name in known:
            values[name] = constant(sheet, declared, known[name], text, lists, problems)
    for name, position in places.items():
        if name in known:
            column = replace(known[name], required=known[name].required and not reading.is_repeated)
            typed = described(sheet, declared, columns, (column, position), lists, problems)
            values[name] = typed.values
            reading.findings.extend(missing_code_findings(table, place_of(sheet, position), typed.missing))
    return values
