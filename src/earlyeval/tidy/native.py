"""Sheets in our own shape: one table each, headers as tidy/tables.py has them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from earlyeval.tidy.columns import Place, empty_values, typed_column
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.headers import headers_hold, without_headers_again
from earlyeval.tidy.lists import MISSING_CODES, Lists
from earlyeval.tidy.parts import Part, columns_of
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.tables import TABLES, UNIVERSAL_COLUMNS

NOT_APPLICABLE = "na"


def native_part(
    name: str, sheet: Sheet, lists: Lists, problems: Problems, findings: list[Finding], *, is_real: bool
) -> Part | None:
    """Return the rows of a sheet that holds one tidy table, typed; None where no header can be used.

    Where headers are missing or unknown, the columns that are known are looked at all the same.
    """
    table = TABLES[name]
    columns = columns_of(table, lists)
    universal = {column.name: column for column in UNIVERSAL_COLUMNS}
    required = [column.name for column in columns.values() if column.required]
    if not headers_hold(sheet, [*columns, *universal], required, problems):
        return None
    sheet = without_headers_again(sheet, problems)
    note_synthetic(sheet, problems, is_real=is_real)
    values: dict[str, pd.Series] = {}
    not_applicable = None
    for column in columns.values():
        if column.name not in sheet.headers:
            values[column.name] = empty_values(column, len(sheet))
            continue
        place = place_of(sheet, column.name)
        typed = typed_column(sheet.column(column.name), column, place, problems, allowed=lists.allowed(column))
        values[column.name] = typed.values
        if (name, column.name) == ("responses", "value"):
            not_applicable = typed.missing.get(NOT_APPLICABLE)
        findings.extend(missing_code_findings(name, place, typed.missing))
    if name == "responses":
        flags = values["is_not_applicable"].fillna(False)
        values["is_not_applicable"] = flags if not_applicable is None else flags | not_applicable
    letters = dict(zip(sheet.headers, sheet.letters, strict=True)) if sheet.letters else {}
    return Part(name, sheet.file, pd.DataFrame(values), sheet.rows, sheet.row_word, letters=letters)


def place_of(sheet: Sheet, header: str) -> Place:
    """Return where a column of a sheet stands, for messages."""
    return Place(sheet.file, header, sheet.rows, sheet.row_word, sheet.letter(sheet.headers.index(header)))


def note_synthetic(sheet: Sheet, problems: Problems, *, is_real: bool) -> None:
    """Refuse rows marked as made up among real returns: they would be reported as people."""
    column = UNIVERSAL_COLUMNS[0]
    if column.name not in sheet.headers:
        return
    place = place_of(sheet, column.name)
    typed = typed_column(sheet.column(column.name), column, place, problems)
    marked = typed.values.fillna(False).to_numpy(dtype=bool)
    if is_real and marked.any():
        found = f"{int(marked.sum())} rows are marked as made up, among real returns"
        step = "Remove the file, or say 'synthetic: true' in study.yaml if the whole study is made up"
        problems.add(Problem(sheet.file, 0, column.name, "synthetic", found, "no", step))


def missing_code_findings(table: str, place: Place, missing: Mapping[str, np.ndarray]) -> list[Finding]:
    """Return one finding for each missing code that a column holds."""
    return [
        missing_code_finding(table, place.file, place.header, code, int(mask.sum()))
        for code, mask in sorted(missing.items())
    ]


def missing_code_finding(table: str, file: str, column: str, code: str, cells: int) -> Finding:
    """Return the finding that some cells hold a missing code."""
    sentence = f"{counted(cells, 'cell')} with '{code}' ({MISSING_CODES[code]}): no value was given there."
    return Finding(table, file, 0, column, "missing_code", "note", cells, sentence)
