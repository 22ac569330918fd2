"""The private roster: names of people, staff and places that no quotation may hold. It never leaves its file."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.scan.folding import Word, folded, words_of
from earlyeval.tidy.scan.unusual import is_common

ROSTER = "EARLYEVAL_ROSTER"  # the environment's setting that names the file; it lies outside every study
_COLUMNS = ("name", "variants", "kind")
_SHORTEST_JOINED = 4


@dataclass(frozen=True)
class Roster:
    """Names as folded words, each with every way it is written. Nothing prints them."""

    names: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.names)


def read_roster(path: Path) -> Roster:
    """Return the roster of a CSV with the columns name, variants (separated by semicolons) and kind.

    Raises
    ------
    ReturnsRefusedError
        The file cannot be read, has no column ``name`` or no rows. A roster that was asked for and is not there must
        not pass for one without names. No name is repeated.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReturnsRefusedError(_refusal("it cannot be read as a CSV in UTF-8")) from error
    if not rows or "name" not in rows[0]:
        raise ReturnsRefusedError(_refusal("it has no column 'name', or no row"))
    written = [
        text for row in rows for text in (row["name"], *(row.get("variants") or "").split(";")) if text and text.strip()
    ]
    names = {tuple(word.text for word in words_of(folded(text))) for text in written}
    return Roster(frozenset(name for name in names if any(name)))


def _refusal(found: str) -> str:
    allowed = ", ".join(_COLUMNS)
    return (
        f"The roster of names that {ROSTER} points at: {found}. Allowed: a CSV with the columns {allowed}. Mend it, or "
        f"unset {ROSTER}; quotations are then scanned without names, and the report says so."
    )


def holds_name(words: tuple[Word, ...], roster: Roster, cued: frozenset[int]) -> bool:
    """Say whether any name of the roster stands among the words, whole, in pieces or spread out.

    A name of one word that is also a common word ("will", "hope") counts where it has a capital, or follows words such
    as "my son" (``cued``: the places of such words).
    """
    texts = [word.text for word in words]
    for name in sorted(roster.names):
        for place in range(len(texts)):
            if tuple(texts[place : place + len(name)]) == name:
                is_word = len(name) == 1 and is_common(name[0])
                if not is_word or words[place].is_capital or place in cued:
                    return True
            if _joined(texts, place, "".join(name)):
                return True
    return False


def _joined(texts: list[str], place: int, name: str) -> bool:
    """Say whether two words or more from this place on, written as one, are the name: "Ty rone", "T y r o n e"."""
    if len(name) < _SHORTEST_JOINED:
        return False
    whole = ""
    for count, text in enumerate(texts[place:], start=1):
        whole += text
        if len(whole) >= len(name):
            return whole == name and count > 1
    return False
