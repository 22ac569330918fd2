"""What a REFI-QDA file defines and what it refers to, what is wrong with it, and what of it was taken."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.refi_qda_xml import STANDARD_VERSION, Tree, number_of
from earlyeval.tidy.problems import Problem, Problems

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TEXT_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
MEDIA_SELECTIONS = ("AudioSelection", "VideoSelection", "PictureSelection", "PDFSelection")
SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")
# Element to the kind of thing that its GUID names. One GUID may name things of different kinds: NVivo gives a case and
# its code the same one, ATLAS.ti a page area and the same quotation in the text.
_KINDS = {
    "User": "user", "Code": "code", "Variable": "variable", "Case": "case", "Note": "note", "Set": "set",
    "Coding": "coding", "SyncPoint": "sync", "Transcript": "text", "Representation": "text", "TextDescription": "text",
    **dict.fromkeys(SOURCES, "source"),
    **{name: name for name in (*TEXT_SELECTIONS, *MEDIA_SELECTIONS)},
}  # fmt: skip
_NEEDS_NO_GUID = frozenset({"Transcript", "Representation", "TextDescription"})
# Parts of other elements, or lists of them: they are not counted for themselves.
_PARTS = frozenset({
    "Project", "Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs",
    "CodeRef", "VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue",
    "PlainTextContent", "Vertex", "Edge",
})  # fmt: skip
_COUNTED = frozenset(
    (*_KINDS, "VariableValue", "SourceRef", "SelectionRef", "MemberCode", "MemberSource", "MemberNote", "NoteRef")
) | {"Link", "Graph", "Description"}


def normal_guid(text: str) -> str:
    """Return a GUID without braces and in lower case; an id that is no GUID as it stands."""
    plain = text.strip()
    inner = plain.removeprefix("{").removesuffix("}").lower()
    return inner if _GUID.fullmatch(inner) else plain


class Book:
    """Keeps the definitions, the references, the problems and the count of what was taken while a file is read."""

    def __init__(self, tree: Tree, *, file: str) -> None:
        self.tree = tree
        self.root = tree.root
        self.problems = Problems()
        self._file = file
        self._taken: Counter[str] = Counter()
        self._whys: dict[str, Counter[str]] = {}
        self._extra: list[Loss] = []
        self._defined: dict[str, dict[str, Element]] = {}
        for element in tree.root.iter():
            if element.tag in _KINDS:
                self._define(element)

    def defined(self, kind: str) -> Mapping[str, Element]:
        """Return the elements of a kind ("code", "source", ... or the name of a selection) by their GUID."""
        return self._defined.get(kind, {})

    def guid(self, element: Element) -> str:
        """Return an element's own GUID ("" when it has none: that was noted where it needs one)."""
        return normal_guid(element.get("guid") or "")

    def target(self, element: Element, *kinds: str, attribute: str = "targetGUID") -> str:
        """Return the GUID that an element refers to, or "" after noting that nothing of these kinds has it."""
        guid = normal_guid(element.get(attribute) or "")
        if guid and any(guid in self.defined(kind) for kind in kinds):
            return guid
        self.wrong(element, "unknown_guid", "refers to a GUID that nothing of its kind in the file has")
        return ""

    def wrong(self, element: Element, rule: str, found: str, allowed: str = "", next_step: str = "") -> None:
        """Note why an element cannot be believed. Its place is its number among its like; its name is not told."""
        step = next_step or "Export the project again from the program in which it was coded"
        self.problems.add(Problem(self._file, number_of(element), "", rule, found, allowed, step, str(element.tag)))

    def take(self, name: str, count: int = 1) -> None:
        """Count elements that were taken."""
        self._taken[name] += count

    def lose(self, name: str, why: str, count: int = 1) -> None:
        """Count elements that could not be carried, with the reason."""
        if count:
            self._whys.setdefault(name, Counter())[why] += count

    def remark(self, loss: Loss) -> None:
        """Add a line of the loss report that counts something else than elements."""
        self._extra.append(loss)

    def losses(self) -> tuple[Loss, ...]:
        """Return what the file held and what of it was taken, an entry for each kind of element."""
        held = {name: count for name, count in self.tree.counts.items() if name in _COUNTED}
        held["Description"] = sum(1 for element in self.root.iter("Description") if (element.text or "").strip())
        lines = [
            Loss(name, held[name], min(self._taken[name], held[name]), self._why(name))
            for name in sorted(held)
            if held[name]
        ]
        others = [
            Loss(name, sum(whys.values()), 0, self._why(name))
            for name, whys in sorted(self._whys.items())
            if name not in held and name not in self.tree.counts
        ]
        return (*lines, *others, *self._of_no_standard(), *self._extra)

    def _why(self, name: str) -> str:
        return "; ".join(f"{count}: {why}" for why, count in sorted(self._whys.get(name, {}).items()))

    def _of_no_standard(self) -> Iterable[Loss]:
        strange = sum(count for name, count in self.tree.counts.items() if name not in _COUNTED | _PARTS)
        if strange:
            yield Loss("elements outside the standard", strange, 0, "the standard does not know them")
        if self.tree.version != STANDARD_VERSION:
            yield Loss("namespace", 1, 1, f"version {self.tree.version}, read as {STANDARD_VERSION}")

    def _define(self, element: Element) -> None:
        guid = self.guid(element)
        if not guid:
            if element.tag not in _NEEDS_NO_GUID:
                self.wrong(element, "no_guid", "has no GUID")
            return
        of_kind = self._defined.setdefault(_KINDS[str(element.tag)], {})
        if guid in of_kind and element.tag not in _NEEDS_NO_GUID:
            self.wrong(element, "same_guid", "has a GUID that another of its kind has too")
        of_kind.setdefault(guid, element)
