"""A programme as its evaluation plan declares it: strands, arms, time points, sessions, definitions, components."""

from typing import Literal

from earlyeval.foundations.terms import Strand, TimePointRole
from earlyeval.registry.case_work import CaseWork
from earlyeval.registry.entry import Entry, Name, Words


class TimePoint(Entry):
    """When something was measured. ``retrospective_of`` marks a then-test: asked later about that time point."""

    id: Name
    label: Words
    order: int
    weeks: float
    role: TimePointRole
    retrospective_of: Name | None = None


class Arm(Entry):
    """A group that people were put in. ``reference`` is the one the others are compared with."""

    id: Name
    label: Words
    reference: bool = False


class SessionKind(Entry):
    """A kind of session: who it is for, how many were planned, whether people come as they like (drop-in)."""

    id: Name
    label: Words
    strand: Strand
    planned: int | None = None
    drop_in: bool = False


class Definition(Entry):
    """What a word means here, from when: counts are printed under each declared definition.

    ``at_least`` sessions of ``session_kind`` attended.
    """

    id: Name
    term: Literal["engaged", "attended", "completed", "trained"]
    label: Words
    session_kind: Name
    at_least: int
    main: bool = False
    agreed_on: str = ""


class Component(Entry):
    """A part of the programme whose delivery is observed. ``core`` parts may not be left out."""

    id: Name
    label: Words
    core: bool = True


class Characteristic(Entry):
    """A column of people or referrals that describes them: values in their order, with labels."""

    id: Name
    label: Words
    strand: Strand = "family"
    values: dict[str, str]  # code to label, in order


class Step(Entry):
    """One line of the theory of change."""

    activity: Words
    change: Words
    measured_by: Words
    when: Words


class Programme(Entry):
    """One programme."""

    id: Name
    name: Words
    kind: Literal[
        "parent_education",
        "health_visiting",
        "intensive_family_support",
        "drop_in_group",
        "workforce",
        "trial",
        "survey",
    ]
    provider: str = ""
    summary: Words
    participants: Words = "parents"  # plural word for the people whose outcomes are measured
    strands: tuple[Strand, ...]
    time_points: tuple[TimePoint, ...]
    arms: tuple[Arm, ...] = ()
    session_kinds: tuple[SessionKind, ...] = ()
    definitions: tuple[Definition, ...] = ()
    fidelity_scale: tuple[int, int] = (0, 2)
    components: tuple[Component, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    cases: CaseWork | None = None
    theory_of_change: tuple[Step, ...] = ()
    qualitative_approach: Literal["reflexive", "codebook", "framework", "coding_reliability", "none"] = "none"
    sources: tuple[str, ...] = ()
