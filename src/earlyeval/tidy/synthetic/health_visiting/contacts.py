"""Contacts that made-up children were due, and the counts of the quarters before the service changed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from earlyeval.registry.contacts import Contact
from earlyeval.registry.programmes import Programme
from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.health_visiting import planted
from earlyeval.tidy.synthetic.health_visiting.planted import PlantedContact
from earlyeval.tidy.synthetic.sheets import Sheet

CONTACT_COLUMNS = ("person_id", "contact", "due_from", "due_by", "done_on", "cluster")
COUNT_COLUMNS = ("contact", "quarter", "due", "in_time", "late")


def contacts_sheet(random: Generator, programme: Programme, children: pd.DataFrame) -> Sheet:
    """Return the register of contacts due: a row for each child and contact whose age came, seen or not."""
    declared = {contact.id: contact for contact in programme.contacts}
    rows: list[list[Any]] = []
    for effect in planted.CONTACTS:
        for child in children.itertuples(index=False):
            seen = _seen(random, child, declared[effect.contact], effect)
            rows.extend(_rows(random, child, declared, seen, effect.contact))
    return Sheet("contacts.csv", CONTACT_COLUMNS, sorted(rows, key=lambda row: (row[0], row[1])))


def counts_sheet(random: Generator, programme: Programme) -> Sheet:
    """Return the quarters before the change, of which the site kept sums only."""
    rows = []
    names = [*(effect.contact for effect in planted.CONTACTS), "c5"]
    shares = {effect.contact: effect for effect in planted.CONTACTS}
    for contact in programme.contacts:
        if contact.id not in names or contact.id == "c6i":
            continue
        share = shares["c4"].before + 0.08 if contact.id == "c5" else shares[contact.id].before
        for quarter in pd.period_range(
            end=pd.Period(planted.FIRST_OF_SERVICE, freq="Q") - 1, periods=planted.EARLIER_QUARTERS, freq="Q"
        ):
            due = int(random.poisson(planted.BIRTHS_A_QUARTER))
            in_time = int(random.binomial(due, share))
            late = int(random.binomial(due - in_time, 0.6))
            rows.append([contact.id, str(quarter.asfreq("M", how="start")), due, in_time, late])
    return Sheet("contact_counts.csv", COUNT_COLUMNS, rows)


def share_in_time(effect: PlantedContact, enters: date) -> float:
    """Return the planted share seen in time of those who enter the denominator on a day."""
    quarters = (enters.year - planted.FIRST_OF_SERVICE.year) * 4 + (enters.month - planted.FIRST_OF_SERVICE.month) // 3
    return effect.before + (effect.step + effect.slope * quarters) * (enters >= planted.FIRST_OF_SERVICE)


def _seen(random: Generator, child: Any, contact: Contact, effect: PlantedContact) -> date | None:
    """Return the day a child was seen, None where it was not by the last day."""
    share = share_in_time(effect, child.born + timedelta(days=contact.denominator_days))
    drawn, place = random.random(2)
    if drawn < share:
        age = effect.earliest + int(place * (contact.due_by_days - effect.earliest + 1))
    elif drawn < share + (1 - share) * effect.late:
        age = contact.due_by_days + 1 + int(place * (effect.latest - contact.due_by_days))
    else:
        return None
    day = child.born + timedelta(days=age)
    return day if day <= planted.LAST_DAY else None


def _rows(
    random: Generator, child: Any, declared: dict[str, Contact], seen: date | None, done: str
) -> Iterator[list[Any]]:
    """Yield a visit under each contact that it counts for and that came due since the change."""
    used = random.random() < planted.ASQ_USED
    under = {done: seen}
    if done == "c4":
        under["c5"] = seen
    if done == "c6i" and seen:
        under["c6ii"] = seen if used else None
    for name, day in under.items():
        enters = child.born + timedelta(days=declared[name].denominator_days)
        if planted.FIRST_OF_SERVICE <= enters <= planted.LAST_DAY:
            yield _row(child, declared[name], day)


def _row(child: Any, contact: Contact, seen: date | None) -> list[Any]:
    opens = "" if contact.due_from_days is None else child.born + timedelta(days=contact.due_from_days)
    return [
        child.person_id, contact.id, opens, child.born + timedelta(days=contact.due_by_days), seen,
        child.cluster,
    ]  # fmt: skip


def standards_sheet(random: Generator, programme: Programme, months: Sequence[str]) -> Sheet:
    """Return the assessments of the standards of quality: more are met each time."""
    rows = []
    lowest, highest = planted.STANDARDS_MET
    ease = random.permutation(len(programme.standards)) / max(1, len(programme.standards) - 1)
    for place, month in enumerate(months):
        share = lowest + (highest - lowest) * place / max(1, len(months) - 1)
        for number, standard in enumerate(programme.standards):
            met = "yes" if ease[number] < share else "partly" if ease[number] < share + 0.3 else "no"
            rows.append([standard.id, f"{month}-15", met])
    return Sheet("standards.csv", ("standard", "assessed_on", "met"), rows)
