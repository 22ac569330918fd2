"""Returns in a shape of their own, read as the registry declares it: every column named, or said to be ignored."""

import datetime
from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import PersonColumns, Return
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import Place, empty_values, note_cells, typed_column
from earlyeval.tidy.findings import Finding
from earlyeval.tidy.forms import FormsPart
from earlyeval.tidy.lists import MISSING_CODES, Lists
from earlyeval.tidy.measures import Measure, measure_parts
from earlyeval.tidy.native import note_synthetic
from earlyeval.tidy.parts import Part, columns_of
from earlyeval.tidy.positions import Positions, positions_of
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import TEXT, Sheet, text_series, turned_round
from earlyeval.tidy.tables import TABLES, Column
from earlyeval.tidy.texts import one_text
from earlyeval.tidy.wide import HEAD

_ID, _TIME_POINT, _COMPLETED_ON, _FORM = HEAD


def mapped_parts(
    declared: Return, sheet: Sheet, lists: Lists, problems: Problems, findings: list[Finding], *, is_real: bool
) -> list[Part | FormsPart]:
    """Return the tidy rows of a sheet in a declared shape.

    Notes
    -----
    The sheet is turned round first where people stand in columns. The texts under ``missing`` count as blank
    everywhere but in ids and comments. ``id_prefix`` keeps apart people whose ids are the same in two files.
    """
    if declared.orientation == "people_in_columns":
        sheet = turned_round(sheet)
    positions = positions_of(declared, sheet, lists.registry, problems)
    if positions is None:
        return []
    note_synthetic(sheet, problems, is_real=is_real)
    sheet = _blanked(sheet, declared, positions)
    ids = _ids(sheet, declared, positions.person_id, problems)
    completed_on = _completed_on(sheet, declared, positions, problems)
    time_points = _time_points(sheet, declared, positions, lists, problems)
    heads: dict[str | None, pd.DataFrame] = {}
    parts: list[Part | FormsPart] = (
        [_people(sheet, declared, positions, ids, lists, problems)] if declared.people else []
    )
    for measure, where in zip(declared.measures, positions.measures, strict=True):
        if measure.time_point not in heads:
            heads[measure.time_point] = pd.DataFrame(
                {
                    "person_id": ids,
                    "time_point": one_text(measure.time_point, len(sheet)) if measure.time_point else time_points,
                    "completed_on": completed_on,
                    "form": empty_values(_FORM, len(sheet)),
                }
            )
        version = lists.registry.version(measure.instrument, measure.version)
        found = Measure(
            measure.instrument, version, heads[measure.time_point], where.items, where.subscales, where.comments
        )
        label = "-".join(filter(None, [declared.id, measure.instrument, measure.time_point]))
        parts.extend(measure_parts(sheet, found, problems, findings, label=label))
    return parts


def _blanked(sheet: Sheet, declared: Return, positions: Positions) -> Sheet:
    """Return the sheet with the texts that mean "not answered" blank."""
    if not declared.missing:
        return sheet
    spared = {positions.person_id, *(place for measure in positions.measures for place in measure.comments.values())}
    texts = [text.strip() for text in declared.missing]
    columns = tuple(
        column if place in spared else column.mask(column.isin(texts), "") for place, column in enumerate(sheet.columns)
    )
    return replace(sheet, columns=columns)


def _ids(sheet: Sheet, declared: Return, position: int, problems: Problems) -> pd.Series:
    texts = sheet.columns[position]
    place = _place(sheet, position)
    if declared.id_pattern:
        odd = ~texts.str.fullmatch(declared.id_pattern).to_numpy(dtype=bool) & (texts != "").to_numpy(dtype=bool)
        fault = Fault("id_pattern", "found an id of another form", shown(declared.id_pattern))
        note_cells(np.flatnonzero(odd), fault, place, problems)
    typed = typed_column(texts, _ID, place, problems)
    if declared.time_point_column is not None:  # then a row is a person's form, and forms are compared later
        return (declared.id_prefix + typed.values).astype(TEXT) if declared.id_prefix else typed.values
    again = typed.values.notna() & typed.values.duplicated()
    fault = Fault("duplicate", "found a person a second time", f"one {sheet.row_word} for each person")
    note_cells(np.flatnonzero(again.to_numpy(dtype=bool)), fault, place, problems)
    return (declared.id_prefix + typed.values).astype(TEXT) if declared.id_prefix else typed.values


