"""The one form that coded video takes, whatever tool it was coded in: sittings, events, and what was not carried.

Times are whole milliseconds from the start of the clip; ids and names are those of the tool, as text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.readers.sheet import TEXT

LARGEST = 64 * 2**20
AT_MOST_EVENTS = 250_000
# A day of film is longer than any clip; a time beyond it is a mistake or an attack.
LATEST_MS = 24 * 60 * 60 * 1000
COLUMNS: dict[str, Any] = {
    # One row for each sitting, with its length where the file knows it and no behaviour; then one for each event.
    "event_id": TEXT, "observation": TEXT, "tier": TEXT, "coder": TEXT, "subject": TEXT, "behaviour": TEXT,
    "kind": TEXT, "begin_ms": "Int64", "end_ms": "Int64", "modifiers": TEXT, "category": TEXT, "parent": TEXT,
    "length_s": "Float64", "offset_ms": "Int64",
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class EventFile:
    """Events as their tool left them. ``losses`` has one entry for each kind of element that the file held."""

    tool: Literal["elan", "boris"]
    made_by: str
    rows: pd.DataFrame = field(repr=False)
    losses: tuple[Loss, ...] = ()

    @property
    def events(self) -> pd.DataFrame:
        """The rows that are events."""
        return self.rows[self.rows["behaviour"].notna()]


def event_file(
    path: Path, tool: Literal["elan", "boris"], made_by: str, rows: Iterable[Mapping[str, Any]], losses: Iterable[Loss]
) -> EventFile:
    """Return the file from its rows; what a row does not name is missing.

    Events are numbered in their order, behind a mark of the file's bytes, so that those of two files never meet.
    """
    mark, numbered, number = sha256(path.read_bytes()).hexdigest()[:8], [], 0
    for row in rows:
        number += row.get("behaviour") is not None
        numbered.append({**row, "event_id": f"e{mark}.{number}"} if row.get("behaviour") is not None else dict(row))
    frame = pd.DataFrame({
        name: pd.array([row.get(name) for row in numbered], dtype=kind) for name, kind in COLUMNS.items()
    })  # fmt: skip
    return EventFile(tool, made_by, frame, tuple(losses))


def bytes_of(path: Path, *, at_most: int = LARGEST) -> bytes:
    """Return what a file holds, refusing one too large to be a coding of film."""
    size = path.stat().st_size
    if size == 0:
        raise refused(path, "it is empty", "Export it again")
    if size > at_most:
        raise refused(path, f"it is larger than {at_most // 2**20} MB", "Export one project at a time")
    return path.read_bytes()


def refused(path: Path, found: str, step: str) -> ReturnsRefusedError:
    """Return the refusal of a file: what was found in it and what to do; never an id or words of it."""
    return ReturnsRefusedError(f"{path.name}: {found}. {step}.")


def milliseconds(path: Path, time: object, *, per_unit: int = 1000, earliest: int = 0) -> int:
    """Return a time of a file as whole milliseconds, refusing what is none or lies beyond a day.

    A shift of the clock (``earliest`` below 0) may be a time before the start.
    """
    try:
        value = round(float(str(time)) * per_unit)
    except (TypeError, ValueError, OverflowError):
        raise refused(path, "a time in it is no number", "Correct it in the program, and export it again") from None
    if not earliest <= value <= LATEST_MS:
        raise refused(path, "a time in it is below zero or beyond a day", "Correct it in the program") from None
    return value
