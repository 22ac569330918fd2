"""Studies that did not go to plan: each gives rows with reasons, and no number that only looks like one."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.analyse.arms import arms
from earlyeval.analyse.change import family_change
from earlyeval.analyse.criteria import criteria
from earlyeval.analyse.everything import all_results
from earlyeval.analyse.joint_display import numbers_say
from earlyeval.analyse.rating_agreement import rating_agreement
from earlyeval.analyse.response_shift import response_shift
from earlyeval.study.consent import with_consent

pytestmark = pytest.mark.spec

POINTS = [
    {"id": "before", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
    {"id": "midway", "label": "Midway", "order": 2, "weeks": 8, "role": "other"},
    {"id": "after", "label": "After", "order": 3, "weeks": 16, "role": "endpoint"},
    {"id": "then", "label": "Looking back", "order": 4, "weeks": 16, "role": "other", "retrospective_of": "before"},
]
ARMS = [{"id": "course", "label": "Course"}, {"id": "usual", "label": "As usual", "reference": True}]
TRIAL = {"arms": ARMS, "time_points": POINTS}


def tables(points, *, people=20, columns=""):
    """Scores of made-up people in two arms at the given points."""
    generator = np.random.default_rng(3)
    told, scores = [f"person_id role arm {columns}"], ["person_id outcome time_point score"]
    for number in range(people):
        extra = " ".join("none" for _ in columns.split())
        told.append(f"p{number} mother {'course' if number % 2 else 'usual'} {extra}")
        scores += [f"p{number} mood {point} {generator.integers(4, 20)}" for point in points]
    return {"people": "\n".join(told), "scores": "\n".join(scores)}


def of(rows, estimand, time_point=None):
    found = rows[rows["estimand"] == estimand]
    return found if time_point is None else found[found["time_point"] == time_point].iloc[0]


def test_an_outcome_measured_only_after_is_compared_without_adjustment(make_study):
    outcomes = ({"time_points": ["after"]},)
    rows = arms(make_study(**tables(["after"]), outcomes=outcomes, programme=TRIAL, plan={"comparison": "arms"}))
    assert of(rows, "mean_difference", "after")["estimable"]
    assert not of(rows, "adjusted_difference", "after")["estimable"]


def test_a_retrospective_point_is_no_time_of_comparison(make_study):
    outcomes = ({"time_points": ["before", "after", "then"]},)
    told = tables(["before", "after", "then"])
    rows = arms(make_study(**told, outcomes=outcomes, programme=TRIAL, plan={"comparison": "arms"}))
    assert set(of(rows, "adjusted_difference")["time_point"]) == {"after"}


def test_a_point_that_was_not_returned_costs_the_others_nothing(make_study):
    outcomes = ({"time_points": ["before", "midway", "after"]},)
    study = make_study(**tables(["before", "after"]), outcomes=outcomes, programme={"time_points": POINTS})
    rows = family_change(study)
    assert of(rows, "model_change", "after")["estimable"]
    assert not of(rows, "model_change", "midway")["estimable"]
    assert of(rows, "model_change", "after")["n"] == 20


def test_nobody_measured_after_is_not_everybody_unchanged(make_study):
    outcomes = ({"time_points": ["before", "after"]},)
    study = make_study(**tables(["before"]), outcomes=outcomes, programme=TRIAL, plan={"comparison": "arms"})
    assert of(family_change(study), "carried_forward_change").iloc[0]["reason"] == "Nobody was measured at this time."
    assert not of(arms(study), "carried_forward_difference", "after")["estimable"]


def test_a_covariate_value_that_nobody_has_costs_nothing(make_study):
    characteristic = {"id": "help", "label": "Help", "values": {"none": "None", "some": "Some", "much": "Much"}}
    study = make_study(
        **tables(["before", "midway", "after"], columns="help"),
        outcomes=({"time_points": ["before", "midway", "after"]},),
        programme={**TRIAL, "characteristics": [characteristic]},
        plan={"comparison": "arms", "adjust_for": ["help"]},
    )
    rows = arms(study)
    assert of(rows, "model_difference", "after")["estimable"]
    assert of(rows, "adjusted_difference", "after")["estimable"]


def test_a_time_at_which_one_arm_was_seen_leaves_the_others(make_study):
    told = tables(["before", "midway", "after"])
    kept = [line for line in told["scores"].splitlines() if "midway" not in line or int(line.split()[0][1:] or 0) % 2]
    study = make_study(
        people=told["people"], scores="\n".join(["person_id outcome time_point score", *kept[1:]]),
        outcomes=({"time_points": ["before", "midway", "after"]},), programme=TRIAL, plan={"comparison": "arms"},
    )  # fmt: skip
    rows = arms(study)
    assert of(rows, "model_difference", "midway")["reason"] == "Not both arms were measured at this time."


def test_looking_back_alone_is_an_answer(make_study):
    outcomes = ({"time_points": ["after", "then"]},)
    rows = response_shift(make_study(**tables(["after", "then"]), outcomes=outcomes, programme={"time_points": POINTS}))
    assert dict(zip(rows["subgroup"], rows["estimable"], strict=True)) == {
        "ordinary": False, "looking back": True, "shift": False,
    }  # fmt: skip


def test_in_a_trial_the_change_of_all_arms_is_marked_as_such(make_study):
    outcomes = ({"time_points": ["before", "after"]},)
    told = tables(["before", "after"])
    rows = family_change(make_study(**told, outcomes=outcomes, programme=TRIAL, plan={"comparison": "arms"}))
    assert set(rows["arm"]) == {"all-arms-together"}


def test_moving_on_a_scale_without_a_better_end_is_neither_better_nor_worse():
    assert numbers_say([{"conf_low": 1.0, "conf_high": 2.0, "direction": "neither", "estimable": True}]) == "mixed"


RATINGS = """
    clip_id  person_id  time_point  instrument  version  item  rater_id  score  is_main_rater
    c1       sue        before      film        v1       i1    a         3      yes
    c1       sue        before      film        v1       i1    b         4      no
    c1       sue        before      film        v1       i1    c         1      no
    c2       sue        after       film        v1       i1    a         5      yes
