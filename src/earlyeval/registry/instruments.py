"""Instruments: how a questionnaire, rating scale or supplied total is scored and read. Never its wording.

An instrument has versions (another item order, another coding); items are keyed by content id, never by position.
Licence class A: score from items; B: score from item codes, wording never shipped; C: supplied totals only.
"""

from typing import Literal

from earlyeval.foundations.terms import Direction
from earlyeval.registry.entry import Entry, Name, Sourced, Words

Number = int | float


class Licence(Sourced):
    """Who may do what with the instrument."""

    licence_class: Literal["A", "B", "C"]
    terms: Words


class Response(Entry):
    """The codes an item may hold. ``codes`` maps words that returns may use to their numbers."""

    lowest: Number
    highest: Number
    whole_numbers: bool = True
    codes: dict[str, Number] = {}


class Item(Entry):
    """One item by its content id. ``label`` is a topic of two or three words of ours, never the wording."""

    id: Name
    label: str = ""
    response: Response | None = None  # when it differs from the version's
    reversed: bool = False
    recode: dict[str, Number] = {}  # raw code (as text) to score, before reversal is considered
    not_applicable_scores: Number | None = None  # what the code "na" counts as; None: as missing


class MissingRule(Sourced):
    """When a subscale may still be scored with items missing.

    ``all``: never. ``prorate``: sum x items / answered. ``mean``: mean of the answered (for mean-scored scales).
    ``decided``: when the items that were answered decide an algorithm, whatever the others would have been.
    ``rounded``: a sum made up for missing items is rounded to a whole number, halves upwards.
    """

    rule: Literal["all", "prorate", "mean", "decided"]
    at_most_missing: int = 0
    rounded: bool = False


class Band(Sourced):
    """A named band of scores: from (inclusive) up to the next band."""

    label: Words
    lowest: Number


class CutOff(Sourced):
    """A score at which a reading changes. ``at_least``: case when score >= value; ``at_most``: when <= value."""

    id: Name
    label: Words
    at_least: Number | None = None
    at_most: Number | None = None


class Reliability(Sourced):
    """A published reliability coefficient."""

    kind: Literal["alpha", "omega", "retest", "icc"]
    value: float
    sample: str = ""


class Norm(Sourced):
    """Mean of a named population, and its SD where one was published."""

    label: Words
    kind: Literal["general", "clinical", "at_risk"]
    mean: float
    sd: float | None = None
    n: int | None = None


class ReliableChange(Sourced):
    """A route to the smallest change that is more than measurement error, in points.

    ``published``: ``threshold`` is given. ``jacobson_truax``: 1.96 x SD x sqrt(2) x sqrt(1 - reliability).
    ``sem``: 1.96 x sqrt(2) x ``sem``. The first declared route is the one a report prints.
    """

    route: Literal["published", "jacobson_truax", "sem"]
    threshold: float | None = None
    sd: float | None = None
    reliability: float | None = None
    sem: float | None = None


class NaturalChange(Sourced):
    """How a score moved in people who had no programme: by itself, with time, or with a baby's age. In points.

    After minus before with the scale's own sign, between ``lowest`` and ``highest`` (the same for one figure), over
    ``weeks`` where that is known. It is printed beside a change, never taken off it.
    """

    label: Words
    lowest: float
    highest: float
    weeks: float | None = None


class FormCutOff(Sourced):
    """For age-form instruments: the cut-off of one form; ``monitoring_from`` begins the zone beside it.

    Where lower is better: referral from the cut-off upward, monitoring from ``monitoring_from`` up to it. Where
    higher is better: referral from the cut-off downward, monitoring above it up to ``monitoring_from``.
    """

    form: Words
    cut_off: Number
    monitoring_from: Number | None = None


class Condition(Entry):
    """One condition of an algorithm: how many of some items count, each from its own score upward.

    An item counts when its score is ``counts_from`` or more, or what ``counts_from_of`` says for it. The condition
    holds when ``at_least`` of the items count, and no more than ``at_most`` where that is given.
    """

    items: tuple[Name, ...]
    counts_from: Number
    counts_from_of: dict[str, Number] = {}
    at_least: int
    at_most: int | None = None


class Subscale(Entry):
    """One score of an instrument: which items, how they are put together, which way is better, how it reads.

    ``sum`` and ``mean``: of ``items``. ``sum_of_scores``: of the scores named in ``subscales``, each by its own rule
    for missing items. ``algorithm``: 1 where every one of ``conditions`` holds, else 0. ``supplied``: the service
    sends the total. ``multiplied_by`` is applied to a sum or mean (a short form reported on the scale of the long).
    """

    id: Name
    label: Words
    items: tuple[Name, ...] = ()
    subscales: tuple[Name, ...] = ()
    conditions: tuple[Condition, ...] = ()
    method: Literal["sum", "mean", "sum_of_scores", "algorithm", "supplied"] = "sum"
    multiplied_by: Number = 1
    direction: Direction
    lowest: Number
    highest: Number
    missing: MissingRule | None = None  # None only for supplied totals
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    form_cut_offs: tuple[FormCutOff, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    norms: tuple[Norm, ...] = ()
    reliable_change: tuple[ReliableChange, ...] = ()
    natural_changes: tuple[NaturalChange, ...] = ()
    conversion: dict[str, float] = {}  # raw score (as text) to published metric score
    conversion_source: str = ""
    conversion_verified: bool = False


class WorkedExample(Entry):
    """Answers of an invented person and the scores they must give. A test scores every one of them.

    ``answers`` maps item id to raw code ("na" allowed); items left out are missing. A score of None: not scorable.
    For a supplied total ``answers`` holds the total under the subscale's id.
    """

    about: Words
    answers: dict[str, Number | str] = {}
    scores: dict[str, float | None]


class ScoringRule(Sourced):
    """Where the version's items, their coding, their reversal and their grouping into subscales were read."""


class Version(Entry):
    """One form of the instrument: an item order, a coding, a set of items."""

    id: Name
    note: str = ""
    scoring: ScoringRule | None = None
    items: tuple[Item, ...] = ()
    response: Response | None = None
    subscales: tuple[Subscale, ...]
    worked_examples: tuple[WorkedExample, ...]


class Safeguarding(Sourced):
    """An item whose answer must be seen by a person at the service; such a list is never released.

    ``at_least`` is compared with what the answer counts for, after recoding and reversal: the same for every version.
    """

    item: Name
    at_least: Number


class Instrument(Entry):
    """A measure with its licence, respondents, versions, caution and sources."""

    id: Name
    name: Words
    full_name: Words
    construct_measured: Words
    respondents: tuple[Words, ...]
    recall_period: str = ""
    licence: Licence
    versions: tuple[Version, ...]
    safeguarding: tuple[Safeguarding, ...] = ()
    caution: str = ""
    caution_source: str = ""
    sources: tuple[Words, ...]
