"""The tidy tables of how a codebook grew, of framework summaries, and of what was searched against each theme."""

from earlyeval.tidy.shapes import Column, Table

CHANGES = ("add", "rename", "redefine", "merge", "split", "retire")
# What stands in place of a coding where a search for contrary cases found nothing.
NONE_FOUND = "none found"

CODEBOOK_TABLES: tuple[Table, ...] = (
    Table(
        "codebook_history", "change of a code in a version of the codebook", ("version", "code_id", "change"),
        (
            Column("version", "whole_number", "open", required=True, lowest=0, about="0 or 1 for the first"),
            Column("date", "date", "open"),
            Column("code_id", "name", "open", required=True, about="the id that the code had, also once it is gone"),
            Column("code", "text", "open", about="what it was called from then on"),
            Column("change", "code", "open", required=True, allowed=CHANGES),
            Column("merged_into", "name", "open", about="of a merge: the code that took its codings; of a split: from"),
            Column("why", "text", "open"),
            Column("who", "id", "open"),
            Column("first_doc_id", "id", "open", about="of an added code: the document in which it was first used"),
            Column("first_upload_was_deleted", "yes_no", "open",
                   about="that document was an upload of the conversation that was deleted later"),
        ),
        folder="qual",
    ),
    Table(
        "codebook_versions", "code as one version of the codebook had it", ("version", "code"),
        (
            Column("version", "whole_number", "open", required=True, lowest=0),
            Column("date", "date", "open"),
            Column("code_id", "name", "open"),
            Column("code", "text", "open", required=True),
            Column("definition", "text", "open"),
            Column("codings", "whole_number", "open", lowest=0, unit="codings", about="given this code by then"),
        ),
        folder="qual",
    ),
    Table(
        "framework", "summary of what a case says on a theme", ("case_id", "theme_id"),
        (
            Column("case_id", "id", "identifier", required=True, about="a participant, a group or a document"),
            Column("theme_id", "name", "open", required=True, declared_in="themes"),
            Column("summary", "text", "text", required=True, about="the analyst's, of this case on this theme"),
            Column("coding_ids", "text", "open", about="the coded segments behind it, separated by spaces"),
        ),
        folder="qual", refers=(("theme_id", "themes"),),
    ),
    Table(
        "negative_cases", "coded segment that speaks against a theme", ("theme_id", "coding_id"),
        (
            Column("theme_id", "name", "open", required=True, declared_in="themes"),
            Column("coding_id", "text", "open", required=True, about=f"or '{NONE_FOUND}', where nothing was"),
            Column("search_done", "text", "open", required=True, about="what was searched, and how"),
        ),
        folder="qual", refers=(("theme_id", "themes"),),
    ),
)  # fmt: skip
