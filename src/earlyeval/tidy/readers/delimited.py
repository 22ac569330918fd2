"""Delimited text (CSV with commas, semicolons or tabs), read strictly: exact width, strict quotes, strict UTF-8."""

import csv
from collections.abc import Iterator
from pathlib import Path

from earlyeval.tidy.findings import counted
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.delimiters import delimiter_of, said_delimiter
from earlyeval.tidy.readers.lines import Lines
from earlyeval.tidy.readers.plain import plain_sheet
from earlyeval.tidy.readers.quoted import quoted_sheet
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextColumns, made_sheet
from earlyeval.tidy.readers.sniff import AT_MOST_CELLS, AT_MOST_LINES, has_too_many_cells, not_text

__all__ = ["delimiter_of", "read_delimited", "read_exactly"]
ENOUGH_MISFITS = 10_000


def read_delimited(path: Path, *, name: str, problems: Problems, rows_above: int = 0) -> Sheet | None:
    """Return the cells of a delimited file as text, or None after noting why it cannot be read at all.

    Whatever is wrong is noted, and lines that cannot be read are left out: where ``problems`` has grown, the sheet is
    only good for finding what else is wrong.

    Parameters
    ----------
    path : Path
        A file in UTF-8, with or without a byte order mark, with any line endings.
    name : str
        What to call the file in messages.
    rows_above : int
        How many filled lines of title stand above the headers.
    problems : Problems
        Takes every reason for refusing it: what it is instead, the line of a byte that is not UTF-8, lines
        with too few or too many cells, quotes that do not close.
    """
    found, next_step = not_text(path)
    if found:
        problems.add(Problem(name, 0, "", "not_delimited", found, "delimited text in UTF-8", next_step))
        return None
    if has_too_many_cells(path):
        most = f"{AT_MOST_CELLS // 10**6} million cells, or than {AT_MOST_LINES / 10**6:g} million lines"
        found, step = f"the file has more than {most}", "Send it in parts"
        problems.add(Problem(name, 0, "", "structure", found, "", f"{step}, as TABLE--PART.csv"))
        return None
    for road in (plain_sheet, quoted_sheet) if not rows_above else ():
        sheet = road(path, name=name)
        if sheet is not None:
            return sheet
    return read_exactly(path, name=name, problems=problems, rows_above=rows_above)


def read_exactly(path: Path, *, name: str, problems: Problems, rows_above: int = 0) -> Sheet | None:
    """Return what ``read_delimited`` does, cell by cell: slower, with a position for whatever is wrong."""
    # A byte that is not UTF-8 becomes half of a surrogate pair, which no honest text holds: its line is told by number.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = Lines(file, name, problems)
        for _ in range(rows_above):  # titles have a width of their own, and no delimiter to go by
            lines.first()
            next(lines, "")
        head = lines.first()
        said = said_delimiter(head)
        if said:
            next(lines)
            head = lines.first()
        if not head:
            return None
        return _rows(lines, said or delimiter_of(head), name, problems)


def _rows(lines: Lines, delimiter: str, name: str, problems: Problems) -> Sheet | None:
    records = _records(lines, delimiter, name, problems)
    first, headers = next(records, (0, []))
    width = len(headers)
    if not width:
        return None
    if width > AT_MOST_COLUMNS:
        found = f"found {width} columns"
        problems.add(Problem(name, first, "", "structure", found, f"at most {AT_MOST_COLUMNS} columns"))
        return None
    cells, rows, misfits = TextColumns(width), [], []
    for line, row in records:
        if len(row) != width:
            fitted = _of_width(row, width)
            if fitted is None:
                misfits.append((line, len(row)))
                if len(misfits) > ENOUGH_MISFITS:  # no file that goes wrong so often is looked at to its end
                    problems.cut_short()
                    break
            if not fitted:
                continue
            row = fitted
        cells.add(row)
        rows.append(line)
    if not rows and _is_title(headers, misfits):
        problems.add(_title(name, first, misfits[0][1]))
        return None
    for line, length in misfits:
        step = "Quote cells that hold the delimiter, and send every column in every line"
        found, allowed = f"found {counted(length, 'cell')}", counted(width, "cell")
        problems.add(Problem(name, line, "", "width", found, allowed, step))
    return made_sheet(name, headers, cells.columns(), rows)


def _records(lines: Lines, delimiter: str, name: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins; one with stray quotation marks is told and left out."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    step = "Quote cells that hold the delimiter or a quotation mark, doubling the mark inside"
    while True:
        lines.begun = 0
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            is_open, words = _csv_words(str(error))
            is_endless = "field larger" in str(error)
            line = lines.begun if is_open else lines.number
            problems.add(Problem(name, line, "", "structure", words, "one record a line, quotes that close", step))
            if is_endless:
                return
            if is_open:  # it swallowed all that follows: read on below the line on which it was opened
                if not lines.restarted(after=lines.begun):
                    return
                reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        yield lines.begun, row


def _is_title(headers: list[str], misfits: list[tuple[int, int]]) -> bool:
    return len(headers) == 1 and len(misfits) > 1 and all(length > 1 for _, length in misfits)


def _title(name: str, line: int, width: int) -> Problem:
    found = f"found one cell, and {width} in the lines below: it looks like a title"
    step = "Remove whatever stands above the headers, or say in a declaration how much it is (rows_above)"
    return Problem(name, line, "", "title", found, "headers in the first line", step)


def _of_width(row: list[str], width: int) -> list[str] | None:
    """Return a row at its width: [] for an empty one, None for one that has lost or won cells."""
    if not any(cell.strip() for cell in row):
        return []
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    return None


def _csv_words(error: str) -> tuple[bool, str]:
    """Return whether a quotation mark was left open, and what is wrong in words."""
    if "field larger" in error:
        return False, "found a cell longer than 131072 characters"
    if "end of data" in error:
        return True, "a quotation mark is opened and never closed"
    return False, "a quotation mark stands where none can be"
