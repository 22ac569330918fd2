"""The tidy tables of coded material: documents, codebook, codings, themes, quotations."""

from earlyeval.tidy.coded_tables import CODED_TABLES, CODING_COLUMNS
from earlyeval.tidy.integration_tables import INTEGRATION_TABLES
from earlyeval.tidy.shapes import Column, Table

QUALITATIVE_TABLES: tuple[Table, ...] = (
    Table(
        "documents", "interview, focus group or log", ("doc_id",),
        (
            Column("doc_id", "id", "open", required=True),
            Column("kind", "code", "open", required=True,
                   allowed=("interview", "focus_group", "open_text", "reflective_log", "field_note", "video")),
            Column("participant_id", "id", "identifier", about="one voice; blank for groups"),
            Column("group_id", "id", "open", about="focus groups count as groups, not people"),
            Column("role", "code", "open", required=True,
                   allowed=("parent", "practitioner", "manager", "referrer", "participant")),
            Column("cluster", "code", declared_in="clusters"),
            Column("time_point", "code", "open", declared_in="time_points"),
            Column("held_on", "date"),
            Column("text_path", "text", "open", about="relative to the qual folder"),
            Column("characters", "whole_number", "open", lowest=0, unit="code points of its text"),
            Column("name", "text", "identifier", about="what the tool calls it; may name a person"),
            Column("language", "code", "open"),
            Column("interpreter", "yes_no", "open"),
            Column("consent_quote", "code", "open", allowed=("none", "paraphrase", "verbatim")),
            Column("analysed_order", "whole_number", "open", lowest=1, about="in which order they were analysed"),
            Column("sha256", "name", "open", about="of the transcript's file as it was coded"),
        ),
        folder="qual",
    ),
    Table(
        "codes", "code of the codebook", ("code_id",),
        (
            Column("code_id", "name", "open", required=True),
            Column("code", "text", "open", required=True),
            Column("parent_id", "name", "open"),
            Column("definition", "text", "open"),
        ),
        folder="qual",
    ),
    Table(
        "codings", "coded segment", ("coding_id",),
        CODING_COLUMNS,
        folder="qual", refers=(("doc_id", "documents"), ("code_id", "codes")),
    ),
    *CODED_TABLES,
    Table(
        "themes", "theme", ("theme_id",),
        (
            Column("theme_id", "name", "open", required=True),
            Column("theme", "text", "open", required=True),
            Column("central_concept", "text", "open", required=True, about="plain definition"),
            Column("code_ids", "text", "open", required=True, about="separated by spaces"),
            Column("strand", "code", "open", required=True, allowed=("family", "staff", "all")),
        ),
        folder="qual",
    ),
    Table(
        "quotations", "quotation released by a person for print", ("quote_id",),
        (
            Column("quote_id", "id", "open", required=True),
            Column("coding_id", "id", "open", required=True),
            Column("theme_id", "name", "open", required=True, declared_in="themes"),
            Column("printed_text", "text", "text", required=True),
            Column("attribution", "text", "open", required=True, about="neutral and wide: 'a parent'"),
            Column("consent", "code", "open", required=True, allowed=("verbatim", "paraphrase", "none")),
            Column("coder", "id", "open", required=True),
            Column("checked_by", "id", "open", required=True),
            Column("checked_on", "date", "open", required=True),
            # What a person decided about a quotation. Nothing here is ever changed or cleaned by a program.
            Column("redactions", "text", "open",
                   about="what was replaced in square brackets, as kinds: name place; blank: nothing was"),
            Column("cleared_flags", "text", "open",
                   about="kinds of flags of the scan that a person looked at and let pass, separated by spaces"),
            Column("cleared_by", "id", "open", about="somebody other than the coder"),
            Column("cleared_why", "text", "open", about="without the words in question"),
            Column("transcript_sha256", "name", "open", about="of the transcript's file when it was checked"),
            Column("span_sha256", "name", "open", about="of the coded segment's words (UTF-8) when it was checked"),
        ),
        folder="qual", refers=(("coding_id", "codings"), ("theme_id", "themes")),
    ),
    *INTEGRATION_TABLES,
)  # fmt: skip
