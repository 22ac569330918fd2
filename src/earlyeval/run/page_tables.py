"""The tables that executed notebooks show, read back from their outputs, so that page and workbook cannot differ."""

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from earlyeval.present.tables import Table
from earlyeval.report.notebooks import read_notebook

NOTES_CLASS = "notes"


def tables_shown(notebooks: list[Path]) -> list[Table]:
    """Return every captioned table of some executed notebooks, in the order of the page.

    Parameters
    ----------
    notebooks : list of paths
        Executed notebooks in page order. What they show has passed the gate; a table here is the one that was
        shown, cell by cell, with its caption and notes.
    """
    return [table for path in notebooks for table in tables_of_cells(read_notebook(path)["cells"])]


def tables_of_cells(cells: Iterable[Mapping[str, Any]]) -> list[Table]:
    """Return every captioned table that some executed cells show, in their order."""
    tables: list[Table] = []
    for cell in cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if "<table" in html:
                tables.extend(tables_in(html))
    return tables


def tables_in(html: str) -> list[Table]:
    """Return the captioned tables in a piece of HTML that present made, each with the notes that follow it."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return [table.made() for table in reader.tables if table.caption.strip()]


class _Reading:
    """A table while it is read."""

    def __init__(self, own_id: str) -> None:
        self.id, self.caption = own_id, ""
        self.columns: list[str] = []
        self.rows: list[list[str]] = []
        self.row_headers = 0
        self.notes: list[str] = []

    def made(self) -> Table:
        """Return it as present would have it."""
        rows = tuple(tuple(row) for row in self.rows)
        headers = self.row_headers if rows else 1
        return Table(self.id, self.caption, tuple(self.columns), rows, tuple(self.notes), row_headers=headers)


class _TableReader(HTMLParser):
    """Follows the marks of present's tables: caption, column names, row names, cells, and the list of notes below."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Reading] = []
        self._text: list[str] | None = None
        self._in_head = False
        self._in_notes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a text."""
        given = dict(attrs)
        if tag == "table":
            self.tables.append(_Reading(given.get("id") or ""))
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr" and self.tables and not self._in_head:
            self.tables[-1].rows.append([])
        elif tag == "ul":
            self._in_notes = given.get("class") == NOTES_CLASS and bool(self.tables)
        elif tag in ("caption", "th", "td") or (tag == "li" and self._in_notes):
            self._text = []

    def handle_data(self, data: str) -> None:
        """Collect the text of what is open."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Put a finished text where it belongs."""
        if tag == "thead":
            self._in_head = False
        elif tag == "ul":
            self._in_notes = False
        if self._text is None or tag not in ("caption", "th", "td", "li"):
            return
        text, self._text = "".join(self._text), None
        table = self.tables[-1]
        if tag == "caption":
            table.caption = text
        elif tag == "li":
            table.notes.append(text)
        elif self._in_head:
            table.columns.append(text)
        else:
            table.rows[-1].append(text)
            if tag == "th":
                table.row_headers = max(table.row_headers, len(table.rows[-1]))
