"""BORIS projects (.boris): the events of every observation, states paired from their starts and stops.

A project is JSON. An event is [time in seconds, subject, behaviour, modifiers, comment, ...]. A state begins and ends
with the same mark, so that marks of one subject, behaviour and set of modifiers take turns. Source: BORIS 9,
project_functions.py and db_functions.py (read at 73bdf077).
"""

import json
from pathlib import Path
from typing import Any

from earlyeval.tidy.coded.boris_tables import read_boris_table
from earlyeval.tidy.coded.event_file import (
    AT_MOST_EVENTS,
    LATEST_MS,
    EventFile,
    Row,
    bytes_of,
    event_file,
    milliseconds,
    refused,
)
from earlyeval.tidy.coded.project import Loss

AGAIN = "Save the project again with BORIS"
LARGEST_JSON = 12 * 2**20  # read, it takes up to thirty times as much
NO_TIME = "They have no time (pictures, or a live coding without a clock)."
UNPAIRED = "A state that was begun and not ended, or the other way round, has no length."
UNKNOWN = "Their behaviour is not in the project's ethogram, so that nobody can say whether it is a point or a state."
COMMENTS = "Comments are people's own words; they are not read."
_NO_SUBJECT = None


def read_boris(path: Path) -> EventFile:
    """Return the events of a BORIS project, or of one of its tab-separated exports.

    Returns
    -------
    EventFile
        One row for each observation, with its length where the project knows that of its media (of the first player,
        one after the other); then one for each event. ``subject`` is missing for "No focal subject". ``begin_ms`` is
        the project's own clock, time offset included; ``offset_ms`` is that offset.

    Raises
    ------
    ReturnsRefusedError
        The file is damaged or no BORIS file, or a time in it is none.
    """
    if path.suffix.lower() in (".tsv", ".txt", ".csv"):
        return read_boris_table(path)
    project = _project(path)
    kinds = {
        str(behaviour.get("code", "")): "point" if "point" in str(behaviour.get("type", "")).lower() else "state"
        for behaviour in _entries(path, project, "behaviors_conf")
    }
    rows: list[Row] = []
    tally = _Tally()
    for name, observation in project.get("observations", {}).items():
        if not isinstance(observation, dict) or not isinstance(observation.get("events", []), list):
            raise refused(path, "an observation in it is not one of BORIS", AGAIN)
        if tally.held + len(observation.get("events", [])) > AT_MOST_EVENTS:
            raise refused(path, f"it holds more than {AT_MOST_EVENTS} marks", "Divide it")
        rows.append({"observation": str(name), **_about(path, observation)})
        rows.extend(_events(path, str(name), observation.get("events", []), kinds, tally))
    made_by = f"BORIS project {project.get('project_format_version', '')}".strip()
    return event_file(path, "boris", made_by, rows, tally.losses())


class _Tally:
    """How many events there were (the two marks of a state are one), and what became of them."""

    def __init__(self) -> None:
        self.held = self.without_time = self.unpaired = self.unknown = self.comments = 0

    def losses(self) -> list[Loss]:
        taken = self.held - self.without_time - self.unpaired - self.unknown
        told = [Loss("events", self.held, taken, "" if taken == self.held else "See the lines below.")]
        for element, number, why in (
            ("events without a time", self.without_time, NO_TIME),
            ("states without their other end", self.unpaired, UNPAIRED),
            ("events of unknown behaviours", self.unknown, UNKNOWN),
            ("comments", self.comments, COMMENTS),
        ):
            if number:
                told.append(Loss(element, number, 0, why))
        return told


def _project(path: Path) -> dict[str, Any]:
    try:
        project = json.loads(bytes_of(path, at_most=LARGEST_JSON).decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise refused(path, "it is damaged, or no JSON", AGAIN) from None
    if not isinstance(project, dict) or not isinstance(project.get("observations"), dict):
        raise refused(path, "it is JSON and no BORIS project", "Send the .boris file itself")
    return project


def _no_number(word: str) -> None:
    """Take NaN and infinity, which BORIS writes for no time at all, as missing."""


def _entries(path: Path, project: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = project.get(name, {})
    entries = list(found.values()) if isinstance(found, dict) else found
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise refused(path, "its ethogram is not one of BORIS", AGAIN)
    return entries


def _about(path: Path, observation: dict[str, Any]) -> Row:
    """Return the length of the media of the first player, in seconds, and the time offset."""
    about: Row = {"offset_ms": milliseconds(path, observation.get("time offset") or 0, earliest=-LATEST_MS)}
    media, files = observation.get("media_info") or {}, observation.get("file") or {}
    lengths = media.get("length") if isinstance(media, dict) else None
    played = files.get("1", []) if isinstance(files, dict) else []
    if not isinstance(played, list) or not all(isinstance(name, str) for name in played):
        raise refused(path, "the media of an observation are not as BORIS writes them", AGAIN)
    if isinstance(lengths, dict) and played and all(name in lengths for name in played):
        about["length_s"] = sum(milliseconds(path, lengths[name]) for name in played) / 1000
    return about


def _events(path: Path, name: str, marks: list[Any], kinds: dict[str, str], tally: _Tally) -> list[Row]:
    timed = []
    for mark in marks:
        if not isinstance(mark, list) or len(mark) < 3:
            raise refused(path, "an event in it is not one of BORIS", AGAIN)
        tally.held += 1
        tally.comments += len(mark) > 4 and bool(mark[4])
        if mark[0] is None or str(mark[0]).lower() == "nan":
            tally.without_time += 1
        elif str(mark[2]) not in kinds:
            tally.unknown += 1
        else:
            modifiers = str(mark[3]).strip() if len(mark) > 3 and mark[3] else ""
            timed.append((milliseconds(path, mark[0]), str(mark[1] or ""), str(mark[2]), modifiers))
    timed.sort(key=lambda mark: mark[0])
    begun: dict[tuple[str, str, str], int] = {}
    rows = []
    for time, subject, code, modifiers in timed:
        row = {"observation": name, "subject": subject or _NO_SUBJECT, "behaviour": code, "kind": kinds[code],
               "modifiers": modifiers or None}  # fmt: skip
        key = (subject, code, modifiers)
        if kinds[code] == "point":
            rows.append(row | {"begin_ms": time, "end_ms": time})
        elif key in begun:
            rows.append(row | {"begin_ms": begun.pop(key), "end_ms": time})
            tally.held -= 1  # two marks are one state
        else:
            begun[key] = time
    tally.unpaired += len(begun)
    return sorted(rows, key=lambda row: (row["begin_ms"], row["end_ms"]))
