"""One column at a time: text cells into typed values, with a position for every cell that is refused."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Response
from earlyeval.tidy.cells import READERS, Fault, read_number
from earlyeval.tidy.identifiers import found_words
from earlyeval.tidy.lists import MISSING_CODES
from earlyeval.tidy.mistyped import hint_for_code, hint_for_number
from earlyeval.tidy.problems import AT_MOST_TOLD, Problem, Problems
from earlyeval.tidy.proofs import PROOFS
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.tables import TABLES, Column
from earlyeval.tidy.texts import coded_texts, each_text, give_back_memory, one_text, spread_texts, with_texts

DTYPES: dict[str, Any] = {
    "id": TEXT,
    "name": TEXT,
    "code": TEXT,
    "text": TEXT,
    "month": TEXT,
    "number": "float64",
    "whole_number": "float64",
    "date": "datetime64[us]",
    "yes_no": "boolean",
}
ENOUGH_FAULTS = 10_000  # different texts of one column
STILL_LOOKED_AT = 50_000  # cells of every column after one of so many faults
_TAKES_MISSING_CODES = ("code", "number", "whole_number", "date", "yes_no", "month")


@dataclass(frozen=True)
class Place:
    """Where a column stood: file, header, and the row of each of its cells."""

    file: str
    header: str
    rows: np.ndarray = field(repr=False)
    row_word: str = "line"
    letter: str = ""


@dataclass(frozen=True)
class Typed:
    """A typed column, and which of its cells held a missing code (by code, as masks)."""

    values: pd.Series
    missing: Mapping[str, np.ndarray]


def typed_column(
    texts: pd.Series,
    column: Column,
    place: Place,
    problems: Problems,
    *,
    allowed: tuple[str, ...] | None = None,
    words: Mapping[str, float] | None = None,
) -> Typed:
    """Return a column in its type; every cell that cannot be read is noted as a problem.

    Parameters
    ----------
    texts : Series of text
        "" for an empty cell.
    column : Column
        Type, bounds, and whether a value is required.
    place : Place
        For the messages.
    allowed : tuple of str, optional
        The closed list of codes; None where any code will do.
    words : mapping, optional
        Words that count as a number (a response scale sent as words).

    Notes
    -----
    Empty cells, and the codes na, nk, refused and not_asked outside columns of ids and words, are missing values.
    Each different text is read once, however often it occurs. Ids and words, which nearly all differ, are first looked
    at all together (``proofs``), and only the cells that this does not clear are read one by one.
    """
    proof = PROOFS.get(column.type)
    if proof is None:
        return _read_each(texts, column, place, problems, allowed=allowed, words=words or {})
    is_good = proof(texts)
    if is_good.all():
        return Typed(texts, {})
    if not is_good.any():  # a column of nothing but doubt is not copied to be looked at
        return _read_each(texts, column, place, problems, allowed=allowed, words={})
    # The second look: only at the cells that could not be proved at a glance.
    doubtful = np.flatnonzero(~is_good)
    own = replace(place, rows=place.rows[doubtful])
    second = _read_each(texts.take(doubtful).reset_index(drop=True), column, own, problems, allowed=allowed, words={})
    return Typed(with_texts(texts, ~is_good, second.values), {})


def _read_each(
    texts: pd.Series,
    column: Column,
    place: Place,
    problems: Problems,
    *,
    allowed: tuple[str, ...] | None,
    words: Mapping[str, float],
) -> Typed:
    """Read each different text once, one after the other."""
    n_cells = len(texts)
    if problems.is_cut_short:  # the returns are refused: only what else is wrong with them remains to be seen
        texts = texts.iloc[:STILL_LOOKED_AT]
    codes, uniques = coded_texts(texts)
    read = _reader(column, allowed, words)
    results: list[Any] = []
    missing: dict[str, np.ndarray] = {}
    n_faults = 0
    for number, text in enumerate(each_text(uniques)):
        if text == "" or _is_missing_code(text, column, allowed):
            result = _required(column, text, allowed) if column.required else None
            if text:
                missing[text] = codes == number
        else:
            result = read(text)
        results.append(result)
        n_faults += isinstance(result, Fault)
        if n_faults > ENOUGH_FAULTS:  # no column that goes wrong so often is looked at to its end
            results += [None] * (len(uniques) - len(results))
            problems.cut_short()
            problems.not_whole.update(TABLES)
            give_back_memory()
            break
    _note_faults(results, codes, place, problems)
    values = _spread(results, codes, column)
    if n_unread := n_cells - len(codes):
        values = pd.concat([values, empty_values(column, n_unread)], ignore_index=True)
        missing = {code: np.append(is_so, np.zeros(n_unread, dtype=bool)) for code, is_so in missing.items()}
    return Typed(values, missing)


def _note_faults(results: list[Any], codes: np.ndarray, place: Place, problems: Problems) -> None:
    """Note every text that cannot be read at each of its cells."""
    faulty = [number for number, result in enumerate(results) if isinstance(result, Fault)]
    if not faulty:
        return
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(results)))
    told: Counter[str] = Counter()
    rest: Counter[str] = Counter()  # each stands below enough of its kind: counted, never told
    for number in faulty:
        begins, rule = ends[number - 1] if number else 0, results[number].rule
        if told[rule] < AT_MOST_TOLD:
            note_cells(order[begins : ends[number]], results[number], place, problems)
            told[rule] += 1
        else:
            rest[rule] += int(ends[number] - begins)
    for rule, cells in rest.items():
        problems.add_uncounted(Problem(place.file, 0, place.header, rule, ""), cells)


def _is_missing_code(text: str, column: Column, allowed: tuple[str, ...] | None) -> bool:
    return column.type in _TAKES_MISSING_CODES and text in MISSING_CODES and text not in (allowed or ())


def _spread(results: list[Any], codes: np.ndarray, column: Column) -> pd.Series:
    """Return a value for every cell from the values of the different texts; faults are missing values."""
    values, dtype = [None if isinstance(result, Fault) else result for result in results], DTYPES[column.type]
    if dtype == "float64":
        return pd.Series(np.array([np.nan if value is None else value for value in values], dtype="float64")[codes])
    if column.type == "date":
        return pd.Series(np.array(values, dtype="datetime64[us]")[codes])
    if dtype == TEXT:
        return spread_texts(values, codes)
    return pd.Series(values, dtype=dtype).take(codes).reset_index(drop=True)


def note_cells(cells: np.ndarray, fault: Fault, place: Place, problems: Problems) -> None:
    """Note one fault at each of several cells of a column."""
    problem = Problem(
        place.file, 0, place.header, fault.rule, fault.found, fault.allowed, fault.next_step, place.row_word,
        place.letter,
    )  # fmt: skip
    problems.add_rows(problem, place.rows[cells])


def answers_column(column: Column, response: Response | None) -> Column:
    """Return a column of answers bounded by what an item may hold."""
    if response is None:
        return column
    kind = "whole_number" if response.whole_numbers else "number"
    return replace(column, type=kind, lowest=response.lowest, highest=response.highest)


def empty_values(column: Column, length: int) -> pd.Series:
    """Return a column in which every value is missing."""
    dtype = DTYPES[column.type]
    if dtype == TEXT:
        return one_text(None, length)
    missing = {"float64": np.nan, "datetime64[us]": np.datetime64("NaT", "us")}.get(dtype)
    return pd.Series([None] * length, dtype=dtype) if missing is None else pd.Series(np.full(length, missing))


def folded_words(text: str) -> str:
    """Return an answer in words as it is compared: in small letters, single blanks, straight apostrophes."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def _reader(column: Column, allowed: tuple[str, ...] | None, words: Mapping[str, float]) -> Callable[[str], Any]:
    if allowed is not None and column.type in ("code", "name"):
        near = count()  # what was meant is looked for as often as it is told
        return lambda text: text if text in allowed else _not_allowed(text, allowed, guess=next(near) < AT_MOST_TOLD)
    if column.type in ("number", "whole_number"):
        known = {folded_words(word): float(code) for word, code in words.items()}
        return lambda text: known[folded] if (folded := folded_words(text)) in known else _bounded(text, column)
    return READERS[column.type]


