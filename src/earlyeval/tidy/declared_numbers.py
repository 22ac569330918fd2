"""Numbers written with another mark than a decimal point, as a declaration says; never guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.registry.returns import Return
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.columns import note_cells
from earlyeval.tidy.identifiers import found_words
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.mapped_columns import place_of
from earlyeval.tidy.parts import columns_of
from earlyeval.tidy.positions import Positions
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import TEXT, Sheet
from earlyeval.tidy.tables import TABLES

_MARKED = re.compile(r"[+-]?[0-9][0-9.,' \u00a0\u202f\u2019]*")
_BLANKS = " \u00a0\u202f"
_APOSTROPHES = "'\u2019"


def with_declared_numbers(
    sheet: Sheet, declared: Return, positions: Positions, lists: Lists, problems: Problems
) -> Sheet:
    """Return the sheet with a decimal point, and no mark between thousands, in every column that holds numbers.

    A number that has another mark than those declared is refused: 1.234 may be a thousand, or one and a bit.
    """
    if declared.decimal == "." and not declared.thousands:
        return sheet
    columns, wanted = list(sheet.columns), _pattern(declared)
    for place in sorted(set(_places(declared, positions, lists))):
        texts = columns[place]
        read = {text: _with_point(text, declared, wanted) for text in texts.unique()}
        odd = texts.map({text: point is None for text, point in read.items()}).to_numpy(dtype=bool)
        for text in sorted(text for text, point in read.items() if point is None):
            step = "Correct decimal and thousands in the declaration, or the number at the source"
            fault = Fault("number_marks", found_words(text), _words(declared), step)
            note_cells(
                np.flatnonzero(odd & (texts == text).to_numpy(dtype=bool)), fault, place_of(sheet, place), problems
            )
        columns[place] = pd.Series(texts.map({text: point or "" for text, point in read.items()}), dtype=TEXT)
    return replace(sheet, columns=tuple(columns))


def _places(declared: Return, positions: Positions, lists: Lists) -> Iterator[int]:
    """Yield every column that holds numbers: answers, totals, and numbers of our own tables."""
    for measure in positions.measures:
        yield from measure.items.values()
        yield from measure.subscales.values()
    named = [("people", positions.people)] if declared.people else []
    named += [(rows_of.table, places) for rows_of, places in zip(declared.tables, positions.tables, strict=True)]
    for table, places in named:
        columns = columns_of(TABLES[table], lists) if table in TABLES else {}
        for name, place in places.items():
            if name in columns and columns[name].type in ("number", "whole_number"):
                yield place


def _pattern(declared: Return) -> re.Pattern[str]:
    decimals = rf"(?:{re.escape(declared.decimal)}[0-9]+)?"
    if not declared.thousands:
        return re.compile(rf"[+-]?[0-9]+{decimals}", re.ASCII)
    kinds = {" ": _BLANKS, "'": _APOSTROPHES}.get(declared.thousands, declared.thousands)
    between = f"[{re.escape(kinds)}]"
    return re.compile(rf"[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:{between}[0-9]{{3}})+){decimals}", re.ASCII)


def _with_point(text: str, declared: Return, wanted: re.Pattern[str]) -> str | None:
    """Return a number with a decimal point; any text that is no number as it is; None for other marks."""
    if not _MARKED.fullmatch(text):
        return text
    if not wanted.fullmatch(text):
        return None
    whole, _, part = text.partition(declared.decimal)
    digits = "".join(letter for letter in whole if letter.isdigit() or letter in "+-")
    return f"{digits}.{part}" if part else digits


def _words(declared: Return) -> str:
    marks = {",": "a comma", ".": "a point", " ": "a blank", "'": "an apostrophe"}
    thousands = f" and {marks[declared.thousands]} between thousands" if declared.thousands else ""
    return f"numbers with {marks[declared.decimal]} before decimals{thousands}, as declared"
