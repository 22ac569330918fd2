"""Outcomes: which score answers which question, and how it was planned to be analysed."""

from typing import Literal

from earlyeval.foundations.terms import Analysis, Strand
from earlyeval.registry.entry import Entry, Name, Words


class Outcome(Entry):
    """One outcome: a subscale of an instrument version, seen at declared time points.

    ``source`` is ``scores`` (questionnaires), or ``ratings`` (coded video: the mean of a clip's items).
    ``status_only``: never averaged, reported as shares of a status (age-form instruments).
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
    source: Literal["scores", "ratings"] = "scores"
    status_only: bool = False
    cut_off: Name | None = None  # the cut-off that defines caseness here
    what_it_measures: Words


class Outcomes(Entry):
    """The outcomes of one programme, in reporting order."""

    programme: Name
    outcomes: tuple[Outcome, ...]
