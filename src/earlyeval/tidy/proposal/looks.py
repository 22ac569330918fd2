"""What a column of an unknown file looks like: its different texts, numbers, dates, and the words of its header."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from earlyeval.tidy.cells import Fault, read_date
from earlyeval.tidy.declared_days import without_zone
from earlyeval.tidy.lists import MISSING_CODES
from earlyeval.tidy.readers.sheet import Sheet

# Tried in this order; where two fit every cell, a person is asked.
DATE_FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%d %b %Y", "%d-%b-%Y",
    "%d-%b-%y", "%d %B %Y", "%m/%d/%y",
)  # fmt: skip
_TIMES = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %I:%M:%S %p", " %I:%M %p")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_BLANKS = frozenset({"", *MISSING_CODES, "n/a", "N/A", ".", "-", "-9", "-99", "99", "999", "-88", "-77", "-999"})
_NUMBER = re.compile(r"[+-]?[0-9]+")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
_DAYS = {"date", "day", "time", "timestamp", "when", "completed", "completion", "submitted", "recorded"}
LOOKED_AT = 5_000  # rows; a column that changes its nature further down is seen by the check, cell by cell
MOST_WORDS = 20


@dataclass(frozen=True)
class Look:
    """One column: its place from 0, its header, and its cells."""

    place: int
    header: str
    cells: tuple[str, ...] = field(repr=False)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell not in _BLANKS)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each different text occurs."""
        return Counter(self.filled)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the header in small letters, numbers apart: "PHQ9_T1" is phq, 9, t, 1."""
        return tuple(_WORD.findall(self.header.lower()))

    @property
    def has_zones(self) -> bool:
        """Whether times in it say in which zone they were."""
        return any(without_zone(text)[1] is not None for text in list(self.counts)[:200])

    @cached_property
    def has_decimal_commas(self) -> bool:
        """Whether the cells are numbers with a comma before their decimals."""
        texts = [text for text in self.counts if not _NUMBER.fullmatch(text)]
        return bool(texts) and all(_DECIMAL_COMMA.fullmatch(text) for text in texts)

    @cached_property
    def numbers(self) -> tuple[float, ...] | None:
        """The different numbers, in order; None where some text is no number."""
        mark = "," if self.has_decimal_commas else "."
        try:
            return tuple(sorted({float(text.replace(mark, ".")) for text in self.counts}))
        except ValueError:
            return None

    @property
    def is_unique(self) -> bool:
        """Whether no text occurs twice."""
        return bool(self.filled) and len(self.counts) == len(self.filled)

    @cached_property
    def is_free_text(self) -> bool:
        """Whether people wrote here in their own words: long, and nearly all different."""
        if not self.filled:
            return False
        words = sum(len(text.split()) for text in self.filled) / len(self.filled)
        return words >= 3 and len(self.counts) > 0.6 * len(self.filled)

    @cached_property
    def date_formats(self) -> tuple[str, ...]:
        """Every form of date that fits all cells, zones left out; ISO 8601 alone where the check reads it as it is."""
        texts = [without_zone(text)[0] for text in list(self.counts)[:200]]
        if texts and all(_SERIAL.fullmatch(text) for text in texts) and _DAYS & set(self.words):
            return ("excel",)
        if not texts or self.numbers is not None:
            return ()
        if all(not isinstance(read_date(text), Fault) for text in texts):
            return ("%Y-%m-%d",)
        return tuple(
            day + time for time in _TIMES for day in DATE_FORMATS if all(_is_date(text, day + time) for text in texts)
        )


def looks_of(sheet: Sheet) -> tuple[Look, ...]:
    """Return how each column of a sheet looks, by its first few thousand rows."""
    return tuple(
        Look(place, header, tuple(column.iloc[:LOOKED_AT]))
        for place, (header, column) in enumerate(zip(sheet.headers, sheet.columns, strict=True))
    )


def _is_date(text: str, date_format: str) -> bool:
    try:
        day = datetime.datetime.strptime(text, date_format)
    except ValueError:
        return False
    return 1990 <= day.year <= 2100
