"""The tables of a coding program's own database, opened so that nothing in it can be run or changed.

The file is opened read-only and as something that does not change. Only tables are read, never views; nothing but
plain columns may be asked for, so that no function, trigger or expression of the file is ever evaluated.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project import AT_MOST_CODINGS

MAGIC = b"SQLite format 3\x00"
AT_MOST_BYTES = 256 * 2**20
AT_MOST_CELL = 16 * 2**20
AT_MOST_TEXT = 64 * 2**20
AT_MOST_ROWS = AT_MOST_CODINGS
AT_MOST_SECONDS = 8.0
_STEPS_BETWEEN_LOOKS = 20_000
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA)
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, AT_MOST_CELL),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
)
SEND_AGAIN = "Close the program that made it, and send the file again"


def is_sqlite(path: Path) -> bool:
    """Say whether a file begins as a database of SQLite does, whatever it is called."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


class ProjectDatabase:
    """The tables of an open project. Every refusal names table and column, never what a cell holds."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self.name = connection, name
        self._read = 0
        listed = self._asked("SELECT type, name, sql FROM sqlite_master")
        if number := sum(kind == b"trigger" for kind, *_ in listed):
            raise self.refused(f"it holds {number} triggers, which no project of this kind has")
        self._views = {_plain(name) for kind, name, _ in listed if kind == b"view"}
        self.tables = {table: self._columns(table) for table in _tables(listed)}

    def _columns(self, table: str) -> tuple[str, ...]:
        # xinfo also lists columns that the file computes; those are never read.
        found = self._asked(f"PRAGMA table_xinfo({_quoted(table)})")
        return tuple(_plain(name) for _, name, *_, hidden in found if hidden == 0)

    def has(self, table: str, *columns: str) -> bool:
        """Say whether there is a table with these columns."""
        return set(columns) <= set(self.tables.get(table, ())) and table in self.tables

    def need(self, table: str, *columns: str) -> None:
        """Refuse the file unless it has a table with these columns."""
        if table not in self.tables:
            instead = "a view stands in the place of" if table in self._views else "it lacks"
            raise self.refused(f"{instead} the table {table}")
        for column in columns:
            if column not in self.tables[table]:
                raise self.refused(f"the table {table} has no column {column}")

    def rows(
        self,
        table: str,
        *,
        whole: Sequence[str] = (),
        words: Sequence[str] = (),
        maybe_whole: Sequence[str] = (),
        maybe_words: Sequence[str] = (),
        order: str = "id",
    ) -> list[dict[str, Any]]:
        """Return the rows of a table by column; none where the file has no such table.

        ``whole`` numbers and ``words`` must be in every row; ``maybe_...`` ones are None where the file has no such
        column, or something else in it.
        """
        columns = (*whole, *words, *maybe_whole, *maybe_words)
        held = self.tables.get(table, ())
        asked = [column for column in columns if column in held]
        if not asked:
            return []
        names = ", ".join(_quoted(column) for column in asked)
        by = f" ORDER BY {_quoted(order)}" if order in held else ""
        rows = []
        # Names of tables are ours, and those of columns are quoted.
        for cells in self._asked(f"SELECT {names} FROM {_quoted(table)}{by}"):  # noqa: S608
            row: dict[str, Any] = dict.fromkeys(columns)
            row |= {column: self._cell(cell, table, column) for column, cell in zip(asked, cells, strict=True)}
            rows.append(self._typed(row, table, {**dict.fromkeys(whole, int), **dict.fromkeys(words, str)}))
            rows[-1] |= _only(row, maybe_whole, int) | _only(row, maybe_words, str)
        return rows

    def _typed(self, row: dict[str, Any], table: str, kinds: Mapping[str, type]) -> dict[str, Any]:
        for column, kind in kinds.items():
            if not isinstance(row[column], kind):
                wanted = "whole number" if kind is int else "text"
                raise self.refused(f"table {table}, column {column}: a cell is no {wanted}")
        return row

    def _asked(self, statement: str) -> list[tuple[Any, ...]]:
        try:
            cursor = self._connection.execute(statement)
            found = cursor.fetchmany(AT_MOST_ROWS + 1)
        except sqlite3.Error:
            # SQLite's own words may hold cells.
            raise self.refused("it is damaged, or a part of it cannot be read within the limits") from None
        if len(found) > AT_MOST_ROWS:
            raise self.refused(f"one table has more than {AT_MOST_ROWS} rows")
        return found

    def _cell(self, cell: object, table: str, column: str) -> object:
        if not isinstance(cell, bytes):
            return cell
        self._read += len(cell)
        if self._read > AT_MOST_TEXT:
            raise self.refused(f"its tables hold more than {AT_MOST_TEXT // 2**20} MB of text")
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            raise self.refused(f"table {table}, column {column}: a cell is no text in UTF-8") from None

    def refused(self, found: str, step: str = SEND_AGAIN) -> ReturnsRefusedError:
        """Return the refusal of the file for one reason."""
        return ReturnsRefusedError(f"{self.name}: {found}. {step}.")


@contextmanager
def project_database(path: Path) -> Iterator[ProjectDatabase]:
    """Open a coding program's database for reading.

    Raises
    ------
    ReturnsRefusedError
        It is no SQLite database, is too large or damaged, has changes that were not yet written into it, or holds
        triggers.
    """
    if not is_sqlite(path):
        raise ReturnsRefusedError(f"{path.name}: it is no SQLite database. Send the project file itself.")
    if path.stat().st_size > AT_MOST_BYTES:
        raise ReturnsRefusedError(f"{path.name}: it is larger than {AT_MOST_BYTES // 2**20} MB, the most that is read.")
    if any(_holds(path.with_name(path.name + ending)) for ending in ("-wal", "-journal")):
        raise ReturnsRefusedError(f"{path.name}: a program still has changes open beside it. {SEND_AGAIN}.")
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    try:
        _harden(connection)
        yield ProjectDatabase(connection, path.name)
    finally:
        connection.close()


def _harden(connection: sqlite3.Connection) -> None:
    ends = monotonic() + AT_MOST_SECONDS
    for limit, at_most in _LIMITS:
        connection.setlimit(limit, at_most)
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.text_factory = bytes
    connection.set_progress_handler(lambda: monotonic() > ends, _STEPS_BETWEEN_LOOKS)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _holds(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _tables(listed: Sequence[tuple[Any, ...]]) -> list[str]:
    """Return the names of plain tables; virtual ones run code of an extension, and are not read."""
    return [
        _plain(name)
        for kind, name, sql in listed
        if kind == b"table" and not _plain(sql or b"").lstrip().upper().startswith("CREATE VIRTUAL")
    ]


def _only(row: Mapping[str, Any], columns: Sequence[str], kind: type) -> dict[str, Any]:
    return {column: row[column] if isinstance(row[column], kind) else None for column in columns}


def _plain(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
