"""The texts in which selections of a REFI-QDA project count: in its XML or in files of the archive, never outside."""

import codecs
import sys
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.archives import Archive
from earlyeval.tidy.coded.refi_qda_book import Book

LARGEST_TEXT = 8 * 2**20
# In memory, each text as often as documents use it: a million words take about six million bytes.
LARGEST_TEXTS = 100 * 2**20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
OUTSIDE = "its file lies outside the archive, and nothing there is read"
UNPACKED = "its file lay in an archive that is not here"
MISSING = "its file is not in the archive"
NONE = "it has no plain text"
# Honest projects have such texts: what was coded in them keeps its code and loses its place.
ELSEWHERE = (OUTSIDE, UNPACKED)


@dataclass(frozen=True)
class StoredText:
    """A text as the project stores it, without its byte order mark. ``text`` is missing where ``why`` says why."""

    text: str | None
    path: str = ""
    has_mark: bool = False
    why: str = ""


class Texts:
    """Finds and decodes the texts of a project, each file once."""

    def __init__(self, book: Book, archive: Archive | None, folder: str = "") -> None:
        self._book = book
        self._archive = archive
        self._folder = folder
        self._read: dict[str, StoredText] = {}
        self._used = 0

    def of(self, element: Element) -> StoredText:
        """Return the text of a source, representation, transcript or note.

        Notes
        -----
        The standard wants the text either in ``PlainTextContent`` or in the file of ``plainTextPath``. Where both are
        there and differ, nobody can say in which of them the selections count: the project is refused.
        """
        inside = element.find("PlainTextContent")
        path = (element.get("plainTextPath") or "").strip()
        stored = self._in_file(element, path) if path else StoredText(None, why=NONE)
        if inside is not None:
            content = inside.text or ""
            if stored.text is not None and _lines(stored.text) != _lines(content) and content:
                self._book.wrong(element, "two_texts", "gives its text twice, and the two differ", "one of the two")
            if stored.text is None:
                stored = StoredText(content)
        self._weigh(element, stored)
        return stored

    def media_path(self, element: Element) -> str:
        """Return where the recording, picture or PDF of a source lies in the archive ("" when it does not)."""
        _, name = self._member((element.get("path") or "").strip())
        return name

    def _weigh(self, element: Element, stored: StoredText) -> None:
        before = self._used
        self._used += sys.getsizeof(stored.text) if stored.text else 0
        if before <= LARGEST_TEXTS < self._used:
            found = f"has, with the texts before it, more than {LARGEST_TEXTS // 2**20} MB of text"
            self._book.wrong(element, "too_much_text", found, next_step="Divide the project")
            self._book.problems.raise_if_any()

    def _in_file(self, element: Element, path: str) -> StoredText:
        outside, name = self._member(path)
        if outside or self._archive is None:
            return StoredText(None, why=OUTSIDE if outside else UNPACKED)
        if not name:
            return StoredText(None, why=MISSING)
        if name not in self._read:
            self._read[name] = self._decoded(element, self._archive.read(name, at_most=LARGEST_TEXT), name)
        return self._read[name]

    def _member(self, path: str) -> tuple[bool, str]:
        """Return whether a path leads outside the archive, and else the member that it means ("" for none)."""
        scheme, separator, rest = path.partition("://")
        if separator and scheme.lower() != "internal":
            return True, ""
        name = (rest if separator else path).replace("\\", "/").lstrip("/")
        if self._archive is None or not name:
            return False, ""
        for form in (name, unquote(name)):
            bare = form.rpartition("/")[2]
            for place in (f"{self._folder}sources/{bare}", f"{self._folder}{form}"):
                if found := self._archive.find(place):
                    return False, found
        return False, ""

    def _decoded(self, element: Element, data: bytes, path: str) -> StoredText:
        mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
        try:
            text = data.removeprefix(mark).decode(encoding)
        except UnicodeDecodeError as error:
            found = f"has a text that is no {encoding.upper()} at byte {error.start + len(mark)}"
            self._book.wrong(element, "encoding", found, "UTF-8, or UTF-16 with a byte order mark")
            return StoredText(None, path, why="its text could not be decoded")
        if "\0" in text:
            found = f"has a text with a zero character at {text.index(chr(0))}"
            self._book.wrong(element, "encoding", found, "UTF-8, or UTF-16 with a byte order mark")
        return StoredText(text, path, bool(mark))


def _lines(text: str) -> list[str]:
    """Return what is written, whatever ends its lines and whether the last one is ended."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
