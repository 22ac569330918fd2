"""What REFI-QDA files are written with: elements in which no character is lost, dates, and GUIDs that come again."""

import datetime
import re
import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape

import pandas as pd

from earlyeval.tidy.coded.project import Loss

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Everything that XML 1.0 cannot hold, not even as a reference (section 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:\d\d)?)?")
_FURTHEST = datetime.timedelta(hours=14)  # xsd:dateTime allows no time zone beyond it
_OURS = uuid.UUID("8d6c1f0e-43a1-5b0e-9c6f-1f5f3c1f7a10")
_IN_TEXT = {"\r": "&#13;"}
_IN_ATTRIBUTE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


class Guids:
    """Gives every id of a project the same GUID each time; an id that is a GUID keeps it.

    ``name`` is the project's: things of other projects that happen to have the same ids get other GUIDs.
    """

    def __init__(self, name: str) -> None:
        self._space = uuid.uuid5(_OURS, name)
        self._given: Counter[tuple[str, str]] = Counter()

    def of(self, kind: str, thing: object) -> str:
        """Return the GUID of a thing of a kind ("code", "document", ...) by its id."""
        plain = str(thing).removeprefix("{").removesuffix("}").lower()
        return plain if _GUID.fullmatch(plain) else str(uuid.uuid5(self._space, f"{kind}\n{thing}"))

    def of_case(self, case_id: str, codes: Collection[str]) -> str:
        """Return the GUID of a case; another where a code has it, or the case would speak wherever that was given."""
        guid = self.of("case", case_id)
        return self.of("case", f"case {case_id}") if guid in codes else guid

    def new(self, kind: str, thing: object) -> str:
        """Return a GUID that no other thing of the kind has got, though it may have the same id."""
        guid = self.of(kind, thing)
        self._given[kind, guid] += 1
        again = self._given[kind, guid]
        return guid if again == 1 else self.new(kind, f"{thing}\n{again}")


class Account:
    """Counts what was to be written and what could not be, with the reason."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()
        self._lost: dict[str, Counter[str]] = {}

    def hold(self, what: str, count: int = 1) -> None:
        """Count what is to be written."""
        self._held[what] += count

    def lose(self, what: str, why: str, count: int = 1) -> None:
        """Count what cannot be written."""
        if count:
            self._lost.setdefault(what, Counter())[why] += count

    def lines(self) -> tuple[Loss, ...]:
        """Return one entry for each kind of thing."""
        return tuple(
            Loss(what, held, held - sum(self._lost.get(what, {}).values()), self._why(what))
            for what, held in sorted(self._held.items())
            if held
        )

    def _why(self, what: str) -> str:
        reasons = sorted(self._lost.get(what, {}).items())
        if len(reasons) == 1:
            return reasons[0][0]
        return "; ".join(f"{count:,}: {why}" for why, count in reasons)


def element(tag: str, attributes: Mapping[str, object] | None = None, *inside: str) -> str:
    """Return an element as XML. Attributes that are None are left out; ``inside`` is XML already."""
    given = (attributes or {}).items()
    written = "".join(f' {name}="{_attribute(str(value))}"' for name, value in given if value is not None)
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def text_of(words: str) -> str:
    """Return words as the content of an element; what XML cannot hold becomes the replacement character."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words), _IN_TEXT)


def described(words: str | None) -> tuple[str, ...]:
    """Return a Description of these words; nothing for none."""
    return (element("Description", None, text_of(words)),) if words else ()


def fits_xml(words: str) -> bool:
    """Whether XML can hold these words as they are."""
    return _NO_XML.search(words) is None


def given(cell: object) -> str | None:
    """Return a cell as text; None where it is missing."""
    return None if cell is None or cell is pd.NA or cell != cell else str(cell)


def whole(cell: object) -> int | None:
    """Return a cell as a whole number; None where it is missing."""
    return None if cell is None or pd.isna(cell) else int(cell)  # type: ignore[call-overload]


def moment(cell: object) -> str | None:
    """Return a date with time as the schema wants it; a date alone becomes its midnight; None for anything else."""
    found = _MOMENT.fullmatch((given(cell) or "").strip())
    if not found:
        return None
    written = f"{found[1]}T{found[2] or '00:00:00'}{found[3] or ''}"
    try:
        offset = datetime.datetime.fromisoformat(written).utcoffset()
    except ValueError:
        return None
    return written if offset is None or abs(offset) <= _FURTHEST else None


def _attribute(value: str) -> str:
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", value), _IN_ATTRIBUTE)
