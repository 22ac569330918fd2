"""Delimited text that is provably plain, read by columns: one record a line, one width, quotes round whole cells only.

Whatever cannot be proved plain is left to the exact road (``delimited``), which reads cell by cell and tells
positions. A file that both can read gives the same sheet by both.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from earlyeval.tidy.readers.delimiters import delimiter_of, said_delimiter
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextBlock, sheet_of_blocks

BLOCK = 4 * 1024 * 1024  # what a block unfolds to while it is read costs ten times as much
LONGEST_PLAIN_LINE = 131_072  # what the csv module lets one cell hold
_BOM = b"\xef\xbb\xbf"
_LOST_LETTER = re.compile(rb"\xef\xbf\xbd|\xc2[\x80-\x9f]")


class NotPlainError(Exception):
    """Something in the file needs the exact road. Says nothing: the exact road tells it."""


@dataclass(frozen=True)
class PlainHead:
    """The header of a plain file: its cells, the delimiter, its line, and the byte at which the records begin."""

    headers: tuple[str, ...]
    delimiter: str
    line: int
    begins: int


def plain_sheet(path: Path, *, name: str) -> Sheet | None:
    """Return the sheet of a file that is plain throughout, or None."""
    try:
        head = plain_head(path)
        blocks = list(plain_blocks(path, head))
    except (NotPlainError, pa.ArrowInvalid):
        return None
    pa.default_memory_pool().release_unused()
    return sheet_of_blocks(name, head.headers, blocks, row_word="line")


def plain_head(path: Path) -> PlainHead:
    """Return the header of a file; NotPlainError where it is not one plain line."""
    with path.open("rb") as file:
        begins, number = 0, 0
        while line := file.readline(LONGEST_PLAIN_LINE):
            number += 1
            begins += len(line)
            text = text_of(line.removeprefix(_BOM) if number == 1 else line)
            if text.strip():
                return _head_of(text, number, begins)
    raise NotPlainError


def _head_of(text: str, number: int, begins: int) -> PlainHead:
    if text.count('"') % 2 or said_delimiter(text):
        raise NotPlainError
    delimiter = delimiter_of(text)
    try:
        (headers,) = csv.reader([text], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        raise NotPlainError from None
    if len(headers) > AT_MOST_COLUMNS:
        raise NotPlainError
    return PlainHead(tuple(headers), delimiter, number, begins)


def plain_blocks(path: Path, head: PlainHead, *, size: int = BLOCK) -> Iterator[TextBlock]:
    """Yield the records of a file block by block, in bounded memory.

    Raises
    ------
    NotPlainError, pyarrow.ArrowInvalid
        At the first block that is not plain.
    """
    line = head.line + 1
    with path.open("rb") as file:
        file.seek(head.begins)
        for block in whole_lines(file, size):
            text_of(block)
            is_quoted = b'"' in block
            if is_quoted and not _are_quotes_plain(block, head.delimiter):
                raise NotPlainError
            columns = _columns(block, head, is_quoted=is_quoted)
            if not block.isascii() or b" " in block or (head.delimiter != "\t" and b"\t" in block):
                columns = tuple(pc.utf8_trim_whitespace(column) for column in columns)
            columns, places = _filled(columns, line)
            n_lines = block.count(b"\n")
            yield TextBlock(columns, line, has_blanks=False, stood=places)
            line += n_lines


def _filled(columns: tuple[pa.Array, ...], line: int) -> tuple[tuple[pa.Array, ...], np.ndarray | None]:
    """Return records without the empty ones, and where they stand; None where none is empty."""
    is_filled = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        is_filled |= pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        if is_filled.all():
            return columns, None
    kept = pa.array(is_filled)
    return tuple(column.filter(kept) for column in columns), line + np.flatnonzero(is_filled)


def whole_lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the rest of a file in pieces that end where a line ends; line ends alone at its end are left out."""
    rest = b""
    while chunk := file.read(size):
        piece = rest + chunk
        end = piece.rstrip(b"\r\n").rfind(b"\n") + 1
        rest = piece[end:]
        if end:
            yield piece[:end]
        elif len(rest) > size:
            raise NotPlainError
    if rest.strip(b"\r\n"):
        yield rest.rstrip(b"\r\n") + b"\n"


def text_of(block: bytes) -> str:
    """Return bytes as text: UTF-8, no control character, no letter lost in conversion, no endless line.

    A line may end with a line feed, alone or after a carriage return.
    """
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlainError from None
    letters = np.frombuffer(block, dtype=np.uint8)
    ends, returns = np.flatnonzero(letters == ord("\n")), block.count(b"\r")
    n_allowed = len(ends) + returns + block.count(b"\t")
    if np.count_nonzero(letters < ord(" ")) != n_allowed or b"\x7f" in block or returns != block.count(b"\r\n"):
        raise NotPlainError
    longest = np.diff(ends, prepend=-1, append=len(letters)).max()
    if longest > LONGEST_PLAIN_LINE or (not block.isascii() and _LOST_LETTER.search(block)):
        raise NotPlainError
    return text


def _are_quotes_plain(block: bytes, delimiter: str) -> bool:
    """Tell whether every quotation mark begins or ends a whole cell of one line, and none stands within."""
    letters = np.frombuffer(block, dtype=np.uint8)
    marks = np.flatnonzero(letters == ord('"'))
    if len(marks) % 2:
        return False
    first, last, ends = marks[0::2], marks[1::2], np.flatnonzero(letters == ord("\n"))
    before, after = letters[first - 1], letters[(last + 1) % len(letters)]  # a block ends where a line ends
    begins = np.isin(before, [ord(delimiter), ord("\n")])
    is_end = np.isin(after, [ord(delimiter), ord("\n"), ord("\r")])
    one_line = np.searchsorted(ends, first) == np.searchsorted(ends, last)
    return bool(begins.all() and is_end.all() and one_line.all())


def _columns(block: bytes, head: PlainHead, *, is_quoted: bool) -> tuple[pa.Array, ...]:
    names = [str(place) for place in range(len(head.headers))]
    table = arrow_csv.read_csv(
        pa.py_buffer(block),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False),
        parse_options=arrow_csv.ParseOptions(
            delimiter=head.delimiter,
            quote_char='"' if is_quoted else False,
            double_quote=False,
            ignore_empty_lines=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            check_utf8=False, column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    return tuple(column.combine_chunks() for column in table.columns)
