"""Every quotation of the register, scanned at the door: the roster of names comes no further in.

What is added are kinds of flags, hashes and yes or no, never a name, a place or a word.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from earlyeval.tidy.forms import Tables
from earlyeval.tidy.locate import TRANSCRIPTS
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.scan.flags import flags_of
from earlyeval.tidy.scan.open_words import note_named
from earlyeval.tidy.scan.roster import ROSTER, Roster, read_roster

# Columns that the door adds to the register: kinds of flags; sha256 of the transcript's text as it is now; whether the
# coded segment stands at its place in it (yes, no, "" where there is no text); whether names were searched by a roster.
ADDED = ("flags", "transcript_now", "stands_in_transcript", "searched_by_roster")
# Words of a sheet without places, found once in the transcript, are where they were found.
_AT_ITS_PLACE = ("same", "folded", "beginning", "found")


def roster_file() -> Path | None:
    """Return the file of names that the environment points at, or None."""
    named = os.environ.get(ROSTER, "")
    return Path(named) if named else None


def transcripts_beside(files: Iterable[Path]) -> Iterator[Path]:
    """Return the transcripts that lie in folders beside these files, in order."""
    for folder in dict.fromkeys(path.parent / TRANSCRIPTS for path in files):
        if folder.is_dir():
            yield from sorted(path for path in folder.rglob("*") if path.is_file())


def with_flags(tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Return the tables with what the scan found of each quotation in the columns of ``ADDED``.

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
    segments = kept["codings"].set_index("coding_id")[["doc_id", "anchoring"]]
    texts = kept["transcripts"].set_index("doc_id")["text"].to_dict()
    found = [_scanned(quotation, segments, texts, roster) for quotation in register.itertuples(index=False)]
    return kept.with_frame("quotations", _with(register, found))


def refuse_named(tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse returns of which a code, a theme or a definition tells who somebody is.

    They are printed as they stand, and a report writes them as ``codebook.qdc``.

    Raises
    ------
    ReturnsRefusedError
        One does, by table, row and column and never by its words; or the roster cannot be read.
    """
    path, problems = roster_file(), Problems()
    note_named(tables, read_roster(path) if path else None, problems)
    problems.raise_if_any()


def _with(register: pd.DataFrame, found: list[tuple[str, ...]]) -> pd.DataFrame:
    columns = zip(*found, strict=True) if found else ((),) * len(ADDED)
    added = {
        name: pd.Series(list(values), index=register.index, dtype=TEXT)
        for name, values in zip(ADDED, columns, strict=True)
    }
    return register.assign(**added)


def _scanned(
    quotation, segments: pd.DataFrame, texts: Mapping[str, str], roster: Roster | None
) -> tuple[str, str, str, str]:
    flags, searched = " ".join(flags_of(quotation.printed_text, roster)), "yes" if roster else ""
    known = quotation.coding_id in segments.index
    text = texts.get(segments.at[quotation.coding_id, "doc_id"]) if known else None
    if text is None:
        return flags, "", "", searched
    anchoring = segments.at[quotation.coding_id, "anchoring"]
    stands = "" if not isinstance(anchoring, str) else "yes" if anchoring in _AT_ITS_PLACE else "no"
    return flags, hashlib.sha256(text.encode()).hexdigest(), stands, searched
