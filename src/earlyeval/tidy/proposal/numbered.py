"""Columns that carry the numbers of one questionnaire: q1, q2, ...; phq9_1_pre, ...; "1. ...", "2. ..."."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from earlyeval.tidy.proposal.grids import grids_of, is_below, part_of
from earlyeval.tidy.proposal.looks import Look

# When a form was filled in, as people write it into headers: before or after the rest of the header.
TIME_WORDS: dict[str, tuple[str, ...]] = {
    "baseline": ("baseline", "base", "bl", "pre", "before", "start", "t0", "entry", "intake"),
    "endpoint": ("endpoint", "end", "post", "after", "exit", "closure", "final", "finish", "discharge"),
    "middle": ("mid", "midpoint", "midway", "middle", "interim"),
    "later": ("followup", "follow-up", "fu", "followup1", "fu1", "later"),
}
_KNOWN = {word: meaning for meaning, words in TIME_WORDS.items() for word in words}
_TIME_NUMBER = re.compile(r"(?:t|w|tp|time|wave)[0-9]", re.IGNORECASE)
_BETWEEN = r"[\s_.\-:/()]+"
_FIRST_NUMBER = re.compile(r"^\(?\s*(?:question|item|q)?\s*\.?\s*([0-9]{1,2})\s*[.):\-]\s*[^\s0-9]", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"^(.*?)[\s_.\-]*?(?:q|item|i)?[\s_.\-]*([0-9]{1,2})([a-z]?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Columns with the numbers 1, 2, ... under one name, at one time. ``time`` is "" where no header tells."""

    name: str
    time: str
    columns: tuple[Look, ...]


def time_of(header: str) -> tuple[str, str]:
    """Return when a header says that a form was filled in, and the header without it."""
    parts = [part for part in re.split(_BETWEEN, header) if part]
    for index in (len(parts) - 1, 0):
        is_time = parts and (parts[index].lower() in _KNOWN or _TIME_NUMBER.fullmatch(parts[index]))
        if len(parts) > 1 and is_time:
            return parts[index].lower(), "_".join(parts[:index] + parts[index + 1 :])
    joined = re.fullmatch(r"(.+[0-9a-z])(pre|post|baseline|followup)", header, re.IGNORECASE)
    return (joined.group(2).lower(), joined.group(1)) if joined else ("", header)


def meaning_of(time: str) -> str:
    """Return what a word of time stands for: baseline, endpoint, middle or later; "" where unknown."""
    return _KNOWN.get(time, "")


def runs_of(looks: Iterable[Look]) -> tuple[Run, ...]:
    """Return every run of at least two columns that are numbered without a gap from 1, in the order of the file."""
    grouped: dict[tuple[str, str], dict[int, Look]] = defaultdict(dict)
    spoilt, looks = set(), tuple(looks)
    grids = grids_of(looks)
    in_grids = {look.place for _, rows in grids for look in rows}
    for look in looks:
        known = None if look.place in in_grids else _name_and_number(look.header)
        if known is None:
            continue
        name, time, number = known
        if number in grouped[name, time]:
            spoilt.add((name, time))
        grouped[name, time][number] = look
    runs = [Run(*_named_time(stem), rows) for stem, rows in grids]
    for (name, time), columns in grouped.items():
        if (name, time) not in spoilt and len(columns) >= 2 and sorted(columns) == list(range(1, len(columns) + 1)):
            runs.append(Run(name, time, tuple(columns[number] for number in sorted(columns))))
    return tuple(sorted(runs, key=lambda run: run.columns[0].place))


def _named_time(stem: str) -> tuple[str, str]:
    """Return the name and the time that the common part of a grid's headers tells."""
    time, rest = time_of(stem)
    return "".join(letter for letter in rest.lower() if letter.isalnum()), time


def _name_and_number(header: str) -> tuple[str, str, int] | None:
    if is_below(header):
        return None
    if part := part_of(header):
        return part[0], "", part[1]
    first = _FIRST_NUMBER.match(header)
    if first:
        return "", "", int(first.group(1))
    time, rest = time_of(header)
    last = _LAST_NUMBER.match(rest)
    if last is None or last.group(3):
        return None
    name = "".join(letter for letter in last.group(1).lower() if letter.isalnum())
    return name, time, int(last.group(2))
