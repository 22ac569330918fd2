"""Sheets of coded segments as programs export them, known by their headers; and sheets in a shape that is declared.

Places are left out on purpose: MAXQDA counts paragraphs, Dedoose its own pages, the others nothing. The words are
looked for in the transcripts instead. Headers are those of exports in English, of MAXQDA also in German; others are
declared in the registry.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from earlyeval.registry.coded_returns import SegmentColumns
from earlyeval.tidy.positions import fitting_columns

Header = str | int


@dataclass(frozen=True)
class SegmentShape:
    """Where everything stands in a sheet: for each, the headers that it may have, the first that is there counts.

    ``code_columns`` is a header with an asterisk where the code's name stands, of columns of True and False.
    ``between`` divides several codes in one cell; ``separator`` the levels of a code's path.
    """

    name: str
    document: tuple[Header, ...]
    text: tuple[Header, ...]
    code: tuple[Header, ...] = ()
    group: tuple[Header, ...] = ()
    coder: tuple[Header, ...] = ()
    coded_at: tuple[Header, ...] = ()
    memo: tuple[Header, ...] = ()
    coding_id: tuple[Header, ...] = ()
    start: tuple[Header, ...] = ()
    end: tuple[Header, ...] = ()
    code_columns: str = ""
    between: tuple[str, ...] = ()
    separator: str = ""
    needed: tuple[str, ...] = ()

    def place(self, wanted: str, headers: Sequence[str]) -> int | None:
        """Return in which column something stands, from 0; None where the sheet has no such column."""
        for header in getattr(self, wanted):
            if found := fitting_columns(header, headers):
                return found[0]
        return None

    def codes_by_column(self, headers: Sequence[str]) -> dict[int, str]:
        """Return, for a sheet with a column for each code, the name of the code of each such column."""
        if not self.code_columns:
            return {}
        before, _, after = self.code_columns.partition("*")
        return {
            place: header[len(before) : len(header) - len(after)].strip()
            for place, header in enumerate(headers)
            if header.startswith(before) and header.endswith(after) and len(header) > len(before) + len(after)
        }


SHAPES: tuple[SegmentShape, ...] = (
    SegmentShape(
        "Taguette highlights", document=("document",), text=("content",), code=("tag",), coding_id=("id",),
        needed=("id", "document", "tag", "content"),
    ),
    SegmentShape(
        "MAXQDA retrieved segments", document=("Document name",), text=("Segment",), code=("Code",),
        group=("Document group",), coder=("Author", "Created by", "Modified by"),
        coded_at=("Creation date", "Created", "Modified"), memo=("Comment",),
        needed=("Document name", "Code", "Segment"),
    ),
    SegmentShape(
        "MAXQDA retrieved segments, in German", document=("Dokumentname",), text=("Segment",), code=("Code",),
        group=("Dokumentgruppe",), coder=("Autor", "Bearbeitet von"), coded_at=("Erstellt am", "Bearbeitet am"),
        memo=("Kommentar",), needed=("Dokumentname", "Code", "Segment"),
    ),
    SegmentShape(
        "Dedoose excerpts", document=("Media Title",), text=("Excerpt Copy",), code_columns="Code: * Applied",
        coder=("Excerpt Creator",), coded_at=("Excerpt Date",), separator="\\", needed=("Media Title", "Excerpt Copy"),
    ),
    SegmentShape(
        "ATLAS.ti quotations", document=("Document",), text=("Quotation Content",), code=("Codes",),
        group=("Document Groups",), coder=("Created by",), coded_at=("Created",), memo=("Comment",),
        coding_id=("ID",), between=("\n", ";"), needed=("Document", "Quotation Content", "Codes"),
    ),
    SegmentShape(
        "QualCoder report", document=("Filename", "File"), text=("Coded",), code=("Codename",), group=("Case",),
        coder=("Coder",), memo=("Coded_Memo",), coding_id=("Id",), needed=("Coder", "Coded", "Id", "Codename"),
    ),
)  # fmt: skip


def shape_of(headers: Sequence[str]) -> SegmentShape | None:
    """Return the known shape of a sheet by its headers, or None."""
    return next((shape for shape in SHAPES if set(shape.needed) <= set(headers)), None)


def declared_shape(columns: SegmentColumns) -> SegmentShape:
    """Return the shape that a declaration of the registry gives."""

    def one(header: Header | None) -> tuple[Header, ...]:
        return () if header is None else (header,)

    return SegmentShape(
        "segments as declared", document=one(columns.document), text=one(columns.text), code=one(columns.code),
        group=one(columns.group), coder=one(columns.coder), coded_at=one(columns.coded_at), memo=one(columns.memo),
        coding_id=one(columns.coding_id), start=one(columns.start), end=one(columns.end),
        code_columns=columns.code_columns, between=columns.between, separator=columns.separator,
    )  # fmt: skip
