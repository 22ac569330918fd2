"""The analysis plan of a programme and the study's own facts."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Words


class Plan(Entry):
    """How a programme's outcomes were planned to be analysed, and where that was registered."""

    programme: Name
    registered_on: str = ""
    registered_where: str = ""
    conf_level: float = 0.95
    multiplicity: Literal["holm", "none"] = "holm"
    cluster_as: Literal["fixed", "random", "ignored"] = "fixed"
    comparison: Literal["none", "arms"] = "none"
    adjust_for: tuple[Name, ...] = ()  # characteristics in the adjusted difference, beside the score before
    contrasts: tuple[
        "Contrast", ...
    ] = ()  # none: each time point against the one before, and the last against the first
    experience: tuple["ExperienceQuestion", ...] = ()
    associations: tuple["Association", ...] = ()
    alliance: "Alliance | None" = None
    changes_from_plan: tuple[str, ...] = ()


class Contrast(Entry):
    """A planned comparison over time, ``later`` minus ``earlier``, for outcomes measured three times or more."""

    later: Name
    earlier: Name


class Association(Entry):
    """What was expected of a score and of what people say: that those who score better, or worse, speak of it more.

    ``about`` is the id of a theme, or the id or the words of a code. ``time_point``: of the score; none: the last at
    which it was asked.
    """

    about: Words
    outcome: Name
    more_when: Literal["better", "worse"]
    time_point: Name | None = None
    because: str = ""


class Alliance(Entry):
    """The working relationship of parent and worker: which outcome measures it, and what engagement it may go with.

    ``engagement`` is a declared definition (so many sessions of a kind). Workers are a random effect.
    """

    outcome: Name
    engagement: Name


class ExperienceQuestion(Entry):
    """A single question about experience: which item, and which codes count as positive of which that count at all."""

    id: Name
    label: Words
    instrument: Name
    version: Name
    item: Name
    positive: tuple[int, ...]
    denominator: Literal["all_answers", "without_dont_know"] = "all_answers"
    dont_know: tuple[int, ...] = ()


class StudyFacts(Entry):
    """study.yaml: what the study is called, its profile, its seed, and where its returns lie."""

    id: Name
    title: Words
    profile: Name = "nhs-hes-child"
    further_profiles: tuple[Name, ...] = ()  # of further providers of data: the strictest rule of all applies
    seed: int
    raw: str = "raw"  # folder of returns, relative to the study folder
    synthetic: bool = False  # True: every table of the study is made up, wherever it lies
    authors: tuple[str, ...] = ()
    licence: str = ""
