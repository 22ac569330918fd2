"""What a programme declares of its made-up corpus; everything else follows from it and from the seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from earlyeval.tidy.synthetic.codebook import Code
from earlyeval.tidy.synthetic.codebook_growth import Growth
from earlyeval.tidy.synthetic.second_coder import Habits


@dataclass(frozen=True)
class Theme:
    """A theme with its codes, what was searched against it, and the code of the passages that speak against it."""

    id: str
    label: str
    concept: str
    codes: tuple[str, ...]
    strand: str
    search: str
    contrary: str = ""


@dataclass(frozen=True)
class Corpus:
    """How a made-up corpus is analysed.

    ``prefix`` begins every id. A code's ``words`` name the file of its sentences. ``domains`` and ``inferences`` have
    the shape of those in ``integration``. ``memos`` are what coders noted, by code; ``summaries`` the cells of a
    framework matrix, by theme (none: no matrix). Without ``growth`` there is no history of the codebook, without
    ``second`` nobody coded twice.
    """

    prefix: str
    coders: tuple[str, str]
    codes: tuple[Code, ...]
    themes: tuple[Theme, ...]
    domains: tuple[tuple[Any, ...], ...]
    inferences: tuple[tuple[Any, ...], ...]
    coded_from: date
    checked_on: date
    memos: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    growth: Growth | None = None
    second: Habits | None = None


@dataclass(frozen=True)
class Planned:
    """A conversation that is to be held: who speaks, and of which codes.

    ``words`` names the file of its openings and ends. ``speakers`` are those who speak beside the one who asks, as
    turns name them; none: nobody asks, and it is a note. ``passages``: on each code.
    """

    doc_id: str
    kind: str
    role: str
    held_on: date
    words: str
    codes: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    participant_id: str | None = None
    group_id: str | None = None
    cluster: str | None = None
    time_point: str | None = "endpoint"
    consent: str = "verbatim"
    passages: int = 1
