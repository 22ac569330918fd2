"""Divide a return of many places: one pass over the file in bounded memory, a Parquet file of text for each place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from earlyeval.registry.returns import Return
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.locate import COLUMNAR, WORKBOOKS
from earlyeval.tidy.place_writer import ABOUT, Writer
from earlyeval.tidy.positions import fitting_columns
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.delimited import read_delimited
from earlyeval.tidy.readers.parquet import parquet_blocks, parquet_headers
from earlyeval.tidy.readers.plain import NotPlainError, plain_blocks, plain_head
from earlyeval.tidy.readers.sheet import Sheet, TextBlock, made_sheet, text_columns
from earlyeval.tidy.readers.sniff import not_text
from earlyeval.tidy.readers.workbook import read_workbook
from earlyeval.tidy.texts import arrow_text

AT_MOST_LINES = 20  # of rows of no place, that are told one by one
MOST_OPEN = 400  # files at a time; of more places than that all rows wait in memory
Blocks = Iterator[tuple[TextBlock, np.ndarray]]


class NotDividedError(OSError):
    """The return cannot be divided; whoever reads it tells why."""


def divide(declared: Return, path: Path, places: Mapping[str, str], folder: Path) -> None:
    """Write each place's rows, and where they stood, into a folder; rows of no declared place are counted.

    Notes
    -----
    ``PLACE.parquet`` holds the cells as text and, as metadata, headers and what was counted; ``PLACE.rows.npy`` where
    the rows stood. A row that another place adds above moves the second alone, and no report depends on that, unless
    the ids of comments are made of it: then the rows are hashed into the first.

    Raises
    ------
    OSError
        The file is damaged, or has no such column of places.
    """
    if path.suffix.lower() not in (*WORKBOOKS, COLUMNAR) and not not_text(path)[0]:
        try:
            head = plain_head(path)
            return _write(declared, head.headers, _counted(plain_blocks(path, head)), "line", places, folder)
        except (NotPlainError, pa.ArrowInvalid):
            for half in folder.iterdir():
                half.unlink()
    headers, blocks, row_word = _opened(declared, path)
    try:
        return _write(declared, headers, blocks, row_word, places, folder)
    except (pa.ArrowException, ValueError):
        raise NotDividedError from None


def read_own(path: Path, *, name: str) -> tuple[Sheet, dict[str, Any]]:
    """Return one place's rows as a sheet, and what was counted when the return was divided."""
    with parquet.ParquetFile(path) as source:
        about = json.loads(source.metadata.metadata[ABOUT])
        table = source.read(use_threads=False)
    rows = np.load(path.with_suffix(".rows.npy"), allow_pickle=False)
    columns = text_columns((column.cast(pa.large_string()) for column in table.columns), strip=False)
    return made_sheet(name, about["headers"], columns, rows, row_word=about["row_word"]), about


def own_rows(declared: Return, sheet: Sheet, places: Mapping[str, str], *, site: str) -> tuple[Sheet, dict[str, Any]]:
    """Return one place's rows of a whole sheet: the road where nothing could be divided beforehand."""
    (place,) = fitting_columns(declared.site_column, sheet.headers)
    of = sheet.columns[place].map(places)
    lost = sheet.rows[of.isna().to_numpy()]
    about = {"n_lost": len(lost), "lost": lost[:AT_MOST_LINES].tolist()}
    return sheet.of_rows((of == site).to_numpy(dtype=bool)), about


def unknown_site_finding(file: str, about: Mapping[str, Any], row_word: str) -> Finding:
    """Return the finding that some rows are of no declared place. It names the first of them by where they stand."""
    lines, rows = about["lost"], about["n_lost"]
    listed = ", ".join(str(line) for line in lines) + (", ..." if rows > len(lines) else "")
    words = f"{row_word if rows == 1 else row_word + 's'} {listed}"
    sentence = f"{counted(rows, 'row')} without a place where the programme runs ({words}): in no report."
    return Finding("", file, lines[0], "", "unknown_site", "set_aside", rows, sentence)


