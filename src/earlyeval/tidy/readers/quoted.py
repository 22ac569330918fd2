"""Delimited text that is clean but for its quotation marks: doubled marks, commas and line ends within cells.

The road between ``plain`` and the exact one: the csv module reads the whole file without a look at single lines. What
is not clean throughout is left to the exact road, which tells positions.
"""

import csv
import io
from pathlib import Path

from earlyeval.tidy.readers.plain import BLOCK, NotPlainError, PlainHead, plain_head, text_of, whole_lines
from earlyeval.tidy.readers.sheet import ROWS_AT_A_TIME, Sheet, TextColumns, made_sheet


def quoted_sheet(path: Path, *, name: str) -> Sheet | None:
    """Return the sheet of a file that is clean throughout, or None."""
    try:
        head = plain_head(path)
        with path.open("rb") as file:
            file.seek(head.begins)
            for block in whole_lines(file, BLOCK):
                text_of(block)
            file.seek(head.begins)
            with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
                return _sheet(text, head, name)
    except (NotPlainError, csv.Error):
        return None


def _sheet(text: io.TextIOWrapper, head: PlainHead, name: str) -> Sheet | None:
    width, line = len(head.headers), head.line
    cells, rows, batch = TextColumns(width), list[int](), list[list[str]]()
    reader = csv.reader(text, delimiter=head.delimiter, strict=True)
    for row in reader:
        begins, line = line + 1, head.line + reader.line_num
        if len(row) != width:
            if not row:
                continue
            return None
        batch.append(row)
        rows.append(begins)
        if len(batch) == ROWS_AT_A_TIME:
            cells.extend(batch)
            batch = []
    cells.extend(batch)
    return made_sheet(name, head.headers, cells.columns(), rows)
