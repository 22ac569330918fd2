"""A second coder of some of the made-up conversations, whose agreement with the first is planted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.sheets import Sheet

CODERS = ("Q1", "Q2")
COLUMNS = ("unit_id", "doc_id", "start", "end", "selected_how", "coder_a", "coder_b", "independent", "blind")
_TURN = re.compile(r"^P\d*: (.*)$", re.MULTILINE)
_FIRST_SENTENCE = re.compile(r"^[^.?!]*[.?!] (?=\S)")
_DAYS_LATER = 14

Coding = Sequence[Any]  # coding_id, doc_id, start, end, text, code_id, coder, coded_on
Span = tuple[int, int]


@dataclass(frozen=True)
class Habits:
    """What a second coder does: of how many documents, and with the first one's codes, turn by turn.

    ``keeps`` of the first coder's codes of a turn, ``adds`` of the others, ``shortens`` of kept passages by their first
    sentence; ``prefix`` of the ids of codings and units.
    """

    share: float = effects.SHARE_OF_DOCUMENTS_CODED_TWICE
    keeps: float = effects.SECOND_CODER_KEEPS
    adds: float = effects.SECOND_CODER_ADDS
    shortens: float = effects.SECOND_CODER_SHORTENS
    coders: tuple[str, str] = CODERS
    prefix: str = ""


def turns_of(text: str) -> list[Span]:
    """Return where each turn of the person who was asked stands in a made-up conversation."""
    return [match.span(1) for match in _TURN.finditer(text)]


def draw_double_coding(
    random: Generator,
    documents: Sequence[Any],
    codings: Sequence[Coding],
    codes: Sequence[str],
    habits: Habits = Habits(),
) -> tuple[Sheet, list[list[Any]]]:
    """Return the table of double coding and the second coder's codings of documents chosen at random.

    Of each turn of such a document, the second coder keeps each code of the first with a planted probability, not
    always on quite the same words, and gives each of the other codes with a small one. Documents have a ``doc_id`` and
    a ``conversation``.
    """
    size = min(len(documents), max(1, round(habits.share * len(documents))))
    chosen = sorted(random.choice(len(documents), size=size, replace=False))
    units: list[list[Any]] = []
    second: list[list[Any]] = []
    for place in chosen:
        document = documents[place]
        own = [coding for coding in codings if coding[1] == document.doc_id]
        if not own:
            continue
        first_coder, day = own[0][6], own[0][7] + timedelta(days=_DAYS_LATER)
        coder = next(other for other in habits.coders if other != first_coder)
        for start, end in turns_of(document.conversation.text):
            unit_id = f"{habits.prefix}DU-{len(units) + 1:03d}"
            units.append([unit_id, document.doc_id, start, end, "random", first_coder, coder, "yes", "yes"])
            for code, span in _second_look(random, document.conversation.text, (start, end), own, codes, habits):
                coding_id, text = f"{habits.prefix}CE-{len(second) + 1:03d}", document.conversation.text[slice(*span)]
                second.append([coding_id, document.doc_id, *span, text, code, coder, day])
    return Sheet("qual/double_coding.csv", COLUMNS, units), second


def _second_look(
    random: Generator, text: str, turn: Span, own: Sequence[Coding], codes: Sequence[str], habits: Habits
) -> list[tuple[str, Span]]:
    given = {coding[5]: (coding[2], coding[3]) for coding in own if turn[0] <= coding[2] < turn[1]}
    seen = []
    for code in codes:
        if code in given and random.random() < habits.keeps:
            seen.append((code, _shortened(random, text, given[code], habits.shortens)))
        elif code not in given and random.random() < habits.adds:
            seen.append((code, turn))
    return seen


def _shortened(random: Generator, text: str, span: Span, share: float) -> Span:
    """Return the passage, now and then without its first sentence."""
    start, end = span
    first = _FIRST_SENTENCE.match(text[start:end])
    if first and random.random() < share:
        start += first.end()
    return start, end
