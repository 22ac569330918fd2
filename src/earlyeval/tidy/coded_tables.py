"""The tidy tables that coded projects fill beside documents, codes and codings: turns, texts, what was lost."""

from earlyeval.tidy.shapes import Column, Table

# What became of a quotation when it was compared with its transcript; the words are in tidy/coded/anchor.py.
ANCHORINGS = ("same", "folded", "beginning", "found", "moved", "several", "absent", "unkept", "textless")
MEDIA = ("text", "time", "picture", "document")
_PLACE = (
    Column("start", "whole_number", "open", lowest=0, unit="code points"),
    Column("end", "whole_number", "open", lowest=0, unit="code points, end-exclusive"),
)
CODING_COLUMNS = (
    Column("coding_id", "id", "open", required=True),
    Column("doc_id", "id", "open", required=True),
    *_PLACE,
    Column("text", "text", "text"),
    Column("code_id", "name", "open", required=True),
    Column("coder", "id", "open"),
    Column("coded_on", "date", "open"),
    Column("coded_at", "text", "open", about="the moment as the tool wrote it"),
    Column("round", "code", "open", about="which round of coding"),
    Column("memo", "text", "text"),
    Column("medium", "code", "open", allowed=MEDIA, about="blank: text"),
    Column("begin_ms", "whole_number", "open", lowest=0, unit="milliseconds"),
    Column("end_ms", "whole_number", "open", lowest=0, unit="milliseconds"),
    Column("segment_id", "id", "open", about="one passage with several codes has one"),
    Column("is_by_machine", "yes_no", "open", about="such codings are moved to machine_codings"),
    Column("anchoring", "code", "open", allowed=ANCHORINGS, about="made here, by comparing with the transcript"),
)

CODED_TABLES: tuple[Table, ...] = (
    Table(
        "machine_codings", "segment coded by a program and by nobody", ("coding_id",),
        CODING_COLUMNS,
        folder="qual", refers=(("doc_id", "documents"), ("code_id", "codes")),
    ),
    Table(
        "turns", "turn of a speaker in a document", ("doc_id", "turn"),
        (
            Column("doc_id", "id", "open", required=True),
            Column("turn", "whole_number", "open", required=True, lowest=1),
            Column("speaker_id", "id", "identifier", required=True, about="as the transcript calls the speaker"),
            *_PLACE,
            Column("begin_ms", "whole_number", "open", lowest=0, unit="milliseconds"),
            Column("end_ms", "whole_number", "open", lowest=0, unit="milliseconds"),
        ),
        folder="qual", refers=(("doc_id", "documents"),),
    ),
    Table(
        "transcripts", "text of a document", ("doc_id",),
        (
            Column("doc_id", "id", "open", required=True),
            Column("text", "text", "text", required=True, about="letter by letter; codings count in it"),
        ),
        folder="qual", refers=(("doc_id", "documents"),),
    ),
    Table(
        "coded_elements", "kind of element that a coded project held", ("file", "element"),
        (
            Column("file", "text", "open", required=True),
            Column("element", "text", "open", required=True),
            Column("held", "whole_number", "open", required=True, lowest=0),
            Column("taken", "whole_number", "open", required=True, lowest=0),
            Column("why", "text", "open", about="why the rest was not, or what was done with them"),
            Column("tool", "text", "open"),
        ),
        folder="qual",
    ),
)  # fmt: skip
