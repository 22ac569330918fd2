"""A codebook as the sheet that Taguette imports: it writes REFI-QDA codebooks, but reads CSV alone (1.5.2)."""

import csv
import io
from pathlib import Path

from earlyeval.tidy.coded.project import CodedProject, Loss

LONGEST_TAG = 200  # Taguette's validate.tag_path
_SEPARATOR = "/"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_taguette_codebook(project: CodedProject, path: Path) -> tuple[Loss, ...]:
    """Write the codes of a project as a CSV of tags and descriptions, each tag under the names of its headings.

    Returns
    -------
    tuple of Loss
        Tags that are too long for Taguette or stand there already.

    Notes
    -----
    A tag that a spreadsheet would take for a formula gets an apostrophe before it, here as in every table we write.
    """
    rows: dict[str, str] = {}
    paths = _paths(project)
    for row in project.frame("codes").to_dict("records"):
        tag = paths[str(row["code_id"])]
        if tag and len(tag) <= LONGEST_TAG:
            rows.setdefault(tag, _words(row["definition"]))
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(("tag", "description"))
    writer.writerows((_guarded(tag), _guarded(description)) for tag, description in rows.items())
    # Taguette guesses the encoding of a sheet, and takes accents for Turkish where no mark tells it.
    path.write_text(sheet.getvalue(), encoding="utf-8-sig", newline="")
    lost = len(paths) - len(rows)
    why = f"Taguette takes tags of at most {LONGEST_TAG} characters, each once" if lost else ""
    return (Loss("codes", len(paths), len(rows), why),)


def _paths(project: CodedProject) -> dict[str, str]:
    """Return the tag of each code: its name after those of its headings, unless it holds them already."""
    rows = {str(row["code_id"]): row for row in project.frame("codes").to_dict("records")}
    paths: dict[str, str] = {}
    for code in rows:
        names, above = [], code
        while above in rows and len(names) < len(rows):
            names.append(_words(rows[above]["code"]))
            above = _words(rows[above]["parent_id"])
        path = ""
        for name in reversed(names):
            path = f"{path}{_SEPARATOR}{name}" if path and not name.startswith(path) else name
        paths[code] = path
    return paths


def _words(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
