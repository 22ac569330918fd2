"""Workbooks are zip archives: what is inside is weighed before anything is unpacked."""

import re
import zipfile
from pathlib import Path

from defusedxml.ElementTree import fromstring

from earlyeval.tidy.readers.sniff import not_text
from earlyeval.tidy.readers.workbook_weight import too_heavy

LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 100
AT_MOST_MEMBERS = 10_000
_DAMAGED = ("an Excel workbook or another zip archive", "an empty zip archive")
_NAMESPACE = re.compile(r"\{.*\}")


def not_workbook(path: Path) -> tuple[str, str]:
    """Return why a file must not be opened as a workbook, and the next step; ("", "") when it may be opened."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        return "the file is empty", "Send the file again, or remove it if nothing was collected"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "the file is an old Excel file or an encrypted one", "Save it as .xlsx without a password"
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
    step = "Save the data alone in a new workbook, or export it as CSV UTF-8"
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
        return f"the file is {_named_archive(names)} and no Excel workbook", step
    return too_heavy(archive)


def _named_archive(names: list[str]) -> str:
    """Return what an archive is, by what lies in it."""
    for member, words in (
        ("xl/workbook.bin", "a binary workbook (.xlsb)"),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a presentation"),
        ("content.xml", "an OpenDocument file (.ods)"),
        ("Index/Document.iwa", "a file of Numbers"),
        ("project.qde", "a project of coded interviews"),
    ):
        if member in names:
            return words
    return "a zip archive"


def _other_kind(path: Path) -> tuple[str, str]:
    """Return what a file is that has the name of a workbook and is no archive."""
    found, next_step = not_text(path)
    if found.removeprefix("the file is ") in _DAMAGED:
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
