"""The tables that BORIS exports: tabular events (START, STOP, POINT) and aggregated events, of BORIS 2 to 9.

Before version 8 the tabular export had a head of lines about its one observation; since then each row names its own.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from earlyeval.tidy.coded.event_file import EventFile, Row, bytes_of, event_file, milliseconds, refused
from earlyeval.tidy.coded.project import Loss

AGAIN = "Export it again with BORIS, with its headers"
NO_FOCAL = "No focal subject"
UNPAIRED = "A state that was begun and not ended, or the other way round, has no length."
_TABULAR = ("Time", "Subject", "Behavior")
_STATUS_HEADS = ("Status", "Behavior type")
# How long an observation was, by the names that versions have given it; what holds no number is not said.
_LENGTHS = ("Total length", "Media duration (s)", "Observation duration", "Coding duration")
NO_TIME = "They have no time (pictures, or a live coding without a clock)."
_AGGREGATED = ("Observation id", "Subject", "Behavior", "Behavior type", "Start (s)", "Stop (s)")
_FIRST_BYTES = 16_384
_STATUS = ("START", "STOP", "POINT")


def read_boris_table(path: Path) -> EventFile:
    """Return the events of an exported table, tabular or aggregated, told apart by its headers.

    Raises
    ------
    ReturnsRefusedError
        The file is no such table; a time or a status in it is none; a state ends before it begins.
    """
    try:
        text = bytes_of(path).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except (UnicodeDecodeError, csv.Error):
        raise refused(path, "it is no table of text in UTF-8", AGAIN) from None
    for place, line in enumerate(lines):
        heads = [cell.strip() for cell in line]
        if _is_head(heads, _AGGREGATED):
            return _aggregated(path, heads, lines[place + 1 :])
        if _is_tabular(heads):
            return _tabular(path, heads, lines[:place], lines[place + 1 :])
    raise refused(path, "it has the headers of neither export of BORIS", AGAIN)


def is_boris_table(path: Path) -> bool:
    """Say whether a file begins as an exported table does: with its headers, or with lines about one observation."""
    with path.open("rb") as file:
        head = file.read(_FIRST_BYTES).decode("utf-8-sig", "replace")
    lines = [[cell.strip() for cell in line] for line in csv.reader(head.splitlines(), delimiter=_delimiter(head))]
    return any(_is_head(line, _AGGREGATED) or _is_tabular(line) for line in lines)


def _delimiter(text: str) -> str:
    """Return what divides the cells, by the first line that names a time or a subject: BORIS exports both kinds."""
    named = next((line for line in text.splitlines() if "Subject" in line and "Behavior" in line), "")
    return "," if named.count(",") > named.count("\t") else "\t"


def _is_head(heads: Sequence[str], needed: Sequence[str]) -> bool:
    return all(name in heads for name in needed)


def _is_tabular(heads: Sequence[str]) -> bool:
    return _is_head(heads, _TABULAR) and any(name in heads for name in _STATUS_HEADS)


def _aggregated(path: Path, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> EventFile:
    rows: list[Row] = []
    about: dict[str, Row] = {}
    for cells in _records(heads, lines):
        name, kind = cells["Observation id"], cells["Behavior type"].lower()
        if kind not in ("point", "state"):
            raise refused(path, "a behaviour in it is neither POINT nor STATE", AGAIN)
        begin = milliseconds(path, cells["Start (s)"])
        end = begin if kind == "point" else milliseconds(path, cells["Stop (s)"])
        if end < begin:
            raise refused(path, "a state in it ends before it begins", AGAIN)
        about.setdefault(name, {"observation": name, **_length(path, cells)})
        rows.append(_event(name, cells, cells["Behavior"], kind, begin, end))
    losses = [Loss("events", len(rows), len(rows))]
    return event_file(path, "boris", "BORIS aggregated events", [*about.values(), *rows], losses)


def _tabular(
    path: Path, heads: Sequence[str], above: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]
) -> EventFile:
    named = [line[1].strip() for line in above if len(line) > 1 and line[0].strip() == "Observation id"]
    only = named[0] if named else path.stem
    status_head = next(name for name in _STATUS_HEADS if name in heads)
    about: dict[str, Row] = {}
    rows: list[Row] = []
    begun: dict[tuple[str, ...], int] = {}
    records = _records(heads, lines)
    timed = [cells for cells in records if cells["Time"] not in ("", "NA")]
    for cells in timed:
        name, status = cells.get("Observation id") or only, cells[status_head].upper()
        time, key = milliseconds(path, cells["Time"]), (name, cells["Subject"], cells["Behavior"], _modifiers(cells))
        if status not in _STATUS:
            raise refused(path, "a status in it is none of START, STOP, POINT", AGAIN)
        about.setdefault(name, {"observation": name, **_length(path, cells)})
        if status == "POINT":
            rows.append(_event(name, cells, cells["Behavior"], "point", time, time))
        elif status == "START" and key not in begun:
            begun[key] = time
        elif status == "STOP" and key in begun and begun[key] <= time:
            rows.append(_event(name, cells, cells["Behavior"], "state", begun.pop(key), time))
    n_marks = sum(1 if row["kind"] == "point" else 2 for row in rows)
    told = [Loss("marks", len(timed), n_marks, UNPAIRED if n_marks < len(timed) else "")]
    if len(timed) < len(records):
        told.append(Loss("marks without a time", len(records) - len(timed), 0, NO_TIME))
    ordered = sorted(rows, key=lambda row: (row["observation"], row["begin_ms"], row["end_ms"]))
    return event_file(path, "boris", "BORIS tabular events", [*about.values(), *ordered], told)


def _records(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    return [
        {head: (line[place].strip() if place < len(line) else "") for place, head in enumerate(heads) if head}
        for line in filled
    ]


def _event(name: str, cells: Mapping[str, str], behaviour: str, kind: str, begin: int, end: int) -> Row:
    subject = cells["Subject"]
    return {
        "observation": name, "subject": None if subject in ("", NO_FOCAL) else subject, "behaviour": behaviour,
        "kind": kind, "begin_ms": begin, "end_ms": end, "modifiers": _modifiers(cells) or None,
        "category": cells.get("Behavioral category") or None,
    }  # fmt: skip


def _modifiers(cells: Mapping[str, str]) -> str:
    named = [cells[head] for head in cells if head.lower().startswith("modifier") and cells[head]]
    return "|".join(named)


def _length(path: Path, cells: Mapping[str, str]) -> Row:
    for head in _LENGTHS:
        text = cells.get(head, "")
        if text.replace(".", "", 1).isdigit():
            return {"length_s": milliseconds(path, text) / 1000}
    return {}
