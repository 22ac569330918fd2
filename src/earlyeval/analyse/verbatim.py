"""Whether printed words are those that were spoken: in order, with cuts and replaced identifiers marked."""

import re
from functools import cache

# What square brackets may stand for, beside a cut: identifiers that somebody took out.
REPLACEMENTS = (
    "name", "names", "child's name", "baby's name", "partner's name", "staff name", "staff", "place", "town", "street",
    "school", "nursery", "hospital", "service", "organisation", "date", "age", "number", "language", "nationality",
    "job",
)  # fmt: skip
_MARK = re.compile(r"\s*\[(?:\N{HORIZONTAL ELLIPSIS}|\.\.\.)\]\s*|\[([^\[\]]+)\]")
# A name of a person or a place has seldom more words.
_REPLACED = r"\S+?(?:\s\S+?){0,3}?"
_NEGATION = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|hardly|without|cannot|\w+n['\u2019]t)\b", re.I)


def is_verbatim(printed: object, segment: object) -> bool:
    """Say whether printed words stand in a segment, in order.

    "[...]" marks what was left out; other square brackets either stand so in the segment or stand for an identifier
    (``REPLACEMENTS``) of at most four words.
    """
    return _match(printed, segment) is not None


def unknown_replacement(printed: str, segment: str) -> bool:
    """Say whether square brackets stand for anything but a cut or an identifier that was removed."""
    found = [match.group(1) for match in _MARK.finditer(printed)]
    known = [text is None or text.strip().casefold() in REPLACEMENTS or f"[{text}]" in segment for text in found]
    return not all(known)


def cut_a_negation(printed: object, segment: object) -> bool:
    """Say whether what was left out at a cut holds a negation: the cut may turn the meaning round."""
    match = _match(printed, segment)
    return match is not None and any(_NEGATION.search(part or "") for part in match.groups())


def _match(printed: object, segment: object) -> re.Match[str] | None:
    if not isinstance(printed, str) or not isinstance(segment, str) or not printed.strip():
        return None
    return _pattern(" ".join(printed.split())).search(" ".join(segment.split()))


@cache
def _pattern(printed: str) -> re.Pattern[str]:
    pieces, place = [], 0
    for mark in _MARK.finditer(printed):
        pieces.append(re.escape(printed[place : mark.start()]))
        replaced = mark.group(1)
        if replaced is None:
            pieces.append(r"(.*?)")
        else:
            literal = re.escape(mark.group())
            known = replaced.strip().casefold() in REPLACEMENTS
            pieces.append(f"(?:{literal}|{_REPLACED})" if known else literal)
        place = mark.end()
    return re.compile("".join([*pieces, re.escape(printed[place:])]))
