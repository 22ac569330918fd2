"""Pieces of tidy tables, each typed, each knowing file and row; and how they are put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from earlyeval.registry.programmes import Characteristic
from earlyeval.tidy.columns import DTYPES, empty_values
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.tables import TABLES, Column, Table

HAS_CHARACTERISTICS = ("people", "referrals")


@dataclass(frozen=True)
class Part:
    """Rows of one tidy table that came from one sheet. ``rows`` says where each of them stood.

    ``declared``: the sheet had a declared shape. ``is_bounded``: items and values were checked as they were read.
    ``letters``: those of its columns in a spreadsheet.
    """

    table: str
    file: str
    frame: pd.DataFrame = field(repr=False)
    rows: np.ndarray = field(repr=False)
    row_word: str = "line"
    declared: bool = False
    is_bounded: bool = False
    letters: Mapping[str, str] = field(default_factory=dict, repr=False)

    def letter(self, column: str) -> str:
        """Return by which letters a spreadsheet calls a column; "" where that is not known."""
        return self.letters.get(column, "")

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True)
class Whole:
    """One tidy table in one piece. ``origin`` gives the part of each row, ``rows`` where it stood there."""

    table: Table
    frame: pd.DataFrame = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    origin: np.ndarray = field(repr=False)
    rows: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def person_ids(self) -> pd.Series:
        """Whose the rows are, in tables that name a person."""
        return self.frame["person_id"]

    def kept(self, is_kept: np.ndarray) -> "Whole":
        """Return the table with some of its rows only."""
        frame = self.frame[is_kept].reset_index(drop=True)
        return Whole(self.table, frame, self.parts, self.origin[is_kept], self.rows[is_kept])


def columns_of(table: Table, lists: Lists) -> dict[str, Column]:
    """Return a table's columns by name, with the characteristics that the programme declares."""
    columns = {column.name: column for column in table.columns}
    if table.name in HAS_CHARACTERISTICS:
        for name, characteristic in lists.characteristics.items():
            columns.setdefault(name, _characteristic_column(characteristic))
    return columns


def _characteristic_column(characteristic: Characteristic) -> Column:
    return Column(characteristic.id, "code", allowed=tuple(characteristic.values), about=characteristic.label)


def whole_table(name: str, parts: Iterable[Part], lists: Lists) -> Whole:
    """Return the parts of one table as one frame with every column of it, typed, in the order of the parts."""
    table = TABLES[name]
    own = tuple(part for part in parts if part.table == name and len(part))
    if not own:
        return _empty_table(table, tuple(lists.characteristics) if name in HAS_CHARACTERISTICS else ())
    columns = columns_of(table, lists)
    frames = [_with_all_columns(part.frame, columns) for part in own]
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    origin = np.repeat(np.arange(len(own)), [len(part) for part in own])
    return Whole(table, frame, own, origin, np.concatenate([part.rows for part in own]))


def _with_all_columns(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    values = {}
    for name, column in columns.items():
        own = frame[name] if name in frame.columns else empty_values(column, len(frame))
        values[name] = (own if own.dtype == DTYPES[column.type] else own.astype(DTYPES[column.type])).array
    return pd.DataFrame(values)


@cache
def _empty_table(table: Table, characteristics: tuple[str, ...]) -> Whole:
    """Return a table that nothing arrived for. Nobody changes a table, so all places may share it."""
    own = {column.name: DTYPES[column.type] for column in table.columns}
    dtypes = {**dict.fromkeys(characteristics, DTYPES["code"]), **own}
    dtypes = {name: dtypes[name] for name in dict.fromkeys([*own, *characteristics])}
    nothing = np.empty(0, dtype="int64")
    return Whole(table, pd.DataFrame(columns=list(dtypes)).astype(dtypes), (), nothing, nothing)
