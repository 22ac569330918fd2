"""Excel workbooks (.xlsx, .xlsm): values only, as the text that the same cells would have in a CSV file."""

import datetime
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.identifiers import personal_detail_in
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.controls import without_controls
from earlyeval.tidy.readers.openers import not_workbook
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextColumns, made_sheet
from earlyeval.tidy.readers.workbook_notes import note_looks
from earlyeval.tidy.readers.workbook_parts import Looks, looks_of

_EXACT_WHOLE_NUMBERS = 2**53
_MIDNIGHT = datetime.time()
_AGAIN = "Open it in Excel and save it as .xlsx again, or export it as CSV UTF-8"
AT_MOST_ROWS = 1_048_576  # what a sheet of Excel can have
AT_MOST_CELLS = 20_000_000  # more than fit into the largest workbook we unpack, unless they are empty
AT_MOST_FILLED, AT_MOST_WITH_FORMULAS = 800_000, 250_000  # cells: about six seconds
ENOUGH_UNCOUNTED = 1_000
Row = tuple[int, list[Any]]


class _TooLargeError(Exception):
    """A sheet that unfolds to more than it can honestly hold."""


def read_workbook(
    path: Path,
    *,
    name: str,
    problems: Problems,
    findings: list[Finding] | None = None,
    sheet: str = "",
    rows_above: int = 0,
) -> Sheet | None:
    """Return the cells of one sheet of a workbook as text, or None after noting why it cannot be read.

    Parameters
    ----------
    path, name, problems
        As for ``read_delimited``.
    sheet : str
        Which sheet; empty for the first.
    rows_above : int
        How many filled rows of title stand above the headers.

    Notes
    -----
    A whole number comes without a decimal point (7.0 is "7"), a date as ISO 8601, a truth value as TRUE or FALSE.
    A formula counts for the value that Excel stored with it; without one, and where cells of the data are merged,
    the file is refused. ``findings`` takes what the sheet holds beside values: notes, hidden rows, struck-out cells.
    """
    found, next_step = not_workbook(path)
    if found:
        problems.add(Problem(name, 0, "", "not_workbook", found, "an Excel workbook (.xlsx)", next_step))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no data
            names = _sheet_names(path)
            if sheet and sheet not in names:
                allowed = ", ".join(shown(known) for known in names if not personal_detail_in(known, dates=False))
                problems.add(Problem(name, 0, "", "no_sheet", f"found no sheet called {shown(sheet)}", allowed))
                return None
            return _read(path, sheet, name, problems, findings if findings is not None else [], rows_above)
    except _TooLargeError as error:
        step = "Save the data alone in a new workbook, or export it as CSV UTF-8"
        problems.add(Problem(name, 0, "", "structure", str(error), "", step))
        return None
    except Exception:  # openpyxl raises whatever the broken part happens to raise, and its words may hold cells
        words = "the workbook is damaged"
        problems.add(Problem(name, 0, "", "not_workbook", words, "an Excel workbook (.xlsx)", _AGAIN))
        return None


