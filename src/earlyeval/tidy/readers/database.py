"""Tables and views of a database, read only: as the text that the same cells would have in a CSV file.

A file of SQLite, or a server whose address stands in an environment variable, so that no password is in any file.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.foundations.suggest import shown
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, TextColumns, made_sheet, text_columns
from earlyeval.tidy.readers.sniff import whatever_its_name
from earlyeval.tidy.readers.workbook import cell_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

MAGIC = b"SQLite format 3\x00"
AT_MOST_CELLS, AT_MOST_ROWS = 13_000_000, 1_050_000  # rows as of delimited text; cells come slower, one by one
ROWS_AT_A_TIME = 20_000
STEPS_AT_A_TIME = 1_000_000
MOST_STEPS = 300  # millions of steps of SQLite: ten times what a table of a million rows and twenty columns takes
LONGEST_VALUE = 1_000_000  # bytes
_STEP = "Export the tables as CSV UTF-8, or send the database file again"


@contextmanager
def sqlite_file(path: Path) -> "Iterator[Connection]":
    """Open a file of SQLite without ever writing to it, and without running what its schema may hold."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"sqlite:///file:{quote(str(path))}?mode=ro&uri=true", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def harden(connection: object, _: object) -> None:
        for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
        # A view may count for ever, or make a cell of gigabytes, out of a file of a few kilobytes.
        steps = count(1)
        connection.set_progress_handler(lambda: next(steps) > MOST_STEPS, STEPS_AT_A_TIME)  # type: ignore[attr-defined]
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)  # type: ignore[attr-defined]

    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def server(url_from: str) -> "Iterator[Connection]":
    """Open the database whose address an environment variable holds; nothing of the address is ever repeated.

    Raises
    ------
    SurroundingsError
        The variable is not set or no address, its driver is missing, or the database cannot be reached.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    url = os.environ.get(url_from, "")
    if not url:
        raise SurroundingsError(
            f"The environment variable {url_from} is not set. It holds the address of the database, such as "
            "postgresql+psycopg://reader@host/name; passwords are best kept in a password file."
        )
    try:
        engine = create_engine(url, poolclass=NullPool)
        opened = engine.connect()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError):
        found = "holds no address that can be used, or the driver for it is not installed"
        raise SurroundingsError(f"The environment variable {url_from} {found}.") from None
    except SQLAlchemyError:
        raise SurroundingsError(
            f"The database of {url_from} cannot be reached, or refuses this user. Is it running? Is the address right?"
        ) from None
    try:
        yield opened.execution_options(isolation_level="REPEATABLE READ") if engine.name == "postgresql" else opened
    finally:
        opened.close()
        engine.dispose()


def table_names(connection: "Connection") -> tuple[str, ...]:
    """Return the names of tables and views that can be read, in alphabetical order."""
    from sqlalchemy import inspect

    looked = inspect(connection)
    return tuple(sorted({*looked.get_table_names(), *looked.get_view_names()}))


def read_table(connection: "Connection", table: str, *, name: str, problems: Problems) -> Sheet | None:
    """Return the rows of a table or view as text, in an order that depends on nothing but the rows.

    Notes
    -----
    A database has no order of rows of its own: rows are ordered by their text, column by column, and counted from 1.
    """
    from sqlalchemy import MetaData, Table, select
    from sqlalchemy.exc import SQLAlchemyError

    try:
        selected = select(Table(table, MetaData(), autoload_with=connection))
        result = connection.execution_options(stream_results=True).execute(selected)
        headers = tuple(result.keys())
        if len(headers) > AT_MOST_COLUMNS:
            found = f"found {len(headers)} columns"
            problems.add(Problem(name, 0, "", "structure", found, f"at most {AT_MOST_COLUMNS} columns"))
            return None
        cells, n_rows = TextColumns(len(headers)), 0
        for batch in result.partitions(ROWS_AT_A_TIME):
            cells.extend([tuple(_text(cell) for cell in row) for row in batch])
            n_rows += len(batch)
            if n_rows > AT_MOST_ROWS or n_rows * len(headers) > AT_MOST_CELLS:
                found = f"found more than {AT_MOST_ROWS} rows or {AT_MOST_CELLS} cells"
                problems.add(Problem(name, 0, "", "structure", found, "", _STEP))
                return None
    except SQLAlchemyError:  # its words hold the statement, and may hold cells
        found = f"the table {shown(table)} cannot be read"
        problems.add(Problem(name, 0, "", "not_table", found, "a table or view of text, numbers and dates", _STEP))
        return None
    return made_sheet(name, headers, _in_order(cells.arrays()), range(1, n_rows + 1), row_word="row")


def _in_order(arrays: list[pa.ChunkedArray]) -> list[pd.Series]:
    """Return rows ordered by their text, column by column. The list is emptied: one copy of a million rows will do."""
    names = [str(place) for place in range(len(arrays))]
    order = pc.sort_indices(pa.table(arrays, names=names), sort_keys=[(name, "ascending") for name in names])
    columns = []
    while arrays:
        columns += text_columns([pa.chunked_array([arrays.pop(0).take(order).combine_chunks()])], strip=False)
    pa.default_memory_pool().release_unused()
    return columns


def read_sqlite(path: Path, table: str, *, name: str, problems: Problems) -> Sheet | None:
    """Return the rows of a table of an SQLite file, or None after noting why it cannot be read."""
    from sqlalchemy.exc import SQLAlchemyError

    with path.open("rb") as file:
        is_sqlite = file.read(len(MAGIC)) == MAGIC
    try:
        if is_sqlite:
            with sqlite_file(path) as connection:
                return read_table(connection, table, name=name, problems=problems)
    except SQLAlchemyError:
        pass
    really = "" if is_sqlite else whatever_its_name(path)[0]
    found = f"{really}, and no SQLite database" if really else "the file is damaged, or no SQLite database"
    problems.add(Problem(name, 0, "", "not_sqlite", found, "an SQLite database", _STEP))
    return None


def sqlite_tables(path: Path) -> tuple[str, ...]:
    """Return the names of the tables and views in a file; none where it cannot be read."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with sqlite_file(path) as connection:
            return table_names(connection)
    except (SQLAlchemyError, OSError):
        return ()


def is_database(path: Path) -> bool:
    """Tell whether a file is an SQLite database that can be opened, if only an empty one."""
    from sqlalchemy.exc import SQLAlchemyError

    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return False
    try:
        with sqlite_file(path) as connection:
            table_names(connection)
    except (SQLAlchemyError, OSError):
        return False
    return True


def _text(cell: object) -> str:
    if type(cell) is str:  # nearly all cells, and the others that are many
        return cell.strip()
    if type(cell) is int:
        return str(cell)
    text = cell_text(cell).strip() if not isinstance(cell, bytes | memoryview) else "\ufffd"
    return text.removesuffix(".0") if isinstance(cell, float) else text
