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
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextBlock, sheet_of_blocks
from earlyeval.tidy.readers.sniff import AT_MOST_CELLS as MOST_AT_ONCE
from earlyeval.tidy.readers.sniff import AT_MOST_LINES, whatever_its_name
from earlyeval.tidy.readers.workbook import cell_text

MAGIC = b"PAR1"
AT_MOST_CELLS = 60_000_000  # of a return that is divided by place in bounded memory
MOST_IN_GROUP = 256 * 1024 * 1024  # bytes that a group of rows may unfold to
AT_MOST_GROUPS = 10_000
LARGEST_TEXT = 400 * 1024 * 1024  # as for delimited text
ROWS_AT_A_TIME = 65_536
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
        return sheet_of_blocks(name, headers, list(parquet_blocks(path)), row_word="row")
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
    if len(groups) > AT_MOST_GROUPS or heaviest > MOST_IN_GROUP:
        raise _UnusableError(0, "", f"a group of rows unfolds to more than {MOST_IN_GROUP // 2**20} MB")
    for column in schema:
        if not _is_read(column.type):
            raise _UnusableError(0, shown(column.name), "the column holds lists, records, bytes or durations")
    return tuple(schema.names)


def parquet_blocks(path: Path) -> Iterator[TextBlock]:
    """Yield the rows of a file as text, block after block, in bounded memory."""
    first, n_bytes = 1, 0
    with parquet.ParquetFile(path) as source:
        texts = [column.name for column in source.schema_arrow if _is_text(column.type)]
    with parquet.ParquetFile(path, read_dictionary=texts) as source:
        for batch in source.iter_batches(batch_size=ROWS_AT_A_TIME):
            n_bytes += sum(_unfolded_bytes(column) for column in batch.columns)
            if n_bytes > LARGEST_TEXT:
                raise _UnusableError(0, "", f"the file unfolds to more than {LARGEST_TEXT // 2**20} MB of text")
            named = zip(batch.schema.names, batch.columns, strict=True)
            columns = tuple(_as_text(column, name, first) for name, column in named)
            yield TextBlock(columns, first, has_blanks=False)
            first += batch.num_rows


def _is_text(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)


def _is_read(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_number = pa.types.is_integer(plain) or pa.types.is_floating(plain) or pa.types.is_decimal(plain)
    is_day = pa.types.is_date(plain) or pa.types.is_timestamp(plain)
    return _is_text(kind) or is_number or is_day or pa.types.is_boolean(plain) or pa.types.is_null(plain)


def _unfolded_bytes(column: pa.Array) -> int:
    """Return how long the texts of a column are when each is written out: a few bytes can stand for gigabytes."""
    if not isinstance(column, pa.DictionaryArray) or not _is_text(column.type):
        return 0
    lengths = pc.binary_length(column.dictionary)
    return pc.sum(lengths.take(column.indices)).as_py() or 0


def _as_text(column: pa.Array, name: str, first: int) -> pa.Array:
    """Return a column as text without blanks around it. Each different value is read once."""
    coded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    values = coded.dictionary
    if _is_text(column.type):
        values = values.cast(pa.large_string())
        values.validate(full=True)
        _refuse_unreadable(values, coded.indices, name, first)
        values = pc.utf8_trim_whitespace(values)
    elif pa.types.is_integer(values.type):
        values = values.cast(pa.large_string())
    else:
        values = pa.array([_value_text(value) for value in values.to_pylist()], pa.large_string())
    return values.take(coded.indices).fill_null("")


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
