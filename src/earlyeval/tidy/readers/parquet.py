"""Parquet files: typed columns as the text that the same cells would have in a CSV file, so that one road checks all.

Types do not replace checks: a column of numbers may still hold a number that no answer can be.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.controls import CONTROL, FOUND_CONTROL, LONGEST_CELL
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextBlock, made_sheet, text_columns
from earlyeval.tidy.readers.sniff import AT_MOST_CELLS as MOST_AT_ONCE
from earlyeval.tidy.readers.sniff import AT_MOST_LINES, whatever_its_name
from earlyeval.tidy.readers.workbook import cell_text

MAGIC = b"PAR1"
AT_MOST_CELLS = 60_000_000  # of a return that is divided by place in bounded memory
MOST_IN_GROUP = 256 * 1024 * 1024  # bytes that a group of rows may unfold to
AT_MOST_GROUPS, MOST_PIECES = 5_000, 100_000  # groups of rows, and columns of them
LARGEST_TEXT = 400 * 1024 * 1024  # as for delimited text
ROWS_AT_A_TIME = 65_536
ROWS_TOGETHER, BYTES_TOGETHER = 131_072, 32 * 1024 * 1024
_STEP = "Export the file again, or send it as CSV UTF-8"


class _UnusableError(Exception):
    """Why a Parquet file cannot be read: row, column and words."""


def read_parquet(path: Path, *, name: str, problems: Problems) -> Sheet | None:
    """Return the cells of a Parquet file as text, or None after noting why it cannot be read.

    Parameters
    ----------
    path, name, problems
        As for ``read_delimited``. Rows are counted from 1.

    Notes
    -----
    A whole number comes without a decimal point, a date as ISO 8601, a truth value as TRUE or FALSE, a missing value
    as an empty cell. Columns of lists, of records or of bytes are refused, and so are texts with control characters.
    """
    try:
        headers = parquet_headers(path)
        _refuse_too_many(path)
        columns = text_columns(_whole_columns(path), strip=False)
        n_rows = len(columns[0]) if columns else 0
        return made_sheet(name, headers, columns, np.arange(1, n_rows + 1), row_word="row")
    except _UnusableError as error:
        row, column, found = error.args
        problems.add(Problem(name, row, column, "parquet", found, "columns of text, numbers or dates", _STEP, "row"))
    except (pa.ArrowException, OSError, ValueError, MemoryError):  # their words may hold cells
        found = _whatever_it_is(path) or "the file is damaged, or no Parquet file"
        problems.add(Problem(name, 0, "", "not_parquet", found, "a Parquet file", _STEP))
    return None


def _whatever_it_is(path: Path) -> str:
    found = whatever_its_name(path)[0]
    return f"{found}, and no Parquet file" if found and not found.endswith("a Parquet file") else ""


def _refuse_too_many(path: Path) -> None:
    """Raise for more rows or cells than are held at once: as many as of delimited text."""
    with parquet.ParquetFile(path) as source:
        n_rows, width = source.metadata.num_rows, source.metadata.num_columns
    if n_rows > AT_MOST_LINES or n_rows * width > MOST_AT_ONCE:
        most = f"{MOST_AT_ONCE // 10**6} million cells, or than {AT_MOST_LINES / 10**6:g} million rows"
        raise _UnusableError(0, "", f"the file unfolds to more than {most}")


def parquet_headers(path: Path) -> tuple[str, ...]:
    """Return the names of a file's columns, after weighing what it says of itself."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError("no Parquet file")
    with parquet.ParquetFile(path) as source:
        schema, n_rows, about = source.schema_arrow, source.metadata.num_rows, source.metadata
        groups = [about.row_group(number) for number in range(min(about.num_row_groups, AT_MOST_GROUPS + 1))]
        heaviest = max((group.total_byte_size for group in groups), default=0)
    if len(schema) > AT_MOST_COLUMNS:
        raise _UnusableError(0, "", f"found {len(schema)} columns, and {AT_MOST_COLUMNS} are the most")
    if n_rows * len(schema) > AT_MOST_CELLS:
        raise _UnusableError(0, "", f"the file unfolds to more than {AT_MOST_CELLS} cells")
    if len(groups) > AT_MOST_GROUPS or len(groups) * len(schema) > MOST_PIECES:
        raise _UnusableError(
            0, "", f"found more than {AT_MOST_GROUPS} groups of rows, or {MOST_PIECES} columns of them"
        )
    if heaviest > MOST_IN_GROUP:
        raise _UnusableError(0, "", f"a group of rows unfolds to more than {MOST_IN_GROUP // 2**20} MB")
    for column in schema:
        if not _is_read(column.type):
            raise _UnusableError(0, shown(column.name), "the column holds lists, records, bytes or durations")
    return tuple(schema.names)


