"""Write returns so that the same rows give the same bytes: CSV, Excel and text. Every table says it is synthetic."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MARK = ("is_synthetic", "yes")
_FIXED_TIME = datetime(2024, 9, 9)  # a made-up moment, the same on every machine
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True)
class Sheet:
    """One file of returns: where it goes, its columns, its rows. None is an empty cell."""

    path: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def write_sheet(sheet: Sheet, folder: Path) -> Path:
    """Write a sheet as CSV or, when its path ends so, as an Excel workbook; return where it lies."""
    target = folder / sheet.path
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = (*sheet.columns, MARK[0])
    rows = [[*row, MARK[1]] for row in sheet.rows]
    target.write_bytes(_workbook(columns, rows) if target.suffix == ".xlsx" else _delimited(columns, rows))
    return target


def write_text(text: str, target: Path) -> Path:
    """Write a transcript: UTF-8, one line feed a line, no byte-order mark."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode("utf-8"))
    return target


def _delimited(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8")


def _workbook(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return an Excel file without a trace of when or where it was made."""
    workbook = Workbook()
    page = workbook.active
    page.title = "returns"
    page.append(list(columns))
    for row in rows:
        page.append(list(row))
    for cells in page.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    workbook.properties.creator = "earlyeval synthetic returns"
    workbook.properties.created = _FIXED_TIME
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _rezipped(buffer.getvalue())


def _rezipped(content: bytes) -> bytes:
    """Return the same archive with fixed times, not compressed: compressors differ from machine to machine."""
    fixed = _FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            part = _MODIFIED.sub(rb"\g<1>" + fixed + rb"\g<2>", old.read(name))
            new.writestr(zipfile.ZipInfo(name, date_time=_FIXED_TIME.timetuple()[:6]), part)
    return buffer.getvalue()
