"""Families of one site: mothers, and fathers who take part, in courses that began one after another."""

from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.baby_steps import planted
from earlyeval.tidy.synthetic.baby_steps.planted import PlantedSite
from earlyeval.tidy.synthetic.draws import Generator, chosen

_ETHNICITY = ("asian", "black", "mixed", "white", "other", "not-stated")
_FIFTHS = ("q1", "q2", "q3", "q4", "q5")
_SOURCES = ("midwife", "health-visitor", "childrens-services", "self")
_WEEKS_BETWEEN_COURSES = 13
COLUMNS = (
    "person_id", "family_id", "role", "in_specification", "consented", "started_on", "ended_on", "end_status",
    "ethnicity", "imd-quintile", "parity", "relationship", "strand",
)  # fmt: skip


def draw_parents(random: Generator, site: PlantedSite) -> pd.DataFrame:
    """Return one row per parent who was accepted; ``course`` is the number of the family's course."""
    n = site.families
    mothers = pd.DataFrame(
        {
            "family_id": [f"{site.prefix}-F{number:03d}" for number in range(1, n + 1)],
            "role": "mother",
            "course": np.arange(n) // planted.FAMILIES_PER_COURSE,
            "ethnicity": random.choice(_ETHNICITY, size=n, p=site.ethnicity),
            "imd-quintile": random.choice(_FIFTHS, size=n, p=site.deprivation),
            "parity": random.choice(("first", "later"), size=n, p=(0.68, 0.32)),
            "strand": np.where(chosen(random, np.ones(n, dtype=bool), n=site.in_prison), "prison", "community"),
        }
    )
    partner = random.random(n) < planted.WITH_PARTNER
    takes_part = partner & (random.random(n) < planted.WITH_FATHER / planted.WITH_PARTNER)
    mothers["relationship"] = np.where(partner, "partner", "no-partner")
    fathers = mothers[takes_part].assign(role="father", relationship="partner")
    unlike = random.random(len(fathers)) < 0.12
    fathers["ethnicity"] = np.where(
        unlike, random.choice(_ETHNICITY, size=len(fathers), p=site.ethnicity), fathers["ethnicity"]
    )
    parents = pd.concat([mothers, fathers], ignore_index=True).sort_values(
        ["family_id", "role"], ascending=[True, False], kind="stable", ignore_index=True
    )
    letter = parents["role"].map({"mother": "M", "father": "P"})
    starts = [site.first_course + timedelta(weeks=_WEEKS_BETWEEN_COURSES * int(k)) for k in parents["course"]]
    return parents.assign(
        person_id=parents["family_id"] + "-" + letter,
        consented=random.random(len(parents)) < planted.CONSENT,
        in_specification=random.choice(("yes", "override"), size=len(parents), p=(0.93, 0.07)),
        started_on=starts,
    )


def referral_rows(random: Generator, site: PlantedSite, parents: pd.DataFrame) -> list[list]:
    """Return referrals: those of the families who were accepted, and some that were not."""
    starts = parents.groupby("family_id")["started_on"].first()
    rows = []
    for number, (family, start) in enumerate(starts.items(), start=1):
        day = start - timedelta(days=int(random.integers(14, 60)))
        rows.append([f"{site.prefix}-R{number:03d}", family, day, str(random.choice(_SOURCES)), "yes", "accepted"])
    for extra in range(max(2, site.families // 6)):
        number = site.families + extra + 1
        day = site.first_course + timedelta(days=int(random.integers(0, 300)))
        decision = str(random.choice(("declined", "redirected")))
        fits = str(random.choice(("yes", "no")))
        rows.append([f"{site.prefix}-R{number:03d}", f"{site.prefix}-F{number:03d}", day,
                     str(random.choice(_SOURCES)), fits, decision])  # fmt: skip
    return rows
