"""The XML inside a workbook, weighed part by part: what is small in the archive may cost minutes to read."""

import zipfile
from xml.parsers import expat

LARGEST_CELLS = 60 * 1024 * 1024  # all sheets together, and the texts that they share
LARGEST_ASIDE = 8 * 1024 * 1024  # styles, themes and the like hold no answers
AT_MOST_SHEETS = 200
DEEPEST = 64  # an honest cell lies eight deep
_SURELY_FLAT = 256 * 1024
_AT_A_TIME = 1024 * 1024
_STEP = "Save the data alone in a new workbook, or export it as CSV UTF-8"


class _OddError(Exception):
    """Something that no program for workbooks writes."""


def too_heavy(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Return why the XML of a workbook must not be read, and the next step; ("", "") where it may."""
    parts = [member for member in archive.infolist() if member.filename.endswith((".xml", ".rels", ".vml"))]
    cells = [member for member in parts if _holds_cells(member.filename)]
    if sum(member.file_size for member in cells) > LARGEST_CELLS:
        return f"its sheets unpack to more than {LARGEST_CELLS // 2**20} MB", "Export it as CSV UTF-8 or as Parquet"
    if any(member.file_size > LARGEST_ASIDE for member in parts if member not in cells):
        return f"a part that holds no answers unpacks to more than {LARGEST_ASIDE // 2**20} MB", _STEP
    if sum(member.filename.startswith("xl/worksheets/") for member in cells) > AT_MOST_SHEETS:
        return f"found more than {AT_MOST_SHEETS} sheets", _STEP
    if any(_is_odd(archive, member) for member in parts if member.file_size > _SURELY_FLAT):
        return "the workbook is damaged: a part of it is no sheet that a spreadsheet writes", _STEP
    return "", ""


def _holds_cells(name: str) -> bool:
    return (name.startswith("xl/worksheets/") and name.endswith(".xml")) or name == "xl/sharedStrings.xml"


def _is_odd(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Tell whether elements are nested without end, or words stand for others."""
    parser, depth = expat.ParserCreate(), 0

    def began(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _OddError

    def ended(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise _OddError

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = began, ended, declared
    try:
        with archive.open(member) as file:
            while piece := file.read(_AT_A_TIME):
                parser.Parse(piece, False)
    except _OddError:
        return True
    except expat.ExpatError:
        return False  # told by the reader that opens it
    return False
