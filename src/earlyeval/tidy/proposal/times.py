"""Which of a programme's time points the words or numbers of a file mean."""

from collections.abc import Iterable, Sequence

from earlyeval.registry.programmes import Programme, TimePoint
from earlyeval.tidy.proposal.numbered import meaning_of


def time_points_for(texts: Iterable[str], programme: Programme) -> dict[str, str]:
    """Return our time point for each of their words; "" where none can be told.

    Words (baseline, pre, after, ...) and our own ids and labels are known. Numbers (T1, wave 2) are taken in order,
    where there are as many of them as we have time points, or two of them for the first and the last.
    """
    theirs = list(texts)
    points = [point for point in sorted(programme.time_points, key=lambda one: one.order) if not point.retrospective_of]
    known = {text: _by_words(text, programme.time_points, points) for text in theirs}
    numbered = sorted((text for text in theirs if not known[text] and _number(text)), key=_number)
    if len(numbered) == len(theirs):
        ends = [point for role in ("baseline", "endpoint") for point in points if point.role == role]
        chosen = points if len(numbered) == len(points) else ends if len(numbered) == len(ends) == 2 else []
        known |= {text: point.id for text, point in zip(numbered, chosen, strict=False)}
    return known


def are_numbered(texts: Iterable[str]) -> bool:
    """Tell whether time points were told by their number alone."""
    return all(_number(text) for text in texts)


def _number(text: str) -> str:
    """Return the digits of a text that is a number but for a word of time; "" for any other text."""
    plain = "".join(letter for letter in text.lower() if letter.isalnum())
    digits = plain.lstrip("abcdefghijklmnopqrstuvwxyz")
    return digits if digits.isdigit() and plain[: -len(digits)] in ("", "t", "w", "wave", "time", "tp", "visit") else ""


def _by_words(text: str, declared: Sequence[TimePoint], ordinary: Sequence[TimePoint]) -> str:
    plain = text.strip().lower().replace("_", "-").replace(" ", "-")
    for point in declared:
        if plain in (point.id, point.label.lower().replace(" ", "-")):
            return point.id
    meaning = meaning_of(plain.replace("-", "")) or meaning_of(plain.split("-")[0])
    if meaning in ("baseline", "endpoint"):
        return next((point.id for point in ordinary if point.role == meaning), "")
    between = [point.id for point in ordinary if point.role == "other"]
    return between[0] if meaning == "middle" and len(between) == 1 else ""
