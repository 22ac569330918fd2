"""What a QualCoder project held, and what of it could not be carried."""

from collections.abc import Mapping, Sequence
from typing import Any

from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.project_database import ProjectDatabase
from earlyeval.tidy.coded.qualcoder_codes import Codebook

# Table, what it holds, why it is not carried.
_LEFT = (
    ("graph", "graphs", "drawings of the project are not analysed"),
    ("stored_sql", "stored queries", "queries of the program are not analysed"),
    ("ris", "bibliography entries", "references to literature are not analysed"),
)
_SPEAKERS = "a code that only marks who is speaking becomes the speaker of turns, and is no theme"
_SAME_PLACE = "of several speaker codes on the same place the first is the speaker"
_PICTURE = "kept as coded, without the place in the picture"
_HOMELESS = "what they stood under is not there"
_ATTRIBUTES = "they belong to the journal, or to a case or document that is no longer there"
_IMPORTANT = "the mark is not analysed"
_LINKED = "both are kept, as documents of their own"
_MACHINE = "kept apart and never counted with people's"
_NO_CODER = "the file does not say who coded"


def losses_of(
    database: ProjectDatabase,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    codes: Codebook,
    *,
    n_attributes: int,
    n_important: int,
    n_speaker_marks: int,
) -> list[Loss]:
    """Return every kind of element of a project, with how many of it were taken."""
    codings = rows["codings"]
    by_medium = {medium: sum(row["medium"] == medium for row in codings) for medium in ("text", "time", "picture")}
    by_machine = sum(row["is_by_machine"] for row in codings)
    no_coder = sum(row["coder"] is None for row in codings)
    taken = [
        ("documents", rows["documents"]), ("cases", rows["cases"]), ("parts of cases", rows["case_spans"]),
        ("memos, annotations and journal entries", rows["memos"]),
    ]  # fmt: skip
    told = [Loss(element, len(frame), len(frame)) for element, frame in taken]
    n_kept = sum(not code["is_category"] for code in codes.kept)
    told += [
        Loss("codes", codes.n_codes, n_kept, _SPEAKERS if codes.n_of_speakers else ""),
        Loss("categories", codes.n_categories, sum(code["is_category"] for code in codes.kept)),
        Loss("codes and categories under something", codes.n_homeless, 0, _HOMELESS),
        Loss("codings of text", by_medium["text"], by_medium["text"]),
        Loss("codings of recordings", by_medium["time"], by_medium["time"]),
        Loss("codings of pictures", by_medium["picture"], by_medium["picture"], _PICTURE),
        Loss("codings by the program's agent", by_machine, by_machine, _MACHINE),
        Loss("codings without a coder", no_coder, no_coder, _NO_CODER),
        Loss("marks of speakers", n_speaker_marks, len(rows["turns"]), _SAME_PLACE),
        Loss("attributes", n_attributes, len(rows["attributes"]), _ATTRIBUTES),
        Loss("marks of importance", n_important, 0, _IMPORTANT),
    ]
    linked = database.rows("source", maybe_whole=("av_text_id",))
    n_linked = sum(source["av_text_id"] is not None for source in linked)
    told.append(Loss("links of recordings with their transcripts", n_linked, 0, _LINKED))
    for table, element, why in _LEFT:
        number = len(database.rows(table, maybe_whole=("rowid",), maybe_words=database.tables.get(table, ())[:1]))
        told.append(Loss(element, number, 0, why))
    # Where nothing was lost there is nothing to explain, but for what was kept in another way.
    kept_otherwise = (_PICTURE, _MACHINE, _NO_CODER)
    return [
        one if one.lost or one.why in kept_otherwise else Loss(one.element, one.held, one.taken)
        for one in told
        if one.held
    ]