def cell_text(value: Any) -> str:
    """Return a cell's value as the text it would have in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) <= _EXACT_WHOLE_NUMBERS else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _read(
    path: Path, sheet: str, name: str, problems: Problems, findings: list[Finding], rows_above: int
) -> Sheet | None:
    has_formulas = _has_formulas(path)
    if has_formulas and not _note_uncounted(path, sheet, name, problems):
        return None
    rows = islice(_filled_rows(_grid(path, sheet, data_only=True)), rows_above, None)
    first = next(rows, None)
    if first is None:
        step = "Send it again, or remove it if nothing was collected"
        problems.add(Problem(name, 0, "", "empty", "the sheet is empty", "", step, "row"))
        return None
    headers = [cell_text(cell) for cell in first[1]]
    width = len(headers)
    if width > AT_MOST_COLUMNS:
        found = f"found {width} columns"
        problems.add(Problem(name, first[0], "", "structure", found, f"at most {AT_MOST_COLUMNS} columns", "", "row"))
        return None
    with zipfile.ZipFile(path) as archive:
        looks = looks_of(archive, sheet)
    letters = [get_column_letter(place + 1) for place in range(width)]
    cells, numbers, misfits, n_filled = TextColumns(width), [], [], 0
    most = AT_MOST_WITH_FORMULAS if has_formulas else AT_MOST_FILLED
    for number, row in rows:
        n_filled += len(row)
        if n_filled > most:
            raise _TooLargeError(f"the sheet {'has formulas and ' * has_formulas}spans more cells than {most}")
        if len(row) > width:
            misfits.append((number, len(row)))
        cells.add(_texts(number, row[:width], letters, looks) + [""] * (width - len(row)))
        numbers.append(number)
    if width == 1 and misfits and len(misfits) >= len(numbers) - 1:
        problems.add(_title(name, first[0], misfits[0][1]))
        return None
    _note_misfits(misfits, width, name, problems)
    made = made_sheet(name, headers, cells.columns(), numbers, row_word="row", letters=letters)
    note_looks(made, looks, first[0], problems, findings)
    return without_controls(made, problems)


def _texts(number: int, row: list[Any], letters: list[str], looks: Looks) -> list[str]:
    """Return the cells of a row as text; shares and padded numbers as they are shown, as a CSV would hold them."""
    if not looks.percents and not looks.padded:
        return [cell_text(cell) for cell in row]
    texts = []
    for letter, cell in zip(letters, row, strict=False):
        place, text = f"{letter}{number}", cell_text(cell)
        if place in looks.percents and isinstance(cell, int | float):
            text = f"{cell * 100:.15g}%"
        elif place in looks.padded and isinstance(cell, int) and cell >= 0:
            text = text.zfill(looks.padded[place])
        texts.append(text)
    return texts


def _note_misfits(misfits: list[tuple[int, int]], width: int, name: str, problems: Problems) -> None:
    for number, length in misfits:
        found, step = f"found {counted(length, 'cell')}", "Give every filled column a header"
        problems.add(Problem(name, number, "", "width", found, counted(width, "cell"), step, "row"))


def _title(name: str, row: int, width: int) -> Problem:
    found = f"found one cell, and {width} in the rows below: it looks like a title"
    step = "Remove whatever stands above the headers, or say in a declaration how much it is (rows_above)"
    return Problem(name, row, "", "title", found, "headers in the first row", step, "row")


def _sheet_names(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return book.sheetnames
    finally:
        book.close()


def _grid(path: Path, sheet: str, *, data_only: bool) -> Iterator[Row]:
    """Yield the rows of a sheet by number. Blank rows before or between come as empty lists.

    A few bytes can name a row or a column so far away that the blanks before it never end: these are counted.
    """
    cells = 0
    book = openpyxl.load_workbook(path, read_only=True, data_only=data_only, keep_links=False)
    try:
        chosen = book[sheet] if sheet else book.worksheets[0]
        chosen.reset_dimensions()  # what a file says about its own size need not be true
        for number, row in enumerate(chosen.iter_rows(values_only=True), start=1):
            cells += len(row)
            if number > AT_MOST_ROWS:
                raise _TooLargeError(f"the sheet has more rows than {AT_MOST_ROWS}")
            if cells > AT_MOST_CELLS:
                raise _TooLargeError(f"the sheet spans more cells than {AT_MOST_CELLS}")
            yield number, list(row)
    finally:
        book.close()


def _filled_rows(rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in rows:
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
        if row:
            yield number, row


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/"):
                content = archive.read(member)
                if b"<f>" in content or b"<f " in content or b":f>" in content:
                    return True
    return False


def _note_uncounted(path: Path, sheet: str, name: str, problems: Problems) -> bool:
    """Note every formula that has no stored value: it would be read as an empty cell. False: too many to go on."""
    formulas = _grid(path, sheet, data_only=False)
    values, n_found = _grid(path, sheet, data_only=True), 0
    for (number, row), (_, stored) in zip(formulas, values, strict=False):
        for place, cell in enumerate(row):
            is_formula = not isinstance(cell, str | int | float | None | datetime.date | datetime.time) or (
                isinstance(cell, str) and cell.startswith("=")
            )
            if is_formula and (place >= len(stored) or stored[place] is None):
                found = "found a formula without a stored value"
                step = "Open the workbook in Excel and save it, or paste the values alone"
                letter = get_column_letter(place + 1)
                problems.add(Problem(name, number, letter, "formula", found, "a value", step, "row"))
                n_found += 1
        if n_found > ENOUGH_UNCOUNTED:
            problems.cut_short()
            return False
    return True
