"""Case work: needs at referral, services given and outcomes seen, as a programme declares their codes."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Words


class CaseCode(Entry):
    """One need or one service, as workers code it."""

    id: Name
    label: Words


class CaseOutcome(CaseCode):
    """Something that workers look for at the end. ``need``: the need at referral that it answers, if there is one."""

    need: Name | None = None


class CaseWork(Entry):
    """What is coded about each case, and who codes it.

    ``rated_by`` "practitioner": the worker who delivers the service also rates it; every table of ratings then says so.
    """

    about: Words = "children"  # plural word for those a case is about
    rated_by: Literal["practitioner", "independent"] = "practitioner"
    needs: tuple[CaseCode, ...] = ()
    services: tuple[CaseCode, ...] = ()
    outcomes: tuple[CaseOutcome, ...] = ()
