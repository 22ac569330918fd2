"""Groups whose whole another question tells: a hidden group was what the others leave of it."""

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.cells import cells_of
from earlyeval.protect.elsewhere import told_elsewhere
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import ROUNDED

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
    cells = cells_of(taken)
    found = list(told_elsewhere(taken, cells))
    assert all(sum(cells.cells[place].value * sign for place, sign in terms) == 0 for terms in found)
    return found


def test_means_of_groups_and_all_who_were_measured_twice():
    """Of 73 to 77 those inside are 63 to 67: outside there are 6 or 7 where few may not be told."""
    rows = [group("inside", 67), group("outside", 6, estimate=1.0), stage("both", 73)]
    assert len(sums(*rows)) == 1


def test_stages_that_do_not_stand_beside_each_other():
    """81 both times and 7 after only are the 88 who were measured after; before only are others."""
    stages = [stage("both", 81), stage("before-only", 40), stage("after-only", 7)]
    whole = stage("scorable", 88, "missingness", **AFTER)
    assert len(sums(*stages, whole)) == 1
    shown = release(results_frame([*stages, whole]), ROUNDED).rows
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


def test_two_groups_to_six_of_which_two_may_be_left_out():
    stages = [stage(str(place), n) for place, n in enumerate((8, 17, 31, 66, 140, 301, 700))]
    assert len(sums(*stages[:6], stage("both", 563, "missingness"))) == 1
    assert len(sums(*stages[:6], stage("both", 563 - 17 - 66, "missingness"))) == 1
    assert sums(*stages[:6], stage("both", 8 + 66 + 301, "missingness")) == []  # three are left out
    assert sums(*stages, stage("both", 1263, "missingness")) == []
    assert sums(*stages[:2], stage("both", 17, "missingness")) == []  # one alone is no sum
    assert sums(stages[2], stage("both", 31, "missingness")) == []


def test_sums_of_few_hold_by_chance():
    assert sums(stage("a", 3), stage("b", 4), stage("both", 7, "missingness")) == []
    assert len(sums(stage("a", 3), stage("b", 5), stage("both", 8, "missingness"))) == 1


def test_everybody_has_many_names():
    parts = [group("inside", 67), group("outside", 6)]
    names = ("", "all", "total", "pairs", "change", "both", "returned", "scorable", "baseline", "inside and outside")
    assert [len(sums(*parts, stage(name, 73))) for name in names] == [1] * 10


def test_a_whole_goes_by_the_name_of_its_groups_where_it_is_of_an_average():
    parts = [group("inside", 67), group("outside", 6), group("elsewhere", 20)]
    of_a_mean = {"question": "change", "subgroup": "reported"}
    assert len(sums(*parts, group("", 93, **of_a_mean))) == 1
    assert len(sums(*parts, group("", 73, **of_a_mean))) == 1  # of some of them, by their name
    assert sums(*parts, group("", 73, **of_a_mean, label="Other")) == []
    assert sums(*parts, stage("reported", 93)) == []
    assert sums(*[part | {"label": ""} for part in parts], group("", 93, **of_a_mean, label="")) == []


def test_of_averages_all_groups_are_the_parts_and_of_stages_some():
    averages = [group("inside", 67), group("outside", 6), group("elsewhere", 20)]
    assert sums(*averages, stage("both", 73)) == []
    assert len(sums(*averages, stage("both", 93))) == 1
    stages = [stage("a", 67), stage("b", 6), stage("c", 20)]
    assert len(sums(*stages, stage("both", 73, "missingness"))) == 1
    assert sums(stages[0] | {"n_expected": 90}, *stages[1:], stage("both", 73, "missingness")) == []


def test_its_own_question_tells_a_whole_of_another_kind_only():
    stages = [stage("a", 67), stage("b", 6)]
    assert sums(*stages, stage("both", 73, unit="families")) == []
    share = {"estimand": "proportion", "n_expected": 90, "unit": "families"}
    assert len(sums(*stages, stage("both", 73, **share))) == 1
    assert len(sums(*stages, stage("both", 73, "missingness", unit="families"))) == 1


def test_groups_are_of_one_unit_or_one_comparison_and_of_somebody():
    assert sums(stage("a", 67), stage("b", 6, unit="families"), stage("both", 73, "missingness")) == []
    assert sums(group("a", 67), group("b", 6, comparison="later - before"), stage("both", 73)) == []
    assert len(sums(group("a", 67), group("b", 6, unit="marks"), stage("both", 73))) == 1
    assert sums(group("", 67), group("outside", 6), stage("both", 73)) == []


def test_a_comparison_is_one_or_is_not_said():
    parts = [group("inside", 67), group("outside", 6)]
    assert len(sums(*parts, stage("both", 73, comparison="after - before"))) == 1
    assert sums(*parts, stage("both", 73, comparison="later - before")) == []


def test_two_groups_that_are_one_count_are_not_added_up():
    """Of the 16 who came and stayed, 4: these 16 are the whole of the 4, whichever of both names them."""
    twice = [stage("came", 16), stage("stayed", 16)]
    few = stage("few", 4, estimand="proportion", n_expected=16, label="came", comparison="stayed", estimate=0.25)
    assert sums(*twice, few, stage("both", 32, "missingness")) == []
    assert len(sums(*twice, stage("both", 32, "missingness"))) == 1
