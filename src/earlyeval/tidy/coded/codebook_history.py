"""How a codebook grew, from the log of the tool it was made in: the table ``codebook_history`` of a coded project.

The log of a tool knows no versions: here each day on which anything changed is one.
"""

from collections.abc import Mapping

import pandas as pd

from earlyeval.tidy.codebook_tables import CODEBOOK_TABLES
from earlyeval.tidy.coded.project import CodedProject
from earlyeval.tidy.columns import DTYPES

GONE = "gone"
_TABLE = CODEBOOK_TABLES[0]
_LONGEST_ENDING = 5
_DAY = 10


def codebook_history(project: CodedProject, *, code_names: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the history of a project's codebook, one row for each version, code and kind of change.

    Parameters
    ----------
    project : CodedProject
        ``code_changes`` says what happened, ``documents`` and ``removed_documents`` which uploads there were.
    code_names : mapping, optional
        The tool's code id to the id that the code has in the tidy tables. A code that is gone gets "gone-1" and so on,
        in the order of the log.

    Notes
    -----
    Of several changes of one kind to one code on one day the last counts. A code is first used in the document to which
    the log first gave it. Where that upload was deleted later, it stands for the conversation that is still there under
    the same name (``stands_for``), and ``first_upload_was_deleted`` says so; where no conversation has that name,
    ``first_doc_id`` is missing. A code that was never used has neither.
    """
    changes = project.frame("code_changes")
    ids = _ids(changes["code_id"], code_names or {})
    kept = {document for document in project.frame("documents")["doc_id"]}
    instead = stands_for(project)
    days = [str(at)[:_DAY] for at in changes["changed_at"].fillna("")]
    version = {day: number for number, day in enumerate(sorted(dict.fromkeys(days)), start=1)}
    rows: dict[tuple, dict] = {}
    for change, day in zip(changes.itertuples(index=False), days, strict=True):
        used = change.doc_id if isinstance(change.doc_id, str) else None
        row = {
            "version": version[day], "date": pd.to_datetime(day, errors="coerce"), "code_id": ids[change.code_id],
            "code": change.code, "change": change.change, "merged_into": ids.get(change.merged_into),
            "who": change.changed_by, "first_doc_id": used if used in kept else instead.get(used),
            "first_upload_was_deleted": None if used is None else used not in kept,
        }  # fmt: skip
        rows[(row["version"], row["code_id"], row["change"])] = row
    return pd.DataFrame(
        {
            column.name: pd.Series([row.get(column.name) for row in rows.values()], dtype=DTYPES[column.type])
            for column in _TABLE.columns
        }
    )


def stands_for(project: CodedProject) -> dict[str, str]:
    """Return, for uploads that were deleted, the conversation that is still there and that they were uploads of.

    An upload is one of a conversation where its name, without the ending, is the conversation's name, or begins with it
    and goes on with a sign that is no letter or digit ("P3_2021.odt" and "P3_2021-0813_recording.txt"). Of several such
    conversations the one with the longest name; of two as long, none.
    """
    stems = {
        document.doc_id: _stem(document.name)
        for document in project.frame("documents").itertuples(index=False)
        if isinstance(document.name, str)
    }
    found = {}
    for upload in project.frame("removed_documents").itertuples(index=False):
        name = _stem(upload.name) if isinstance(upload.name, str) else ""
        fits = [(len(stem), document) for document, stem in stems.items() if _is_of(name, stem)]
        longest = [document for length, document in fits if length == max(fits)[0]]
        if len(longest) == 1:
            found[upload.doc_id] = longest[0]
    return found


def _ids(code_ids: pd.Series, code_names: Mapping[str, str]) -> dict[str, str]:
    names, gone = dict(code_names), 0
    for code in code_ids:
        if code not in names:
            gone += 1
            names[code] = f"{GONE}-{gone}"
    return names


def _stem(name: str) -> str:
    stem, dot, ending = name.strip().casefold().rpartition(".")
    return stem if dot and len(ending) <= _LONGEST_ENDING else name.strip().casefold()


def _is_of(name: str, stem: str) -> bool:
    return bool(stem) and name.startswith(stem) and not name[len(stem) : len(stem) + 1].isalnum()
