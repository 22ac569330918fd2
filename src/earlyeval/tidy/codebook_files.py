"""Dated codebook files, one a version, as coders save them: ``codebooks/codebook_20220223_0.csv``.

Each is a list of codes with their definitions, and how often each was given by then where the tool counts it.
"""

from dataclasses import replace
from pathlib import Path

from earlyeval.tidy.codebook_names import dated, is_version_file
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet, text_series

# What tools call the columns; anything else in such a file is left unread.
_HEADERS = {
    "tag": "code", "code": "code", "name": "code", "code_id": "code_id", "description": "definition",
    "definition": "definition", "number of highlights": "codings", "codings": "codings", "count": "codings",
}  # fmt: skip


def version_sheet(path: Path, sheet: Sheet, problems: Problems) -> Sheet | None:
    """Return the sheet of one version as rows of ``codebook_versions``; None after noting why it cannot be.

    The number of a version is its place, from 0, among the files of its folder by date, then by the number in its name.
    """
    day, _ = dated(path) or ("", 0)
    names = [_HEADERS.get(header.casefold(), "") for header in sheet.headers]
    if "code" not in names:
        allowed = "tag, description, number of highlights; or code, definition, codings"
        problems.add(Problem(sheet.file, 0, "code", "missing_column", "found no column with the codes", allowed))
        return None
    known = sorted((path for path in path.parent.iterdir() if is_version_file(path)), key=lambda one: dated(one))
    version = [other.name for other in known].index(path.name)
    kept = [place for place, name in enumerate(names) if name and name not in names[:place]]
    given = {"version": str(version), "date": f"{day[:4]}-{day[4:6]}-{day[6:]}"}
    columns = [*(text_series([value] * len(sheet)) for value in given.values()), *(sheet.columns[at] for at in kept)]
    return replace(sheet, headers=(*given, *(names[at] for at in kept)), columns=tuple(columns))
