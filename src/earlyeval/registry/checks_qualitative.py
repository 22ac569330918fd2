"""Checks of what a study declares of its qualitative strand."""

from collections.abc import Iterator

from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.qualitative import EventRule, SaturationRule

_KEY = "qualitative.saturation"
_EVENTS = "event_agreement"
_LONGEST_S = 60


def check_saturation_rule(rule: SaturationRule) -> Iterator[Finding]:
    """Yield what makes no sense of a rule of saturation: key and sentence."""
    if rule.base < 1:
        yield f"{_KEY}.base", f"found {rule.base}. Allowed: 1 or more conversations."
    if not rule.runs or min(rule.runs) < 1:
        yield f"{_KEY}.runs", "found no run, or one below 1. Allowed: one or more lengths of 1 or more conversations."
    yield from twice((str(run) for run in rule.runs), f"{_KEY}.runs")
    if not 0 <= rule.threshold < 1:
        yield f"{_KEY}.threshold", f"found {rule.threshold:g}. Allowed: a share from 0, below 1, such as 0.05."
    if not 1 <= rule.random_orders <= 100_000:
        yield f"{_KEY}.random_orders", f"found {rule.random_orders}. Allowed: 1 to 100000."


def check_event_rule(rule: EventRule) -> Iterator[Finding]:
    """Yield what makes no sense of how events are compared: key and sentence."""
    ticks = (rule.tick_s, *rule.other_ticks_s)
    for key, seconds in zip(("tick_s", *("other_ticks_s",) * len(rule.other_ticks_s)), ticks, strict=True):
        if not 0.001 <= seconds <= _LONGEST_S:
            yield f"{_EVENTS}.{key}", f"found {seconds:g}. Allowed: seconds from 0.001 to {_LONGEST_S}."
    yield from twice((f"{seconds:g}" for seconds in ticks), f"{_EVENTS}.other_ticks_s")
    if not 0 <= rule.tolerance_s <= _LONGEST_S:
        yield f"{_EVENTS}.tolerance_s", f"found {rule.tolerance_s:g}. Allowed: seconds from 0 to {_LONGEST_S}."