"""
FILM = (
    {"id": "film", "instrument": "film", "strand": "staff", "source": "ratings", "time_points": ["before", "after"]},
)


def test_a_third_rater_is_not_averaged_into_the_second(make_study):
    rows = rating_agreement(make_study(ratings=RATINGS, outcomes=FILM, programme={"time_points": POINTS}))
    twice = rows[rows["subgroup"] == "rated twice"].iloc[0]
    assert (twice["n"], twice["n_expected"]) == (1, 2)
    near = of(rows, "within_one").iloc[0]
    assert (near["n"], near["n_expected"]) == (1, 1)


def test_blindness_that_was_not_returned_is_not_a_no(make_study):
    rows = rating_agreement(make_study(ratings=RATINGS, outcomes=FILM, programme={"time_points": POINTS}))
    assert not rows[rows["subgroup"] == "rated without knowing before or after"].iloc[0]["estimable"]


def test_no_main_rater_is_a_reason(make_study):
    ratings = RATINGS.replace("yes", "no ")
    rows = rating_agreement(make_study(ratings=ratings, outcomes=FILM, programme={"time_points": POINTS}))
    assert list(rows["reason"]) == ["No rating is marked as the main rater's."]


def test_an_indicator_that_names_several_results_is_not_judged(make_study):
    study = make_study(**tables(["before", "after"]), outcomes=({"time_points": ["before", "after"]},),
                       programme={"time_points": POINTS},
                       criteria=[{"question": "retention", "outcome": "mood"}])  # fmt: skip
    judged = criteria(study)
    assert list(judged["estimable"]) == [False]
    assert "more than a single result" in judged.iloc[0]["reason"]


@pytest.mark.parametrize("comparison", ["none", "arms"])
def test_every_question_has_an_answer_in_a_study_of_nobody(make_study, comparison):
    study = make_study(programme=TRIAL, outcomes=({"time_points": ["before", "after"]},),
                       plan={"comparison": comparison}, profiles=True)  # fmt: skip
    rows = all_results(study)
    assert not rows.loc[rows["estimable"] & rows["estimate"].notna() & (rows["estimand"] != "count"), "estimate"].any()


def test_answers_without_consent_are_set_aside_and_said(make_study):
    study = make_study(
        people="person_id role consented\nann mother yes\nbea mother no\ncat mother -",
        totals="""
            person_id  instrument  version  time_point  subscale  score
            ann        mood        v1       before      total     4
            bea        mood        v1       before      total     5
            cat        mood        v1       before      total     6
        """,
        programme={"time_points": POINTS},
    )
    kept, findings = with_consent(study.tables, study.findings)
    assert list(kept["totals"]["person_id"]) == ["ann", "cat"]
    assert len(kept["people"]) == 3
    assert list(zip(findings["table"], findings["rule"], findings["rows"], strict=True)) == [
        ("totals", "no_consent", 1)
    ]
    assert len(study.tables["totals"]) == 3
    pd.testing.assert_frame_equal(with_consent(kept, study.findings)[0]["totals"], kept["totals"])
