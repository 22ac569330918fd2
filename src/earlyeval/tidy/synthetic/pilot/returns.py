"""Everything the setting of the pilot sends."""

from datetime import timedelta
from math import sqrt

import numpy as np
import pandas as pd

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.draws import Generator, bounded_scores, chosen, items_of, strand_generator
from earlyeval.tidy.synthetic.pilot import planted
from earlyeval.tidy.synthetic.pilot.accounts import draw_accounts
from earlyeval.tidy.synthetic.pilot.families import (
    FIRST_GROUP,
    day_of,
    draw_families,
    group_rows,
    person_of,
    referral_rows,
    visit_rows,
)
from earlyeval.tidy.synthetic.pilot.staff import (
    self_report_rows,
    staff_attendance_rows,
    staff_ids,
    staff_session_rows,
)
from earlyeval.tidy.synthetic.sheets import Sheet

_STRAND = 60  # streams of random numbers of this programme begin here
_SETTING = "group-environment"


def pilot_sheets(registry: Registry, *, seed: int) -> tuple[list[Sheet], dict[str, str]]:
    """Return the returns of the pilot, and its transcripts by path."""
    family_random, staff_random, form_random, room_random = (strand_generator(seed, _STRAND + k) for k in range(4))
    families = draw_families(family_random)
    visits = visit_rows(family_random, families)
    columns, staff_rows = self_report_rows(staff_random, registry)
    accounts, transcripts = draw_accounts(
        strand_generator(seed, _STRAND + 20), strand_generator(seed, _STRAND + 21), families
    )
    sheets = [
        Sheet("referrals.csv", ("referral_id", "family_id", "referred_on", "source", "in_specification", "decision"),
              referral_rows(family_random, families)),
        Sheet("people.csv", ("person_id", "family_id", "role", "consented", "started_on", "support-level",
                             "first-language", "parity", "staff-role"), _people_rows(families)),
        Sheet("sessions.csv", ("session_id", "kind", "number", "held_on", "delivered", "minutes", "cancelled_reason"),
              [*staff_session_rows(), *group_rows()]),
        Sheet("attendance.csv", ("session_id", "person_id", "status"),
              [*staff_attendance_rows(staff_random), *visits]),
        Sheet("staff-confidence.csv", columns, staff_rows),
        *_dyad_sheets(form_random, registry, families),
        Sheet("observations.csv", ("observation_id", "observed_on", "time_point", "instrument", "version", "subscale",
                                   "score", "observer_role"), _observation_rows(room_random)),
        *accounts,
    ]  # fmt: skip
    return sheets, transcripts


def _people_rows(families: pd.DataFrame) -> list[list]:
    rows = [
        [person_of(family["family_id"]), family["family_id"], family["role"], "yes", day_of(family["first_week"]),
         family["support-level"], family["first-language"], family["parity"], None]
        for family in families.to_dict("records")
    ]  # fmt: skip
    for number, person in enumerate(staff_ids()):
        role = "facilitator" if number < planted.FACILITATORS else "other"
        rows.append([person, None, "staff", "yes", FIRST_GROUP - timedelta(days=30), None, None, None, role])
    return rows


def _dyad_sheets(random: Generator, registry: Registry, families: pd.DataFrame) -> list[Sheet]:
    """Return the forms of a few parents who came again: all answered before, most of them after."""
    stayed = families[families["stay"] >= 8]
    asked = stayed.iloc[np.flatnonzero(chosen(random, np.ones(len(stayed), dtype=bool), n=planted.PARENTS_BEFORE))]
    both = chosen(random, np.ones(len(asked), dtype=bool), n=planted.PARENTS_BOTH)
    sheets = []
    for instrument in dict.fromkeys(name for name, *_ in planted.DYAD_CHANGES):
        items, cells = _answers(random, registry, instrument, n=len(asked))
        rows = [
            [person_of(family["family_id"]), time_point, _answered_on(family, time_point),
             *(int(cell) for cell in cells[time_point][place])]
            for time_point in ("baseline", "endpoint")
            for place, family in enumerate(asked.to_dict("records"))
            if time_point == "baseline" or both[place]
        ]  # fmt: skip
        sheets.append(Sheet(f"{instrument}.csv", ("person_id", "time_point", "completed_on", *items), rows))
    return sheets


def _answered_on(family: dict, time_point: str):
    weeks = 0 if time_point == "baseline" else min(int(family["stay"]), 20)
    return day_of(min(int(family["first_week"]) + weeks, planted.WEEKS - 1))


def _answers(
    random: Generator, registry: Registry, instrument: str, *, n: int
) -> tuple[list[str], dict[str, np.ndarray]]:
    version = registry.version(instrument, instrument)
    top = int(version.response.highest)
    items: list[str] = []
    cells: dict[str, list[np.ndarray]] = {"baseline": [], "endpoint": []}
    for name, subscale, mean, deviation, change in planted.DYAD_CHANGES:
        if name != instrument:
            continue
        own = next(scale.items for scale in version.subscales if scale.id == subscale)
        items += own
        before, link = random.standard_normal(n), planted.DYAD_LINK
        after = link * before + sqrt(1 - link**2) * random.standard_normal(n)
        ease = np.exp(random.normal(0, 0.2, size=(n, len(own))))
        for time_point, latent, shift in (("baseline", before, 0.0), ("endpoint", after, change)):
            totals = bounded_scores(latent, highest=top * len(own), mean=mean + shift, sd=deviation)
            cells[time_point].append(items_of(random, totals, ease=ease, highest=top))
    return items, {time_point: np.hstack(parts) for time_point, parts in cells.items()}


def _observation_rows(random: Generator) -> list[list]:
    """Return the room as an outside observer scored it: before the training, and every few weeks after it."""
    days = [FIRST_GROUP - timedelta(days=7 * (planted.DAYS_BEFORE + 1 - k)) for k in range(planted.DAYS_BEFORE)]
    days += [day_of(2 + 3 * k) for k in range(planted.DAYS_AFTER)]
    rows = []
    for number, day in enumerate(days):
        is_before = number < planted.DAYS_BEFORE
        mean = planted.SETTING_BEFORE if is_before else planted.SETTING_AFTER
        score = round(float(np.clip(random.normal(mean, planted.SETTING_SD), 1, 5)) * 6) / 6
        point = "baseline" if is_before else "endpoint"
        rows.append(
            [f"OB-{number + 1:02d}", day, point, _SETTING, _SETTING, "environment", round(score, 2), "external"]
        )
    return rows
