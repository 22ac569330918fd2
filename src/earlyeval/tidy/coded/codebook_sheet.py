"""A codebook as a sheet: Taguette's export, and any other with a code and its description in each row."""

from collections.abc import Sequence
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project import CodedProject, Loss, project_of
from earlyeval.tidy.coded.segments import sheet_of
from earlyeval.tidy.coded.tag_paths import codes_of_paths

# Taguette: tag, description, number of highlights; from 1.5.2 number of documents too. It takes name or path as well.
_CODE = ("tag", "name", "path", "code")
_MEANING = ("description", "definition")
_COUNTS = "counts are made again from the codings"


def is_codebook(headers: Sequence[str]) -> bool:
    """Say whether headers are those of a codebook: one column of codes, one of descriptions."""
    small = [header.lower() for header in headers]
    return sum(name in small for name in _CODE) == 1 and any(name in small for name in _MEANING)


def read_codebook(path: Path) -> CodedProject:
    """Return the codes of a codebook in CSV or a workbook.

    Raises
    ------
    ReturnsRefusedError
        The sheet cannot be read, is no codebook, or has a code twice.
    """
    sheet = sheet_of(path)
    if not is_codebook(sheet.headers):
        raise ReturnsRefusedError(f"{path.name}: a codebook has a column tag (or name, path, code) and description.")
    small = [header.lower() for header in sheet.headers]
    code = next(small.index(name) for name in _CODE if name in small)
    meaning = next(small.index(name) for name in _MEANING if name in small)
    pairs = list(zip(sheet.columns[code], sheet.columns[meaning], strict=True))
    names = [name for name, _ in pairs if name]
    if len(set(names)) != len(names):
        raise ReturnsRefusedError(f"{path.name}: the same code stands in two rows. Keep one of them.")
    codes = codes_of_paths({"id": name, "path": name, "description": said} for name, said in pairs if name)
    others = len(sheet.headers) - 2
    losses = [Loss("codes", len(pairs), len(names)), Loss("further columns", others, 0, _COUNTS)]
    return project_of("segments", "codebook sheet", {"codes": codes}, [loss for loss in losses if loss.held])
