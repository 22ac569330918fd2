"""Questionnaires and rated visits of the made-up service: shares of concern along the ladder of deprivation."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.tidy.synthetic.draws import Generator, items_of
from earlyeval.tidy.synthetic.health_visiting import planted
from earlyeval.tidy.synthetic.sheets import Sheet

WEEKS_OF_FIRST, WEEKS_OF_SECOND = 7, 52
EPDS_ITEMS = tuple(f"q{number}" for number in range(1, 11))
GAD_ITEMS = ("nervous", "control-worry")
AREAS = ("communication", "gross-motor", "fine-motor", "problem-solving", "personal-social")
FORMS = {"twelve-months": "12-month", "two-years": "24-month"}
AGES = {"twelve-months": 52, "two-years": 108}  # weeks
# Totals on the side of concern and off it, for the two age forms: the cut-offs themselves are in the registry.
CONCERN_TOTALS = {"communication": (5, 10), "asq-se-2": (90, 110)}


def mood_sheets(random: Generator, families: pd.DataFrame) -> list[Sheet]:
    """Return EPDS at six to eight weeks and twelve months, and GAD-2 at six to eight weeks, of mothers."""
    before = _epds_totals(random, families)
    after = np.clip(before + np.rint(random.normal(planted.EPDS_CHANGE, 3.0, size=len(before))), 0, 30).astype(int)
    epds = []
    for point, totals, weeks, share in (
        ("six-weeks", before, WEEKS_OF_FIRST, 0.85),
        ("twelve-months", after, WEEKS_OF_SECOND, 0.6),
    ):
        ease = np.exp(random.normal(0, 0.3, size=(len(totals), 10)))
        answers = items_of(random, totals, ease=ease, highest=3)
        epds += _answered(random, families, point, answers, weeks=weeks, share=share)
    anxious = random.random(len(families)) < _shares(families, "gad-2")
    totals = np.where(anxious, random.integers(3, 6, size=len(families)), random.integers(0, 3, size=len(families)))
    pair = items_of(random, totals, ease=np.ones((len(totals), 2)), highest=3)
    gad = _answered(random, families, "six-weeks", pair, weeks=WEEKS_OF_FIRST, share=0.7)
    head = ("person_id", "time_point", "completed_on")
    versioned = [[*row[:3], "epds", *row[3:]] for row in epds]
    return [Sheet("epds.csv", (*head, "version", *EPDS_ITEMS), versioned), Sheet("gad-2.csv", (*head, *GAD_ITEMS), gad)]


def development_sheets(random: Generator, children: pd.DataFrame) -> list[Sheet]:
    """Return ASQ-3 and ASQ:SE-2 totals at twelve months and two years, as the service worked them out."""
    asq, social = [], []
    for point, form in FORMS.items():
        due = children[[_day(child, AGES[point]) <= planted.LAST_DAY for child in children.itertuples(index=False)]]
        returned = due[random.random(len(due)) < 0.75]
        scores = np.column_stack([_area(random, returned, area) for area in AREAS])
        troubled = random.random(len(returned)) < _shares(returned, "asq-se-2")
        calm = random.choice([0, 5, 10, 15, 20, 25, 30], size=len(returned))
        low, high = CONCERN_TOTALS["asq-se-2"]
        totals = np.where(troubled, 5 * random.integers(low // 5, high // 5, size=len(returned)), calm)
        for child, row, total in zip(returned.itertuples(index=False), scores.tolist(), totals.tolist(), strict=True):
            head = [child.person_id, point, _day(child, AGES[point]), form]
            asq.append([*head, *row])
            social.append([*head, total])
    head = ("person_id", "time_point", "completed_on", "form")
    return [Sheet("asq-3.csv", (*head, *AREAS), asq), Sheet("asq-se-2.csv", (*head, "total"), social)]


def alliance(random: Generator, families: pd.DataFrame) -> tuple[Sheet, pd.Series]:
    """Return WAI-SR totals at twelve months, and which families engage: likelier where the relationship is good."""
    workers = [f"HV-W{number:02}" for number in range(1, planted.WORKERS + 1)]
    level = dict(zip(workers, random.normal(0, planted.ALLIANCE_WORKERS, size=len(workers)), strict=True))
    rest = random.normal(0, planted.ALLIANCE_REST, size=len(families))
    exact = planted.ALLIANCE_MEAN + families["worker"].map(level).to_numpy() + rest
    spread = float(np.hypot(planted.ALLIANCE_WORKERS, planted.ALLIANCE_REST))
    standard = (exact - planted.ALLIANCE_MEAN) / spread
    odds = np.exp(np.log(planted.ENGAGED / (1 - planted.ENGAGED)) + np.log(planted.ENGAGED_BY_ALLIANCE) * standard)
    engaged = random.random(len(families)) < odds / (1 + odds)
    totals = np.clip(np.rint(exact), 12, 60).astype(int)
    answered = random.random(len(families)) < 0.6
    rows = [
        [f"{family.family_id}-A", "twelve-months", _day(family, WEEKS_OF_SECOND), int(total)]
        for family, total, has in zip(families.itertuples(index=False), totals, answered, strict=True)
        if has and _day(family, WEEKS_OF_SECOND) <= planted.LAST_DAY and family.born >= planted.FIRST_OF_SERVICE
    ]
    who = pd.MultiIndex.from_frame(families[["family_id", "born", "cluster"]])
    return Sheet("wai-sr.csv", ("person_id", "time_point", "completed_on", "total"), rows), pd.Series(
        engaged, index=who
    )


def fidelity_sheet(random: Generator, programme: Programme, visits: list[str]) -> Sheet:
    """Return visits that both the worker and a supervisor rated, component by component."""
    rows = []
    highest = programme.fidelity_scale[1]
    for visit in sorted(random.permutation(visits)[: planted.OBSERVED_VISITS].tolist()):
        for component in programme.components:
            seen, agrees, own = random.random(3)
            rated = _rating(seen, highest)
            mine = rated if agrees < planted.SELF_AGREES else _rating(own, highest)
            rows.append([visit, component.id, "supervisor", rated])
            rows.append([visit, component.id, "self", mine])
    return Sheet("fidelity.csv", ("session_id", "component", "observer_role", "rating"), rows)


def experience_sheet(random: Generator, families: pd.DataFrame) -> Sheet:
    """Return answers to the Friends and Family Test at twelve months."""
    answers = random.choice([1, 2, 3, 4, 5, 6], size=len(families), p=[0.56, 0.29, 0.08, 0.03, 0.02, 0.02])
    asked = random.random(len(families)) < 0.4
    rows = [
        [f"{family.family_id}-A", "twelve-months", _day(family, WEEKS_OF_SECOND), "fft-experience", int(answer)]
        for family, answer, has in zip(families.itertuples(index=False), answers, asked, strict=True)
        if has and _day(family, WEEKS_OF_SECOND) <= planted.LAST_DAY
    ]
    return Sheet("fft.csv", ("person_id", "time_point", "completed_on", "version", "overall"), rows)


def _epds_totals(random: Generator, families: pd.DataFrame) -> np.ndarray:
    concern = random.random(len(families)) < _shares(families, "epds")
    low = random.binomial(9, 0.48, size=len(families))
    return np.where(concern, 10 + random.binomial(12, 0.3, size=len(families)), low)


def _shares(people: pd.DataFrame, name: str) -> np.ndarray:
    bottom, slope = planted.CONCERN[name]
    return bottom + slope * people["rank"].to_numpy(dtype="float64")


def _area(random: Generator, children: pd.DataFrame, area: str) -> np.ndarray:
    share = _shares(children, area) if area in planted.CONCERN else np.full(len(children), planted.OTHER_AREAS)
    low, high = CONCERN_TOTALS["communication"]
    below = 5 * random.integers(low // 5, high // 5 + 1, size=len(children))
    well = 5 * random.integers(9, 13, size=len(children))
    return np.where(random.random(len(children)) < share, below, well)


def _answered(
    random: Generator, families: pd.DataFrame, point: str, answers: np.ndarray, *, weeks: int, share: float
) -> list[list[Any]]:
    asked = random.random(len(families)) < share
    return [
        [f"{family.family_id}-A", point, _day(family, weeks), *row]
        for family, row, has in zip(families.itertuples(index=False), answers.tolist(), asked, strict=True)
        if has and planted.FIRST_OF_SERVICE <= _day(family, weeks) <= planted.LAST_DAY
    ]


def _day(person: Any, weeks: int) -> Any:
    return person.born + timedelta(weeks=weeks)


def _rating(place: float, highest: int) -> int:
    return highest if place < planted.AS_INTENDED else highest - 1 if place < planted.AS_INTENDED + 0.15 else 0
