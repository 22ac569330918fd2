"""Checks of what a universal service declares: contacts, standards, need levels, overrides, the change of service."""

import re
from collections.abc import Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.contacts import Contact, Yardstick
from earlyeval.registry.draft import not_declared
from earlyeval.registry.plan import Plan
from earlyeval.registry.programmes import Characteristic, Programme
from earlyeval.registry.sites import Delivery

MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
CODE = r"[a-z0-9]+(?:[_.+-][a-z0-9]+)*"


def check_contacts(programme: Programme) -> Iterator[Finding]:
    """Yield what a programme's contacts, standards, need levels and ladders contradict: key and sentence."""
    for name in ("contacts", "standards", "need_levels"):
        yield from twice((part.id for part in getattr(programme, name)), name)
    for contact in programme.contacts:
        yield from _check_contact(contact, programme, f"contacts[{contact.id}]")
    for level in programme.need_levels:
        if level.planned_visits is not None and level.planned_visits < 1:
            yield f"need_levels[{level.id}].planned_visits", f"found {level.planned_visits}. Allowed: 1 or more."
    for code in programme.override_reasons:
        if not re.fullmatch(CODE, code):
            yield "override_reasons", f"found {shown(code)}. Allowed: a code in lower case without blanks."
    for characteristic in programme.characteristics:
        yield from _check_ladder(characteristic, f"characteristics[{characteristic.id}]")


def check_alliance(plan: Plan, programme: Programme, outcomes: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what the alliance question names that nobody declares."""
    if plan.alliance is None:
        return
    if sentence := not_declared(plan.alliance.outcome, outcomes):
        yield "alliance.outcome", sentence
    if sentence := not_declared(plan.alliance.engagement, [one.id for one in programme.definitions]):
        yield "alliance.engagement", sentence


def check_service_change(delivery: Delivery, place: str) -> Iterator[Finding]:
    """Yield a finding when the month of a change of service is no month."""
    changed = delivery.service_change
    if changed is not None and not re.fullmatch(MONTH, changed.month):
        yield f"{place}.service_change.month", f"found {shown(changed.month)}. Allowed: a month as YYYY-MM."


def _check_contact(contact: Contact, programme: Programme, key: str) -> Iterator[Finding]:
    if contact.due_by_days < 0 or contact.denominator_days < contact.due_by_days:
        found = f"found {contact.denominator_days} for a contact due by day {contact.due_by_days}"
        yield f"{key}.denominator_days", f"{found}. A child enters the denominator when it is due, or later."
    if contact.due_from_days is not None and contact.due_from_days > contact.due_by_days:
        yield f"{key}.due_from_days", f"found {contact.due_from_days}, after it is due ({contact.due_by_days})."
    others = [other.id for other in programme.contacts if other.id != contact.id and other.of is None]
    if contact.of is not None and (sentence := not_declared(contact.of, others)):
        yield f"{key}.of", sentence
    for number, yardstick in enumerate(contact.yardsticks, start=1):
        yield from _check_yardstick(yardstick, f"{key}.yardsticks[{number}]")


def _check_yardstick(yardstick: Yardstick, key: str) -> Iterator[Finding]:
    low = yardstick.share if yardstick.low is None else yardstick.low
    high = yardstick.share if yardstick.high is None else yardstick.high
    if not 0 <= low <= yardstick.share <= high <= 1:
        yield f"{key}.share", f"found {yardstick.share:g} ({low:g} to {high:g}). Allowed: rising shares from 0 to 1."


def _check_ladder(characteristic: Characteristic, key: str) -> Iterator[Finding]:
    for value in characteristic.off_ladder:
        if sentence := not_declared(value, characteristic.values):
            yield f"{key}.off_ladder", sentence
    steps = len(characteristic.values) - len(set(characteristic.off_ladder))
    if characteristic.ladder != "none" and steps < 3:
        yield f"{key}.ladder", f"found {steps} values on the ladder. A slope needs three or more."
    if characteristic.ladder == "none" and characteristic.off_ladder:
        yield f"{key}.off_ladder", "goes together with a ladder. Give both or neither."
