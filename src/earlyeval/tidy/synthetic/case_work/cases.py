"""Cases: when they opened, whether parents engaged, how and when they ended; the children and parents behind them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.case_tables import CLOSURES
from earlyeval.tidy.synthetic.case_work import planted
from earlyeval.tidy.synthetic.draws import Generator, chosen

FIRST_DAY = date(2022, 4, 4)
_HOUSEHOLDS = (("one-adult", "two-adults", "other"), (0.52, 0.40, 0.08))
_SOURCES = (("social-work", "health-visitor", "school", "police", "self"), (0.46, 0.20, 0.20, 0.06, 0.08))
_REFUSALS = (("declined", "redirected", "waiting"), (0.45, 0.40, 0.15))
_LEVELS = (("l3", "l4", "cpp"), (0.50, 0.34, 0.16))


def draw_cases(random: Generator, *, n: int, prefix: str) -> pd.DataFrame:
    """Return one row per case with its child, family and parent. The last case is the first child's second one.

    Columns: case_id, person_id (the child's), family_id, parent_id, opened_week, weeks, engagement, closure_outcome
    ("" while open), stepped_up.
    """
    opened = np.sort(random.uniform(0, planted.OPENING_WEEKS, size=n))
    engagement = random.choice(tuple(planted.ENGAGED), size=n, p=tuple(planted.ENGAGED.values()))
    ends = [str(random.choice(CLOSURES, p=planted.CLOSURE_BY_ENGAGEMENT[kind])) for kind in engagement]
    means = np.array([planted.WEEKS_UNTIL[end] for end in ends])
    weeks = 4 + random.gamma(planted.WEEKS_SHAPE, means / planted.WEEKS_SHAPE)
    is_open = opened + weeks > planted.DATA_WEEKS
    families = [f"{prefix}-F{number:03d}" for number in [*range(1, n), 1]]
    return pd.DataFrame(
        {
            "case_id": [f"{prefix}-K{number:03d}" for number in range(1, n + 1)],
            "person_id": [f"{family}-C" for family in families],
            "parent_id": [f"{family}-A" for family in families],
            "family_id": families,
            "opened_week": opened,
            "weeks": np.minimum(weeks, planted.DATA_WEEKS - opened),
            "engagement": engagement,
            "would_end": ends,
            "closure_outcome": np.where(is_open, "", ends),
            "stepped_up": np.where(random.random(n) < planted.STEPPED_UP, "yes", "no"),
        }
    )


def day_of(week: float) -> date:
    """Return the day that lies so many weeks after the first one."""
    return FIRST_DAY + timedelta(days=round(7 * week))


def people_rows(random: Generator, cases: pd.DataFrame) -> list[list]:
    """Return a parent and a child for each family; two children's families did not consent."""
    families = cases.drop_duplicates("family_id")
    refused = chosen(random, np.ones(len(families), dtype=bool), n=planted.REFUSED_CONSENT)
    households = random.choice(_HOUSEHOLDS[0], size=len(families), p=_HOUSEHOLDS[1])
    sources = random.choice(_SOURCES[0], size=len(families), p=_SOURCES[1])
    fathers = random.random(len(families)) < 0.18
    rows = []
    for place, family in enumerate(families.to_dict("records")):
        consented = "no" if refused[place] else "yes"
        started, in_spec = day_of(family["opened_week"]), "yes" if place % 9 else "override"
        parent = "father" if fathers[place] else "mother"
        rows.append([family["parent_id"], family["family_id"], parent, in_spec, consented, started, None,
                     households[place], sources[place]])  # fmt: skip
        rows.append([family["person_id"], family["family_id"], "child", None, consented, started, None, None, None])
    return rows


def referral_rows(random: Generator, cases: pd.DataFrame, *, prefix: str) -> list[list]:
    """Return one referral for each family that was accepted, and some that were not."""
    families = cases.drop_duplicates("family_id").to_dict("records")
    rows = []
    for place, family in enumerate(families):
        fits = "yes" if place % 9 else "no"
        rows.append([family["family_id"], day_of(family["opened_week"] - 2), fits, "accepted"])
    for number in range(len(families) // 4):
        week = random.uniform(0, planted.OPENING_WEEKS)
        decision = str(random.choice(_REFUSALS[0], p=_REFUSALS[1]))
        rows.append([f"{prefix}-F{900 + number}", day_of(week), "no" if number % 2 else "yes", decision])
    rows.sort(key=lambda row: (row[1], row[0]))
    sources = random.choice(_SOURCES[0], size=len(rows), p=_SOURCES[1])
    levels = random.choice(_LEVELS[0], size=len(rows), p=_LEVELS[1])
    return [
        [f"R-{number + 1:03d}", row[0], row[1], str(sources[number]), str(levels[number]), row[2], row[3]]
        for number, row in enumerate(rows)
    ]


def case_rows(cases: pd.DataFrame) -> list[list]:
    """Return the table of cases; engagement and outcome are said when a case is closed."""
    rows = []
    for case in cases.to_dict("records"):
        is_closed = case["closure_outcome"] != ""
        closed = day_of(case["opened_week"] + case["weeks"]) if is_closed else None
        rows.append([
            case["case_id"], case["person_id"], day_of(case["opened_week"]), closed, case["engagement"],
            case["closure_outcome"] or None, case["stepped_up"],
        ])  # fmt: skip
    return rows
