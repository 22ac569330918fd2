"""What must hold across rows: no key twice, no reference into nothing, no end before its beginning."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import AT_MOST_TOLD, Problem, Problems
from earlyeval.tidy.tables import TABLES
from earlyeval.tidy.texts import is_among, key_numbers

# A person who is not in people is set aside and counted; anything else that points into nothing is refused.
_PERSON_REFERENCE = ("person_id", "people")
_ORDERED = {
    "people": ("started_on", "ended_on"),
    "cases": ("opened_on", "closed_on"),
    "codings": ("start", "end"),
    "double_coding": ("start", "end"),
    "events": ("begin_ms", "end_ms"),
}


def check_keys(whole: Whole, problems: Problems) -> None:
    """Note every row whose key another row has already."""
    if not len(whole):
        return
    keys = key_numbers(whole.frame, whole.table.key)
    positions = np.flatnonzero(keys >= 0)
    keys = keys[positions]
    again = pd.Index(keys).duplicated()
    if not again.any():
        return
    _, place_of_key, key_of_row = np.unique(keys, return_index=True, return_inverse=True)
    rows, firsts = positions[again], positions[place_of_key[key_of_row[again]]]
    # One line of a file may hold several rows of a table: it is told once.
    spots = whole.origin[rows].astype("int64") * (int(whole.rows.max()) + 1) + whole.rows[rows]
    _, shown_first = np.unique(spots, return_index=True)
    for number in range(len(whole.parts)):
        here = shown_first[whole.origin[rows[shown_first]] == number]
        told = here[:AT_MOST_TOLD]  # in the order of the file's lines, as the spots are
        if not len(told):
            continue
        same = np.isin(spots, spots[told])
        conflicts = _conflicting(whole, list(zip(rows[same].tolist(), firsts[same].tolist(), strict=True)))
        for place in told:
            row, first = int(rows[place]), int(firsts[place])
            spot = (int(whole.origin[row]), int(whole.rows[row]))
            problem = _duplicate(whole, row, first, is_conflict=spot in conflicts)
            problems.add(problem)
        if len(here) > len(told):
            problems.add_uncounted(problem, len(here) - len(told))


def _conflicting(whole: Whole, pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return where rows stand that say something else than the row of the same key before them."""
    again, first = (
        whole.frame.drop(columns=list(whole.table.key)).iloc[list(rows)] for rows in zip(*pairs, strict=True)
    )
    again, first = again.reset_index(drop=True), first.reset_index(drop=True)
    differs = ((again != first).fillna(False).astype(bool) & ~(again.isna() & first.isna())) | (
        again.isna() ^ first.isna()
    )
    rows = [row for (row, _), differs_here in zip(pairs, differs.any(axis=1), strict=True) if differs_here]
    return {(int(whole.origin[row]), int(whole.rows[row])) for row in rows}


def _duplicate(whole: Whole, row: int, first: int, *, is_conflict: bool) -> Problem:
    part, earlier = whole.parts[whole.origin[row]], whole.parts[whole.origin[first]]
    elsewhere = "" if earlier.file == part.file else f" of {earlier.file}"
    # A row of a sheet of forms is many rows of ours: it is told as whoever filled it in sees it.
    key, one = ", ".join(whole.table.key), whole.table.rows
    if part.is_bounded and earlier.is_bounded:
        key, one = "person_id and time_point", "person and time point (and version)"
    found = f"found the same {key} as in {earlier.row_word} {whole.rows[first]}{elsewhere}"
    allowed = f"one row for each {one}"
    same = "They say the same. Keep the right one"
    if elsewhere:
        same += "; an export that holds an earlier one again takes its place, or declares what it repeats"
    step = "They contradict each other. Keep the right one" if is_conflict else same
    return Problem(part.file, int(whole.rows[row]), "", "duplicate", found, allowed, step, part.row_word)


def check_order(whole: Whole, problems: Problems) -> None:
    """Note every row that ends before it begins."""
    if whole.table.name not in _ORDERED or not len(whole):
        return
    first, last = _ORDERED[whole.table.name]
    is_early = (whole.frame[last] < whole.frame[first]).to_numpy(dtype=bool)
    found = f"found an end before the beginning ({first})"
    note_rows(whole, is_early, Problem("", 0, last, "order", found, f"{last} not before {first}"), problems)


def note_rows(whole: Whole, is_wrong: np.ndarray, like: Problem, problems: Problems) -> None:
    """Note one problem at each marked row of a table, wherever it stood."""
    for number, part in enumerate(whole.parts):
        here = replace(like, file=part.file, row_word=part.row_word, letter=part.letter(like.column))
        problems.add_rows(here, whole.rows[is_wrong & (whole.origin == number)])


def check_references(
    whole: Whole, wholes: Mapping[str, Whole], problems: Problems, findings: list[Finding]
) -> np.ndarray:
    """Note references into nothing and return which rows stay: those of people who are known."""
    stays = np.ones(len(whole), dtype=bool)
    if not len(whole):
        return stays
    for column, target in whole.table.refers:
        known = wholes[target].frame[TABLES[target].key[0]]
        if target in problems.not_whole or known.isna().any():  # what is wrong there is told; this cannot be judged
            continue
        is_lost = whole.frame[column].notna().to_numpy() & ~is_among(whole.frame[column], known)
        if (column, target) == _PERSON_REFERENCE:
            stays &= ~is_lost
            findings.extend(_set_aside(whole, is_lost))
        else:
            _note_lost(whole, column, target, is_lost, problems)
    return stays


def _set_aside(whole: Whole, is_lost: np.ndarray) -> list[Finding]:
    findings = []
    for number, part in enumerate(whole.parts):
        lost = is_lost & (whole.origin == number)
        rows = int(lost.sum())
        if rows:
            ids = whole.frame.loc[lost, "person_id"].nunique()
            findings.append(unknown_people_finding(whole.table.name, part.file, rows=rows, ids=ids))
    return findings


def unknown_people_finding(table: str, file: str, *, rows: int, ids: int) -> Finding:
    """Return the finding that some rows are of people whom the list of people does not hold."""
    whose = f"{counted(rows, 'row')} of {table} for {counted(ids, 'id')} that people does not hold"
    sentence = f"{whose}: not linked, and set aside."
    return Finding(table, file, 0, "person_id", "unknown_person", "set_aside", rows, sentence)


def _note_lost(whole: Whole, column: str, target: str, is_lost: np.ndarray, problems: Problems) -> None:
    allowed = f"the {TABLES[target].key[0]} of a row of {target}"
    step = f"Add the row to {target}, or correct the value"
    found = f"found a value that is not in {target}"
    note_rows(whole, is_lost, Problem("", 0, column, "unknown_reference", found, allowed, step), problems)


def people_from_others(wholes: Mapping[str, Whole]) -> pd.Series:
    """Return every person that any table names, in order of appearance."""
    named = [whole.person_ids for whole in wholes.values() if _PERSON_REFERENCE in whole.table.refers and len(whole)]
    return pd.concat(named, ignore_index=True).dropna().drop_duplicates(ignore_index=True) if named else pd.Series([])
