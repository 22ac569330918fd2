"""Home visits and groups: when they were held, who led them, who came of those expected, what was observed."""

from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.tidy.synthetic.baby_steps import planted
from earlyeval.tidy.synthetic.baby_steps.planted import PlantedSite
from earlyeval.tidy.synthetic.draws import Generator

SESSION_COLUMNS = (
    "session_id", "kind", "number", "held_on", "delivered", "minutes", "cancelled_reason", "led_by",
)  # fmt: skip
BOTH = "health childrens-services"
_BIRTH_WEEK = 11  # of the course: between the last group before and the first after
_REASONS = ("staffing", "venue", "weather", "few_expected")
_OBSERVED = 0.35  # share of group sessions that somebody observes
_END_OF_RETURNS = pd.Timestamp(2025, 12, 31).date()


def draw_groups(random: Generator, site: PlantedSite, parents: pd.DataFrame) -> pd.DataFrame:
    """Return the planned groups of every course, with the day, who led, and whether they were held."""
    rows = []
    for course, start in parents.groupby("course")["started_on"].first().items():
        kinds = [("antenatal-group", k, k) for k in range(1, planted.ANTENATAL + 1)]
        kinds += [("postnatal-group", k, _BIRTH_WEEK + 3 * k) for k in range(1, planted.POSTNATAL + 1)]
        for kind, number, week in kinds:
            day = start + timedelta(weeks=int(week))
            cancelled = random.random() < 0.04
            reason, together = str(random.choice(_REASONS)), random.random() < site.led_together
            alone = "health" if random.random() < 0.7 else "childrens-services"
            if day > _END_OF_RETURNS:
                continue
            rows.append(
                {
                    "session_id": f"{site.prefix}-C{course + 1:02d}-{kind[:2].upper()}{number}",
                    "kind": kind, "number": number, "held_on": day, "course": course,
                    "delivered": "no" if cancelled else "yes", "minutes": None if cancelled else 120,
                    "cancelled_reason": reason if cancelled else "",
                    "led_by": None if cancelled else BOTH if together else alone,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def draw_attendance(random: Generator, parents: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return one row per parent expected at a group that was held; keenness differs and falls after the birth."""
    keen = random.normal(0, 0.9, size=len(parents))
    # Two parents of one baby come, and stay away, together more often than not.
    families = {family: place for place, family in enumerate(dict.fromkeys(parents["family_id"]))}
    shared = random.normal(0, 0.9, size=len(families))
    rows = []
    for place, parent in enumerate(parents.itertuples(index=False)):
        base = planted.COMES[planted.ROLES.index(parent.role)]
        own = np.log(base / (1 - base)) + keen[place] + shared[families[parent.family_id]]
        held = groups[(groups["course"] == parent.course) & (groups["delivered"] == "yes")]
        for session in held.itertuples(index=False):
            later = 0.5 if session.kind == "postnatal-group" else 0.06 * session.number
            comes = random.random() < 1 / (1 + np.exp(-(own - later)))
            absent = "absent_notified" if random.random() < 0.5 else "absent"
            rows.append((session.session_id, parent.person_id, "attended" if comes else absent))
    return pd.DataFrame(rows, columns=["session_id", "person_id", "status"])


def draw_home_visits(random: Generator, site: PlantedSite, parents: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two home visits a family, before the groups and after the birth, and the parents who were there."""
    visits, there = [], []
    for family, members in parents.groupby("family_id", sort=False):
        start = members["started_on"].iloc[0]
        for number, week in ((1, -2), (2, _BIRTH_WEEK + 2)):
            day = start + timedelta(weeks=week, days=int(random.integers(0, 5)))
            held = random.random() < (0.95 if number == 1 else 0.84)
            if day > _END_OF_RETURNS:
                continue
            session = f"{family}-HV{number}"
            visits.append(
                {
                    "session_id": session, "kind": "home-visit", "number": number, "held_on": day,
                    "delivered": "yes" if held else "no", "minutes": 60 if held else None,
                    "cancelled_reason": "" if held else "other", "led_by": "health" if held else None,
                }
            )  # fmt: skip
            for parent in members.itertuples(index=False):
                if held:
                    was_there = parent.role == "mother" or random.random() < 0.6
                    there.append((session, parent.person_id, "attended" if was_there else "absent"))
    return pd.DataFrame(visits), pd.DataFrame(there, columns=["session_id", "person_id", "status"])


def fidelity_rows(random: Generator, site: PlantedSite, programme: Programme, groups: pd.DataFrame) -> list[list]:
    """Return the components seen in some of the groups, by a supervisor and now and then by the leaders themselves."""
    rows = []
    lowest, highest = programme.fidelity_scale
    for session in groups[groups["delivered"] == "yes"].itertuples(index=False):
        if random.random() > _OBSERVED:
            continue
        by_leaders = random.random() < 0.3
        for component in programme.components:
            chance = site.as_intended - (0.2 if not component.core else 0)
            rating = highest if random.random() < chance else int(random.integers(lowest, highest))
            adaptation = "tailored" if random.random() < 0.06 else "none"
            planned = "yes" if adaptation == "tailored" and random.random() < 0.6 else None
            rows.append([session.session_id, component.id, "supervisor", rating, adaptation, planned])
            if by_leaders:
                kinder = min(highest, rating + int(random.random() < 0.4))
                rows.append([session.session_id, component.id, "self", kinder, "none", None])
    return rows
