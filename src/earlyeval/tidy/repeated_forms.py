"""The same form twice, told form by form: as long rows a million copies would be nine million, and gigabytes."""

from collections.abc import Sequence

import numpy as np

from earlyeval.tidy.forms import RESPONSES, FormsPart, form_keys
from earlyeval.tidy.keys import check_keys
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Part, whole_table
from earlyeval.tidy.problems import AT_MOST_TOLD, Problem, Problems


def without_repeated_forms(
    parts: Sequence[Part | FormsPart], lists: Lists, problems: Problems
) -> list[Part | FormsPart]:
    """Note every form that repeats an answer of an earlier one, and return the parts without these forms.

    Only the forms that are told one by one, and those that they repeat, become long rows; the others are counted.
    Pieces of one form that have no item in common repeat nothing, and stay.
    """
    forms = [part for part in parts if isinstance(part, FormsPart) and len(part)]
    again = [np.zeros(len(part.head), dtype=bool) for part in forms]
    first = [np.zeros(len(part.head), dtype=bool) for part in forms]
    for own in _by_version(forms):
        _mark([forms[place] for place in own], [again[place] for place in own], [first[place] for place in own])
    if not any(repeated.any() for repeated in again):
        return list(parts)
    told = [part.kept(is_told) for part, is_told in zip(forms, first, strict=True)]
    check_keys(whole_table(RESPONSES.name, told, lists), problems)
    for part, repeated, is_told in zip(forms, again, first, strict=True):
        untold = int((repeated & ~is_told).sum())
        if untold:
            problems.add_uncounted(Problem(part.file, 0, "", "duplicate", ""), untold)
    kept = {id(part): part.kept(~repeated) for part, repeated in zip(forms, again, strict=True) if repeated.any()}
    return [kept.get(id(part), part) for part in parts]


def _by_version(forms: Sequence[FormsPart]) -> list[list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for place, part in enumerate(forms):
        found.setdefault((part.instrument, part.version), []).append(place)
    return list(found.values())


def _mark(parts: list[FormsPart], again: list[np.ndarray], told: list[np.ndarray]) -> None:
    """Mark the forms of one version that repeat an answer, and those that have to be looked at to tell of the first.

    Items that stand in the same parts are looked at together: mostly all of them.
    """
    keys = form_keys([part.head for part in parts])
    standing: dict[tuple[int, ...], str] = {}
    for item in dict.fromkeys(item for part in parts for item in part.items):
        standing.setdefault(tuple(place for place, part in enumerate(parts) if item in part.items), item)
    repeats: list[tuple[np.ndarray, np.ndarray]] = []  # forms by number, and the first form of the same key
    begins = np.cumsum([0, *(len(part.head) for part in parts)])
    for places in standing:
        forms = np.concatenate([np.arange(begins[place], begins[place + 1]) for place in places])
        forms = forms[keys[forms] >= 0]
        _, firsts, number = np.unique(keys[forms], return_index=True, return_inverse=True)
        is_again = np.ones(len(forms), dtype=bool)
        is_again[firsts] = False
        repeats.append((forms[is_again], forms[firsts[number[is_again]]]))
    is_repeated = np.zeros(begins[-1], dtype=bool)
    for forms, _ in repeats:
        is_repeated[forms] = True
    is_told = np.zeros(begins[-1], dtype=bool)
    for place in range(len(parts)):
        is_told[begins[place] + np.flatnonzero(is_repeated[begins[place] : begins[place + 1]])[:AT_MOST_TOLD]] = True
    originals = [firsts[is_told[forms]] for forms, firsts in repeats]
    is_told[np.concatenate(originals)] = True
    for place in range(len(parts)):
        again[place][:], told[place][:] = (marks[begins[place] : begins[place + 1]] for marks in (is_repeated, is_told))
