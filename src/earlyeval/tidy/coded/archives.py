"""Archives are hostile until proven: each is weighed before anything is unpacked, and nothing of it reaches disk."""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.suggest import shown
from earlyeval.tidy.readers.archive_names import AT_MOST_MEMBERS, LARGEST_DIRECTORY, directory_size

LARGEST_MEMBER = 2**31 - 1  # REFI-QDA 1.5, section 8.5; recordings are never unpacked, only listed
LARGEST_RATIO = 100
# Below this size a member may repeat itself as it likes: a transcript of blank lines harms nobody.
TOO_SMALL_TO_HARM = 1024 * 1024
_LOCAL_HEADER = 30  # bytes before a member's name, in the format's own words (APPNOTE 4.3.7)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CLUTTER = re.compile(r"(^|/)(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_EXPORT_AGAIN = "Export the project again from the program in which it was coded"


class Archive:
    """The members of an archive that was weighed and found harmless, by name. Reading one gives its bytes."""

    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self._archive = archive
        self.file = file
        self._members = {
            _plain(member.filename): member for member in archive.infolist() if not _is_no_file(member.filename)
        }
        self._folded = {_folded(name): name for name in self._members}

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, in the archive's order, without what operating systems leave behind."""
        return tuple(self._members)

    def find(self, name: str) -> str:
        """Return the member of this name in whatever case ("" for none): tools disagree on ``Sources`` and ``.TXT``."""
        return self._folded.get(_folded(_plain(name)), "")

    def size(self, name: str) -> int:
        """Return how many bytes a member says it unpacks to."""
        return self._members[name].file_size

    def read(self, name: str, *, at_most: int) -> bytes:
        """Return the bytes of a member.

        Raises
        ------
        ReturnsRefusedError
            It unpacks to more than ``at_most`` bytes, or it is damaged.
        """
        if self.size(name) > at_most:
            limit = max(at_most // 2**20, 1)
            raise refused(self.file, self._place(name), f"unpacks to more than {limit} MB", "Divide the project")
        try:
            return self._archive.read(self._members[name])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise refused(self.file, self._place(name), "is damaged", "Send the file again") from None

    def _place(self, name: str) -> str:
        return f"member {list(self._members).index(name) + 1}"


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive for reading after weighing it.

    Raises
    ------
    ReturnsRefusedError
        It is empty, no archive, damaged or encrypted; it holds too many members, members that lead out of it, links,
        the same name twice (also where only case differs), overlapping members, or more than it can honestly hold.
        The message counts members; it never names them.
    """
    file = shown(path.name)
    if not path.is_file():
        raise refused(file, "", "is no file", "Give the archive itself")
    if path.stat().st_size == 0:
        raise refused(file, "", "is empty", "Send the file again")
    if directory_size(path) > LARGEST_DIRECTORY:
        raise refused(file, "", f"holds more than {AT_MOST_MEMBERS} members", "Send the project alone")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, struct.error):
        raise refused(file, "", "is damaged, or no archive", _EXPORT_AGAIN) from None
    with archive:
        _weigh(archive.infolist(), file)
        yield Archive(archive, file)


def refused(file: str, place: str, found: str, next_step: str) -> ReturnsRefusedError:
    """Return the error for an archive that cannot be believed: file, place in it, finding, next step."""
    where = f"{file}, {place}" if place else file
    return ReturnsRefusedError(f"{where}: {found}. {next_step}.")


def _weigh(members: list[zipfile.ZipInfo], file: str) -> None:
    if not members:
        raise refused(file, "", "holds nothing", _EXPORT_AGAIN)
    if len(members) > AT_MOST_MEMBERS:
        raise refused(file, "", f"holds more than {AT_MOST_MEMBERS} members", "Send the project alone")
    for number, member in enumerate(members, start=1):
        found = _wrong_with(member)
        if found:
            raise refused(file, f"member {number}", found, _EXPORT_AGAIN)
    _weigh_together(members, file)


def _wrong_with(member: zipfile.ZipInfo) -> str:
    """Return what is wrong with one member, without its name; "" for nothing."""
    name = member.orig_filename.replace("\\", "/")
    mode = member.external_attr >> 16
    if not name or any(unicodedata.category(letter) == "Cc" for letter in name):
        return "has no name, or control characters in it"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "has an absolute name"
    if ".." in name.split("/"):
        return "has a name that leads out of the archive"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device and no file"
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted; export the project without a password"
    if member.compress_type not in _METHODS:
        return "is packed in a way that is not supported (allowed: stored, deflated)"
    if member.file_size > LARGEST_MEMBER:
        return "unpacks to more than 2 GB"
    if member.file_size > TOO_SMALL_TO_HARM and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        return f"unpacks to more than {LARGEST_RATIO} times its size"
    if member.compress_type == zipfile.ZIP_STORED and member.file_size != member.compress_size:
        return "gives two sizes for what is stored as it is"
    return ""


def _weigh_together(members: list[zipfile.ZipInfo], file: str) -> None:
    counts = Counter(_folded(_plain(member.filename)) for member in members)
    for number, member in enumerate(members, start=1):
        if counts[_folded(_plain(member.filename))] > 1:
            found = "has a name that another member has too, or that differs from it only in case"
            raise refused(file, f"member {number}", found, _EXPORT_AGAIN)
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > TOO_SMALL_TO_HARM and unpacked > LARGEST_RATIO * packed:
        raise refused(file, "", f"unpacks to more than {LARGEST_RATIO} times its size", _EXPORT_AGAIN)
    in_order = sorted(members, key=lambda member: member.header_offset)
    for first, second in pairwise(in_order):
        if first.header_offset + _LOCAL_HEADER + first.compress_size > second.header_offset:
            raise refused(file, "", "has members that overlap", _EXPORT_AGAIN)


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_no_file(name: str) -> bool:
    return name.endswith(("/", "\\")) or bool(_CLUTTER.search(_plain(name)))
