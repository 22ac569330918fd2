"""ELAN annotation files (.eaf): every annotation of every tier with its time, whichever way the tier has it.

Annotations of time-aligned tiers have their own time; between two of them that share no time slot with a value, time
is divided evenly, as ELAN shows it. Annotations of symbolic tiers have the time of the annotation that they belong to.
Source: EAF 2.7 to 3.0, https://www.mpi.nl/tools/elan/EAFv3.0.xsd.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from earlyeval.tidy.coded.event_file import (
    AT_MOST_EVENTS,
    LATEST_MS,
    EventFile,
    Row,
    bytes_of,
    event_file,
    milliseconds,
    refused,
)
from earlyeval.tidy.coded.project import Loss

AGAIN = "Save it again with ELAN"
_SUBDIVIDED = "Symbolic_Subdivision"
SHARED_TIME = "Their parts have no time of their own in the file; each has the time of the whole."
NO_TIME = "They have no time, nor does what they belong to."
DEEPEST = 100
AT_MOST_TAGS = 1_200_000  # some hundred and fifty thousand annotations; each takes memory before it can be counted
# Slots without a time are walked from each annotation that begins before them; an honest file has few such.
STEPS_PER_SLOT = 20


def read_elan(path: Path) -> EventFile:
    """Return the annotations of an ELAN file as events.

    Parameters
    ----------
    path : Path

    Returns
    -------
    EventFile
        One row for the sitting (``observation``: the file's name without its ending; ``offset_ms``: where in the first
        medium the time of the file begins), then one for each annotation: ``tier``, ``coder`` (its annotator),
        ``subject`` (its participant), ``behaviour`` (its value, that of a controlled vocabulary where it names one),
        ``parent`` (the value of the annotation it belongs to), ``kind`` state.

    Raises
    ------
    ReturnsRefusedError
        The file is damaged, hostile or no ELAN file; it counts time in frames; two things in it have the same id, or
        something names what is not there.
    """
    root = _root(path)
    header = root.find("HEADER")
    unit = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    if unit != "milliseconds":
        raise refused(path, "it counts time in frames", AGAIN)
    book = _Book(path, root)
    medium = None if header is None else header.find("MEDIA_DESCRIPTOR")
    origin = 0 if medium is None else medium.get("TIME_ORIGIN") or 0
    offset = milliseconds(path, origin, per_unit=1, earliest=-LATEST_MS)
    rows: list[Row] = [{"observation": path.stem, "offset_ms": offset}, *book.rows(path.stem)]
    return event_file(path, "elan", f"EAF {root.get('FORMAT', '')}".strip(), rows, book.losses(len(rows) - 1))


@dataclass(frozen=True)
class _Mark:
    """One annotation, and the tier it stands in."""

    tier: Element
    value: str
    slots: tuple[str, str] | None
    belongs_to: str


class _Book:
    """The slots, vocabularies, tiers and annotations of a file, each by its id."""

    def __init__(self, path: Path, root: Element) -> None:
        self.path = path
        self.slots = self._times(root)
        self.words = {entry.get("CVE_ID", ""): _word(entry) for entry in root.iter("CV_ENTRY_ML")}
        self.kinds = {kind.get("LINGUISTIC_TYPE_ID", ""): kind for kind in root.iter("LINGUISTIC_TYPE")}
        self.marks: dict[str, _Mark] = {}
        for tier in root.iter("TIER"):
            self._take(tier)
        self._spread()
        self.n_subdivided = sum(1 for mark in self.marks.values() if self._constraint(mark.tier) == _SUBDIVIDED)

    def rows(self, observation: str) -> Iterator[Row]:
        """Yield one row for each annotation that has a time."""
        for mark in self.marks.values():
            begin, end = self._span(mark)
            if begin is None or end is None:
                continue
            if end < begin:
                raise refused(self.path, "an annotation ends before it begins", AGAIN)
            tier, parent = mark.tier, self.marks.get(mark.belongs_to)
            yield {
                "observation": observation, "tier": tier.get("TIER_ID") or None, "coder": tier.get("ANNOTATOR") or None,
                "subject": tier.get("PARTICIPANT") or None, "behaviour": mark.value, "kind": "state",
                "begin_ms": begin, "end_ms": end, "parent": parent.value if parent else None,
            }  # fmt: skip

    def losses(self, n_taken: int) -> list[Loss]:
        """Return how many annotations there were and how many were taken."""
        told = [Loss("annotations", len(self.marks), n_taken, NO_TIME if n_taken < len(self.marks) else "")]
        if self.n_subdivided:
            told.append(Loss("symbolic subdivisions with a time of their own", self.n_subdivided, 0, SHARED_TIME))
        return told

    def _times(self, root: Element) -> dict[str, int | None]:
        slots: dict[str, int | None] = {}
        for slot in root.iter("TIME_SLOT"):
            name, time = slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE")
            if name in slots:
                raise refused(self.path, "two time slots have the same id", AGAIN)
            slots[name] = None if time is None else milliseconds(self.path, time, per_unit=1)
        return slots

    def _take(self, tier: Element) -> None:
        for mark in (*tier.iter("ALIGNABLE_ANNOTATION"), *tier.iter("REF_ANNOTATION")):
            name = mark.get("ANNOTATION_ID", "")
            if not name or name in self.marks:
                raise refused(self.path, "two annotations have the same id, or one has none", AGAIN)
            if len(self.marks) >= AT_MOST_EVENTS:
                raise refused(self.path, f"it holds more than {AT_MOST_EVENTS} annotations", "Divide it")
            slots = (mark.get("TIME_SLOT_REF1", ""), mark.get("TIME_SLOT_REF2", ""))
            is_aligned = mark.tag == "ALIGNABLE_ANNOTATION"
            if is_aligned and not all(slot in self.slots for slot in slots):
                raise refused(self.path, "an annotation names a time slot that is not there", AGAIN)
            value = (mark.findtext("ANNOTATION_VALUE") or "").strip() or self.words.get(mark.get("CVE_REF", ""), "")
            self.marks[name] = _Mark(tier, value, slots if is_aligned else None, mark.get("ANNOTATION_REF", ""))

    def _spread(self) -> None:
        """Give slots without a value one: evenly along the annotations that follow each other."""
        following: dict[str, list[str]] = {}
        for mark in self.marks.values():
            if mark.slots and self.slots[mark.slots[1]] is None:
                following.setdefault(mark.slots[0], []).append(mark.slots[1])
        after = {mark.slots[0]: mark.slots[1] for mark in self.marks.values()
                 if mark.slots and self.slots[mark.slots[0]] is None}  # fmt: skip
        starts = [(slot, later) for slot, laters in following.items() for later in laters
                  if self.slots[slot] is not None]  # fmt: skip
        left = STEPS_PER_SLOT * len(self.slots)
        for start, later in starts:
            chain = [start, later]
            while self.slots[chain[-1]] is None and chain[-1] in after and len(chain) <= len(self.slots):
                chain.append(after[chain[-1]])
            left -= len(chain)
            if left < 0:
                raise refused(self.path, "annotations without a time follow too many others at once", AGAIN)
            first, last = self.slots[start], self.slots[chain[-1]]
            if first is None or last is None:
                continue
            for place, slot in enumerate(chain[1:-1], start=1):
                self.slots[slot] = first + round((last - first) * place / (len(chain) - 1))

    def _span(self, mark: _Mark) -> tuple[int | None, int | None]:
        for _ in range(DEEPEST):
            if mark.slots:
                return self.slots[mark.slots[0]], self.slots[mark.slots[1]]
            if mark.belongs_to not in self.marks:
                raise refused(self.path, "an annotation belongs to one that is not there", AGAIN)
            mark = self.marks[mark.belongs_to]
        raise refused(self.path, "annotations belong to each other in a circle", AGAIN)

    def _constraint(self, tier: Element) -> str:
        kind = self.kinds.get(tier.get("LINGUISTIC_TYPE_REF", ""))
        return "" if kind is None else kind.get("CONSTRAINTS", "")


def _root(path: Path) -> Element:
    data = bytes_of(path)
    if data.count(b"<") > AT_MOST_TAGS:
        raise refused(path, f"it holds more than {AT_MOST_TAGS} tags", "Divide it")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise refused(path, "it is damaged, holds what no ELAN file holds, or is no XML", AGAIN) from None
    if root.tag != "ANNOTATION_DOCUMENT":
        raise refused(path, "it is XML and no ELAN annotation file", "Send the .eaf file itself")
    return root


def _word(entry: Element) -> str:
    return (entry.findtext("CVE_VALUE") or "").strip()
