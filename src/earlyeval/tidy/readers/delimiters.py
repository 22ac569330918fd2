"""Which mark divides the cells of delimited text."""

import re

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def delimiter_of(header: str) -> str:
    """Return the delimiter that divides a header line into most cells; a comma when none does."""
    bare = _QUOTED.sub("", header)
    counts = {mark: bare.count(mark) for mark in ",;\t"}
    return max(counts, key=lambda mark: counts[mark])
