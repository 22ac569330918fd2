"""A table as data: the same object makes the HTML of a page, the text of a terminal and a sheet of the workbook."""

import re
from dataclasses import dataclass
from html import escape

from earlyeval.present.display import Bundle
from earlyeval.present.numbers import MINUS, NOT_AVAILABLE
from earlyeval.protect.rounding import IN_WORDS

Cell = str | int | float
# Nothing but numbers, marks, and the words that stand between two numbers; short enough for one line.
_IN_WORDS = "|".join(IN_WORDS)
_NUMERIC = re.compile(
    rf"(?:{_IN_WORDS})|"
    rf"(?=.*[\d*{NOT_AVAILABLE}])(?:[\d.,%()<=*\s{MINUS}{NOT_AVAILABLE}]|of|to|p|\((?:{_IN_WORDS})\)){{1,26}}"
)


@dataclass(frozen=True)
class Table:
    """Rows under named columns. ``row_headers`` leading cells of each row name it; notes stand below.

    ``folded``: words behind which a page keeps the table until somebody opens it; nothing of it is left out.

    Cells of a page's table are text, ready to print; cells of a workbook's table may be numbers. An empty
    text is a cell that does not apply.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    row_headers: int = 1
    folded: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"Table '{self.id}' has a row that does not fit its {len(self.columns)} columns.")

    def html(self) -> str:
        """Return the table with caption, column and row scopes, everything escaped, and its notes."""
        head = "".join(f'<th scope="col"{_class(self._is_numeric(place))}>{escape(name)}</th>'
                       for place, name in enumerate(self.columns))  # fmt: skip
        body = "\n".join(f"<tr>{self._html_row(row)}</tr>" for row in self.rows)
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        foot = f'\n<ul class="notes">{notes}</ul>' if notes else ""
        table = (
            f'<table id="{escape(self.id)}">\n<caption>{escape(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{foot}"
        )
        if not self.folded:
            return table
        return f"<details>\n<summary>{escape(self.folded)}</summary>\n{table}\n</details>"

    def plain(self) -> str:
        """Return the table in columns of text, with caption above and notes below."""
        lines = [self.columns, *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        ruled = ["-" * width for width in widths]
        texts = [
            "  ".join(
                cell.rjust(width) if self._is_numeric(place) else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in (lines[0], ruled, *lines[1:])
        ]
        return "\n".join([f"Table: {self.caption}", *texts, *(f"Note: {note}" for note in self.notes)])

    def bundle(self) -> Bundle:
        """Return the table as one output."""
        return {"text/html": self.html(), "text/plain": self.plain()}, {}

    def _is_numeric(self, place: int) -> bool:
        if place < self.row_headers:
            return False
        cells = [_text(row[place]) for row in self.rows if row[place] != ""]
        return bool(cells) and all(_NUMERIC.fullmatch(cell) for cell in cells)

    def _html_row(self, row: tuple[Cell, ...]) -> str:
        written = []
        for place, cell in enumerate(row):
            text = escape(_text(cell))
            if place < self.row_headers:
                written.append(f'<th scope="row">{text}</th>')
            else:
                written.append(f"<td{_class(self._is_numeric(place))}>{text}</td>")
        return "".join(written)


def _class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:,.12g}".replace("-", MINUS)
