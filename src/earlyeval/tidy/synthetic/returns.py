"""Everything one site sends about Think Baby: referrals, people, sessions, registers, forms, ratings."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.draws import Seed, strand_generator
from earlyeval.tidy.synthetic.experience import comments_sheet, development_sheet, experience_sheets
from earlyeval.tidy.synthetic.families import CHARACTERISTICS, draw_families, draw_referrals, with_lookalike_ids
from earlyeval.tidy.synthetic.film import film_sheets
from earlyeval.tidy.synthetic.forms import draw_pack, outcome_sheets
from earlyeval.tidy.synthetic.groups import dose, draw_group_sessions, draw_visits, visits_of
from earlyeval.tidy.synthetic.practice import fidelity_sheet, ratings_sheet
from earlyeval.tidy.synthetic.scores import Measured, draw_measured
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes
from earlyeval.tidy.synthetic.staff import draw_staff, self_report_sheet, staff_attendance, staff_sessions

_REFERRAL_COLUMNS = (
    "referral_id", "family_id", "referred_on", "source", "need_level", "cluster", "in_specification", "decision",
)  # fmt: skip
_PEOPLE_COLUMNS = (
    "person_id", "family_id", "role", "cluster", "in_specification", "consented", "started_on", "ended_on",
    "end_status", *CHARACTERISTICS, "referral-source", "staff-role",
)  # fmt: skip
_SESSION_COLUMNS = (
    "session_id", "kind", "number", "held_on", "cluster", "delivered", "minutes", "cancelled_reason",
)  # fmt: skip
_ATTENDANCE_COLUMNS = ("session_id", "person_id", "status")


@dataclass(frozen=True)
class Drawn:
    """Everybody and everything that was drawn for a site, before it is written as a site would send it."""

    referrals: pd.DataFrame
    families: pd.DataFrame
    visits: pd.DataFrame
    measured: Measured
    staff: pd.DataFrame
    sessions: pd.DataFrame
    attendance: pd.DataFrame
    sizes: Sizes


def draw_site(delivery: Delivery, *, seed: Seed, sizes: Sizes = SHIPPED) -> Drawn:
    """Return the people of a site, their sessions and who was measured when."""
    clusters = [cluster.id for cluster in delivery.clusters]
    people_random, group_random, staff_random, score_random = (strand_generator(seed, k) for k in range(4))
    referrals = draw_referrals(people_random, clusters, sizes)
    families = draw_families(people_random, referrals, clusters, sizes)
    if sizes.has_lookalikes:
        referrals, families = with_lookalike_ids(referrals, families)
    groups = draw_group_sessions(group_random, clusters)
    visits = draw_visits(group_random, families, groups, sizes)
    staff = draw_staff(staff_random, clusters, sizes)
    meetings = staff_sessions(clusters)
    attended = staff_attendance(staff_random, staff, meetings)
    return Drawn(
        referrals=referrals,
        families=families,
        visits=visits,
        measured=draw_measured(score_random, families, dose(families, visits), sizes),
        staff=staff,
        sessions=pd.concat([meetings.astype(object), groups.astype(object)], ignore_index=True),
        attendance=pd.concat([attended, visits], ignore_index=True),
        sizes=sizes,
    )


def site_sheets(
    registry: Registry, programme: Programme, delivery: Delivery, drawn: Drawn, *, seed: Seed
) -> list[Sheet]:
    """Return every sheet of numbers that the site sends."""
    form_random, staff_random, practice_random = (strand_generator(seed, 10 + k) for k in range(3))
    families, staff, sizes = drawn.families, drawn.staff, drawn.sizes
    pack = draw_pack(form_random, families, drawn.measured, sizes)
    clusters = [cluster.id for cluster in delivery.clusters]
    ratings = ratings_sheet(practice_random, registry, staff, sizes)
    return [
        _sheet("referrals.csv", drawn.referrals, _REFERRAL_COLUMNS),
        _sheet("people.csv", _people(drawn, seed=seed), _PEOPLE_COLUMNS),
        _sheet("sessions.csv", drawn.sessions, _SESSION_COLUMNS),
        _sheet("attendance.csv", drawn.attendance, _ATTENDANCE_COLUMNS),
        *outcome_sheets(form_random, registry, families, drawn.measured, pack, sizes),
        development_sheet(form_random, registry, families, pack, sizes),
        *experience_sheets(form_random, registry, pack, sizes),
        comments_sheet(form_random, pack, sizes),
        self_report_sheet(staff_random, registry, staff, sizes),
        ratings,
        *film_sheets(strand_generator(seed, 13), ratings),
        fidelity_sheet(practice_random, programme, drawn.sessions, clusters),
    ]


def _people(drawn: Drawn, *, seed: Seed) -> pd.DataFrame:
    """Return parents and staff as one register. A family that declined consent has nothing but its place in it."""
    random = strand_generator(seed, 20)
    families = drawn.families
    joined = families["consented"].to_numpy()
    visits = visits_of(families, drawn.visits)
    stopped = np.where(random.random(len(families)) < 0.2, "moved", "disengaged")
    still = np.where(random.random(len(families)) < 0.08, "still_open", "completed")
    status = np.where(visits >= 6, still, stopped)
    parents = families.assign(
        consented=np.where(joined, "yes", "no"),
        end_status=np.where(joined, status, ""),
        ended_on=_end_days(drawn, joined & (status != "still_open")),
    )
    staff = drawn.staff.assign(
        role="staff",
        consented="yes",
        end_status=np.where(drawn.staff["ended_on"].isna(), "still_open", "other"),
    )
    return pd.concat([parents.astype(object), staff.astype(object)], ignore_index=True)


def _end_days(drawn: Drawn, ended: np.ndarray) -> list:
    """Return the day of each family's last visit, for those whose time ended; the day of the start where none was."""
    held = drawn.sessions.set_index("session_id")["held_on"]
    last = drawn.visits.assign(day=drawn.visits["session_id"].map(held)).groupby("person_id")["day"].max()
    starts = drawn.families["started_on"]
    return [
        last.get(person, start) if over else None
        for person, start, over in zip(drawn.families["person_id"], starts, ended, strict=True)
    ]


def _sheet(path: str, frame: pd.DataFrame, columns: tuple[str, ...]) -> Sheet:
    filled = frame.reindex(columns=list(columns)).astype(object)
    return Sheet(path, columns, [[_cell(value) for value in row] for row in filled.to_numpy().tolist()])


def _cell(value: Any) -> Any:
    """Return a cell as a register holds it: empty for missing, no decimals on whole numbers."""
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
