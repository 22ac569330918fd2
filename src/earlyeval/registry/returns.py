"""How a return that is not in our own shape is read: which column is what. One file, one declaration."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Words


class MeasureColumns(Entry):
    """Columns that hold one instrument at one time point.

    ``items`` maps item id to column (header text, or letter/number when headers repeat);
    ``subscales`` maps subscale id to the column of a supplied total.
    ``comments`` maps a question id to the column of the comment beside it. ``own_items``: each item of the version
    stands in a column that is called by its id. ``time_point`` is left out where a column of the file gives it.
    """

    instrument: Name
    version: Name
    time_point: Name | None = None
    own_items: bool = False
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

    A file of many places has no ``site`` but a ``site_column``; ``sites`` gives our names for theirs, where they
    differ. A file with a row for each person and time point has a ``time_point_column``, with ``time_points`` in the
    same way.
    """

    id: Name
    site: Name | None = None
    site_column: str | int | None = None
    sites: dict[str, Name] = {}
    programme: Name
    path: Words
    format: Literal["delimited", "workbook", "parquet"] = "delimited"
    sheet: str = ""
    orientation: Literal["people_in_rows", "people_in_columns"] = "people_in_rows"
    person_id: str | int = 1
    id_prefix: str = ""  # put before each id, where the same ids in two files are different people
    id_pattern: str = ""
    time_point_column: str | int | None = None
    time_points: dict[str, Name] = {}
    completed_on: str | int | None = None
    date_format: str = ""  # strptime pattern, when dates are not ISO 8601
    missing: tuple[str, ...] = ()  # texts that mean: not answered
    people: PersonColumns | None = None
    measures: tuple[MeasureColumns, ...] = ()
    ignore: tuple[str | int, ...] = ()

    @property
    def is_of_many_places(self) -> bool:
        """Whether a column of the file says of which place a row is."""
        return self.site_column is not None

    def is_of(self, site: str, programme: str) -> bool:
        """Tell whether rows of one programme at one place may stand in the file."""
        return self.programme == programme and (self.is_of_many_places or self.site == site)
