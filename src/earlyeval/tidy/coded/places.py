"""Ways in which programs count places in a text differently, and a text without what they fold."""

import re
import unicodedata
from bisect import bisect_left
from itertools import accumulate

_PIECE = re.compile(r"\s+|\S")
_CUT = re.compile(r"\s*(?:\.\.\.|\N{HORIZONTAL ELLIPSIS})\s*$")


class Folded:
    """A text with every run of blanks as one, composed characters (NFC), and the place of each character before."""

    def __init__(self, text: str) -> None:
        pieces, self._places = [], []
        for start, piece in _clusters(text):
            composed = " " if piece.isspace() else unicodedata.normalize("NFC", piece)
            pieces.append(composed)
            self._places += [start] * len(composed)
        self.text = "".join(pieces)
        self._places.append(len(text))

    def found(self, wanted: str) -> list[tuple[int, int]]:
        """Return where a folded text stands in the text as it was: at most two places, the second only to say so."""
        places, at = [], self.text.find(wanted)
        while at >= 0 and len(places) < 2:
            places.append((self._places[at], self._places[at + len(wanted)]))
            at = self.text.find(wanted, at + 1)
        return places


def folded(text: str) -> str:
    """Return a text with every run of blanks as one, none at its ends, and composed characters (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def without_cut(text: str) -> str:
    """Return a text without the dots with which a program marks that it cut the rest off."""
    return _CUT.sub("", text)


class Recounted:
    """The places of a text as other programs count them, where that makes a difference.

    In units of UTF-16 (what editors of Qt and Java count), in bytes of UTF-8, or with two characters for a line end.
    """

    def __init__(self, text: str) -> None:
        ways = []
        if any(character > "\uffff" for character in text):
            ways.append([2 if character > "\uffff" else 1 for character in text])
        if not text.isascii():
            ways.append([len(character.encode("utf-8", "surrogatepass")) for character in text])
        if "\n" in text:
            ways.append([2 if character == "\n" else 1 for character in text])
        self._begins = [[0, *accumulate(lengths)] for lengths in ways]

    def meant(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return which characters are meant, for each other way of counting."""
        return [(bisect_left(begins, start), bisect_left(begins, end)) for begins in self._begins if end <= begins[-1]]


def _clusters(text: str) -> list[tuple[int, str]]:
    """Return a text as runs of blanks and single characters, each with the marks that are combined with it."""
    clusters: list[tuple[int, str]] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if clusters and not clusters[-1][1].isspace() and unicodedata.combining(piece[0]):
            clusters[-1] = (clusters[-1][0], clusters[-1][1] + piece)
        else:
            clusters.append((match.start(), piece))
    return clusters
