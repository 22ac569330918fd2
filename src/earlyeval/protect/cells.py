"""The published counts of result rows as cells: which numbers of which rows are one and the same count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.open_rows import is_open

Row = Mapping[str, Any]
# What says of whom a row is and what was asked of them; the rest says how the answer was worked out.
PLACE = ("programme", "site", "question", "strand")
ABOUT = ("outcome", "label", "instrument", "subscale", "respondent", "cluster", "arm", "time_point", "subgroup")
COUNTED = ("count", "share", "ratio", "verdict")
_WORDS_ONLY = ("private", "quotation")


@dataclass(frozen=True)
class Cell:
    """One count: its value, and the rows and columns in which it is published."""

    value: int
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Cells:
    """The counts of some rows. ``n`` and ``whole`` give a row's cells by the row's number."""

    cells: tuple[Cell, ...]
    n: Mapping[int, int]
    whole: Mapping[int, int]

    def of_row(self, number: int) -> Iterator[tuple[str, int]]:
        """Yield the columns of a row that hold a count, each with its cell."""
        for column, places in (("n", self.n), ("n_expected", self.whole)):
            if number in places:
                yield column, places[number]


def cells_of(rows: Sequence[Row]) -> Cells:
    """Return the counts that rows publish, each once.

    Two rows about the same people have the same n where it is equal and only the way of working out differs; two
    denominators of one question that are equal are taken for one. A reader may not be sure of either: he is taken to
    be, which can only make him stronger, since both are true.
    """
    keys: dict[tuple[Any, ...], list[tuple[int, str]]] = {}
    for number, row in enumerate(rows):
        if not has_counts(row):
            continue
        for column, key in (("n", n_key(row)), ("n_expected", _whole_key(row))):
            if not _is_missing(row[column]):
                keys.setdefault(key, []).append((number, column))
    cells, n, whole = [], {}, {}
    for members in _joined(rows, keys):
        first, column = members[0]
        for number, name in members:
            (n if name == "n" else whole)[number] = len(cells)
        cells.append(Cell(int(rows[first][column]), tuple(members)))
    return Cells(tuple(cells), n, whole)


def place_of(row: Row) -> tuple[Any, ...]:
    """Return place, question and strand of a row."""
    return tuple(row[name] for name in PLACE)


def is_counted(row: Row) -> bool:
    """Say whether a row counts, rather than resting on so many people."""
    return ESTIMANDS[row["estimand"]].kind in COUNTED


def n_key(row: Row) -> tuple[Any, ...]:
    """Return what makes the n of a row the count it is."""
    about = tuple(row[name] for name in ABOUT)
    kind = row["unit"] if is_counted(row) else row["comparison"]
    return ("n", *place_of(row), is_counted(row), kind, *about, row["n"])


def _whole_key(row: Row) -> tuple[Any, ...]:
    kind = row["unit"] if is_counted(row) else row["outcome"]
    return ("whole", *place_of(row), is_counted(row), kind, row["n_expected"])


def _joined(rows: Sequence[Row], keys: Mapping[tuple[Any, ...], list[tuple[int, str]]]) -> list[list[tuple[int, str]]]:
    """Return the members of each count, a denominator with the n that it is: 16 of 83, and then 4 of these 16."""
    n_by_value: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for key, members in keys.items():
        row = rows[members[0][0]]
        if key[0] == "n" and is_counted(row):
            n_by_value.setdefault((*place_of(row), row["unit"], row["n"]), []).append(key)
    merged = {key: list(members) for key, members in keys.items()}
    for key, members in keys.items():
        row = rows[members[0][0]]
        if key[0] != "whole" or not is_counted(row):
            continue
        named = {rows[number][name] for number, _ in members for name in ("comparison", "label")} - {""}
        for other in n_by_value.get((*place_of(row), row["unit"], row["n_expected"]), []):
            one = rows[keys[other][0][0]]
            if named & {one["outcome"], one["subgroup"], one["time_point"]}:
                merged[key] += merged.pop(other)
    return list(merged.values())


def has_counts(row: Row) -> bool:
    """Say whether a row publishes counts of people: not where it is open, and not where it is words alone."""
    kind = ESTIMANDS[row["estimand"]].kind
    return kind not in _WORDS_ONLY and not is_open(row)


def _is_missing(number: float) -> bool:
    return number != number
