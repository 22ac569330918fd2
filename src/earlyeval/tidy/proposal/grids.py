"""Headers of questions that stand in a grid: "How often [Row 1]" of Google, "3.1. ..." and "3.1.a. ..." of Jisc."""

import re
from collections import defaultdict
from collections.abc import Iterable

from earlyeval.tidy.proposal.looks import Look

_ROW = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]$")
_PART = re.compile(r"^(?:question\s*|q)?([0-9]{1,2})[._]([0-9]{1,2})(?:[.):]?\s|[.):]|$)", re.IGNORECASE)
_BELOW = re.compile(r"^(?:question\s*|q)?((?:[0-9]{1,2}[._]){1,2})([a-z])(?:[.):_]|$)", re.IGNORECASE)
_AT_END = re.compile(r"([0-9]{1,2})\s*$")


def part_of(header: str) -> tuple[str, int] | None:
    """Return the question and the row that a header numbers, "3.1. ..." or "Q3_1"; None for any other."""
    found = _PART.match(header)
    return (f"part{found.group(1)}", int(found.group(2))) if found else None


def is_below(header: str) -> bool:
    """Tell whether a header is of something asked below a question, with a letter: "1.a. ...", "Q3_1_a"."""
    return bool(_BELOW.match(header))


def number_before_letter(header: str) -> str:
    """Return the number of the question that something is asked below, "3.1." for "3.1.a. ..."; "" for none."""
    found = _BELOW.match(header)
    return found.group(1).replace("_", ".") if found else ""


def is_beside(header: str, item: str) -> bool:
    """Tell whether a header is of something asked below the question of another header."""
    number = number_before_letter(header)
    bare = re.sub(r"^(?:question\s*|q)", "", item, flags=re.IGNORECASE).replace("_", ".")
    return bool(number) and re.match(rf"{re.escape(number.rstrip('.'))}(?![0-9])", bare) is not None


def grids_of(looks: Iterable[Look]) -> tuple[tuple[str, tuple[Look, ...]], ...]:
    """Return each grid: what its headers have in common, and its rows in their order, as numbered or as they stand."""
    rows: dict[str, list[tuple[str, Look]]] = defaultdict(list)
    for look in looks:
        if found := _ROW.match(look.header):
            rows[found.group(1)].append((found.group(2), look))
    return tuple((stem, _ordered(of_stem)) for stem, of_stem in rows.items() if len(of_stem) > 1)


def _ordered(rows: list[tuple[str, Look]]) -> tuple[Look, ...]:
    numbers = [int(found.group(1)) if (found := _AT_END.search(label)) else 0 for label, _ in rows]
    if sorted(numbers) == list(range(1, len(rows) + 1)):
        rows = [row for _, row in sorted(zip(numbers, rows, strict=True), key=lambda each: each[0])]
    return tuple(look for _, look in rows)
