"""Groups whose whole another question tells: a hidden group was what the others leave of it."""

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.cells import cells_of
from earlyeval.protect.elsewhere import told_elsewhere
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release

pytestmark = pytest.mark.unit
SHARED = {"programme": "p", "site": "s", "strand": "family", "outcome": "mood", "instrument": "form", "label": "Mood"}
AFTER = {"time_point": "after"}
COUNT = {"estimand": "count", "unit": "people"}


def group(name, n, **cells):
    mean = {"question": "inside", "estimand": "mean_change", "comparison": "after - before", "estimate": 2.5}
    return SHARED | AFTER | mean | {"subgroup": name, "n": n, "unit": "points"} | cells


def stage(name, n, question="linkage", **cells):
    return SHARED | COUNT | {"question": question, "subgroup": name, "n": n, "estimate": n} | cells


def sums(*rows):
    taken = [as_row(record) for record in records(results_frame(rows))]
    return list(told_elsewhere(taken, cells_of(taken)))


def test_means_of_groups_and_all_who_were_measured_twice():
    """Of 73 to 77 those inside are 63 to 67: outside there are 6 or 7 where few may not be told."""
    rows = [group("inside", 67), group("outside", 6, estimate=1.0), stage("both", 73)]
    assert len(sums(*rows)) == 1


def test_stages_that_do_not_stand_beside_each_other(make_profile):
    """81 both times and 7 after only are the 88 who were measured after; before only are others."""
    stages = [stage("both", 81), stage("before-only", 40), stage("after-only", 7)]
    whole = stage("scorable", 88, "missingness", **AFTER)
    assert len(sums(*stages, whole)) == 1
    shown = release(results_frame([*stages, whole]), make_profile()).rows
    assert shown["n"].isna().sum() >= 2  # the 7, and what it would follow from


def test_another_time_another_measure_and_other_groups_are_no_whole():
    parts = [group("inside", 67), group("outside", 6, estimate=1.0)]
    for whole in (
        stage("both", 73, time_point="before"),
        stage("both", 73, instrument="other"),
        stage("mothers", 73, label="Mothers"),
        stage("both", 74),
    ):
        assert sums(*parts, whole) == []


def test_of_groups_with_a_whole_of_their_own_all_are_the_parts():
    answers = [
        SHARED | {"question": "answers", "estimand": "proportion", "unit": "people", "subgroup": name, "n": n,
                  "n_expected": 60, "estimate": n / 60}
        for name, n in (("low", 10), ("middle", 20), ("high", 5))
    ]  # fmt: skip
    assert sums(*answers, stage("all", 35, "glance")) != []
    assert sums(*answers, stage("all", 30, "glance")) == []
