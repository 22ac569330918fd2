"""Write returns so that the same rows give the same bytes: CSV, Excel and text. Every table says it is synthetic."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook

MARK = ("is_synthetic", "yes")
_WHOLE = {int, np.int64}
_FIXED_TIME = datetime(2024, 9, 9)  # a made-up moment, the same on every machine
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True)
class Sheet:
    """One file of returns: where it goes, its columns, its rows. None is an empty cell."""

    path: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    def ending_in(self, ending: str) -> "Sheet":
        """Return the same sheet as a file of another kind; a workbook stays a workbook."""
        return replace(self, path=f"{self.path.removesuffix('.csv')}.{ending}") if self.path.endswith(".csv") else self


def write_sheet(sheet: Sheet, folder: Path) -> Path:
    """Write a sheet as CSV or, when its path ends so, as an Excel workbook or Parquet; return where it lies."""
    target = folder / sheet.path
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = (*sheet.columns, MARK[0])
    rows = [[*row, MARK[1]] for row in sheet.rows]
    write = {".xlsx": _workbook, ".parquet": _columnar}.get(target.suffix, _delimited)
    target.write_bytes(write(columns, rows))
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


def _columnar(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return Parquet: a column of whole numbers or of days is typed so, every other one is text."""
    import pyarrow as pa
    from pyarrow import parquet

    arrays = []
    for place in range(len(columns)):
        cells = [row[place] for row in rows]
        kinds = {type(cell) for cell in cells if cell is not None}
        kind = pa.date32() if kinds == {date} else pa.int64() if kinds and kinds <= _WHOLE else pa.string()
        typed = cells if kind != pa.string() else [None if cell is None else str(cell) for cell in cells]
        arrays.append(pa.array(typed, type=kind))
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, names=list(columns)), buffer, compression="snappy")
    return buffer.getvalue()


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
