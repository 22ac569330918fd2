"""Progression criteria: agreed before the results, with contiguous bounds, words and an action for each colour."""

from earlyeval.registry.entry import Entry, Name, Words


class Indicator(Entry):
    """Which result row a criterion reads."""

    question: Words
    outcome: Words
    estimand: Words
    subgroup: str = ""
    time_point: str = ""


class Criterion(Entry):
    """Go when the indicator is at least ``go_from``; amend from ``amend_from``; stop and rethink below.

    Bounds are shares (0-1) or counts, in the indicator's own unit. For ``lower_is_better`` indicators
    (missing data) go when at most ``go_from``, amend up to ``amend_from``.
    """

    id: Name
    label: Words
    indicator: Indicator
    go_from: float
    amend_from: float
    lower_is_better: bool = False
    agreed_on: str = ""  # empty: printed as "not set in advance"
    agreed_by: str = ""
    action_go: Words
    action_amend: Words
    action_stop: Words


class Criteria(Entry):
    """The criteria of one programme."""

    programme: Name
    criteria: tuple[Criterion, ...]
