"""A programme as its evaluation plan declares it: strands, arms, time points, sessions, definitions, components."""

from typing import Literal

from earlyeval.foundations.terms import Strand, TimePointRole
from earlyeval.registry.case_work import CaseWork
from earlyeval.registry.contacts import Contact, NeedLevel, Standard
from earlyeval.registry.entry import Entry, Name, Words
from earlyeval.registry.qualitative import EventRule, QualitativeDesign


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


class OnlyFor(Entry):
    """Those a kind of session is for: people whose characteristic has this value."""

    characteristic: Name
    value: Words


class SessionKind(Entry):
    """A kind of session: who it is for, how many were planned, whether people come as they like (drop-in).

    ``one_to_one``: each session is with one family or person, such as a home visit; nobody else is expected at it.
    ``only_for``: a characteristic and the value that people must have for whom the sessions are, such as a role: only
    they count in shares of enough sessions.
    ``led_by``: the professions that should lead it together; the column ``led_by`` of sessions says who did.
    """

    id: Name
    label: Words
    strand: Strand
    planned: int | None = None
    drop_in: bool = False
    one_to_one: bool = False
    led_by: tuple[Name, ...] = ()
    only_for: OnlyFor | None = None


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
    in_force_from: str = ""
    in_force_until: str = ""


class StageDefinition(Entry):
    """What being enrolled, or in specification, means here, from when: counted beside the other definitions.

    ``stage`` is that of the flow whose people are counted.
    """

    id: Name
    term: Literal["enrolled", "in_specification"]
    label: Words
    stage: Literal["referred", "accepted", "in-specification", "on-record", "consented", "started", "attended-once"]
    agreed_on: str = ""
    in_force_from: str = ""
    in_force_until: str = ""


class Component(Entry):
    """A part of the programme whose delivery is observed. ``core`` parts may not be left out."""

    id: Name
    label: Words
    core: bool = True


class Characteristic(Entry):
    """A column of people or referrals that describes them: values in their order, with labels.

    ``ladder``: where the order is one from disadvantage to advantage (or back), outcomes are also set against it by
    the slope and relative index of inequality. ``off_ladder`` values (not stated) have no place on it.
    """

    id: Name
    label: Words
    strand: Strand = "family"
    values: dict[str, str]  # code to label, in order
    ladder: Literal["none", "most_disadvantaged_first", "least_disadvantaged_first"] = "none"
    off_ladder: tuple[Words, ...] = ()


class Step(Entry):
    """One line of the theory of change."""

    activity: Words
    change: Words
    measured_by: Words
    when: Words


class Newsletter(Entry):
    """What people wrote for the one-page newsletter; its numbers come from the released results.

    ``what_next`` is written by people: nothing is recommended by a program.
    """

    title: Words
    thanks: Words
    what_next: str = ""


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
    stage_definitions: tuple[StageDefinition, ...] = ()
    fidelity_scale: tuple[int, int] = (0, 2)
    components: tuple[Component, ...] = ()
    contacts: tuple[Contact, ...] = ()
    standards: tuple[Standard, ...] = ()
    need_levels: tuple[NeedLevel, ...] = ()
    override_reasons: dict[str, str] = {}  # code to label: why a family was taken in from outside the specification
    characteristics: tuple[Characteristic, ...] = ()
    cases: CaseWork | None = None
    newsletter: Newsletter | None = None
    theory_of_change: tuple[Step, ...] = ()
    qualitative_approach: Literal["reflexive", "codebook", "framework", "coding_reliability", "none"] = "none"
    qualitative: QualitativeDesign = QualitativeDesign()
    event_agreement: EventRule = EventRule()
    sources: tuple[str, ...] = ()
