"""Contacts that every child is due, standards of quality, levels of need: what a universal service declares."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Sourced, Words


class Yardstick(Sourced):
    """A published share to hold beside ours: of children seen in time, or of children seen late.

    ``share``, ``low`` and ``high`` lie between 0 and 1; the limits are those that the source prints.
    """

    label: Words
    of: Literal["in_time", "late"] = "in_time"
    share: float
    low: float | None = None
    high: float | None = None
    period: Words


class Contact(Entry):
    """A contact that every child is due by an age, and at what age a child enters the denominator.

    ``due_by_days`` is the age in days by which it counts as in time; ``denominator_days`` the age at which a child
    enters the denominator of a quarter: children who reach it in that quarter are counted, whether seen or not.
    ``of`` names another contact whose children alone are due this one (a form filled in at a review).
    """

    id: Name
    label: Words
    due_from_days: int | None = None
    due_by_days: int
    denominator_days: int
    of: Name | None = None
    yardsticks: tuple[Yardstick, ...] = ()


class Standard(Entry):
    """A standard of quality that a service is assessed against from time to time."""

    id: Name
    label: Words


class NeedLevel(Entry):
    """A level of need, from the least to the most, and how many visits it stands for where that is laid down."""

    id: Name
    label: Words
    planned_visits: int | None = None
