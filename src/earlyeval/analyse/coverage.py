"""Was every child seen, and in time? Each contact that every child is due, beside published figures."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.contacts_due import contacts_by_child, first_quarter, not_counted, quarter_words
from earlyeval.analyse.counted import clusters_with_all, count_row, share_row, unanswered
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.contacts import Contact
from earlyeval.study import Study

NO_CONTACTS = "The programme declares no contacts that every child is due."
NOT_RETURNED = "No contacts were returned for any child."
SEEN = {"in-time": ("in_time", "in time"), "late": ("late", "later")}


@question("coverage")
def coverage(study: Study) -> Iterator[Row]:
    """Return, per contact, the share of children due it who were seen in time, later, or not.

    Rows
    ----
    ``outcome`` is the contact, ``subgroup`` "in-time", "late" or "not-done"; the denominator is the children who
    reached the contact's age since the service is what it is (``time_point`` is empty), overall and by cluster.
    Published figures stand as rows with ``comparison`` their label: a share without counts, of the period in ``note``.
    Counts also say how many rows were filed under somebody who is no child, and how many children were sent under
    another quarter than the one their age gives. A contact of another (a form at a review) counts those seen there.
    """
    if not study.programme.contacts:
        yield unanswered({"strand": "delivery", "unit": "children", "label": "Contacts"}, NO_CONTACTS)
        return
    by_child = contacts_by_child(study)
    since = first_quarter(study)
    by_child = by_child[by_child["quarter"] >= since]
    for contact in study.programme.contacts:
        base = base_of(contact) | {"note": f"Children who reached the age from {quarter_words(since)} on."}
        due = by_child[by_child["contact"] == contact.id]
        if due.empty:
            yield unanswered(base | {"subgroup": "in-time"}, NOT_RETURNED, estimand="proportion")
        else:
            yield from _shares(study, due, base)
        yield from _yardsticks(contact, base)
    yield from _not_as_defined(study, by_child)


def base_of(contact: Contact) -> Row:
    """Return the columns that every row about a contact carries."""
    return {
        "strand": "delivery", "outcome": contact.id, "label": contact.label, "unit": "children",
        "source_table": "contacts",
    }  # fmt: skip


def _shares(study: Study, due: pd.DataFrame, base: Row) -> Iterator[Row]:
    level = study.plan.conf_level
    for cluster, is_here in clusters_with_all(study, due["cluster"]):
        here = due[is_here]
        row = base | {"cluster": cluster}
        for subgroup, (column, _) in SEEN.items():
            yield share_row(row | {"subgroup": subgroup}, int(here[column].sum()), len(here), conf_level=level)
        missed = int((~here["in_time"] & ~here["late"]).sum())
        yield share_row(row | {"subgroup": "not-done"}, missed, len(here), conf_level=level)
    if due["early"].any():
        words = {"subgroup": "early", "analysis": "exploratory"}
        yield share_row(base | words, int(due["early"].sum()), len(due), conf_level=level)


def _yardsticks(contact: Contact, base: Row) -> Iterator[Row]:
    for yardstick in contact.yardsticks:
        checked = "" if yardstick.verified else "; nobody has checked the figure at its source"
        limits = {"conf_low": yardstick.low, "conf_high": yardstick.high}
        yield base | {
            "comparison": yardstick.label, "subgroup": yardstick.of.replace("_", "-"), "estimand": "published_share",
            "estimate": yardstick.share, **{name: end for name, end in limits.items() if end is not None},
            "note": f"{yardstick.period}{checked}", "unit": "published figures", "source_table": "",
            "sensitivity": "open", "method": "as published",
        }  # fmt: skip


def _not_as_defined(study: Study, by_child: pd.DataFrame) -> Iterator[Row]:
    base = {"strand": "delivery", "source_table": "contacts", "unit": "contacts", "analysis": "sensitivity"}
    under_others = not_counted(study)
    if under_others:
        words = {"outcome": "not-children", "label": "Contacts filed under somebody who is no child, left out"}
        yield count_row(base | words, under_others)
    other_quarter = int(by_child["quarter_disagrees"].sum())
    if other_quarter:
        words = {"outcome": "other-quarter", "label": "Contacts sent under another quarter than the child's age gives"}
        yield count_row(base | words, other_quarter)