def parquet_blocks(path: Path) -> Iterator[TextBlock]:
    """Yield the rows of a file as text, block after block, in bounded memory: a group of rows is held at a time."""
    before, weight = 0, _Weight()
    with _opened(path) as source:
        for groups, n_rows in _runs(source):
            columns = [_column(source, groups, place, before, weight) for place in range(source.metadata.num_columns)]
            for begins in range(0, n_rows, ROWS_AT_A_TIME):
                cells = tuple(_cells(values, codes.slice(begins, ROWS_AT_A_TIME)) for values, codes in columns)
                yield TextBlock(cells, before + begins + 1, has_blanks=False)
            before += n_rows


def _whole_columns(path: Path) -> Iterator[pa.ChunkedArray]:
    """Yield the columns of a file as text. One at a time: all at once would be unpacked into several times as much."""
    weight = _Weight()
    with _opened(path) as source:
        runs = list(_runs(source))
        for place in range(source.metadata.num_columns):
            chunks, before = [], 0
            for groups, n_rows in runs:
                chunks.append(_cells(*_column(source, groups, place, before, weight)))
                before += n_rows
            yield pa.chunked_array(chunks, pa.large_string())
            pa.default_memory_pool().release_unused()


class _Weight:
    """How much text was unfolded until now."""

    def __init__(self) -> None:
        self._n_bytes = 0

    def add(self, coded: pa.DictionaryArray) -> None:
        """Add what the texts of a column weigh when each is written out: a few bytes can stand for gigabytes."""
        if _is_text(coded.type):
            self._n_bytes += pc.sum(pc.binary_length(coded.dictionary).take(coded.indices)).as_py() or 0
        if self._n_bytes > LARGEST_TEXT:
            raise _UnusableError(0, "", f"the file unfolds to more than {LARGEST_TEXT // 2**20} MB of text")


def _runs(source: parquet.ParquetFile) -> Iterator[tuple[list[int], int]]:
    """Yield groups of rows that are read together, and how many rows those are: small groups are many to a call."""
    run, n_rows, n_bytes = [], 0, 0
    for number in range(source.metadata.num_row_groups):
        group = source.metadata.row_group(number)
        if run and (n_rows + group.num_rows > ROWS_TOGETHER or n_bytes + group.total_byte_size > BYTES_TOGETHER):
            yield run, n_rows
            run, n_rows, n_bytes = [], 0, 0
        run.append(number)
        n_rows, n_bytes = n_rows + group.num_rows, n_bytes + group.total_byte_size
    if run:
        yield run, n_rows


def _opened(path: Path) -> parquet.ParquetFile:
    with parquet.ParquetFile(path) as source:
        texts = [column.name for column in source.schema_arrow if _is_text(column.type)]
    return parquet.ParquetFile(path, read_dictionary=texts)


def _column(
    source: parquet.ParquetFile, groups: list[int], place: int, before: int, weight: _Weight
) -> tuple[pa.Array, pa.Array]:
    """Return the different values of a column of some groups of rows as text, and which of them each row has."""
    coded = _coded(source, groups, place)
    weight.add(coded)
    return _as_text(coded, source.schema_arrow.names[place], before + 1), coded.indices


def _coded(source: parquet.ParquetFile, groups: list[int], place: int) -> pa.DictionaryArray:
    """Return one column of some groups of rows, each different value once.

    By place: a file may name two columns alike.
    """
    column = source.reader.read_row_groups(groups, column_indices=[place], use_threads=False).column(0)
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return column.unify_dictionaries().combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _is_text(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)


def _is_read(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_number = pa.types.is_integer(plain) or pa.types.is_floating(plain) or pa.types.is_decimal(plain)
    is_day = pa.types.is_date(plain) or pa.types.is_timestamp(plain)
    return _is_text(kind) or is_number or is_day or pa.types.is_boolean(plain) or pa.types.is_null(plain)


def _as_text(coded: pa.DictionaryArray, name: str, first: int) -> pa.Array:
    """Return the different values of a column as text without blanks around it."""
    values = coded.dictionary
    if _is_text(coded.type):
        values = values.cast(pa.large_string())
        values.validate(full=True)
        _refuse_unreadable(values, coded.indices, name, first)
        return pc.utf8_trim_whitespace(values)
    if pa.types.is_integer(values.type):
        return values.cast(pa.large_string())
    return pa.array([_value_text(value) for value in values.to_pylist()], pa.large_string())


def _cells(values: pa.Array, codes: pa.Array) -> pa.Array:
    return values.take(codes).fill_null("")


def _value_text(value: object) -> str:
    text = cell_text(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


def _refuse_unreadable(values: pa.Array, indices: pa.Array, name: str, first: int) -> None:
    """Raise at the first cell that could not stand in delimited text: a control character, a lost letter, too long."""
    is_odd = pc.or_(pc.match_substring_regex(values, CONTROL), pc.greater(pc.binary_length(values), LONGEST_CELL))
    if not pc.any(is_odd).as_py():
        return
    odd = is_odd.take(indices).fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    if odd.any():
        raise _UnusableError(first + int(np.flatnonzero(odd)[0]), shown(name), FOUND_CONTROL)