def _bounded(text: str, column: Column) -> float | Fault:
    value = read_number(text)
    is_whole = column.type == "whole_number"
    low, high, number_words = column.lowest, column.highest, "whole numbers" if is_whole else "numbers"
    if low is not None and high is not None:
        allowed = f"{number_words} from {low:g} to {high:g}"
    else:
        allowed = f"{number_words} from {low:g}" if low is not None else number_words
    point = "" if is_whole else ", with a decimal point"
    allowed += f"{point}; blank, na, nk, refused or not_asked when there is none"
    if isinstance(value, Fault):
        return Fault("number", found_words(text), allowed, hint_for_number(text))
    if is_whole and not value.is_integer():
        return Fault("whole_number", found_words(text), allowed)
    if (low is not None and value < low) or (high is not None and value > high):
        return Fault("range", found_words(text), allowed)
    return value


def _not_allowed(text: str, allowed: tuple[str, ...], *, guess: bool) -> Fault:
    near = get_close_matches(text.lower().replace(" ", "_"), allowed, n=1, cutoff=0.6) if guess else []
    listed = ", ".join(allowed) if allowed else "none, since the registry declares none"
    step = hint_for_code(text) or (f"Did you mean {near[0]}?" if near else "")
    return Fault("unknown_code", found_words(text), listed, step)


def _required(column: Column, text: str, allowed: tuple[str, ...] | None) -> Fault:
    found = f"found {text}, where a value is needed" if text else "found an empty cell, where a value is needed"
    return Fault("required", found, ", ".join(allowed or ()) or "a value in every row")
