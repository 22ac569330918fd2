"""A sheet of text cells that knows where each of them stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Text throughout is pandas' own string type on Arrow: a million ids cost megabytes, not gigabytes.
TEXT = pd.StringDtype(na_value=np.nan)
AT_MOST_COLUMNS = 2000
ROWS_AT_A_TIME = 50_000


@dataclass(frozen=True)
class Sheet:
    """Headers and columns of text, blanks around them removed; an empty cell is "".

    ``rows`` gives, for each row, where it stood in the file; ``row_word`` is what to call that ("line", "row",
    "column" in a sheet that was turned round). ``letters`` are those of the columns of a spreadsheet.
    """

    file: str
    headers: tuple[str, ...]
    columns: tuple[pd.Series, ...] = field(repr=False)
    rows: np.ndarray = field(repr=False)
    row_word: str = "line"
    letters: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def letter(self, place: int) -> str:
        """Return by which letters a spreadsheet calls a column; "" for what is no spreadsheet."""
        return self.letters[place] if place < len(self.letters) else ""

    def of_rows(self, rows: np.ndarray) -> "Sheet":
        """Return some of the rows only."""
        if rows.all():
            return self
        columns = tuple(column[rows].reset_index(drop=True) for column in self.columns)
        return replace(self, columns=columns, rows=self.rows[rows])

    def column(self, header: str) -> pd.Series:
        """Return the first column under a header."""
        return self.columns[self.headers.index(header)]


@dataclass(frozen=True)
class TextBlock:
    """Some rows of a file as columns of text; ``first`` is where the first of them stands, the others follow it.

    ``has_blanks``: some cell may have a blank to be removed.
    """

    columns: tuple[pa.Array, ...] = field(repr=False)
    first: int
    has_blanks: bool
    stood: np.ndarray | None = field(default=None, repr=False)  # where rows stood that do not follow each other

    def __len__(self) -> int:
        return len(self.columns[0])

    @property
    def places(self) -> np.ndarray:
        """Where each row stood."""
        return np.arange(self.first, self.first + len(self)) if self.stood is None else self.stood


class TextColumns:
    """Collects rows of text and turns them into columns a batch at a time, so that memory stays small."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._batch: list[Sequence[str]] = []
        self._chunks: list[list[pa.Array]] = [[] for _ in range(width)]

    def add(self, row: Sequence[str]) -> None:
        """Add one row of exactly the declared width."""
        self._batch.append(row)
        if len(self._batch) == ROWS_AT_A_TIME:
            self._close_batch()

    def extend(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows of exactly the declared width, at most a batch of them."""
        self._batch.extend(rows)
        if len(self._batch) >= ROWS_AT_A_TIME:
            self._close_batch()

    def _close_batch(self) -> None:
        for chunks, cells in zip(self._chunks, zip(*self._batch, strict=True), strict=True):
            chunks.append(pa.array(cells, pa.large_string()))
        self._batch = []

    def columns(self) -> list[pd.Series]:
        """Return the columns, blanks around every cell removed."""
        arrays = self.arrays()
        return text_columns(arrays.pop(0) for _ in range(len(arrays)))

    def arrays(self) -> list[pa.ChunkedArray]:
        """Return the columns as they came. Nothing can be added any more: what was collected is given away."""
        if self._batch:
            self._close_batch()
        arrays = [pa.chunked_array(chunks, pa.large_string()) for chunks in self._chunks]
        self._chunks = []
        return arrays


def text_columns(arrays: Iterable[pa.ChunkedArray], *, strip: bool = True) -> list[pd.Series]:
    """Return Arrow text as columns, blanks around every cell removed unless it is known that there are none."""
    return [text_series(TEXT.__from_arrow__(pc.utf8_trim_whitespace(array) if strip else array)) for array in arrays]


def sheet_of_blocks(file: str, headers: Sequence[str], blocks: Sequence[TextBlock], *, row_word: str) -> Sheet:
    """Return the sheet that blocks of rows make up, one after the other."""
    chunks = [
        pa.chunked_array([block.columns[place] for block in blocks], pa.large_string())
        for place in range(len(headers))
    ]  # fmt: skip
    columns = text_columns(chunks, strip=any(block.has_blanks for block in blocks))
    rows = [block.places for block in blocks]
    return made_sheet(file, headers, columns, np.concatenate(rows) if rows else [], row_word=row_word)


def text_series(cells: Iterable[str]) -> pd.Series:
    """Return cells as a column of text."""
    return pd.Series(cells, dtype=TEXT)


def made_sheet(
    file: str,
    headers: Sequence[str],
    columns: Sequence[pd.Series],
    rows: Sequence[int],
    *,
    row_word: str = "line",
    letters: Sequence[str] = (),
) -> Sheet:
    """Return a sheet without its empty rows and without its nameless empty columns."""
    named = [" ".join(header.split()) for header in headers]
    kept = [place for place, header in enumerate(named) if header or (columns[place] != "").any()]
    positions = np.asarray(rows, dtype="int64")
    filled = np.zeros(len(positions), dtype=bool)
    for place in kept:
        if filled.all():
            break
        filled |= (columns[place] != "").to_numpy(dtype=bool)
    if not filled.all():
        columns = [column[filled].reset_index(drop=True) for column in columns]
        positions = positions[filled]
    return Sheet(
        file, tuple(named[place] for place in kept), tuple(columns[place] for place in kept), positions, row_word,
        tuple(letters[place] for place in kept) if letters else (),
    )  # fmt: skip


def turned_round(sheet: Sheet) -> Sheet:
    """Return a sheet in which each column of the given one, headers included, is a row.

    For returns with a question in each row and a person in each column. Positions are then columns of the file.
    """
    lines = [[header, *column] for header, column in zip(sheet.headers, sheet.columns, strict=True)]
    headers, *people = lines or [[""]]
    columns = [text_series(cells) for cells in zip(*people, strict=True)] or [text_series([]) for _ in headers]
    return made_sheet(sheet.file, headers, columns, range(2, len(lines) + 1), row_word="column")
