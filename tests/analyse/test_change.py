"""How scores changed: whom the change rests on, its sign, and what other methods give beside it."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.floor_and_ceiling import floor_and_ceiling
from earlyeval.analyse.lost import lost_to_follow_up

pytestmark = pytest.mark.spec

PEOPLE = """
    person_id  role    started_on
    ann        mother  2025-01-06
    bea        mother  2025-01-06
    cat        father  2025-01-06
    dee        mother  2025-01-06
    eve        mother  2025-01-06
    flo        staff   2025-01-06
"""
# ann to cat fall by 2, 4 and 3 points; dee was measured before only, eve after only.
SCORES = """
    person_id  outcome  time_point  score
    ann        mood     baseline    10
    ann        mood     endpoint    8
    bea        mood     baseline    12
    bea        mood     endpoint    8
    cat        mood     baseline    9
    cat        mood     endpoint    6
    dee        mood     baseline    20
    eve        mood     endpoint    5
"""


def row(rows, **wanted):
    found = rows
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1, f"{len(found)} rows for {wanted}"
    return found.iloc[0]


def test_the_change_is_after_minus_before_among_people_measured_twice(make_study):
    change = row(family_change(make_study(people=PEOPLE, scores=SCORES)), estimand="mean_change")
    assert change["estimate"] == pytest.approx(-3)
    assert (change["n"], change["n_expected"]) == (3, 5)
    assert change["comparison"] == "endpoint - baseline"
    assert change["note"] == "0 to 27"


def test_staff_are_not_families(make_study):
    study = make_study(people=PEOPLE, scores=SCORES)
    assert len(staff_change(study)) == 0
    assert set(family_change(study)["strand"]) == {"family"}


def test_means_of_everybody_and_of_pairs_stand_apart(make_study):
    rows = family_change(make_study(people=PEOPLE, scores=SCORES))
    everybody = row(rows, estimand="mean", time_point="baseline", subgroup="all")
    pairs = row(rows, estimand="mean", time_point="baseline", subgroup="pairs")
    assert everybody["estimate"] == pytest.approx((10 + 12 + 9 + 20) / 4)
    assert pairs["estimate"] == pytest.approx((10 + 12 + 9) / 3)


def test_a_standardised_change_is_positive_when_people_got_better(make_study):
    rows = family_change(make_study(people=PEOPLE, scores=SCORES))
    for name in ("d_z", "d_av", "d_rm", "d_pre", "g_z", "g_av", "g_rm", "g_pre"):
        assert row(rows, estimand=name)["estimate"] > 0, name


def test_the_mixed_model_uses_the_people_measured_once(make_study):
    model = row(family_change(make_study(people=PEOPLE, scores=SCORES)), estimand="model_change")
    assert model["n"] == 5
    assert model["estimate"] < 0


def test_carrying_forward_counts_those_lost_as_unchanged(make_study):
    carried = row(family_change(make_study(people=PEOPLE, scores=SCORES)), estimand="carried_forward_change")
    assert carried["n"] == 4
    assert carried["estimate"] == pytest.approx((-2 - 4 - 3 + 0) / 4)


def test_people_who_all_changed_alike_have_no_interval(make_study):
    alike = """
        person_id  outcome  time_point  score
        ann        mood     baseline    10
        ann        mood     endpoint    8
        bea        mood     baseline    12
        bea        mood     endpoint    10
    """
    change = row(family_change(make_study(people=PEOPLE, scores=alike)), estimand="mean_change")
    assert not change["estimable"]
    assert change["reason"]
    assert np.isnan(change["p_value"])


def test_one_pair_is_a_row_with_a_reason(make_study):
    one = """
        person_id  outcome  time_point  score
        ann        mood     baseline    10
        ann        mood     endpoint    8
    """
    change = row(family_change(make_study(people=PEOPLE, scores=one)), estimand="mean_change")
    assert (change["estimable"], change["n"]) == (False, 1)


def test_nobody_measured_twice_is_a_row_with_a_reason(make_study):
    none = """
        person_id  outcome  time_point  score
        ann        mood     baseline    10
        eve        mood     endpoint    8
    """
    rows = family_change(make_study(people=PEOPLE, scores=none))
    assert not row(rows, estimand="mean_change")["estimable"]
    assert not row(rows, estimand="model_change")["estimable"]


def test_no_score_at_all_is_no_exception(make_study):
    rows = family_change(make_study(people=PEOPLE))
    assert not rows["estimable"].any()


def test_the_tables_are_not_changed(make_study):
    study = make_study(people=PEOPLE, scores=SCORES)
    before = study.scores.copy(deep=True)
    family_change(study)
    pd.testing.assert_frame_equal(before, study.scores)


def test_those_lost_are_compared_at_the_start(make_study):
    rows = lost_to_follow_up(make_study(people=PEOPLE, scores=SCORES))
    kept = row(rows, estimand="mean", subgroup="kept")
    lost = row(rows, subgroup="lost", estimand="mean")
    assert (kept["n"], kept["n_expected"]) == (3, 4)
    assert (lost["n"], lost["n_expected"]) == (1, 4)


def test_floor_and_ceiling_count_the_ends_of_the_scale(make_study):
    ends = """
        person_id  outcome  time_point  score
        ann        mood     baseline    0
        bea        mood     baseline    27
        cat        mood     baseline    0
        dee        mood     baseline    5
    """
    rows = floor_and_ceiling(make_study(people=PEOPLE, scores=ends))
    floor = row(rows, time_point="baseline", subgroup="floor")
    ceiling = row(rows, time_point="baseline", subgroup="ceiling")
    assert (floor["n"], floor["n_expected"]) == (2, 4)
    assert (ceiling["n"], ceiling["n_expected"]) == (1, 4)
