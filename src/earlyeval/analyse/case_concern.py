"""Levels of concern from review to review, and the ordinal movement of each graded area."""

from collections.abc import Iterator

import numpy as np

from earlyeval.analyse.case_members import (
    CONCERN_WORDS,
    case_work,
    first_and_last,
    outcomes_of_reviews,
    ratings_of,
    reviews_in_order,
    row_of_cases,
    row_of_outcome,
)
from earlyeval.analyse.movement import (
    NOBODY_TWICE,
    distribution_rows,
    movement_rows,
    tests_of_movement,
    transition_rows,
)
from earlyeval.analyse.outcome_row import better_sign, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.instruments import Subscale
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

FIRST, LAST = "first review", "last review"
# Grades beyond this many are read as scores and not as categories.
MOST_GRADES = 11


@question("case-concern")
def case_concern(study: Study) -> Iterator[Row]:
    """Return the level of concern at the first and the last review, how cases moved between levels, and the tests.

    Rows
    ----
    Cases with a level at two reviews or more. ``outcome`` "concern-levels": share in each level (``subgroup``) at the
    first and the last review (``label``); "concern-transitions": of those in each level at first (``label``), the
    share in each level at last (``subgroup``); "concern-movement": share better, same, worse, and the sign test,
    Stuart-Maxwell and Bowker.
    """
    if case_work(study) is None:
        return
    base = row_of_cases(study, "reviews")
    ends = first_and_last(reviews_in_order(study), "concern_level")
    if ends.empty:
        empty = base | {"outcome": "concern-levels", "label": "Level of concern", "estimand": "proportion", "n": 0}
        yield not_estimable(empty, reason=NOBODY_TWICE)
        return
    levels, words, level = list(CONCERN_WORDS), list(CONCERN_WORDS.values()), study.plan.conf_level
    named = {"categories": levels, "words": words, "conf_level": level}
    for column, label in (("first", FIRST), ("last", LAST)):
        row = base | {"outcome": "concern-levels", "label": label.capitalize()}
        yield from distribution_rows(ends[column], row, **named)
    yield from transition_rows(ends, base | {"outcome": "concern-transitions"}, **named)
    moved = base | {"outcome": "concern-movement", "label": "Level of concern"}
    in_order = ends.map(levels.index)
    yield from movement_rows(in_order, moved, better=-1, conf_level=level)
    yield from tests_of_movement(ends, moved, categories=levels)


@question("case-areas")
def case_areas(study: Study) -> Iterator[Row]:
    """Return, per graded area, the grades at the first and the last review, the movement and its tests.

    Grades are ordered categories: they are counted and never averaged. ``subgroup`` holds the grade ("grade 2") in
    rows with a ``time_point`` ("first review"), and better, same or worse in the rows of movement.
    """
    for outcome in outcomes_of_reviews(study):
        if outcome.ordinal:
            yield from _area(study, outcome)


def grades_of(scale: Subscale) -> list[float]:
    """Return every grade of an area, from the lowest to the highest."""
    return [float(grade) for grade in np.arange(scale.lowest, scale.highest + 1)][:MOST_GRADES]


def _area(study: Study, outcome: Outcome) -> Iterator[Row]:
    row = row_of_outcome(study, outcome) | {"note": ""}
    level = study.plan.conf_level
    ends = first_and_last(ratings_of(study, outcome), "score")
    if ends.empty:
        yield not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason=NOBODY_TWICE)
        return
    grades = grades_of(subscale_of(study, outcome))
    words = [f"grade {grade:g}" for grade in grades]
    for column, when in (("first", FIRST), ("last", LAST)):
        at = row | {"time_point": when}
        yield from distribution_rows(ends[column], at, categories=grades, words=words, conf_level=level)
    yield from movement_rows(ends, row, better=better_sign(study, outcome), conf_level=level)
    kept = ends[ends.isin(grades).all(axis=1)]
    yield from tests_of_movement(kept, row, categories=grades)
