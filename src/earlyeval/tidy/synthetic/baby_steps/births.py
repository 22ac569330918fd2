"""Births: weeks, weight, mode and feeding. Nothing depends on how often the mother came: no effect is planted."""

from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.baby_steps import planted
from earlyeval.tidy.synthetic.draws import Generator

COLUMNS = (
    "child_id", "person_id", "born_on", "gestation_weeks", "birth_weight", "delivery", "feeding", "is_multiple",
)  # fmt: skip
_END = pd.Timestamp(2025, 12, 31).date()
_DUE_WEEK = 11


def birth_rows(random: Generator, parents: pd.DataFrame) -> list[list]:
    """Return one row per baby born by the end of the returns, of mothers who consented; a record or two is lacking."""
    mothers = parents[(parents["role"] == "mother") & parents["consented"]]
    rows = []
    for mother in mothers.itertuples(index=False):
        kind = 0 if mother.parity == "first" else 1
        early = random.random() < planted.PRETERM[kind]
        weeks = int(random.integers(31, 37)) if early else int(random.choice((37, 38, 39, 40, 41), p=_TERM))
        mean = planted.EARLY_WEIGHT if early else planted.TERM_WEIGHT + 110 * (weeks - 39)
        weight = int(round(random.normal(mean, planted.WEIGHT_SD) / 10) * 10)
        by_section = random.random() < planted.CAESAREAN[kind]
        mode = ("elective_caesarean", "emergency_caesarean") if by_section else ("spontaneous", "instrumental")
        delivery = str(random.choice(mode, p=(0.45, 0.55) if by_section else (0.82, 0.18)))
        share = planted.BREASTFED
        feeding = str(random.choice(("breast", "mixed", "formula"), p=(0.6 * share, 0.4 * share, 1 - share)))
        unknown = random.random() < 0.06
        day = mother.started_on + timedelta(weeks=_DUE_WEEK + weeks - 40, days=int(random.integers(-3, 4)))
        if day > _END:
            continue
        child = f"{mother.family_id}-B1"
        rows.append([child, mother.person_id, day, weeks, max(600, weight), delivery,
                     None if unknown else feeding, "no"])  # fmt: skip
    return rows


_TERM = np.array((0.08, 0.17, 0.28, 0.30, 0.17))
