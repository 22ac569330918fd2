"""Files that hold several sheets or tables: their names, and whether the file can be opened at all. Light."""

from pathlib import Path

from earlyeval.tidy.readers.openers import sheet_names

WORKBOOKS = (".xlsx", ".xlsm")
DATABASES = (".sqlite", ".sqlite3", ".db")


def names_in(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook, or of the tables of a database; none where it cannot be opened."""
    if path.suffix.lower() in WORKBOOKS:
        return sheet_names(path)
    from earlyeval.tidy.readers.database import sqlite_tables  # heavy, and few sites send one

    return sqlite_tables(path)


def is_closed(path: Path) -> bool:
    """Tell whether a workbook or database cannot be opened, so that nobody knows by its sheets what it holds."""
    if path.suffix.lower() in WORKBOOKS:
        return not sheet_names(path)
    from earlyeval.tidy.readers.database import is_database

    return not is_database(path)
