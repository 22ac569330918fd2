"""Two arms: differences are arm minus reference, and three answers stand side by side."""

import numpy as np
import pytest

from earlyeval.analyse.arms import arms
from earlyeval.statistics import groups

pytestmark = pytest.mark.spec

TRIAL = {
    "arms": [
        {"id": "course", "label": "Course"},
        {"id": "usual", "label": "As usual", "reference": True},
    ],
    "time_points": [
        {"id": "before", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
        {"id": "midway", "label": "Midway", "order": 2, "weeks": 8, "role": "other"},
        {"id": "after", "label": "After", "order": 3, "weeks": 16, "role": "endpoint"},
    ],
}
OUTCOMES = ({"time_points": ["before", "midway", "after"]},)


def made(make_study, *, people=24, lost=()):
    generator = np.random.default_rng(7)
    told, scores = ["person_id role started_on arm"], ["person_id outcome time_point score"]
    for number in range(people):
        arm = "course" if number % 2 else "usual"
        told.append(f"p{number} mother 2025-01-06 {arm}")
        before = int(generator.integers(8, 20))
        midway = before - (2 if arm == "course" else 0) + int(generator.integers(-2, 3))
        after = before - (4 if arm == "course" else 1) + int(generator.integers(-2, 3))
        scores += [f"p{number} mood before {before}", f"p{number} mood midway {midway}"]
        if number not in lost:
            scores.append(f"p{number} mood after {after}")
    return make_study(
        people="\n".join(told),
        scores="\n".join(scores),
        programme=TRIAL,
        outcomes=OUTCOMES,
        plan={"comparison": "arms"},
    )


def row(rows, **wanted):
    found = rows
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1, f"{len(found)} rows for {wanted}"
    return found.iloc[0]


def test_differences_are_arm_minus_reference(make_study):
    rows = arms(made(make_study))
    difference = row(rows, estimand="mean_difference", time_point="after")
    course = row(rows, estimand="mean", time_point="after", arm="course")
    usual = row(rows, estimand="mean", time_point="after", arm="usual")
    assert difference["comparison"] == "Course - As usual"
    assert difference["estimate"] == pytest.approx(course["estimate"] - usual["estimate"])


def test_the_adjusted_difference_is_that_of_the_statistics_layer(make_study):
    study = made(make_study, lost=(3, 4, 9))
    wide = study.scores.pivot(index="person_id", columns="time_point", values="score")
    arm = study.people.set_index("person_id")["arm"].reindex(wide.index)
    direct = groups.adjusted_difference(
        wide["after"].to_numpy(), wide["before"].to_numpy(), (arm == "course").to_numpy(float)
    )
    found = row(arms(study), estimand="adjusted_difference", time_point="after")
    assert found["estimate"] == pytest.approx(direct.estimate)
    assert found["n"] == 21


def test_three_answers_stand_side_by_side_at_the_end(make_study):
    rows = arms(made(make_study, lost=(3, 4, 9)))
    numbers = {
        name: row(rows, estimand=name, time_point="after")["n"]
        for name in ("adjusted_difference", "model_difference", "carried_forward_difference")
    }
    assert numbers == {"adjusted_difference": 21, "model_difference": 24, "carried_forward_difference": 24}


def test_nobody_lost_gives_the_same_adjusted_and_carried_forward_difference(make_study):
    rows = arms(made(make_study))
    adjusted = row(rows, estimand="adjusted_difference", time_point="after")
    carried = row(rows, estimand="carried_forward_difference", time_point="after")
    assert adjusted["estimate"] == pytest.approx(carried["estimate"])


def test_a_study_without_arms_has_no_rows(make_study):
    assert len(arms(make_study(people="person_id role\nann mother"))) == 0


def test_everybody_lost_from_one_arm_is_a_reason_and_no_number(make_study):
    rows = arms(made(make_study, lost=tuple(range(1, 24, 2))))
    gone = row(rows, estimand="mean_difference", time_point="after")
    assert not gone["estimable"]
    assert gone["reason"]
