"""Home visits, clinics, supervision and training of the made-up service, and who was there."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.draws import Generator
from earlyeval.tidy.synthetic.health_visiting import planted
from earlyeval.tidy.synthetic.health_visiting.people import end_of
from earlyeval.tidy.synthetic.sheets import Sheet

SESSION_COLUMNS = ("session_id", "kind", "number", "held_on", "cluster", "delivered")
ATTENDANCE_COLUMNS = ("session_id", "person_id", "status")
SUPERVISIONS, TRAININGS = 12, 2

Rows = list[list[Any]]


def visits_of_families(random: Generator, families: pd.DataFrame) -> tuple[Rows, Rows]:
    """Return the home visits since the change as sessions and attendance: one family each, more where need is more."""
    sessions: Rows = []
    attendance: Rows = []
    for family in families.itertuples(index=False):
        first = max(family.born + timedelta(days=10), planted.FIRST_OF_SERVICE)
        last = end_of(family.born, leaves=family.leaves, stays=family.stays_days) or planted.LAST_DAY
        length = max(0, (last - first).days)
        mean = planted.VISITS_A_YEAR * planted.VISIT_RATIOS[family.need_level] * length / 365.25
        unevenness = random.gamma(planted.THETA, 1 / planted.THETA)
        for day in np.sort(random.integers(0, max(1, length), size=int(random.poisson(mean * unevenness)))):
            number = f"V{len(sessions) + 1:04}"
            sessions.append([number, "home-visit", None, first + timedelta(days=int(day)), family.cluster, "yes"])
            attendance.append([number, f"{family.family_id}-A", "attended"])
        for _ in range(int(random.poisson(mean * planted.NOT_IN))):
            number = f"V{len(sessions) + 1:04}"
            held = first + timedelta(days=int(random.integers(0, max(1, length))))
            sessions.append([number, "home-visit", None, held, family.cluster, "yes"])
            attendance.append([number, f"{family.family_id}-A", "absent"])
    return sessions, attendance


def clinics(random: Generator, clusters: list[str], engaged: pd.Series) -> tuple[Rows, Rows]:
    """Return monthly clinics of each cluster and who came: three times or more where a family is engaged."""
    months = pd.period_range(planted.FIRST_OF_SERVICE, planted.LAST_DAY, freq="M")
    held = {
        cluster: [
            (f"K{cluster[0].upper()}{place:02}", month.start_time.date()) for place, month in enumerate(months, 1)
        ]
        for cluster in clusters
    }
    sessions: Rows = [
        [name, "clinic", None, _on(day, 9), cluster, "yes"] for cluster, days in held.items() for name, day in days
    ]
    attendance: Rows = []
    for family in engaged.index.to_frame(index=False).itertuples(index=False):
        is_engaged = bool(engaged[family])
        born = family.born
        open_to = [name for name, day in held[family.cluster] if 20 <= (_on(day, 9) - born).days <= 420]
        n = int(random.integers(3, 6)) if is_engaged else int(random.integers(0, 3))
        for place in sorted(random.permutation(len(open_to))[:n].tolist()):
            attendance.append([open_to[place], f"{family.family_id}-A", "attended"])
    return sessions, attendance


def staff_sessions(random: Generator, staff: list[str]) -> tuple[Rows, Rows]:
    """Return peer supervision every two months and two days on trauma-informed practice, with who was there."""
    sessions: Rows = []
    attendance: Rows = []
    plans = (
        ("peer-supervision", "PS", SUPERVISIONS, date(2023, 1, 17), 61, planted.SUPERVISED),
        ("trauma-informed", "TI", TRAININGS, date(2022, 10, 4), 21, planted.TRAUMA_TRAINED),
    )
    for kind, prefix, times, first, apart, share in plans:
        for number in range(1, times + 1):
            name = f"{prefix}{number:02}"
            sessions.append([name, kind, number, first + timedelta(days=apart * (number - 1)), None, "yes"])
            there = random.random(len(staff)) < share
            attendance += [
                [name, person, "attended" if came else "absent"] for person, came in zip(staff, there, strict=True)
            ]
    return sessions, attendance


def sheets_of(*parts: tuple[Rows, Rows]) -> list[Sheet]:
    """Return all sessions and all attendance as the two sheets that the site sends."""
    return [
        Sheet("sessions.csv", SESSION_COLUMNS, [row for sessions, _ in parts for row in sessions]),
        Sheet("attendance.csv", ATTENDANCE_COLUMNS, [row for _, attendance in parts for row in attendance]),
    ]


def _on(day: date, number: int) -> date:
    return day.replace(day=number)
