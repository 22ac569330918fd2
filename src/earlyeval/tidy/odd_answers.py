"""Answers that could all be, and together can hardly be: copied, filled down, coded from another number."""

from collections.abc import Iterator

import numpy as np

from earlyeval.registry.instruments import Version
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import FormsPart, Tables
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.texts import codes_of

FEWEST_ITEMS = 8  # two forms of fewer questions may well be the same
FEWEST_CODES = 3  # different answers in a form; of fewer, two forms may well be the same
FEWEST_ANSWERS = 100  # of fewer answers, it is no surprise that nobody gave the lowest one


def odd_answers(tables: Tables, lists: Lists) -> Iterator[Finding]:
    """Yield findings about the forms of wide sheets. Counts only, never whose they are."""
    for part in tables.forms.parts if tables.forms is not None else ():
        version = lists.version(part.instrument, part.version)
        if version is None:
            continue
        yield from _same_again(part)
        yield from _filled_down(part)
        yield from _never_lowest(part, version)


def _same_again(part: FormsPart) -> Iterator[Finding]:
    """Yield people whose answers at two times are the same to the last one."""
    if len(part.items) < FEWEST_ITEMS or len(part.values) < 2:
        return
    people, _ = codes_of(part.head["person_id"])
    # Forms with the same sum, each item weighed otherwise, stand beside each other; only those are looked at exactly.
    sums = np.nan_to_num(part.values) @ np.sqrt(np.arange(2, 2 + len(part.items)))
    order = np.lexsort((sums, people))
    beside = (people[order][1:] == people[order][:-1]) & (sums[order][1:] == sums[order][:-1])
    first, second = order[:-1][beside], order[1:][beside]
    same = (part.values[first] == part.values[second]).all(axis=1) & _is_rich(part.values[second])
    again = int(same.sum())
    if again:
        sentence = f"{counted(again, 'form')} of {part.instrument} with the very answers that the person gave before."
        yield Finding("responses", part.file, 0, "", "same_again", "note", again, sentence)


def _filled_down(part: FormsPart) -> Iterator[Finding]:
    """Yield forms that repeat the form of somebody else in the row above."""
    if len(part.items) < FEWEST_ITEMS or len(part.values) < 2:
        return
    people, _ = codes_of(part.head["person_id"])
    same = np.flatnonzero((part.values[1:] == part.values[:-1]).all(axis=1) & (people[1:] != people[:-1])) + 1
    count = int(_is_rich(part.values[same]).sum())
    if count:
        sentence = f"{counted(count, 'form')} of {part.instrument} with the very answers of the {part.row_word} above."
        yield Finding("responses", part.file, 0, "", "filled_down", "note", count, sentence)


def _never_lowest(part: FormsPart, version: Version) -> Iterator[Finding]:
    """Yield an instrument of which nobody gave the lowest answer, as if the form had been coded from another number."""
    response = version.response
    answers = part.values[np.isfinite(part.values)]
    if response is None or len(answers) < FEWEST_ANSWERS or any(item.response for item in version.items):
        return
    if answers.min() > response.lowest and answers.max() == response.highest:
        sentence = (
            f"No answer of {part.instrument} is {response.lowest:g}, the lowest there is: was the form coded from "
            f"{answers.min():g}?"
        )
        yield Finding("responses", part.file, 0, "", "never_lowest", "note", len(answers), sentence)


def _is_rich(forms: np.ndarray) -> np.ndarray:
    """Tell which forms are whole, and of several different answers."""
    n_codes = 1 + (np.diff(np.sort(forms, axis=1), axis=1) != 0).sum(axis=1)
    return np.isfinite(forms).all(axis=1) & (n_codes >= FEWEST_CODES)
