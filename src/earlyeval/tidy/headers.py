"""Headers of a sheet in our own shape: known, once each, where they belong; and what a sheet is that has others."""

from collections.abc import Iterable
from difflib import get_close_matches

import numpy as np

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.findings import counted
from earlyeval.tidy.identifiers import personal_detail_in
from earlyeval.tidy.mistyped import invisible_or_foreign
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.delimiters import MARKS
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.readers.surveys import is_qualtrics

ROWS_LOOKED_AT = 30
OF_LINES = ("width", "structure", "title")  # rules about lines, of which a text that is no table breaks most
_OTHER_MARKS = "|^~"


def headers_hold(sheet: Sheet, known: Iterable[str], required: Iterable[str], problems: Problems) -> bool:
    """Note headers that are unknown, repeated, blank or missing; tell whether any column can be looked at further."""
    known, required = list(known), list(required)
    another = _another_shape(sheet, required) if not set(required) <= set(sheet.headers) else None
    if another is not None:
        problems.add(another)
        return False
    if not any(header in known for header in sheet.headers):
        problems.put_in_place(_no_headers(sheet, known, problems), of=OF_LINES)
        return False
    for place, header in enumerate(sheet.headers):
        column = f"column {place + 1}{f' ({sheet.letter(place)})' if sheet.letter(place) else ''}"
        if not header:
            found = f"{column} holds values and has no header"
            problems.add(Problem(sheet.file, 0, "", "header", found, "a header on every filled column"))
        elif header in sheet.headers[:place]:
            found = "found the same header twice"
            problems.add(Problem(sheet.file, 0, shown(header), "header", found, "every header once", "Remove one"))
        elif header not in known and personal_detail_in(header):
            found = f"{column} has a header that may tell who somebody is, which is not repeated here"
            problems.add(Problem(sheet.file, 0, "", "unknown_column", found, _listed(known), "Rename it"))
        elif header not in known:
            near = get_close_matches(header.lower().replace(" ", "_"), known, n=1, cutoff=0.6)
            step = f"Did you mean {near[0]}?" if near else invisible_or_foreign(header) or "Rename it, or leave it out"
            found = "found no such column"
            problems.add(Problem(sheet.file, 0, shown(header), "unknown_column", found, _listed(known), step))
    for name in required:
        if name not in sheet.headers:
            found = "the column is missing"
            problems.add(Problem(sheet.file, 0, name, "missing_column", found, "", "Add it; no row may leave it empty"))
    return True


def _no_headers(sheet: Sheet, known: list[str], problems: Problems) -> Problem:
    """Say that a sheet has other headers or none. What stands in their place may be anybody's data: not repeated."""
    found = "the first line holds none of the headers that are known here"
    step = "Put the headers into the first line; a file of another system is described once: earlyeval map FILE"
    if problems.n_of(sheet.file, OF_LINES):  # one sentence says more than one for each line
        found, step = f"it is no table: its lines do not fit each other, and {found}", "Send the table itself"
    elif len(sheet.headers) == 1 and len(sheet):
        found, step = f"it is no table: every line is one cell, and {found}", "Send the table itself"
    return Problem(sheet.file, 0, "", "no_headers", found, _listed(known), step)


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 40 else ", ".join(names[:40]) + ", ..."


def _another_shape(sheet: Sheet, required: list[str]) -> Problem | None:
    """Return in one problem why the headers are not where they belong; None where that cannot be told."""
    if is_qualtrics(sheet):
        found = "it looks like an export of Qualtrics, with three header rows"
        return _declare(sheet, found)
    if any(header.startswith("redcap_") for header in sheet.headers):
        return _declare(sheet, "it looks like an export of REDCap")
    lower = _row_of(sheet, required)
    if lower is not None:
        row = int(sheet.rows[lower])
        found = f"the headers stand here, below {counted(lower + 1, f'filled {sheet.row_word}')} of something else"
        step = "Remove what stands above the headers, or say in a declaration how much it is (rows_above)"
        return Problem(sheet.file, row, "", "title", found, "headers first", step, sheet.row_word)
    first = {sheet.headers[0], *sheet.columns[0].head(ROWS_LOOKED_AT)} if sheet.headers else set()
    if len(required) > 1 and set(required) <= first:
        found = "the headers stand below each other"
        step = "Turn it round (paste special, transpose), or declare it: orientation: people_in_columns"
        return Problem(sheet.file, 0, "", "turned_round", found, "beside each other", step)
    found = _division(sheet.headers[0], required) if len(sheet.headers) == 1 else ""
    allowed = "commas, semicolons or tabs"
    return Problem(sheet.file, 0, "", "delimiter", found, allowed, "Save it as CSV UTF-8") if found else None


def _division(header: str, required: list[str]) -> str:
    """Return how the only header of a sheet seems to hold all of them; "" where it does not."""
    marks = [mark for mark in _OTHER_MARKS if mark in header]
    if marks:
        return f"the cells seem to be divided by {shown(marks[0])}"
    if any(mark in header for mark in MARKS):
        return "the whole of each line stands in quotation marks"
    return "the cells seem to be divided by blanks" if set(required) <= set(header.split()) else ""


def _declare(sheet: Sheet, found: str) -> Problem:
    step = "Describe it once: earlyeval map FILE (make map FILE=...) proposes how, for you to correct"
    return Problem(sheet.file, 0, "", "another_shape", found, "our own headers, or a declaration", step)


def _row_of(sheet: Sheet, required: list[str]) -> int | None:
    for row in range(min(len(sheet), ROWS_LOOKED_AT)):
        if required and set(required) <= {column.iloc[row] for column in sheet.columns}:
            return row
    return None


def without_headers_again(sheet: Sheet, problems: Problems) -> Sheet:
    """Return a sheet without rows that repeat the headers, after noting each: two exports were put together."""
    if len(sheet.headers) < 2 or not len(sheet):
        return sheet
    again, n_filled = np.ones(len(sheet), dtype=bool), np.zeros(len(sheet), dtype="int64")
    for header, column in zip(sheet.headers, sheet.columns, strict=True):
        is_same = (column == header).to_numpy(dtype=bool) & (header != "")
        n_filled += is_same
        again &= is_same | (column == "").to_numpy(dtype=bool)
        if not again.any():
            return sheet
    again &= n_filled > 1
    if again.any():
        found, step = "found the headers a second time", "Remove them; what differs below them needs a file of its own"
        like = Problem(sheet.file, 0, "", "headers_again", found, "headers once", step, sheet.row_word)
        problems.add_rows(like, sheet.rows[again])
    return sheet.of_rows(~again)
