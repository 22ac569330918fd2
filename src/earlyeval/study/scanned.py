"""Every quotation of the register, scanned at the door: the roster of names and the transcripts come no further in.

What is added are kinds of flags and a hash, never a name, a place or a word.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.forms import Tables
from earlyeval.tidy.locate import QUALITATIVE, TRANSCRIPTS
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.scan.flags import flags_of
from earlyeval.tidy.scan.roster import ROSTER, Roster, read_roster

# Columns that the door adds to the register: kinds of flags; sha256 of the transcript as it is now; whether the coded
# segment stands at its place in it (yes, no, "" where there is no transcript); whether names were searched by a roster.
ADDED = ("flags", "transcript_now", "stands_in_transcript", "searched_by_roster")


def roster_file() -> Path | None:
    """Return the file of names that the environment points at, or None."""
    named = os.environ.get(ROSTER, "")
    return Path(named) if named else None


def transcripts_beside(files: Iterable[Path]) -> Iterator[Path]:
    """Return the transcripts that lie in the qualitative folders of these files, in order."""
    folders = dict.fromkeys(path.parent for path in files if path.parent.name == QUALITATIVE)
    for folder in folders:
        yield from sorted(path for path in (folder / TRANSCRIPTS).rglob("*") if path.is_file())


def with_flags(tables: Mapping[str, pd.DataFrame], files: Iterable[Path]) -> Tables:
    """Return the tables with what the scan found of each quotation in the columns of ``ADDED``.

    Parameters
    ----------
    tables : mapping of table name to frame
    files : paths
        What arrived; transcripts lie beside the qualitative tables.

    Raises
    ------
    ReturnsRefusedError
        The roster that the environment points at cannot be read: without it names would pass unseen.
    """
    kept = tables if isinstance(tables, Tables) else Tables(tables)
    register = kept["quotations"]
    if register.empty:
        return kept.with_frame("quotations", _with(register, []))
    path = roster_file()
    roster = read_roster(path) if path else None
    folder = next((found.parent for found in files if found.parent.name == QUALITATIVE), None)
    segments = kept["codings"].set_index("coding_id")
    paths = kept["documents"].set_index("doc_id")["text_path"]
    found = [
        _scanned(quotation, segments, paths, roster=roster, folder=folder)
        for quotation in register.itertuples(index=False)
    ]
    return kept.with_frame("quotations", _with(register, found))


def _with(register: pd.DataFrame, found: list[tuple[str, ...]]) -> pd.DataFrame:
    columns = zip(*found, strict=True) if found else ((),) * len(ADDED)
    return register.assign(
        **{
            name: pd.Series(list(values), index=register.index, dtype=TEXT)
            for name, values in zip(ADDED, columns, strict=True)
        }
    )


def _scanned(
    quotation, segments: pd.DataFrame, paths: pd.Series, *, roster: Roster | None, folder: Path | None
) -> tuple[str, ...]:
    flags = " ".join(flags_of(quotation.printed_text, roster))
    segment = segments.loc[quotation.coding_id] if quotation.coding_id in segments.index else None
    transcript = None if segment is None else _transcript(paths.get(segment["doc_id"]), folder)
    if transcript is None:
        return flags, "", "", "yes" if roster else ""
    text = transcript.decode("utf-8", errors="replace").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    stands = ""
    if pd.notna(segment["start"]) and pd.notna(segment["end"]) and isinstance(segment["text"], str):
        at_place = text[int(segment["start"]) : int(segment["end"])]
        stands = "yes" if at_place.split() == segment["text"].split() else "no"
    return flags, hashlib.sha256(transcript).hexdigest(), stands, "yes" if roster else ""


def _transcript(text_path: object, folder: Path | None) -> bytes | None:
    """Return the bytes of a transcript that lies in the qualitative folder, or None where there is none."""
    if folder is None or not isinstance(text_path, str):
        return None
    inside = folder.resolve()
    path = (inside / text_path).resolve()
    if not path.is_relative_to(inside):
        raise ReturnsRefusedError(
            "documents, column text_path: a path leads out of the folder of coded material. Allowed: a path below it. "
            "Put the transcript there."
        )
    return path.read_bytes() if path.is_file() else None
