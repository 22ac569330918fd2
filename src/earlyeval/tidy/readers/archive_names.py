"""What a zip archive is, by the names of what lies in it; how long that list is, before anybody reads it."""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

AT_MOST_MEMBERS = 10_000
LARGEST_DIRECTORY = 1000 * AT_MOST_MEMBERS  # bytes: what it takes to name so many members, generously
_END, _LOCATOR, _LONG_END = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_LOCATOR_SIZE, _LONG_END_SIZE = 20, 56
_IN_LONG_FORM = 0xFFFFFFFF
_END_AT_MOST = 65_535 + 22 + _LOCATOR_SIZE + _LONG_END_SIZE  # a comment, and the end record in both of its forms
_ANY = "a zip archive"
_KINDS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file (.ods)"),
    ("Index/Document.iwa", "a file of Numbers"),
    ("project.qde", "a project of coded interviews"),
)


def directory_size(path: Path) -> int:
    """Return how many bytes the list of an archive's members takes; 0 where none is found.

    Where the archive gives two sizes, as a file made to mislead may, the larger counts: both are read by somebody.
    """
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _END_AT_MOST, 0))
        tail = file.read(_END_AT_MOST)
        at = tail.rfind(_END)
        if at < 0 or len(tail) < at + 16:
            return 0
        sizes = [struct.unpack_from("<I", tail, at + 12)[0]]
        locator = tail.rfind(_LOCATOR, 0, at)
        if locator >= 0:
            file.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], path.stat().st_size))
            before = tail[max(locator - _LONG_END_SIZE, 0) : locator]
            sizes = [size for size in sizes if size != _IN_LONG_FORM]
            sizes += [_long_size(record) for record in (file.read(_LONG_END_SIZE), before)]
    return max(sizes)


def _long_size(record: bytes) -> int:
    if len(record) < _LONG_END_SIZE or not record.startswith(_LONG_END):
        return 0
    return int(struct.unpack_from("<Q", record, 40)[0])


def archive_kind(path: Path) -> str:
    """Return what an archive is in words; "" where its list of members cannot be read."""
    if directory_size(path) > LARGEST_DIRECTORY:
        return _ANY
    try:
        with zipfile.ZipFile(path) as archive:
            return kind_by_names(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return ""


def kind_by_names(names: Iterable[str]) -> str:
    """Return what an archive is by what lies in it."""
    known = frozenset(names)
    return next((words for member, words in _KINDS if member in known), _ANY)
