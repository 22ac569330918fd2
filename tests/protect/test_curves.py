"""Points of curves: to two decimals they were exact numbers of people, and their steps single children."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.curves import point_of_curve
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT

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


def test_those_who_round_alike_have_the_same_point(make_profile):
    for people in (70, 85, 120):
        points = {shown(happened, people, make_profile())["estimate"] for happened in (18, 19, 20, 21, 22)}
        assert points == {round(20 / people, 2)}


def test_one_child_more_between_two_points_is_not_seen(make_profile):
    assert shown(10, 85, make_profile())["estimate"] == shown(11, 85, make_profile())["estimate"] == 0.12


def test_limits_move_with_their_point(make_profile):
    row = shown(18, 85, make_profile())
    assert (row["conf_low"], row["estimate"], row["conf_high"]) == (0.14, 0.24, 0.35)  # 0.13 to 0.32 about 0.21


def test_all_and_none_have_no_limits(make_profile):
    for happened in (0, 85):
        row = point_of_curve(point(happened, 85), make_profile())
        assert row["estimate"] == happened / 85
        assert row["conf_low"] != row["conf_low"]
        assert row["conf_high"] != row["conf_high"]


def test_where_counts_are_exact_a_point_is_too():
    row = point_of_curve(point(18, 85), EXACT)
    assert (row["estimate"], row["conf_low"], row["conf_high"]) == (0.21, 0.13, 0.32)
