"""Which mark divides the cells of delimited text."""

import re

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
MARKS = ",;\t"


def delimiter_of(header: str) -> str:
    """Return the delimiter that divides a header line into most filled cells; a comma when none does."""
    bare = _QUOTED.sub("x", header)
    counts = {mark: sum(1 for cell in bare.split(mark) if any(map(str.isalnum, cell))) for mark in MARKS}
    return max(counts, key=lambda mark: counts[mark])


def said_delimiter(line: str) -> str:
    """Return the delimiter that a first line "sep=;" says, as Excel writes it; "" for any other line."""
    said = _SAID.fullmatch(line)
    return said.group(1) if said and said.group(1) in MARKS else ""
