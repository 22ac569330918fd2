"""Outcomes: which score answers which question, and how it was planned to be analysed."""

from typing import Literal

from earlyeval.foundations.terms import Analysis, Strand
from earlyeval.registry.entry import Entry, Name, Words

# The column of people that every programme has; every other characteristic is declared by the programme.
ROLE = "role"


class Applicable(Entry):
    """To whom an outcome applies: people whose characteristic has one of the values.

    "Not applicable" is not missing: nobody else is expected to answer, and nobody else is counted. Those whose
    characteristic was not returned are expected. ``characteristic`` is one that the programme declares, or ``role``.
    """

    characteristic: Name
    values: tuple[Words, ...]


class BaselineSubgroup(Entry):
    """People picked by their own score before, whose change must be read with regression to the mean in mind.

    Exactly one of: ``cut_off`` (those on the concerning side of a cut-off that the instrument declares),
    ``lowest_share`` or ``highest_share`` (0.333: the third that scored lowest, or highest, before).
    """

    id: Name
    label: Words
    cut_off: Name | None = None
    lowest_share: float | None = None
    highest_share: float | None = None


class Outcome(Entry):
    """One outcome: a subscale of an instrument version, seen at declared time points.

    ``source`` is ``scores`` (questionnaires), ``ratings`` (coded video: the mean of a clip's items), ``reviews``
    (case reviews: the first is the baseline, the last the endpoint), or ``observations`` (a setting seen on a number
    of days). ``status_only``: never averaged, reported as shares of a status (age-form instruments). ``ordinal``:
    grades, never averaged, reported as movement between them.
    ``by_role``: the roles of people (mother, father) for whom the change is also worked out alone, and then compared
    in one model that knows who belongs to one family. ``by_characteristic``: the same for characteristics.
    ``not_comparable_with``: outcomes that look alike and must never be subtracted from this one, and why.
    """

    id: Name
    label: Words
    instrument: Name
    version: Name
    subscale: Name
    strand: Strand
    respondent: Words
    time_points: tuple[Name, ...]
    analysis: Analysis = "secondary"
    planned: bool = True
    family: Words  # multiplicity family
    expected: Literal["better", "no_change", "either"] = "better"
    source: Literal["scores", "ratings", "reviews", "observations"] = "scores"
    status_only: bool = False
    ordinal: bool = False
    cut_off: Name | None = None  # the cut-off that defines caseness here
    applicable_when: Applicable | None = None
    by_role: tuple[Name, ...] = ()
    by_characteristic: tuple[Name, ...] = ()
    baseline_subgroups: tuple[BaselineSubgroup, ...] = ()
    not_comparable_with: tuple[Name, ...] = ()
    not_comparable_because: str = ""
    what_it_measures: Words

    @property
    def is_averaged(self) -> bool:
        """Whether means of people's scores make sense: not for statuses, grades, or what a room scored on a day."""
        return not (self.status_only or self.ordinal or self.source == "observations")


class Outcomes(Entry):
    """The outcomes of one programme, in reporting order."""

    programme: Name
    outcomes: tuple[Outcome, ...]
