"""How the made-up codebook came about: four versions, with codes merged, split, renamed, redefined and given up.

Nothing here is random: it follows from which passage was given which code, and when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from earlyeval.tidy.synthetic.codebook import CODES, Code
from earlyeval.tidy.synthetic.sheets import Sheet

# Days on which the coders closed a version: after seven documents, after all, after two meetings.
CLOSED = (date(2025, 7, 6), date(2025, 7, 18), date(2025, 7, 21), date(2025, 7, 28))
_CODED_AT, _DOCUMENT, _CODE = 7, 1, 5


@dataclass(frozen=True)
class Early:
    """A code of the first versions: which passages of a later code it held (every n-th), and what became of it."""

    id: str
    label: str
    became: str
    every: int
    until: int
    change: str = "merge"
    why: str = ""


EARLY = (
    Early(
        "names-remembered", "Our names remembered", "remembered", 2, 3, why="Names were one of several small things."
    ),
    Early("waited-for", "Somebody waited for us", "held-in-mind", 3, 3, why="Being waited for is being kept in mind."),
    Early("tired", "Tired", "own-mood", 2, 3, why="Tiredness was never told apart from mood."),
    Early("laughing-together", "Laughing together", "less-alone", 3, 4, why="Company in the room, told as laughter."),
    Early("bus-and-rain", "Bus and rain", "hard-to-reach", 2, 4, why="One of the things that stood in the way."),
    Early("cover", "No cover", "pressed-for-time", 2, 4, why="Cover was one of the reasons that there was no time."),
    Early("cues", "Cues", "reading-cues", 0, 3, "rename", "What is meant is a parent's reading, not a baby's sign."),
    Early("confidence", "Confidence", "surer-as-parent", 0, 4, "rename", "Confidence is the word of a questionnaire."),
    Early("weather", "Weather", "", 0, 3, "retire", "Said in passing and about nothing that was asked."),
)
# Codes that came out of a broader one, with the version; and codes whose definition changed, with the words before.
SPLIT = {"not-for-me": ("hard-to-reach", 3, "The way of the groups, not the way to them.")}
REDEFINED = {
    "own-mood": ("How the parent has felt.", 3, "Unchanged mood was coded by one coder and not by the other."),
    "not-judged": ("The parent was not criticised.", 4, "Being as one is was more than not being told off."),
}


@dataclass(frozen=True)
class Growth:
    """How a codebook came about: when each version was closed, codes that did not last, codes that changed, by whom."""

    closed: tuple[date, ...] = CLOSED
    early: tuple[Early, ...] = EARLY
    split: Mapping[str, tuple[str, int, str]] = field(default_factory=lambda: SPLIT)
    redefined: Mapping[str, tuple[str, int, str]] = field(default_factory=lambda: REDEFINED)
    who: str = "Q1 and Q2"


def codebook_sheets(
    codings: Sequence[Sequence], codes: Sequence[Code] = CODES, growth: Growth | None = None
) -> list[Sheet]:
    """Return the history of the codebook and its versions, for codings as ``accounts`` has them."""
    grown = growth or Growth()
    used = {row[_CODE] for row in codings}
    final = [code for code in codes if code.id in used]
    history, versions = [], []
    for number, closed in enumerate(grown.closed, start=1):
        done = [row for row in codings if row[_CODED_AT] <= closed]
        named = _named(done, number, final, grown)
        history += _changes(codings, number, final, grown)
        for code, label, definition in _codes(final, number, {row[_CODE] for row in done}, grown):
            versions.append([number, closed, code, label, definition, sum(1 for name in named if name == label)])
    columns = ("version", "date", "code_id", "code", "change", "merged_into", "why", "who", "first_doc_id",
               "first_upload_was_deleted")  # fmt: skip
    return [
        Sheet("qual/codebook_history.csv", columns, history),
        Sheet("qual/codebook_versions.csv", ("version", "date", "code_id", "code", "definition", "codings"), versions),
    ]


def _named(codings: Sequence[Sequence], version: int, codes: Sequence[Code], growth: Growth) -> list[str]:
    """Return what each passage was coded as in a version."""
    labels = {code.id: code.label for code in codes}
    seen: dict[str, int] = {}
    names = []
    for row in codings:
        code = row[_CODE]
        seen[code] = seen.get(code, 0) + 1
        early = next((one for one in growth.early if one.became == code and _holds(one, seen[code], version)), None)
        broad = growth.split.get(code)
        names.append(early.label if early else labels[broad[0]] if broad and version < broad[1] else labels[code])
    return names


def _holds(early: Early, number: int, version: int) -> bool:
    return version < early.until and (early.change == "rename" or (early.every > 0 and number % early.every == 0))


def _codes(final: Sequence[Code], version: int, used: set[str], growth: Growth) -> list[tuple[str, str, str | None]]:
    """Return the codes of a version: id, name, definition."""
    rows = []
    for code in final:
        old = next((one for one in growth.early if one.became == code.id and one.change == "rename"), None)
        before = growth.redefined.get(code.id)
        is_there = code.id in used and version >= growth.split.get(code.id, ("", 0))[1]
        if is_there:
            definition = before[0] if before and version < before[1] else code.definition
            rows.append((code.id, old.label if old and version < old.until else code.label, definition))
    for early in growth.early:
        if early.change != "rename" and version < early.until and (not early.became or early.became in used):
            rows.append((early.id, early.label, None))
    return rows


def _changes(codings: Sequence[Sequence], version: int, codes: Sequence[Code], growth: Growth) -> list[list]:
    """Return what changed in a version."""
    rows: list[list] = []
    closed, final = growth.closed[version - 1], [code.id for code in codes]

    def note(code: str, label: str | None, change: str, into: str | None = None, why: str | None = None,
             first: str | None = None) -> None:  # fmt: skip
        deleted = None if first is None else "no"
        rows.append([version, closed, code, label, change, into, why, growth.who, first, deleted])

    labels = {code.id: code.label for code in codes}
    renamed = {one.became: one for one in growth.early if one.change == "rename"}
    before = growth.closed[version - 2] if version > 1 else date.min
    for code in final:
        own = [row for row in codings if row[_CODE] == code]
        if code not in growth.split and before < own[0][_CODED_AT] <= closed:
            label = renamed[code].label if code in renamed else labels[code]
            note(code, label, "add", first=own[0][_DOCUMENT])
        for one in (early for early in growth.early if early.became == code and early.every):
            first = own[one.every - 1] if len(own) >= one.every else own[-1]
            if before < own[0][_CODED_AT] <= closed:
                note(one.id, one.label, "add", first=first[_DOCUMENT])
    for one in growth.early if version == 1 else ():
        if not one.became:
            note(one.id, one.label, "add", first=codings[0][_DOCUMENT])
    for one in growth.early:
        if one.until == version and (not one.became or one.became in final):
            into = one.became if one.change == "merge" else None
            code, label = (one.became, labels[one.became]) if one.change == "rename" else (one.id, one.label)
            note(code, label, one.change, into, one.why)
    for code, (broad, when, why) in growth.split.items():
        if when == version and code in final:
            note(code, labels[code], "split", broad, why,
                 first=next(row[_DOCUMENT] for row in codings if row[_CODE] == code))  # fmt: skip
    for code, (_, when, why) in growth.redefined.items():
        if when == version and code in final:
            note(code, labels[code], "redefine", None, why)
    return rows
