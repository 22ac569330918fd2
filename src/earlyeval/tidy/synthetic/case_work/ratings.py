"""Reviews every three months: totals that run from the first to the last, levels of concern and grades beside them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.registry.outcomes import Outcome
from earlyeval.tidy.case_tables import CONCERNS
from earlyeval.tidy.synthetic.case_work import planted
from earlyeval.tidy.synthetic.case_work.cases import day_of
from earlyeval.tidy.synthetic.draws import Generator, chosen

_PLANS = (("none", "cin", "cpp"), {"none": (0.8, 0.2, 0.0), "low": (0.5, 0.5, 0.0), "medium": (0.1, 0.7, 0.2),
                                   "high": (0.0, 0.45, 0.55)})  # fmt: skip
_WORKERS = ("W1", "W2", "W3", "W4")


@dataclass(frozen=True)
class Rated:
    """The rows of reviews and of what was rated at them."""

    reviews: list[list]
    ratings: list[list]


def draw_ratings(random: Generator, cases: pd.DataFrame, outcomes: tuple[Outcome, ...]) -> Rated:
    """Return reviews and ratings of every case, one in three first reviews rated by a second worker too."""
    first, change = _totals(random, cases)
    doubled = chosen(random, np.ones(len(cases), dtype=bool), n=round(planted.DOUBLE_RATED * len(cases)))
    rated = Rated([], [])
    for place, case in enumerate(cases.to_dict("records")):
        weeks = _review_weeks(case["weeks"])
        course = first[place] + change[place] * np.linspace(0, 1, len(weeks))
        inner = random.normal(0, planted.REVIEW_NOISE_SD, size=len(weeks))
        inner[[0, -1]] = 0
        own_leanings = random.normal(0, planted.GRADE_NOISE_SD, size=len(outcomes))
        workers = random.permutation(_WORKERS)
        for number, (week, latent) in enumerate(zip(weeks, course + inner, strict=True), start=1):
            total = float(np.clip(round(latent), 0, 100))
            level = _level(total, ending=case["closure_outcome"] if number == len(weeks) else "")
            plan = str(random.choice(_PLANS[0], p=_PLANS[1][level]))
            day = day_of(case["opened_week"] + week)
            rated.reviews.append([case["case_id"], number, day, level, plan, case["engagement"]])
            is_double = bool(doubled[place]) and number == 1
            for outcome, leaning in zip(outcomes, own_leanings, strict=True):
                score = _grade(random, total, leaning) if outcome.ordinal else total
                named = [case["case_id"], number, outcome.instrument, outcome.version, outcome.subscale]
                rated.ratings.append([*named, str(workers[0]), int(score), "yes"])
                if is_double:
                    second = _second(random, score, is_grade=outcome.ordinal)
                    rated.ratings.append([*named, str(workers[1]), int(second), "no"])
    return rated


def _level(total: float, *, ending: str) -> str:
    """Return the level of concern: cut from the total, and at the last review no contradiction of how the case ends."""
    place = int(np.searchsorted(planted.CONCERN_CUTS, total, side="right"))
    if ending == "concern_removed":
        return CONCERNS[0]
    if ending == "improved":
        place = min(max(place, 1), 2)
    elif ending:
        place = max(place, 2)
    return CONCERNS[place]


def _totals(random: Generator, cases: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return total at the first review and change to the last; the mean change is planted whatever the endings."""
    first = random.normal(planted.TOTAL_MEAN, planted.TOTAL_SD, size=len(cases)).clip(18, 90)
    moves = cases["would_end"].map(planted.MOVES_BY_CLOSURE).to_numpy(dtype="float64")
    change = planted.TOTAL_CHANGE + (moves - moves.mean())
    return first, change + random.normal(0, planted.TOTAL_CHANGE_SD, size=len(cases))


def _review_weeks(length: float) -> list[float]:
    """Return the weeks of the reviews: soon after opening, then every three months, and one at the end."""
    regular = list(np.arange(1, max(length - 4, 1.5), planted.REVIEW_EVERY_WEEKS, dtype="float64"))
    return [*regular, length] if length > 6 else regular


def _grade(random: Generator, total: float, leaning: float) -> int:
    noisy = total + leaning + random.normal(0, planted.GRADE_NOISE_SD / 2)
    return 1 + int(np.searchsorted(planted.GRADE_CUTS, noisy, side="right"))


def _second(random: Generator, score: float, *, is_grade: bool) -> float:
    if not is_grade:
        return float(np.clip(round(score + random.normal(0, planted.SECOND_TOTAL_SD)), 0, 100))
    if random.random() < planted.SECOND_EQUAL:
        return score
    step = 1 if score <= 1 else -1 if score >= 5 else int(random.choice((-1, 1)))
    return score + step
