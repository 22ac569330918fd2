"""Delimited text (CSV with commas, semicolons or tabs), read strictly: exact width, strict quotes, strict UTF-8."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.delimiters import delimiter_of
from earlyeval.tidy.readers.plain import plain_sheet
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextColumns, made_sheet
from earlyeval.tidy.readers.sniff import not_text

__all__ = ["delimiter_of", "read_delimited", "read_exactly"]
LONGEST_LINE = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


class _UnreadableError(Exception):
    """A line that cannot be part of a delimited file, in words."""


def read_delimited(path: Path, *, name: str, problems: Problems, rows_above: int = 0) -> Sheet | None:
    """Return the cells of a delimited file as text, or None after noting why it cannot be read.

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
    plain = plain_sheet(path, name=name) if not rows_above else None
    return plain if plain is not None else read_exactly(path, name=name, problems=problems, rows_above=rows_above)


def read_exactly(path: Path, *, name: str, problems: Problems, rows_above: int = 0) -> Sheet | None:
    """Return what ``read_delimited`` does, cell by cell: slower, with a position for whatever is wrong."""
    try:
        with path.open(encoding="utf-8-sig", errors="strict", newline="") as file:
            return _read(file, name, problems, rows_above)
    except UnicodeDecodeError:
        step = "Save it as CSV UTF-8; do not mend single letters by hand"
        problems.add(
            Problem(name, _bad_line(path), "", "encoding", "found a byte that is not UTF-8", "text in UTF-8", step)
        )
    except csv.Error as error:
        line, words = _csv_words(error)
        step = "Quote cells that hold the delimiter or a quotation mark, doubling the mark inside"
        problems.add(Problem(name, line, "", "structure", words, "one record a line, quotes that close", step))
    except _UnreadableError as error:
        line, words = error.args
        problems.add(Problem(name, line, "", "structure", words, "text in UTF-8", "Export the file again"))
    return None


def _read(file: TextIO, name: str, problems: Problems, rows_above: int) -> Sheet | None:
    lines = _Lines(file)
    for _ in range(rows_above):  # titles have a width of their own, and no delimiter to go by
        lines.first()
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter_of(lines.first()), strict=True)
    try:
        return _rows(reader, lines, name, problems)
    except csv.Error as error:
        raise csv.Error(lines.number, str(error)) from None


def _rows(reader: Iterator[list[str]], lines: "_Lines", name: str, problems: Problems) -> Sheet | None:
    headers = next(reader)
    width, before = len(headers), lines.number
    if width > AT_MOST_COLUMNS:
        found = f"found {width} columns"
        problems.add(Problem(name, before, "", "structure", found, f"at most {AT_MOST_COLUMNS} columns"))
        return None
    cells, rows, is_whole = TextColumns(width), [], True
    for row in reader:
        line, before = before + 1, lines.number
        if len(row) != width:
            fitted = _of_width(row, width)
            if fitted is None:
                is_whole = False
                step = "Quote cells that hold the delimiter, and send every column in every line"
                problems.add(Problem(name, line, "", "width", f"found {len(row)} cells", f"{width} cells", step))
            if not fitted:
                continue
            row = fitted
        cells.add(row)
        rows.append(line)
    return made_sheet(name, headers, cells.columns(), rows) if is_whole else None


def _of_width(row: list[str], width: int) -> list[str] | None:
    """Return a row at its width: [] for an empty one, None for one that has lost or won cells."""
    if not any(cell.strip() for cell in row):
        return []
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    return None


class _Lines:
    """Lines of a file, each looked at once: no endless line, no control character; the first can be seen ahead."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._ahead: list[str] = []
        self.number = 0

    def first(self) -> str:
        """Return the first line that is not blank, leaving it to be read. Blank lines before it are passed over."""
        line = next((line for line in self if line.strip()), "")
        self._ahead = [line]
        return line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._ahead:
            return self._ahead.pop()
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE:
            raise _UnreadableError(self.number, f"found a line longer than {LONGEST_LINE} characters")
        if _CONTROL.search(line):
            raise _UnreadableError(self.number, "found a control character or a letter lost in conversion")
        return line


def _bad_line(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0


def _csv_words(error: csv.Error) -> tuple[int, str]:
    line, text = error.args
    if "field larger" in text:
        return line, "found a cell longer than 131072 characters"
    if "end of data" in text:
        return line, "a quotation mark is opened and never closed"
    return line, "a quotation mark stands where none can be"
