"""Rows of our own tables in a return of another shape: people, registers, sessions, answers one in each row."""

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import PersonColumns, Return, TableColumns
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.mapped_columns import constant, described
from earlyeval.tidy.parts import Part, columns_of
from earlyeval.tidy.positions import Positions
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet, text_series
from earlyeval.tidy.tables import TABLES, Column

_EXTRA = "is_not_applicable"


def people_part(
    sheet: Sheet, declared: Return, positions: Positions, ids: pd.Series, lists: Lists, problems: Problems
) -> Part:
    """Return one row of people for each row of the sheet, or for each person where a row is a form.

    Somebody may be described again with each form, or with one of them only: what is blank is not said there. Two
    descriptions that contradict each other both stay, and are refused later as the same person twice.
    """
    columns = declared.people or PersonColumns(columns={})
    values = {"person_id": ids} | _values(sheet, declared, columns, positions.people, "people", lists, problems)
    if "role" not in values:
        values["role"] = text_series(["participant"] * len(sheet))
    people, rows = pd.DataFrame(values), sheet.rows
    if declared.time_point_column is not None:
        is_kept, people = _once_each(people)
        people, rows = people[is_kept].reset_index(drop=True), rows[is_kept]
    return Part("people", sheet.file, people, rows, sheet.row_word, declared=True)


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
) -> Part | None:
    """Return the rows that a sheet holds of one of our tables; None after noting what cannot be.

    ``keys`` are the person ids and time points of the rows, for tables that have such columns and do not name them.
    """
    if rows_of.table not in TABLES or TABLES[rows_of.table].folder:
        known = ", ".join(name for name, table in TABLES.items() if not table.folder)
        found = f"registry/returns/{declared.id}.yaml names the table {shown(rows_of.table)}"
        problems.add(Problem(sheet.file, 0, "", "unknown_table", found, known))
        return None
    if rows_of.unless_blank:
        blank = [sheet.columns[places[name]] == "" for name in rows_of.unless_blank if name in places]
        is_kept = ~np.logical_and.reduce([column.to_numpy(dtype=bool) for column in blank]) if blank else None
        if is_kept is not None and not is_kept.all():
            keys = {name: None if key is None else key[is_kept].reset_index(drop=True) for name, key in keys.items()}
            sheet = sheet.of_rows(is_kept)
    known = columns_of(TABLES[rows_of.table], lists)
    values = {name: key for name, key in keys.items() if key is not None and name in known}
    values |= _values(sheet, declared, rows_of, places, rows_of.table, lists, problems)
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


def _not_applicable(sheet: Sheet, places: dict[str, int]) -> np.ndarray:
    if "value" not in places:
        return np.zeros(len(sheet), dtype=bool)
    return (sheet.columns[places["value"]] == "na").to_numpy(dtype=bool)


def _values(
    sheet: Sheet, declared: Return, columns: PersonColumns, places: dict[str, int], table: str, lists: Lists,
    problems: Problems,
) -> dict[str, pd.Series]:  # fmt: skip
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
            found_at: tuple[Column, int] = (known[name], position)
            values[name] = described(sheet, declared, columns, found_at, lists, problems)
    return values
