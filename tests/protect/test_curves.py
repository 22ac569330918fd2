"""Points of curves: to two decimals they were exact numbers of people, and their steps single children."""

import math

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.curves import point_of_curve
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT, ROUNDED

pytestmark = pytest.mark.unit


def point(happened, people):
    low, high = (happened / people * factor for factor in (0.6, 1.5))
    return {
        "programme": "p", "site": "s", "question": "q", "strand": "family", "estimand": "cumulative_incidence",
        "n": people, "n_smallest": happened, "estimate": happened / people, "conf_low": low, "conf_high": high,
        "conf_level": 0.95,
    }  # fmt: skip


def shown(happened, people, profile):
    return release(results_frame([point(happened, people)]), profile).rows.iloc[0]


def test_those_who_round_alike_have_the_same_point():
    for people in (70, 85, 120):
        points = {shown(happened, people, ROUNDED)["estimate"] for happened in (18, 19, 20, 21, 22)}
        assert points == {round(20 / people, 2)}


def test_one_child_more_between_two_points_is_not_seen():
    assert shown(10, 85, ROUNDED)["estimate"] == shown(11, 85, ROUNDED)["estimate"] == 0.12


def test_limits_move_with_their_point():
    row = shown(18, 85, ROUNDED)
    assert (row["conf_low"], row["estimate"], row["conf_high"]) == (0.14, 0.24, 0.35)  # 0.13 to 0.32 about 0.21


def test_all_and_none_have_no_limits():
    for happened in (0, 85):
        row = point_of_curve(point(happened, 85), ROUNDED)
        assert row["estimate"] == happened / 85
        assert row["conf_low"] != row["conf_low"]
        assert row["conf_high"] != row["conf_high"]


def test_where_counts_are_exact_a_point_is_too():
    row = point_of_curve(point(18, 85), EXACT)
    assert (row["estimate"], row["conf_low"], row["conf_high"]) == (0.21, 0.13, 0.32)


def test_each_limit_that_lies_at_none_or_all_is_missing_by_itself():
    whole = point(18, 85) | {"conf_low": 0.0, "conf_high": 1.0}
    row = point_of_curve(whole, ROUNDED)
    assert row["estimate"] == 0.24
    assert math.isnan(row["conf_low"])
    assert math.isnan(row["conf_high"])
    one_sided = point_of_curve(point(18, 85) | {"conf_low": 0.0}, ROUNDED)
    assert math.isnan(one_sided["conf_low"])
    assert one_sided["conf_high"] == 0.35


def test_nearly_all_who_round_to_all_have_no_limits():
    row = point_of_curve(point(84, 85) | {"conf_high": 0.999}, ROUNDED)
    assert row["estimate"] == 1.0
    assert math.isnan(row["conf_low"])


def test_a_single_person_of_a_few_rounds_to_no_more_than_all():
    assert point_of_curve(point(12, 12), ROUNDED)["estimate"] == 1.0
    assert point_of_curve(point(3, 3) | {"n": 2}, ROUNDED)["estimate"] == 1.0