def _time_points(
    sheet: Sheet, declared: Return, positions: Positions, lists: Lists, problems: Problems
) -> pd.Series | None:
    """Return the time point of each row, in our names; None where a file is of one time point."""
    if positions.time_point is None:
        return None
    theirs = declared.time_points or {name: name for name in lists.allowed(_TIME_POINT) or ()}
    texts, place = sheet.columns[positions.time_point], _place(sheet, positions.time_point)
    typed = typed_column(texts, _TIME_POINT, place, problems, allowed=tuple(theirs))
    return typed.values.map(theirs).astype(TEXT) if declared.time_points else typed.values


def _completed_on(sheet: Sheet, declared: Return, positions: Positions, problems: Problems) -> pd.Series:
    if positions.completed_on is None:
        return empty_values(_COMPLETED_ON, len(sheet))
    return _dates(sheet, declared, positions.completed_on, _COMPLETED_ON, problems)


def _dates(sheet: Sheet, declared: Return, position: int, column: Column, problems: Problems) -> pd.Series:
    """Return a column of dates in the declared form, else in ISO 8601."""
    texts, place = sheet.columns[position], _place(sheet, position)
    if declared.date_format:
        iso = {text: _iso(text, declared.date_format) for text in texts.unique()}
        odd = texts.map({text: day is None for text, day in iso.items()}).to_numpy(dtype=bool)
        fault = Fault("date", "found a date of another form", f"dates as {declared.date_format}")
        note_cells(np.flatnonzero(odd), fault, place, problems)
        texts = texts.map(lambda text: iso[text] or "").astype(TEXT)
    return typed_column(texts, column, place, problems).values


def _iso(text: str, date_format: str) -> str | None:
    """Return a date as ISO 8601; None when it does not fit the declared form. Blanks and missing codes stay."""
    if text == "" or text in MISSING_CODES:
        return text
    try:
        return datetime.datetime.strptime(text, date_format).date().isoformat()
    except ValueError:
        return None


def _people(
    sheet: Sheet, declared: Return, positions: Positions, ids: pd.Series, lists: Lists, problems: Problems
) -> Part:
    """Return one row of people for each row of the sheet."""
    described = declared.people or PersonColumns(columns={})
    columns = columns_of(TABLES["people"], lists)
    values = {"person_id": ids}
    for name, constant in described.constants.items():
        texts = text_series([constant] * len(sheet))
        place = Place(declared.path, name, sheet.rows, sheet.row_word)
        values[name] = typed_column(texts, columns[name], place, problems, allowed=lists.allowed(columns[name])).values
    for name, position in positions.people.items():
        values[name] = _described(sheet, declared, name, position, columns[name], lists, problems)
    if "role" not in values:
        values["role"] = text_series(["participant"] * len(sheet))
    people, rows = pd.DataFrame(values), sheet.rows
    if declared.time_point_column is not None:  # somebody is described again with each form
        is_again = people.duplicated().to_numpy()
        people, rows = people[~is_again].reset_index(drop=True), rows[~is_again]
    return Part("people", sheet.file, people, rows, sheet.row_word, declared=True)


def _described(
    sheet: Sheet, declared: Return, name: str, position: int, column: Column, lists: Lists, problems: Problems
) -> pd.Series:
    if column.type == "date":
        return _dates(sheet, declared, position, column, problems)
    texts, place = sheet.columns[position], _place(sheet, position)
    codes = declared.people.codes.get(name, {}) if declared.people else {}
    if not codes:
        return typed_column(texts, column, place, problems, allowed=lists.allowed(column)).values
    read = replace(column, type="code", required=column.required)
    theirs = typed_column(texts, read, place, problems, allowed=tuple(codes)).values
    return theirs.map(codes).astype(TEXT)


def _place(sheet: Sheet, position: int) -> Place:
    return Place(sheet.file, sheet.headers[position], sheet.rows, sheet.row_word)