def _opened(declared: Return, path: Path) -> tuple[tuple[str, ...], Blocks, str]:
    if path.suffix.lower() == COLUMNAR:
        try:
            return parquet_headers(path), _counted(parquet_blocks(path)), "row"
        except (pa.ArrowException, ValueError):
            raise NotDividedError from None
    problems = Problems()
    is_workbook = path.suffix.lower() in WORKBOOKS
    sheet = (
        read_workbook(path, name="", problems=problems, sheet=declared.sheet)
        if is_workbook
        else read_delimited(path, name="", problems=problems)
    )
    if sheet is None or len(problems):
        raise NotDividedError
    block = TextBlock(tuple(arrow_text(column) for column in sheet.columns), 0, has_blanks=False)
    return sheet.headers, iter([(block, sheet.rows)]), sheet.row_word


def _counted(blocks: Iterator[TextBlock]) -> Blocks:
    for block in blocks:
        yield block, block.places


def _write(
    declared: Return, headers: Sequence[str], blocks: Blocks, row_word: str, places: Mapping[str, str], folder: Path
) -> None:
    columns = fitting_columns(declared.site_column, [" ".join(header.split()) for header in headers])
    if len(columns) != 1:
        raise NotDividedError
    own = sorted(set(places.values()))
    lost: list[int] = []
    with ExitStack() as stack:
        writers = [stack.enter_context(Writer(folder / name, len(headers), len(own) <= MOST_OPEN)) for name in own]
        for block, rows in blocks:
            cells = _stripped(block)
            codes = _place_codes(cells[columns[0]], {theirs: own.index(ours) for theirs, ours in places.items()})
            lost.extend(_filled_rows(cells, rows, codes < 0))
            for number, table, stood in _by_code(cells, rows, codes):
                writers[number].add(table, stood)
        about = {"headers": list(headers), "row_word": row_word, "n_lost": len(lost), "lost": lost[:AT_MOST_LINES]}
        for writer in writers:
            has_comments = any(measure.comments for measure in declared.measures)
            writer.finish(about | ({"stood": writer.stood_hash()} if has_comments else {}))


def _stripped(block: TextBlock) -> tuple[pa.Array, ...]:
    cells = (pc.utf8_trim_whitespace(column) if block.has_blanks else column for column in block.columns)
    return tuple(column.cast(pa.string()) for column in cells)


def _place_codes(names: pa.Array, numbers: Mapping[str, int]) -> np.ndarray:
    """Return the number of each row's place, -1 for none that is declared."""
    coded = names.dictionary_encode()
    by_name = np.array([numbers.get(name, -1) for name in coded.dictionary.to_pylist()], dtype="int64")
    return by_name[coded.indices.to_numpy()] if len(names) else np.empty(0, dtype="int64")


def _filled_rows(cells: tuple[pa.Array, ...], rows: np.ndarray, is_lost: np.ndarray) -> list[int]:
    """Return where the lost rows stood that hold anything: an empty row is none."""
    is_filled = np.zeros(int(is_lost.sum()), dtype=bool)
    for column in cells if len(is_filled) else ():
        is_filled |= pc.not_equal(column.filter(pa.array(is_lost)), "").to_numpy(zero_copy_only=False)
    return rows[is_lost][is_filled].tolist()


def _by_code(
    cells: tuple[pa.Array, ...], rows: np.ndarray, codes: np.ndarray
) -> Iterator[tuple[int, pa.Table, np.ndarray]]:
    """Yield each place's rows of a block, in their order."""
    table = pa.table(list(cells), names=[str(number) for number in range(len(cells))])
    if (np.diff(codes) < 0).any():
        order = np.argsort(codes, kind="stable")
        table, rows, codes = table.take(pa.array(order)), rows[order], codes[order]
    for number in np.unique(codes[codes >= 0]):
        begin, end = np.searchsorted(codes, [number, number + 1])
        yield int(number), table.slice(begin, end - begin), rows[begin:end]
