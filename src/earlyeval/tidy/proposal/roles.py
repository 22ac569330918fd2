"""Which column says whose a row is, when it was filled in, and what it tells about the person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import columns_of
from earlyeval.tidy.proposal.looks import Look
from earlyeval.tidy.tables import TABLES, Column

_ID_WORDS = (
    "person", "participant", "pseudonym", "client", "record", "respondent", "code", "id", "urn", "case", "family",
    "parent", "mother", "child", "subject", "number", "unique", "ref", "who", "questions",
)  # fmt: skip
_DAY_WORDS = ("completed", "timestamp", "completion", "filled", "recorded", "submitted", "date", "when", "day")
_TIME_WORDS = (
    "time",
    "timepoint",
    "wave",
    "point",
    "visit",
    "event",
    "occasion",
    "stage",
    "phase",
    "when",
    "pre",
    "post",
)
_SOUNDS = {
    "cluster": ("cluster", "area", "centre", "center", "locality", "group", "team"),
    "arm": ("arm", "group", "allocation", "treatment", "condition"),
    "role": ("role", "relationship", "respondent"),
    "family_id": ("family", "household"),
    "started_on": ("start", "started", "enrolment", "enrolled"),
    "ended_on": ("end", "ended", "exit", "closure"),
    "consented": ("consent", "consented"),
}
_ALIKE = 0.84
_MOST_CODES = 40


def id_column(looks: Sequence[Look]) -> tuple[Look, bool]:
    """Return the column that says whose a row is, and whether that is sure."""
    scored = sorted(
        ((_id_score(look), -look.place, look) for look in looks), key=lambda each: each[:2], reverse=True
    )  # fmt: skip
    best, second = scored[0], scored[1] if len(scored) > 1 else None
    is_sure = best[0] >= 4 and (second is None or second[0] < best[0])
    return best[2], is_sure


def _id_score(look: Look) -> float:
    if not look.filled or look.date_formats or look.is_free_text:
        return -1
    said = max((len(_ID_WORDS) - _ID_WORDS.index(word) for word in look.words if word in _ID_WORDS), default=0)
    filled = len(look.filled) / max(len(look.cells), 1)
    short = all(len(text) <= 24 and " " not in text for text in look.counts)
    return (3 + said / len(_ID_WORDS) if said else 0) + look.is_unique + filled + short - (0 if short else 2)


def day_column(looks: Iterable[Look], *, taken: Iterable[int]) -> Look | None:
    """Return the column of the day on which a form was filled in, if one seems to be."""
    free = set(taken)
    days = [look for look in looks if look.place not in free and look.date_formats]
    named = [look for look in days if any(word in _DAY_WORDS for word in look.words)]
    return (named or days or [None])[0]


def time_column(looks: Iterable[Look], ids: Look, *, taken: Iterable[int]) -> Look | None:
    """Return the column that tells at which time a form was filled in, where people have several rows."""
    if ids.is_unique or len(ids.counts) == len(ids.filled):
        return None
    free = set(taken)
    few = [look for look in looks if look.place not in free and 1 < len(look.counts) <= 8 and look.filled]
    named = [look for look in few if any(word in _TIME_WORDS for word in look.words)]
    tells = [look for look in named or few if _tells_forms_apart(look, ids)]
    return tells[0] if tells else None


def _tells_forms_apart(look: Look, ids: Look) -> bool:
    forms = list(zip(ids.cells, look.cells, strict=True))
    return len(set(forms)) == len(forms)


def person_columns(
    looks: Iterable[Look], lists: Lists, *, taken: Iterable[int]
) -> dict[str, tuple[Look, dict[str, str]]]:
    """Return, for columns of ours that describe people, the column that seems to hold them and their codes in ours.

    A code that nobody can tell is "".
    """
    ours = {name: column for name, column in columns_of(TABLES["people"], lists).items() if name != "person_id"}
    free, found = set(taken), {}
    for look in looks:
        if look.place in free or not look.filled:
            continue
        open_names = {name: column for name, column in ours.items() if name not in found}
        sounds = [name for name, column in open_names.items() if _sounds(look, name, column)]
        for name in (*sounds[:1], *_told_by_values(look, open_names, lists)):
            allowed = _labels(name, ours[name], lists)
            codes = {text: _code(text, allowed) for text in sorted(look.counts)} if allowed is not None else {}
            if len(codes) <= _MOST_CODES and (not codes or any(codes.values())):
                found[name] = (look, {} if all(text == code for text, code in codes.items()) else codes)
                break
    return found


def _sounds(look: Look, name: str, column: Column) -> bool:
    header = " ".join(look.words)
    spoken = name.replace("_", " ").replace("-", " ")
    alike = (spoken, column.about.lower()) if column.about else (spoken,)
    if any(SequenceMatcher(None, header, each).ratio() >= _ALIKE for each in alike) or header == spoken:
        return True
    return any(word in _SOUNDS.get(name, ()) for word in look.words) and (column.type == "date") == bool(
        look.date_formats
    )


def _told_by_values(look: Look, ours: Mapping[str, Column], lists: Lists) -> Iterator[str]:
    """Yield characteristics whose labels most of a column's texts are."""
    if not 2 <= len(look.counts) <= _MOST_CODES:
        return
    for name in lists.characteristics:
        if name in ours:
            labels = _labels(name, ours[name], lists) or {}
            known = [code for text in look.counts if (code := _code(text, labels))]
            if len(set(known)) >= 2 and len(known) >= 0.6 * len(look.counts):
                yield name


def _labels(name: str, column: Column, lists: Lists) -> Mapping[str, str] | None:
    """Return what may stand in a column of ours, with the words for it; None where anything may."""
    if name in lists.characteristics:
        return dict(lists.characteristics[name].values)
    allowed = lists.allowed(column)
    if allowed is not None:
        return {code: code for code in allowed}
    return {"yes": "yes", "no": "no"} if column.type == "yes_no" else None


def _code(text: str, allowed: Mapping[str, str]) -> str:
    plain = text.strip().lower()
    for code, label in allowed.items():
        if plain in (code, code.replace("-", " "), code.replace("_", " "), label.lower()):
            return code
    begins = [code for code, label in allowed.items() if label.lower().startswith(plain) or plain.startswith(code)]
    return begins[0] if len(begins) == 1 and len(plain) > 1 else ""
