"""How a return that is not in our own shape is read: which column is what. One file, one declaration."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Words


class MeasureColumns(Entry):
    """Columns that hold one instrument at one time point.

    ``items`` maps item id to column (header text, or letter/number when headers repeat);
    ``subscales`` maps subscale id to the column of a supplied total.
    ``comments`` maps a question id to the column of the comment beside it.
    """

    instrument: Name
    version: Name
    time_point: Name
    items: dict[str, str | int] = {}
    subscales: dict[str, str | int] = {}
    comments: dict[str, str | int] = {}


class PersonColumns(Entry):
    """Columns that describe people: our column name to theirs, and their codes to ours."""

    columns: dict[str, str | int]
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}


class Return(Entry):
    """One file.

    ``path`` is relative to the study's raw folder. ``orientation: people_in_columns`` is a transposed sheet:
    the first column names the question, each further column is a person. Columns are named by header text, or
    by position (1 is the first) where headers repeat. Every column must be named here or under ``ignore``.
    """

    id: Name
    site: Name
    programme: Name
    path: Words
    format: Literal["delimited", "workbook"] = "delimited"
    sheet: str = ""
    orientation: Literal["people_in_rows", "people_in_columns"] = "people_in_rows"
    person_id: str | int = 1
    id_prefix: str = ""  # put before each id, where the same ids in two files are different people
    id_pattern: str = ""
    completed_on: str | int | None = None
    date_format: str = ""  # strptime pattern, when dates are not ISO 8601
    missing: tuple[str, ...] = ()  # texts that mean: not answered
    people: PersonColumns | None = None
    measures: tuple[MeasureColumns, ...] = ()
    ignore: tuple[str | int, ...] = ()
