"""How a return that is not in our own shape is read: which column is what. One file, one declaration."""

from typing import Literal

from earlyeval.registry.coded_returns import CodedReturn
from earlyeval.registry.entry import Entry, Name, Words
from earlyeval.registry.tick_boxes import TickBoxes

NoAnswer = Literal["na", "nk", "refused", "not_asked"]
Format = Literal[
    "delimited",
    "workbook",
    "parquet",
    "spss",
    "qualtrics",
    "redcap",
    "microsoft_forms",
    "google_forms",
    "online_surveys",
    "sqlite",
    "database",
    "elan",
    "boris",
    "coded_project",
]


class MeasureColumns(Entry):
    """Columns that hold one instrument at one time point.

    ``items`` maps item id to column (header text, or letter/number when headers repeat);
    ``subscales`` maps subscale id to the column of a supplied total.
    ``comments`` maps a question id to the column of the comment beside it. ``own_items``: each item of the version
    stands in a column that is called by its id. ``time_point`` is left out where a column of the file gives it.
    ``codes`` gives our number for each of their words, for every item; ``completed_on`` and ``form`` are columns.
    """

    instrument: Name
    version: Name
    time_point: Name | None = None
    own_items: bool = False
    items: dict[str, str | int] = {}
    subscales: dict[str, str | int] = {}
    comments: dict[str, str | int] = {}
    codes: dict[str, float] = {}
    completed_on: str | int | None = None
    form: str | int | None = None


class PersonColumns(Entry):
    """Columns that describe people: our column name to theirs, and their codes to ours."""

    columns: dict[str, str | int]
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}


class TableColumns(PersonColumns):
    """Columns that hold the rows of one of our tables (a register, sessions, answers one in each row).

    ``unless_blank`` names columns of ours: a row in which all of them are blank says nothing about this table.
    """

    table: Words  # checked where rows are read: some of our tables have two words, such as case_needs
    unless_blank: tuple[str, ...] = ()
    split: dict[str, str] = {}  # column of ours to what stands between several values of one cell: a row for each


class Return(Entry):
    """One file.

    ``path`` is relative to the study's raw folder. ``orientation: people_in_columns`` is a transposed sheet:
    the first column names the question, each further column is a person. Columns are named by header text, or
    by position (1 is the first) where headers repeat. Every column must be named here or under ``ignore``.

    A file of many places has no ``site`` but a ``site_column``; ``sites`` gives our names for theirs, where they
    differ. A file with a row for each person and time point has a ``time_point_column`` (or several, whose texts are
    joined with " / "), with ``time_points`` in the same way.

    ``format: database`` reads the table or view ``sheet`` of the database whose address stands in the environment
    variable ``url_from``. ``format: coded_project`` reads a project of a coding program, or a sheet of coded
    segments, as ``coded`` says. ``value_labels`` reads the labels of an SPSS file in place of its codes.

    ``repeats`` names returns of earlier waves that a later export holds again: a row that says exactly what a row of
    theirs says is counted once; one that says something else of the same person and time is refused.
    """

    id: Name
    site: Name | None = None
    site_column: str | int | None = None
    sites: dict[str, Name] = {}
    programme: Name
    path: str = ""
    format: Format = "delimited"
    url_from: str = ""
    sheet: str = ""
    rows_above: int = 0  # lines of title above the headers
    orientation: Literal["people_in_rows", "people_in_columns"] = "people_in_rows"
    value_labels: bool = False
    only_rows: dict[str, tuple[str, ...]] = {}  # column to the texts with which a row is read; others are counted
    person_id: str | int | None = 1
    id_prefix: str = ""  # put before each id, where the same ids in two files are different people
    id_pattern: str = ""
    time_point_column: str | int | tuple[str | int, ...] | None = None
    time_points: dict[str, Name] = {}
    completed_on: str | int | None = None
    date_format: str = ""  # strptime pattern, or excel (excel-1904) for numbers of days, when dates are not ISO 8601
    time_zone: str = ""  # where days are counted, such as Europe/London, when times come with a zone of their own
    recorded_in: str = ""  # the zone of times that do not say theirs, when it is another
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    missing: tuple[str, ...] = ()  # texts that mean: not answered
    missing_codes: dict[str, NoAnswer] = {}  # texts that say why there is no answer
    people: PersonColumns | None = None
    tables: tuple[TableColumns, ...] = ()
    measures: tuple[MeasureColumns, ...] = ()
    ticks: tuple[TickBoxes, ...] = ()
    repeats: tuple[Name, ...] = ()  # other returns, whose rows this one may hold again
    coded: CodedReturn | None = None  # with format: coded_project
    ignore: tuple[str | int, ...] = ()

    @property
    def shown(self) -> Words:
        """What to call the return in messages."""
        return self.path or f"database {self.url_from} [{self.sheet}]"

    @property
    def is_of_many_places(self) -> bool:
        """Whether a column of the file says of which place a row is."""
        return self.site_column is not None

    @property
    def time_point_columns(self) -> tuple[str | int, ...]:
        """The columns that together say at which time point a form was filled in."""
        if self.time_point_column is None:
            return ()
        return self.time_point_column if isinstance(self.time_point_column, tuple) else (self.time_point_column,)

    def is_of(self, site: str, programme: str) -> bool:
        """Tell whether rows of one programme at one place may stand in the file."""
        return self.programme == programme and (self.is_of_many_places or self.site == site)
