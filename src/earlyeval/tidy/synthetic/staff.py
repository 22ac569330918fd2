"""Staff: who they are, their trainings and reflective practice, and what they said about themselves."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator, bounded_scores, chosen, items_of
from earlyeval.tidy.synthetic.scores import with_gaps
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

_ROLES = ("play-worker", "early-years-educator", "family-support", "centre-lead")
_ROLE_SHARES = (0.45, 0.27, 0.19, 0.09)
_FIRST_TRAINING = date(2024, 9, 13)
_FIRST_REFLECTION = date(2024, 9, 25)
_TRAININGS = 6
_REFLECTIONS = 12
DAYS = {
    "baseline": date(2024, 9, 4),
    "midpoint": date(2024, 12, 9),
    "endpoint": date(2025, 3, 10),
    "retrospective": date(2025, 3, 10),
}


def draw_staff(random: Generator, clusters: Sequence[str], sizes: Sizes = SHIPPED) -> pd.DataFrame:
    """Return one row per member of staff; a few leave before the end."""
    where = [cluster for cluster, size in zip(clusters, sizes.staff, strict=True) for _ in range(size)]
    left = chosen(random, np.ones(len(where), dtype=bool), n=sizes.staff_left)
    days = random.integers(60, 160, size=len(where))
    return pd.DataFrame(
        {
            "person_id": [f"{sizes.prefix}-S{number:02d}" for number in range(1, len(where) + 1)],
            "cluster": where,
            "staff-role": random.choice(_ROLES, size=len(where), p=_ROLE_SHARES),
            "started_on": date(2024, 9, 2),
            "ended_on": [
                date(2024, 9, 2) + timedelta(days=int(day)) if gone else None
                for day, gone in zip(days, left, strict=True)
            ],
            "diligence": random.normal(1.9, 0.7, size=len(where)),
        }
    )


def staff_sessions(clusters: Sequence[str]) -> pd.DataFrame:
    """Return six trainings for everybody and twelve reflective-practice sessions in each cluster, one cancelled."""
    trainings = [
        _session(f"TR-{number}", "training", number, _FIRST_TRAINING + timedelta(days=14 * (number - 1)), "", 180)
        for number in range(1, _TRAININGS + 1)
    ]
    reflections = [
        _session(
            f"RP-{cluster[:3].upper()}-{number:02d}", "reflective-practice", number,
            _FIRST_REFLECTION + timedelta(days=14 * (number - 1) + place), cluster, 90,
        )
        for place, cluster in enumerate(clusters)
        for number in range(1, _REFLECTIONS + 1)
    ]  # fmt: skip
    sessions = pd.DataFrame([*trainings, *reflections])
    missed = (sessions["cluster"] == clusters[-1]) & (sessions["number"] == 8)
    return sessions.assign(
        delivered=sessions["delivered"].mask(missed, "no"),
        minutes=[None if gone else minutes for gone, minutes in zip(missed, sessions["minutes"], strict=True)],
        cancelled_reason=sessions["cancelled_reason"].mask(missed, "staffing"),
    )


def _session(name: str, kind: str, number: int, day: date, cluster: str, minutes: int) -> dict:
    return {
        "session_id": name, "kind": kind, "number": number, "held_on": day, "cluster": cluster,
        "delivered": "yes", "minutes": minutes, "cancelled_reason": "",
    }  # fmt: skip


def staff_attendance(random: Generator, staff: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per member of staff and delivered session that was meant for them, absences included."""
    rows = []
    people = staff.to_dict("records")
    for session in sessions[sessions["delivered"] == "yes"].to_dict("records"):
        for person in people:
            if session["cluster"] not in ("", person["cluster"]):
                continue
            chance = 1 / (1 + math.exp(-person["diligence"] - (0.3 if session["kind"] == "training" else 0.0)))
            came, how = random.random(), random.random()
            present = "late" if how < 0.06 else "attended"
            absent = "absent_notified" if how < 0.8 else "absent"
            gone = person["ended_on"] is not None and session["held_on"] > person["ended_on"]
            status = "not_expected" if gone else present if came < chance else absent
            rows.append((session["session_id"], person["person_id"], status))
    return pd.DataFrame(rows, columns=["session_id", "person_id", "status"])


def self_report_sheet(random: Generator, registry: Registry, staff: pd.DataFrame, sizes: Sizes = SHIPPED) -> Sheet:
    """Return the staff questionnaire before, midway, after and looking back."""
    version = registry.version("staff-confidence", "staff-confidence")
    returned = _returned(random, staff, sizes)
    by_subscale = _draw_subscales(random, len(staff))
    rows = []
    for time_point, mask in returned.items():
        answers = np.hstack([by_subscale[planted.subscale][time_point] for planted in effects.STAFF_CHANGES])
        holed = with_gaps(random, answers, share=effects.STAFF_SHARE_MISSING)
        for place in np.flatnonzero(mask):
            cells = [None if np.isnan(answer) else int(answer) for answer in holed[place]]
            day = DAYS[time_point] + timedelta(days=int(random.integers(0, 9)))
            rows.append([staff["person_id"].iloc[place], time_point, day, *cells])
    subscales = {subscale.id: subscale.items for subscale in version.subscales}
    items = [item for planted in effects.STAFF_CHANGES for item in subscales[planted.subscale]]
    return Sheet("staff-confidence.csv", ("person_id", "time_point", "completed_on", *items), rows)


def _returned(random: Generator, staff: pd.DataFrame, sizes: Sizes) -> dict[str, np.ndarray]:
    """Return who filled in the questionnaire when: those who had left by then did not."""
    everybody = np.ones(len(staff), dtype=bool)
    stayed = staff["ended_on"].isna().to_numpy()
    after = chosen(random, stayed, n=sizes.staff_after)
    return {
        "baseline": chosen(random, everybody, n=len(staff) - 1),
        "midpoint": after | chosen(random, ~after, n=sizes.staff_midway - sizes.staff_after),
        "endpoint": after,
        "retrospective": chosen(random, after, n=sizes.staff_looking_back),
    }


def _draw_subscales(random: Generator, n: int) -> dict[str, dict[str, np.ndarray]]:
    """Return answers by subscale and time point, people x 4 items from 0 to 10."""
    general = random.standard_normal(n)
    shared = effects.SUBSCALE_CORRELATION
    answers = {}
    for planted in effects.STAFF_CHANGES:
        before = math.sqrt(shared) * general + math.sqrt(1 - shared) * random.standard_normal(n)
        ease = np.exp(random.normal(0, 0.25, size=(n, 4)))
        answers[planted.subscale] = {}
        for time_point, shift, link in (
            ("baseline", 0.0, 1.0),
            ("midpoint", effects.SHARE_OF_CHANGE_MIDWAY * planted.change, 0.72),
            ("endpoint", planted.change, effects.STAFF_CORRELATION),
            ("retrospective", effects.RESPONSE_SHIFT, effects.RETROSPECTIVE_CORRELATION),
        ):
            latent = link * before + math.sqrt(1 - link**2) * random.standard_normal(n)
            totals = bounded_scores(latent, highest=40, mean=4 * (planted.mean_before + shift), sd=4 * effects.STAFF_SD)
            answers[planted.subscale][time_point] = items_of(random, totals, ease=ease, highest=10)
    return answers
