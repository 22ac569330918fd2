"""Families of an open group: when they first came, how long they kept coming, and who had been referred."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.pilot import planted

FIRST_GROUP = date(2014, 9, 9)
_LANGUAGES = (("english", "other", "not-stated"), (0.50, 0.46, 0.04))
_SOURCES = (("health-visitor", "social-work", "early-help-team", "midwife"), (0.45, 0.15, 0.28, 0.12))


def draw_families(random: Generator) -> pd.DataFrame:
    """Return one row per family that came: first week, weeks until its last visit, route and support."""
    n = planted.FAMILIES
    referred = chosen(random, np.ones(n, dtype=bool), n=planted.REFERRED)
    again = random.random(n) >= planted.ONCE_ONLY
    stay = np.where(again, 1 + np.floor(random.exponential(planted.STAY_WEEKS, size=n)), 0)
    route = np.where(referred, "referred", "universal")
    luck = random.random(n)
    protection = np.array([planted.CHILD_PROTECTION[one] for one in route])
    early = np.array([planted.EARLY_HELP[one] for one in route])
    support = np.where(luck < protection, "child-protection", np.where(luck < protection + early, "early-help", ""))
    return pd.DataFrame(
        {
            "family_id": [f"L-F{number:03d}" for number in range(1, n + 1)],
            "first_week": np.sort(random.integers(0, planted.ARRIVAL_WEEKS, size=n)),
            "stay": stay.astype(int),
            "keenness": random.beta(*planted.KEENNESS, size=n),
            "is_referred": referred,
            "support-level": np.where(support == "", "none-known", support),
            "first-language": random.choice(_LANGUAGES[0], size=n, p=_LANGUAGES[1]),
            "parity": random.choice(("first", "later"), size=n, p=(0.6, 0.4)),
            "role": np.where(random.random(n) < 0.12, "father", "mother"),
        }
    )


def person_of(family: str) -> str:
    """Return the id of a family's parent."""
    return f"{family}-A"


def day_of(week: int) -> date:
    """Return the day of the group in a week."""
    return FIRST_GROUP + timedelta(weeks=int(week))


def open_weeks() -> list[int]:
    """Return the weeks in which the group met."""
    return [week for week in range(planted.WEEKS) if week not in planted.CLOSED_WEEKS]


def group_rows() -> list[list]:
    """Return the weekly groups: held but for two weeks at the turn of the year."""
    rows = []
    for week in range(planted.WEEKS):
        held = week not in planted.CLOSED_WEEKS
        reason, minutes = (None, 90) if held else ("holiday", None)
        rows.append([f"BG-{week + 1:02d}", "baby-group", week + 1, day_of(week), "yes" if held else "no", minutes,
                     reason])  # fmt: skip
    return rows


def visit_rows(random: Generator, families: pd.DataFrame) -> list[list]:
    """Return one row per visit: the first, the last, and some of the weeks between."""
    meets, rows = set(open_weeks()), []
    for family in families.to_dict("records"):
        last = min(family["first_week"] + family["stay"], planted.WEEKS - 1)
        for week in range(family["first_week"], last + 1):
            is_end = week in (family["first_week"], last)
            comes = random.random() < family["keenness"]
            shifted = week if week in meets else planted.CLOSED_WEEKS[-1] + 1
            if (is_end or comes) and not (week not in meets and not is_end):
                rows.append((f"BG-{shifted + 1:02d}", person_of(family["family_id"])))
    return [[session, person, "attended"] for session, person in sorted(set(rows))]


def referral_rows(random: Generator, families: pd.DataFrame) -> list[list]:
    """Return the referrals: of families that came, and of some that were not accepted."""
    sent = [
        [family["family_id"], day_of(family["first_week"]) - timedelta(days=int(random.integers(7, 30))), "accepted"]
        for family in families[families["is_referred"]].to_dict("records")
    ]
    for number in range(planted.NOT_ACCEPTED):
        week = int(random.integers(0, planted.ARRIVAL_WEEKS))
        sent.append([f"L-F{900 + number}", day_of(week), "redirected" if number % 2 else "declined"])
    sent.sort(key=lambda row: (row[1], row[0]))
    sources = random.choice(_SOURCES[0], size=len(sent), p=_SOURCES[1])
    return [
        [f"R-{number:03d}", family, day, str(source), "yes" if decision == "accepted" else "no", decision]
        for number, ((family, day, decision), source) in enumerate(zip(sent, sources, strict=True), start=1)
    ]
