"""Workbooks are zip archives: what is inside is weighed before anything is unpacked."""

import re
import zipfile
from pathlib import Path

from defusedxml.ElementTree import fromstring

from earlyeval.tidy.readers.archive_names import (
    AT_MOST_MEMBERS,
    LARGEST_DIRECTORY,
    directory_size,
    kind_by_names,
)
from earlyeval.tidy.readers.sniff import DAMAGED_ARCHIVE, EMPTY_ARCHIVE, not_text
from earlyeval.tidy.readers.workbook_weight import too_heavy

LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 100
_NAMESPACE = re.compile(r"\{.*\}")
_STEP = "Save the data alone in a new workbook, or export it as CSV UTF-8"


def not_workbook(path: Path) -> tuple[str, str]:
    """Return why a file must not be opened as a workbook, and the next step; ("", "") when it may be opened."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        return "the file is empty", "Send the file again, or remove it if nothing was collected"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "the file is an old Excel file or an encrypted one", "Save it as .xlsx without a password"
    if directory_size(path) > LARGEST_DIRECTORY:
        return f"the archive holds more than {AT_MOST_MEMBERS} files", _STEP
    try:
        with zipfile.ZipFile(path) as archive:
            return _weighed(archive)
    except (zipfile.BadZipFile, OSError, ValueError):
        return _other_kind(path)


def _weighed(archive: zipfile.ZipFile) -> tuple[str, str]:
    members = archive.infolist()
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    step = _STEP
    if len(members) > AT_MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        return f"the workbook unpacks to more than {LARGEST_UNPACKED // 2**20} MB", step
    if unpacked > LARGEST_RATIO * packed:
        return f"the workbook unpacks to more than {LARGEST_RATIO} times its size", step
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        return "the archive holds names that lead out of it", step
    if any(member.flag_bits & 0x1 for member in members):
        return "the workbook is encrypted", "Save it without a password"
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        step = "Save it as .xlsx, or export it as CSV UTF-8"
        return f"the file is {kind_by_names(names)} and no Excel workbook", step
    return too_heavy(archive)


def _other_kind(path: Path) -> tuple[str, str]:
    """Return what a file is that has the name of a workbook and is no archive."""
    found, next_step = not_text(path)
    if found.removeprefix("the file is ") in (DAMAGED_ARCHIVE, EMPTY_ARCHIVE):
        return "the file is damaged, or no Excel workbook", "Save it as .xlsx again, or export it as CSV UTF-8"
    if not found:
        return "the file is text, or damaged, and no Excel workbook", "If it is a CSV file, give it the ending .csv"
    return f"{found}, and no Excel workbook", next_step


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets without opening them; none when it cannot be read."""
    if not_workbook(path)[0]:
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            root = fromstring(archive.read("xl/workbook.xml"))
    except Exception:  # whatever is broken in there is told by the reader that opens it
        return ()
    return tuple(node.get("name", "") for node in root.iter() if _NAMESPACE.sub("", str(node.tag)) == "sheet")
