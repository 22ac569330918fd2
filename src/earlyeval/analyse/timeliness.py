"""How old are children when they are seen? Median age at each contact, and the share seen by each age."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.contacts_due import contacts_by_child, first_quarter
from earlyeval.analyse.counted import unanswered
from earlyeval.analyse.coverage import NO_CONTACTS, NOT_RETURNED, base_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.contacts import Contact
from earlyeval.statistics import survival
from earlyeval.study import Study

AGES = 16  # points of the curve, from birth to past the age at which a child is counted
BEYOND = 1.5  # how far past that age the curve is followed


@question("timeliness")
def timeliness(study: Study) -> Iterator[Row]:
    """Return, per contact, the median age in days at which children were seen, and the share seen by each of some ages.

    Rows
    ----
    ``median_days`` with the interval of the Kaplan-Meier curve (log-log), for children seen and not seen alike: one
    who has not been seen is followed to the last day of the return. ``seen_by`` with ``subgroup`` "day-014" is one
    minus that curve; its smallest group is of those seen by then, or of those not yet. Contacts at which another
    contact is recorded (a form at a review) have no time of their own.
    """
    if not study.programme.contacts:
        yield unanswered({"strand": "delivery", "unit": "children", "label": "Age at contacts"}, NO_CONTACTS)
        return
    by_child = contacts_by_child(study)
    by_child = by_child[by_child["quarter"] >= first_quarter(study)]
    for contact in study.programme.contacts:
        if contact.of is not None:
            continue
        due = by_child[(by_child["contact"] == contact.id) & (by_child["age_last_known"] > 0)]
        if due.empty:
            yield unanswered(base_of(contact), NOT_RETURNED, estimand="median_days")
        else:
            yield from _rows_of_contact(study, contact, due)


def _rows_of_contact(study: Study, contact: Contact, due: pd.DataFrame) -> Iterator[Row]:
    seen = due["age_done"].notna()
    age = due["age_done"].where(seen, due["age_last_known"]).clip(lower=0)
    curve = survival.kaplan_meier(age.to_numpy(), seen.to_numpy(dtype="float64"), conf_level=study.plan.conf_level)
    base = base_of(contact) | {"note": f"due by day {contact.due_by_days}"}
    median = curve.median().as_row()
    if "conf_low" in median and median["conf_low"] == median.get("conf_high"):  # within one day: no width to print
        median = {name: cell for name, cell in median.items() if not name.startswith("conf_")}
    yield base | median | {"estimand": "median_days", "unit": "days"}
    for day in ages_of(contact):
        left = curve.at(day)
        row = base | {"subgroup": f"day-{day:04}", "note": "due" if day == contact.due_by_days else ""}
        yield row | _seen(left.as_row()) | {"n_smallest": _fewest(age, seen, day)}


def _fewest(age: pd.Series, seen: pd.Series, day: int) -> int:
    """Return the fewer of those seen by a day and those known not to have been: a curve tells of both."""
    return int(min((seen & (age <= day)).sum(), (age > day).sum()))


def ages_of(contact: Contact) -> list[int]:
    """Return the ages, in days, at which the curve is read: evenly spaced, with the day by which the contact is due."""
    step = max(1, round(BEYOND * contact.denominator_days / AGES))
    last = round(BEYOND * contact.denominator_days)
    return sorted({*range(step, last + 1, step), contact.due_by_days})


def _seen(left: Row) -> Row:
    """Turn a share not yet seen, with its interval, into a share seen."""
    ends = {"estimate": "estimate", "conf_low": "conf_high", "conf_high": "conf_low"}
    turned = {name: 1 - left[other] for name, other in ends.items() if other in left}
    kept = {name: value for name, value in left.items() if name not in ends}
    return kept | turned | {"estimand": "seen_by"}
