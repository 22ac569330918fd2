"""The text of a document that a program keeps as HTML, and places in it that were counted in bytes.

The text is what an HTML parser leaves when every element is taken away: the pieces of text in order, entities
resolved, line ends as line feeds. Nothing is put between them, and nothing is folded, since places are counted in it.
Taguette counts so (its ``extract.py``), in bytes of UTF-8, and lets nothing but plain elements into its documents:
what could not have come from it is refused rather than guessed at, which also keeps hostile mark-up cheap.
"""

import re
from collections.abc import Iterator
from html import unescape

import numpy as np

_BLANKS = "\t\n\f\r "
_BEGINS_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_TO_QUOTE_OR_END = re.compile(r"[^\"'>]*")
_PREFORMATTED = "pre"
_PICTURE = "img"


class MarkUpError(ValueError):
    """Mark-up that the program never leaves in a document."""


def text_of_html(contents: str) -> tuple[str, int]:
    """Return the text of a whole document, and how many pictures stood in it.

    Blanks before everything else are dropped, as an HTML5 parser drops them.

    Raises
    ------
    MarkUpError
        A tag that does not end, a comment, a declaration, or a number of a character that is none.
    """
    pieces, n_pictures, after_pre = [], 0, False
    for tag, text in _pieces(_line_feeds(contents).lstrip(_BLANKS)):
        if text:
            # A line feed directly after <pre> is not part of its text.
            pieces.append(text.removeprefix("\n") if after_pre else text)
        n_pictures += tag == _PICTURE
        after_pre = tag == _PREFORMATTED
    return "".join(pieces), n_pictures


def text_of_snippet(contents: str) -> str:
    """Return the text of a piece that was cut out of a document; nothing at its beginning is dropped."""
    return "".join(text for _, text in _pieces(_line_feeds(contents)))


def _line_feeds(contents: str) -> str:
    return contents.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _pieces(contents: str) -> Iterator[tuple[str, str]]:
    """Give every opening tag by its name (an end tag as ""), and every piece of text, in order."""
    place = 0
    while (opened := contents.find("<", place)) >= 0:
        begun = _BEGINS_TAG.match(contents, opened)
        if begun is None and contents[opened + 1 : opened + 2] in ("!", "?", "/"):
            raise MarkUpError("a comment or a declaration")
        yield "", _plain(contents[place : opened if begun else opened + 1])
        place = opened + 1
        if begun:
            place = _end_of_tag(contents, begun.end())
            yield "" if contents[opened + 1] == "/" else begun.group(1).lower(), ""
    yield "", _plain(contents[place:])


def _end_of_tag(contents: str, place: int) -> int:
    """Return where the tag ends, a quoted ">" left aside."""
    while True:
        place = _TO_QUOTE_OR_END.match(contents, place).end()  # type: ignore[union-attr]  # it always matches
        mark = contents[place : place + 1]
        if mark == ">":
            return place + 1
        place = contents.find(mark, place + 1) + 1 if mark else 0
        if place == 0:
            raise MarkUpError("a tag that does not end")


def _plain(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a number of more digits than Python reads
        raise MarkUpError("a character that is none") from None


class BytePlaces:
    """Turns places counted in bytes of UTF-8 into places counted in characters (code points)."""

    def __init__(self, text: str) -> None:
        held = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
        # How many characters begin at or before each byte: every byte but those that only continue one.
        self._begun = np.cumsum((held & 0xC0) != 0x80, dtype=np.uint32)
        self._continues = (held & 0xC0) == 0x80
        self.n_bytes = len(held)

    def character(self, place: int) -> int:
        """Return the character that begins at a byte, or the next one where the byte stands inside a character."""
        return int(self._begun[place - 1]) if place > 0 else 0

    def is_inside(self, place: int) -> bool:
        """Say whether a byte stands inside a character."""
        return place < self.n_bytes and bool(self._continues[place])
