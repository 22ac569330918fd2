"""The tables of a report as one accessible workbook: cover, contents, notes, then one table a sheet.

No formulas, no merged cells, no blank rows; text in a table is never a formula, numbers are numbers. The same
tables and words give the same bytes.

Written with XlsxWriter. gptables 2.0.2, made for the same guidance, was tried first: it refuses a cell that
holds only "*" or a dash (our marks for hidden numbers), makes a live link of any text shaped like
``[words](address)``, and unpickles a file when it is imported.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from earlyeval.present.tables import Table
from earlyeval.report.cells import SHORTHAND, Cell, cell_of, column_names, safe_text, sheet_names

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# A workbook says when it was made; the same tables must give the same bytes.
FIXED_DATE = datetime(2000, 1, 1)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NARROWEST, WIDEST, WIDEST_LABEL = 12, 34, 60
A4 = 9


def write_workbook(
    tables: Iterable[Table],
    target: Path,
    *,
    title: str,
    banner: str = "",
    facts: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    table_numbers: Mapping[str, str] | None = None,
) -> None:
    """Write the workbook of a report's tables.

    Parameters
    ----------
    tables : iterable of Table
        Protected tables, in the order of the page.
    target : path
        The .xlsx file.
    title, facts, notes : str, mapping of label to text, sequence of str
        The cover's heading and facts (period, version, run, profile), and what holds for all tables.
    banner : str
        What must be read first, on every sheet and in every print header; "" for real data.
    table_numbers : mapping of table id to words, optional
        The page's number of a table ("Table 3"), where it stands on the page.
    """
    import xlsxwriter

    kept = list(tables)
    numbers = table_numbers or {}
    names = sheet_names(numbers.get(table.id, table.id) for table in kept)
    headings = [_heading(table, numbers) for table in kept]
    # Made in memory and written in one go: a full disk is then told like any other, by an OSError.
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": title, "author": "earlyeval", "created": FIXED_DATE})
        book.set_calc_mode("manual")
        sheets = _Sheets(book, banner)
        sheets.cover(title, facts or {}, count=len(kept))
        sheets.contents(names, headings)
        sheets.notes(notes)
        for name, heading, table in zip(names, headings, kept, strict=True):
            sheets.table(name, heading, table)
    target.write_bytes(made.getvalue())


def _heading(table: Table, numbers: Mapping[str, str]) -> str:
    number = numbers.get(table.id, "")
    return f"{number}. {table.caption}" if number else table.caption


def _is_numeric(cells: Sequence[Cell]) -> bool:
    """Say whether a column holds any number: then all of it is set to the right."""
    return any(isinstance(cell.value, float) for cell in cells)


class _Sheets:
    """Writes sheets of one workbook in one style."""

    def __init__(self, book: "Workbook", banner: str) -> None:
        self.book, self.banner = book, banner
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.cells: dict[tuple[type, object], Cell] = {}  # most cells of a workbook say what another one says

    def cover(self, title: str, facts: Mapping[str, str], *, count: int) -> None:
        """Write the cover: what this is, which data it stands on, how to find a table."""
        sheet = self._sheet("Cover")
        row = self._lines(sheet, title, [
            f"This workbook holds {count} tables, one on each worksheet, and no formulas.",
            "The worksheet Contents lists them; the worksheet Notes says what holds for all of them.",
            *(f"{label}: {text}" for label, text in facts.items()),
        ])  # fmt: skip
        for sign, words in SHORTHAND.items():
            self._text(sheet, row, 0, f"{sign} means {words}.")
            row += 1
        sheet.set_column(0, 0, 100)

    def contents(self, names: list[str], headings: list[str]) -> None:
        """Write the list of tables, each with a link to its worksheet."""
        sheet = self._sheet("Contents")
        row = self._lines(sheet, "Contents", ["This worksheet contains one table: the list of the worksheets."])
        rows = [*zip(["Cover", "Notes", *names], ["Cover", "Notes", *headings], strict=True)]
        self._mark_up(sheet, row, ["Worksheet", "What it holds"], len(rows), name="contents")
        link = self._format(font_color="#12436D", underline=1, valign="top")
        for place, (name, heading) in enumerate(rows, start=row + 1):
            sheet.write_url(place, 0, f"internal:'{name}'!A1", link, name)
            self._text(sheet, place, 1, heading, text_wrap=True)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 100)

    def notes(self, notes: Sequence[str]) -> None:
        """Write what holds for all tables."""
        sheet = self._sheet("Notes")
        row = self._lines(sheet, "Notes", ["This worksheet contains one table: the notes that hold for all tables."])
        texts = [*notes, *(f"{sign} means {words}." for sign, words in SHORTHAND.items())]
        self._mark_up(sheet, row, ["Number", "Note"], len(texts), name="notes")
        for count, text in enumerate(texts, start=1):
            sheet.write_number(row + count, 0, count, self._format(align="left", valign="top"))
            self._text(sheet, row + count, 1, text, text_wrap=True)
        sheet.set_column(0, 0, NARROWEST)
        sheet.set_column(1, 1, 100)

    def table(self, name: str, heading: str, table: Table) -> None:
        """Write one table under its heading, its notes above it."""
        sheet = self._sheet(name)
        lines = [f"Note: {note}" for note in table.notes]
        if not table.rows:
            self._lines(sheet, heading, ["This table has no rows.", *lines])
            return
        row = self._lines(sheet, heading, ["This worksheet contains one table.", *lines])
        columns = column_names(table.columns)
        by_column = [self._cells(table, column) for column in range(len(columns))]
        numeric = [_is_numeric(cells) for cells in by_column]
        self._mark_up(sheet, row, columns, len(table.rows), name=name, numeric=numeric)
        for column, (header, cells) in enumerate(zip(columns, by_column, strict=True)):
            for place, cell in enumerate(cells, start=row + 1):
                self._cell(sheet, (place, column), cell, is_numeric=numeric[column])
            values = [line[column] for line in table.rows]
            longest = max(len(str(value)) + 2 for value in (header, *values))
            widest = WIDEST if numeric[column] else WIDEST_LABEL
            sheet.set_column(column, column, min(max(NARROWEST, longest), widest))

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if self.banner:
            sheet.set_header("&L" + self.banner.replace("&", "&&"))
        return sheet

    def _lines(self, sheet: Any, heading: str, lines: Sequence[str]) -> int:
        """Write the heading, the banner and lines of text; return the next row."""
        self._text(sheet, 0, 0, heading, bold=True, font_size=14, font_color="#12436D")
        row = 1
        if self.banner:
            self._text(sheet, row, 0, self.banner, bold=True, font_color="#801650")
            row += 1
        for line in lines:
            self._text(sheet, row, 0, line)
            row += 1
        return row

    def _mark_up(
        self, sheet: Any, row: int, columns: Sequence[str], count: int, *, name: str, numeric: Sequence[bool] = ()
    ) -> None:
        """Mark cells up as a table, so that a screen reader finds its header row."""
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        headers = [
            {"header": header, "header_format": self._format(**head, align="right" if is_numeric else "left")}
            for header, is_numeric in zip(columns, numeric or [False] * len(columns), strict=True)
        ]
        shape = {"name": f"table_{name.replace('-', '_')}", "columns": headers, "autofilter": False, "style": None}
        sheet.add_table(row, 0, row + count, len(columns) - 1, shape)

    def _cells(self, table: Table, column: int) -> list[Cell]:
        """Return a column ready to be written; the names of rows are texts even where they look like numbers."""
        values = [line[column] for line in table.rows]
        if column < table.row_headers:
            return [Cell(safe_text(str(value))) for value in values]
        found = []
        for value in values:
            said = (type(value), value)
            if said not in self.cells:
                self.cells[said] = cell_of(value)
            found.append(self.cells[said])
        return found

    def _cell(self, sheet: Any, place: tuple[int, int], cell: Cell, *, is_numeric: bool) -> None:
        align = "right" if is_numeric else "left"
        if isinstance(cell.value, str):  # made safe when it became a cell
            sheet.write_string(*place, cell.value, self._format(valign="top", text_wrap=True, align=align))
        else:
            sheet.write_number(
                *place, cell.value, self._format(num_format=cell.number_format, align=align, valign="top")
            )

    def _text(self, sheet: Any, row: int, column: int, text: str, **look: Any) -> None:
        sheet.write_string(row, column, safe_text(text), self._format(**{"valign": "top", **look}))

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted({"font_name": "Arial", "font_size": 11, **look}.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]
