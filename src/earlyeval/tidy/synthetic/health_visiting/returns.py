"""Everything one place sends about its made-up health visiting service."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery
from earlyeval.tidy.synthetic.draws import Seed, strand_generator
from earlyeval.tidy.synthetic.health_visiting import contacts, forms, planted, visits
from earlyeval.tidy.synthetic.health_visiting.accounts import draw_accounts
from earlyeval.tidy.synthetic.health_visiting.people import draw_children, draw_families, end_of
from earlyeval.tidy.synthetic.sheets import Sheet

# Of people, contacts, visits, forms and ratings: of those tried, a sample that shows what was planted.
STRANDS = (960, 961, 962, 63, 964)
_ACCOUNTS = 970
ASSESSED = ("2022-10", "2023-06", "2024-01", "2024-09", "2025-06")
PEOPLE_COLUMNS = (
    "person_id", "family_id", "role", "cluster", "in_specification", "consented", "started_on", "ended_on",
    "end_status", "ethnicity", "imd-quintile", "staff-role",
)  # fmt: skip
REFERRAL_COLUMNS = (
    "referral_id", "family_id", "referred_on", "source", "need_level", "cluster", "in_specification",
    "override_reason", "decision",
)  # fmt: skip


def health_visiting_sheets(
    programme: Programme, delivery: Delivery, *, seed: Seed, shared_ids: Sequence[str] = ()
) -> tuple[list[Sheet], dict[str, str]]:
    """Return every sheet of a service and its transcripts by path.

    ``shared_ids`` are families that another service of the place knows.
    """
    clusters = [cluster.id for cluster in delivery.clusters]
    people, due, visited, filled, rated = (strand_generator(seed, strand) for strand in STRANDS)
    families = draw_families(people, clusters, shared_ids)
    children = draw_children(families)
    staff = [f"HV-W{number:02}" for number in range(1, planted.WORKERS + planted.OTHER_STAFF + 1)]
    totals, engaged = forms.alliance(rated, families)
    home = visits.visits_of_families(visited, families)
    made = [row[0] for row, there in zip(*home, strict=True) if there[2] == "attended"]
    mood = forms.mood_sheets(filled, families)
    accounts, transcripts = draw_accounts(
        strand_generator(seed, _ACCOUNTS), strand_generator(seed, _ACCOUNTS + 1), families, mood[0], staff
    )
    sheets = [
        _referrals(families),
        _people(families, children, staff),
        *visits.sheets_of(home, visits.clinics(visited, clusters, engaged), visits.staff_sessions(visited, staff)),
        contacts.contacts_sheet(due, programme, children),
        contacts.counts_sheet(due, programme),
        contacts.standards_sheet(due, programme, ASSESSED),
        *mood,
        *forms.development_sheets(filled, children),
        forms.experience_sheet(filled, families),
        totals,
        forms.fidelity_sheet(rated, programme, made),
        _links(families),
        *accounts,
    ]
    return sheets, transcripts


def _people(families: pd.DataFrame, children: pd.DataFrame, staff: list[str]) -> Sheet:
    rows: list[list[Any]] = []
    for family in families.itertuples(index=False):
        ended = end_of(family.born, leaves=family.leaves, stays=family.stays_days)
        status = "still_open" if ended is None else "moved" if family.leaves else "completed"
        side = "yes" if family.is_inside else "override"
        started = max(family.born, planted.FIRST_OF_SERVICE)
        described = [family.ethnicity, family.fifth]
        rows.append(
            [f"{family.family_id}-A", family.family_id, "mother", family.cluster, side, "yes", started, ended, status,
             *described, None]
        )  # fmt: skip
    for child in children.itertuples(index=False):
        rows.append([child.person_id, child.family_id, "child", child.cluster, *[None] * 8])
    for place, worker in enumerate(staff):
        role = "health-visitor" if place < planted.WORKERS else "nursery-nurse"
        rows.append(
            [worker, None, "staff", None, None, "yes", planted.FIRST_OF_SERVICE, None, "still_open", None, None, role]
        )
    return Sheet("people.csv", PEOPLE_COLUMNS, rows)


def _referrals(families: pd.DataFrame) -> Sheet:
    rows = [
        [
            f"N{number:04}", family.family_id, family.born, "maternity", family.need_level, family.cluster,
            "yes" if family.is_inside else "no", None if family.is_inside else family.override_reason or None,
            "accepted",
        ]
        for number, family in enumerate(families.itertuples(index=False), start=1)
    ]  # fmt: skip
    return Sheet("referrals.csv", REFERRAL_COLUMNS, rows)


def _links(families: pd.DataFrame) -> Sheet:
    rows = [[f"{family.family_id}-A", family.worker, "yes"] for family in families.itertuples(index=False)]
    return Sheet("worker_links.csv", ("person_id", "worker_id", "is_main_worker"), rows)
