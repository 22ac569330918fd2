"""The one form that every coded project takes, whatever tool it was coded in, and what could not be carried into it.

Offsets are Unicode code points from 0, end-exclusive, into ``documents.text`` as it stands; times are milliseconds.
Ids are those of the tool, as text. A reader invents nothing: what its file does not say is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from earlyeval.tidy.readers.sheet import TEXT

# Each takes some three thousand bytes while it is read; honest projects hold a few thousand.
AT_MOST_CODINGS = 100_000
_WHOLE = "Int64"
_YES_NO = "boolean"
# Frame to its columns. Every reader gives every frame, with no rows where its file holds none.
FRAMES: dict[str, dict[str, Any]] = {
    # kind: text, pdf, audio, video, picture. `name` is what the tool shows; `path` is where the file lay in it.
    "documents": {"doc_id": TEXT, "name": TEXT, "kind": TEXT, "text": TEXT, "path": TEXT},
    "turns": {
        "doc_id": TEXT, "turn": _WHOLE, "speaker_id": TEXT, "start": _WHOLE, "end": _WHOLE,
        "begin_ms": _WHOLE, "end_ms": _WHOLE,
    },
    # `is_category`: a heading that the tool does not let anybody code with.
    "codes": {"code_id": TEXT, "code": TEXT, "parent_id": TEXT, "definition": TEXT, "is_category": _YES_NO},
    # change: add, rename, redefine, merge, split, retire. `changed_at` is ISO 8601 as the tool wrote it.
    "code_changes": {
        "changed_at": TEXT, "code_id": TEXT, "code": TEXT, "change": TEXT, "merged_into": TEXT, "doc_id": TEXT,
        "changed_by": TEXT,
    },
    # Every time a code was given, as the tool's log tells it: those taken back later and those to documents that were
    # removed later as well. `doc_id` may then be one of removed_documents.
    "code_uses": {"used_at": TEXT, "code_id": TEXT, "doc_id": TEXT, "used_by": TEXT},
    # medium: text (start, end), time (begin_ms, end_ms), picture (no place is kept) or document (all of it).
    # `text` is the quotation as the tool itself kept it, missing where it keeps none; a marked passage that nobody
    # gave a code has no `code_id`. One passage with several codes is several codings with one `segment_id`.
    "codings": {
        "coding_id": TEXT, "doc_id": TEXT, "medium": TEXT, "start": _WHOLE, "end": _WHOLE, "begin_ms": _WHOLE,
        "end_ms": _WHOLE, "text": TEXT, "code_id": TEXT, "coder": TEXT, "coded_at": TEXT, "memo": TEXT,
        "is_by_machine": _YES_NO, "segment_id": TEXT,
    },
    "cases": {"case_id": TEXT, "case": TEXT},
    # A case speaks in a span of a document (or from begin_ms to end_ms of a recording), in all of it where these miss.
    "case_spans": {
        "case_id": TEXT, "doc_id": TEXT, "start": _WHOLE, "end": _WHOLE, "begin_ms": _WHOLE, "end_ms": _WHOLE,
    },
    # Uploads that the log still names: their texts and codings are gone.
    "removed_documents": {"doc_id": TEXT, "name": TEXT, "added_at": TEXT, "removed_at": TEXT},
    # subject: case or document.
    "attributes": {"subject": TEXT, "subject_id": TEXT, "attribute": TEXT, "type": TEXT, "value": TEXT},
    # subject: project, document, code, coding, case or span. A span that nobody coded has no id: it has its place.
    "memos": {
        "memo_id": TEXT, "subject": TEXT, "subject_id": TEXT, "name": TEXT, "text": TEXT, "written_by": TEXT,
        "written_at": TEXT, "doc_id": TEXT, "start": _WHOLE, "end": _WHOLE,
    },
    # member: document, code or memo.
    "groups": {"group_id": TEXT, "group": TEXT, "member": TEXT, "member_id": TEXT},
}  # fmt: skip

Tool = Literal["refi-qda", "qualcoder", "taguette", "segments", "contract"]


@dataclass(frozen=True, order=True)
class Loss:
    """One kind of element of the file: how many it held, how many were taken, and why the rest were not.

    ``why`` never holds a name, an id, a date or words of a document.
    """

    element: str
    held: int
    taken: int
    why: str = ""

    @property
    def lost(self) -> int:
        """How many could not be carried."""
        return self.held - self.taken


@dataclass(frozen=True)
class CodedProject:
    """A coded project as its tool left it, in one form. Nothing in it is ever changed.

    ``made_by`` is the program and version that the file names ("" where it names none); ``frames`` has every frame of
    ``FRAMES``; ``losses`` has one entry for each kind of element that the file held.
    """

    tool: Tool
    made_by: str
    frames: Mapping[str, pd.DataFrame] = field(repr=False)
    losses: tuple[Loss, ...] = ()

    def frame(self, name: str) -> pd.DataFrame:
        """Return one frame; it has its columns even where it has no rows."""
        return self.frames[name]


def frame_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as one of the frames: every column, in order, typed; what a row does not name is missing.

    Raises
    ------
    KeyError
        A row names a column that the frame does not have: a mistake of the reader, not of the file.
    """
    columns = FRAMES[name]
    kept = list(rows)
    for row in kept:
        if stray := [column for column in row if column not in columns]:
            raise KeyError(f"{name} has no column {stray[0]}")
    return pd.DataFrame(
        {column: pd.array([row.get(column) for row in kept], dtype=kind) for column, kind in columns.items()}
    )


def project_of(
    tool: Tool, made_by: str, rows: Mapping[str, Iterable[Mapping[str, Any]]], losses: Iterable[Loss]
) -> CodedProject:
    """Return a coded project from the rows of its frames, by frame; frames that are not named are empty."""
    frames = {name: frame_of(name, rows.get(name, ())) for name in FRAMES}
    return CodedProject(tool, made_by, frames, tuple(losses))
