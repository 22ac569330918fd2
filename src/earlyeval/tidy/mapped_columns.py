"""Columns of a return in a shape of its own: ids, times, dates and described codes, in our terms."""

from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import PersonColumns, Return
from earlyeval.tidy.age_forms import written_alike
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import Place, Typed, empty_values, note_cells, typed_column
from earlyeval.tidy.declared_days import iso_day
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.positions import Positions
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import TEXT, Sheet, text_series
from earlyeval.tidy.tables import Column
from earlyeval.tidy.wide import HEAD

_ID, _TIME_POINT, _COMPLETED_ON, _FORM = HEAD
_BETWEEN = " / "


def without_theirs(sheet: Sheet, declared: Return, positions: Positions) -> Sheet:
    """Return the sheet with the texts that mean "not answered" blank, and those that say why in our codes."""
    if not declared.missing and not declared.missing_codes:
        return sheet
    spared = {positions.person_id, *(place for measure in positions.measures for place in measure.comments.values())}
    blanks = [text.strip() for text in declared.missing]
    codes = {text.strip(): code for text, code in declared.missing_codes.items()}

    def read(column: pd.Series) -> pd.Series:
        known = column.isin([*blanks, *codes])
        return column.mask(known, column[known].map(lambda text: codes.get(text, ""))) if known.any() else column

    columns = tuple(column if place in spared else read(column) for place, column in enumerate(sheet.columns))
    return replace(sheet, columns=columns)


def ids_of(sheet: Sheet, declared: Return, positions: Positions, problems: Problems) -> pd.Series | None:
    """Return whose each row is; None in a sheet that is not about people. Each person once, where rows are people."""
    if positions.person_id is None:
        return None
    texts, place = sheet.columns[positions.person_id], place_of(sheet, positions.person_id)
    if declared.id_pattern:
        odd = ~texts.str.fullmatch(declared.id_pattern).to_numpy(dtype=bool) & (texts != "").to_numpy(dtype=bool)
        fault = Fault("id_pattern", "found an id of another form", shown(declared.id_pattern))
        note_cells(np.flatnonzero(odd), fault, place, problems)
    ids = typed_column(texts, _ID, place, problems).values
    if declared.time_point_column is None and (declared.people or declared.measures):
        again = ids.notna() & ids.duplicated()
        fault = Fault("duplicate", "found a person a second time", f"one {sheet.row_word} for each person")
        note_cells(np.flatnonzero(again.to_numpy(dtype=bool)), fault, place, problems)
    return (declared.id_prefix + ids).astype(TEXT) if declared.id_prefix else ids


def time_points_of(
    sheet: Sheet, declared: Return, positions: Positions, lists: Lists, problems: Problems
) -> pd.Series | None:
    """Return the time point of each row, in our names; None where a file is of one time point."""
    if not positions.time_points:
        return None
    first, *others = positions.time_points
    texts, place = sheet.columns[first], place_of(sheet, first)
    for other in others:
        texts = (texts + _BETWEEN + sheet.columns[other]).astype(TEXT)
    theirs = declared.time_points or {name: name for name in lists.allowed(_TIME_POINT) or ()}
    typed = typed_column(texts, _TIME_POINT, place, problems, allowed=tuple(theirs))
    return typed.values.map(theirs).astype(TEXT) if declared.time_points else typed.values


def days_of(sheet: Sheet, declared: Return, position: int | None, problems: Problems) -> pd.Series:
    """Return the day on which each form was filled in."""
    if position is None:
        return empty_values(_COMPLETED_ON, len(sheet))
    return _dates(sheet, declared, position, _COMPLETED_ON, problems).values


def forms_of(sheet: Sheet, position: int | None, declared: tuple[str, ...], problems: Problems) -> pd.Series:
    """Return the age form of each row's totals."""
    if position is None:
        return empty_values(_FORM, len(sheet))
    texts = written_alike(sheet.columns[position], declared)
    return typed_column(texts, _FORM, place_of(sheet, position), problems).values


def described(
    sheet: Sheet, declared: Return, columns: PersonColumns, found: tuple[Column, int], lists: Lists, problems: Problems
) -> Typed:
    """Return one column of a table: their codes as ours, dates in the declared form, anything else as in our files."""
    column, position = found
    if column.type == "date":
        return _dates(sheet, declared, position, column, problems)
    texts, place = sheet.columns[position], place_of(sheet, position)
    codes = columns.codes.get(column.name, {})
    if not codes:
        return typed_column(texts, column, place, problems, allowed=lists.allowed(column))
    code = replace(column, type="code", declared_in="", allowed=())
    known = typed_column(texts, code, place, problems, allowed=tuple(codes))
    ours = text_series(known.values.map(codes).fillna(""))
    values = typed_column(ours, replace(column, required=False), place, problems, allowed=lists.allowed(column)).values
    return Typed(values, known.missing)


def constant(sheet: Sheet, declared: Return, column: Column, text: str, lists: Lists, problems: Problems) -> pd.Series:
    """Return a column that says the same in every row."""
    place = Place(declared.shown, column.name, sheet.rows, sheet.row_word)
    return typed_column(text_series([text] * len(sheet)), column, place, problems, allowed=lists.allowed(column)).values


def place_of(sheet: Sheet, position: int) -> Place:
    """Return where a column of a sheet stands, for messages."""
    return Place(sheet.file, sheet.headers[position], sheet.rows, sheet.row_word, sheet.letter(position))


def _dates(sheet: Sheet, declared: Return, position: int, column: Column, problems: Problems) -> Typed:
    """Return a column of dates in the declared form, else in ISO 8601."""
    texts, place = sheet.columns[position], place_of(sheet, position)
    if declared.date_format or declared.time_zone:
        read = {text: iso_day(text, declared) for text in texts.unique()}
        by_fault: dict[Fault, list[str]] = {}
        for text, day in read.items():
            if isinstance(day, Fault):
                by_fault.setdefault(day, []).append(text)
        for fault, odd in by_fault.items():
            note_cells(np.flatnonzero(texts.isin(odd).to_numpy(dtype=bool)), fault, place, problems)
        texts = texts.map({text: "" if isinstance(day, Fault) else day for text, day in read.items()}).astype(TEXT)
    return typed_column(texts, column, place, problems)
