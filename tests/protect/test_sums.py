"""Which sums are found between published counts, table by table."""

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.cells import cells_of
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT
from earlyeval.protect.sums import sums_of

pytestmark = pytest.mark.spec
SHARED = {"programme": "group", "site": "here", "question": "reach", "strand": "family", "unit": "parents"}


def told(*rows):
    """Return each sum that is found as text: the parts and what they add up to, by value."""
    full = [
        {name: "" if value is None else value for name, value in row.items()}
        for row in records(results_frame([SHARED | row for row in rows]))
    ]
    cells = cells_of(full)
    found = []
    for link in sums_of(full, cells):
        assert sum(cells.cells[place].value * sign for place, sign in link.terms) == 0
        parts = sorted(cells.cells[place].value for place, sign in link.terms if sign > 0)
        whole = sorted(cells.cells[place].value for place, sign in link.terms if sign < 0)
        found.append(f"{'+'.join(map(str, parts))}={'+'.join(map(str, whole))}")
    return sorted(found)


def share(n, whole, **more):
    return {"estimand": "proportion", "outcome": "parity", "n": n, "n_expected": whole, **more}


def count(n, **more):
    return {"estimand": "count", "outcome": "visits", "n": n, **more}


def test_parts_of_a_denominator():
    assert told(*(share(n, 30, subgroup=name) for n, name in ((12, "a"), (13, "b"), (5, "c")))) == ["5+12+13=30"]


def test_a_count_without_a_denominator_is_no_part_of_one():
    parts = [share(n, 30, subgroup=name) for n, name in ((12, "a"), (18, "b"))]
    assert told(*parts, count(7, outcome="parity", subgroup="c")) == ["12+18=30"]


def test_parts_are_sought_up_to_sixty():
    for parts, found in ((60, 1), (61, 0)):
        assert len(told(*(share(2, 2 * parts, subgroup=str(place)) for place in range(parts)))) == found


def test_parts_that_do_not_add_up_are_no_sum():
    assert told(share(12, 30, subgroup="a"), share(13, 30, subgroup="b")) == []


def test_a_row_beside_the_parts_is_left_out_and_told_by_neighbours():
    rows = [share(n, 41, subgroup=name) for n, name in ((9, "recovered"), (11, "improved"), (21, "same"))]
    assert told(*rows, share(20, 41, subgroup="better")) == ["9+11+21=41", "9+11=20"]
    assert told(*rows, share(20, 41, outcome="better")) == ["9+11+21=41", "9+11=20"]


def test_places_of_a_total_for_numbers_and_denominators():
    rows = [share(20, 50, cluster="north"), share(15, 40, cluster="south"), share(35, 90)]
    assert told(*rows) == ["15+20=35", "40+50=90"]


def test_arms_of_a_total():
    assert told(count(12, arm="a"), count(14, arm="b"), count(26)) == ["12+14=26"]


def test_the_n_of_means_by_place():
    means = {"estimand": "mean", "outcome": "score", "unit": "points", "estimate": 3.0}
    assert told(means | {"n": 12, "cluster": "a"}, means | {"n": 14, "cluster": "b"}, means | {"n": 26}) == ["12+14=26"]


def test_months_of_a_total_in_another_unit():
    months = [
        count(n, unit="new families", subgroup=f"2025-0{month}", label=f"{month}") for month, n in ((1, 11), (2, 9))
    ]
    assert "9+11=20" in told(*months, count(20, unit="families", label="Play group"))


def test_units_of_which_one_is_the_sum_of_two():
    rows = [count(n, unit=unit, subgroup="may") for n, unit in ((30, "families"), (12, "new families"), (18, "back"))]
    assert told(*rows) == ["12+18=30"]


def test_a_table_of_moves_and_its_margins():
    moves = [
        share(n, {"low": 18, "high": 22}[start], outcome="moves", label=start, subgroup=end)
        for start, end, n in (("low", "low", 10), ("low", "high", 8), ("high", "low", 15), ("high", "high", 7))
    ]
    after = [share(n, 40, outcome="levels", label="after", subgroup=name) for n, name in ((25, "low"), (15, "high"))]
    before = [share(n, 40, outcome="levels", label="before", subgroup=name) for n, name in ((18, "low"), (22, "high"))]
    assert {"8+10=18", "7+15=22", "10+15=25", "7+8=15", "15+25=40", "18+22=40"} <= set(told(*moves, *after, *before))


def test_groups_without_a_whole_that_add_up_to_a_count_elsewhere():
    groups = [
        count(n, question="linkage", outcome="mood", subgroup=name) for n, name in ((70, "both"), (26, "before-only"))
    ]
    assert told(*groups, share(96, 120, question="flow", outcome="mood")) == ["26+70=96"]
    assert told(*groups, share(96, 120, question="flow", outcome="other")) == []


def test_small_sums_that_hold_by_chance_are_not_looked_for():
    groups = [count(n, question="linkage", outcome="mood", subgroup=name) for n, name in ((2, "both"), (3, "before"))]
    assert told(*groups, share(5, 120, question="flow", outcome="mood")) == []


def test_sums_of_zeros_say_nothing():
    assert told(count(0, arm="a"), count(0, arm="b"), count(0)) == []


def test_open_rows_and_words_are_no_counts_of_people():
    held = {"estimand": "count", "unit": "sessions", "sensitivity": "open", "outcome": "held"}
    assert told(held | {"n": 3, "arm": "a"}, held | {"n": 4, "arm": "b"}, held | {"n": 7}) == []


def test_a_row_of_another_denominator_does_not_hide_the_parts_of_a_whole():
    """Recovered, improved, unchanged and worse are those assessed; how many could not be assessed stands beside."""
    base = {"programme": "group", "site": "here", "question": "reliable-change", "outcome": "mood", "unit": "people"}
    parts = [("recovered", 8), ("improved", 5), ("unchanged", 55), ("deteriorated", 6), ("reliably_better", 13)]
    rows = [
        base | {"estimand": "proportion", "subgroup": name, "n": n, "n_expected": 74, "estimate": n / 74}
        for name, n in parts
    ]
    rows.append(base | {"estimand": "count", "subgroup": "not_assessable", "n": 32, "n_expected": 106, "estimate": 32})
    released = release(results_frame(rows), EXACT).rows
    assert released["n"].isna().sum() > 1


def test_units_are_looked_at_by_themselves_and_up_to_six():
    """Each number in a unit of its own; the third is the sum of the first two, and no other is one."""
    assert told(count(12, unit="a", subgroup="may"), count(30, unit="b", subgroup="may")) == []
    more = [(12, "a"), (18, "b"), (30, "c"), (101, "d"), (203, "e"), (407, "f"), (809, "g")]
    rows = [count(n, unit=unit, subgroup="may") for n, unit in more]
    assert told(*rows[:6]) == ["12+18=30"]
    assert told(*rows) == []


def test_numbers_of_two_units_are_no_three():
    rows = [count(n, unit=unit, subgroup="may") for n, unit in ((12, "a"), (18, "b"))]
    assert told(*rows, share(30, None, outcome="visits", unit="b", subgroup="may")) == []


def test_where_one_unit_has_nobody_one_sum_says_so():
    assert told(*(count(n, unit=unit, subgroup="may") for n, unit in ((12, "a"), (12, "b"), (0, "c")))) == ["0+12=12"]


def test_people_behind_averages_are_no_units():
    mean = {"estimand": "mean", "outcome": "score", "subgroup": "may"}
    rows = [mean | {"n": n, "unit": unit, "comparison": unit} for n, unit in ((12, "a"), (18, "b"), (30, "c"))]
    assert told(*rows) == []


def test_people_behind_averages_of_two_kinds_are_no_parts_of_one_total():
    mean = {"estimand": "mean", "outcome": "score", "unit": "points"}
    rows = [mean | {"n": 12, "cluster": "a"}, mean | {"n": 14, "cluster": "b", "estimand": "sd"}]
    assert told(*rows, mean | {"n": 26}) == []
    assert told(*rows, mean | {"n": 14, "cluster": "b"}, mean | {"n": 26}) == ["12+14=26"]
    after = [row | {"comparison": name, "estimand": "mean"} for row, name in zip(rows, ("x", "y"), strict=True)]
    assert told(*after, mean | {"n": 26}) == []


def test_people_behind_averages_are_no_parts_of_a_denominator():
    mean = {"estimand": "mean", "outcome": "score", "unit": "points", "n_expected": 26}
    assert told(mean | {"n": 12, "subgroup": "a"}, mean | {"n": 14, "subgroup": "b"}) == []


def test_counts_in_two_units_are_no_parts_of_one_total():
    parts = [count(12, cluster="a"), count(14, cluster="b", unit="families")]
    assert told(*parts, count(26)) == []


def test_a_total_is_of_the_same_outcome_and_of_nobody_in_particular():
    places = [count(12, cluster="a"), count(14, cluster="b")]
    assert told(*places, count(27)) == []
    for other in ({"outcome": "other"}, {"cluster": "c", "unit": "families"}, {"instrument": "form"}, {"arm": "x"},
                  {"subscale": "first"}, {"time_point": "after"}):  # fmt: skip
        assert told(*places, count(26, **other)) == []
    assert told(*places, {"estimand": "mean", "outcome": "visits", "n": 26}) == []


def test_one_place_alone_is_its_total():
    assert told(count(12, cluster="a"), count(12)) == ["12=12"]


def test_denominators_of_a_total_are_added_where_each_has_one():
    rows = [share(20, 50, cluster="north"), share(15, 40, cluster="south")]
    assert told(*rows, share(30, 90)) == ["40+50=90"]
    assert told(rows[0], count(15, outcome="parity", cluster="south"), share(36, 90)) == []


def test_a_zero_is_a_part_too():
    assert told(*(share(n, 17, subgroup=name) for n, name in ((12, "a"), (0, "b"), (5, "c")))) == ["0+5+12=17"]


def test_up_to_two_rows_beside_the_parts_of_a_whole():
    names = ("a", "b", "c", "d", "e", "f")
    rows = [share(n, 33, subgroup=name) for n, name in zip((10, 11, 12, 26, 27, 28), names, strict=True)]
    assert told(*rows[:5]) == ["10+11+12=33"]
    assert told(*rows) == []
    assert told(share(33, 33, subgroup="a"), share(4, 33, subgroup="b"), share(5, 33, subgroup="c")) == []
    assert told(share(33, 33, subgroup="a"), share(4, 33, subgroup="b")) == []


def test_a_run_of_parts_is_told_by_a_row_of_the_same_whole_only():
    parts = [share(n, 41, subgroup=name) for n, name in ((9, "recovered"), (11, "improved"), (21, "same"))]
    whole = "9+11+21=41"
    assert told(*parts, share(20, 50, subgroup="better")) == [whole]
    assert told(*parts, share(32, 41, subgroup="not recovered")) == ["11+21=32", whole]
    assert told(*parts, share(21, 41, subgroup="the same again")) == ["21=21", whole]
    assert told(*parts, share(30, 41, subgroup="recovered or same")) == [whole]  # they do not stand beside each other
    assert told(*parts, share(41, 41, subgroup="everybody")) == [whole]


def test_a_part_is_no_run_of_others():
    assert told(*(share(n, 34, subgroup=name) for n, name in ((8, "a"), (9, "b"), (17, "c")))) == ["8+9+17=34"]


def test_runs_of_few_hold_by_chance():
    for small, found in ((2, []), (3, ["3+5=8"])):
        rows = [share(n, 25 + small, subgroup=name) for n, name in ((small, "a"), (5, "b"), (20, "c"))]
        whole = f"{small}+5+20={25 + small}"
        assert told(*rows, share(5 + small, 25 + small, subgroup="few")) == sorted([*found, whole])


def test_a_number_told_by_two_questions_and_groups_of_a_whole_elsewhere_are_found():
    assert told(share(20, 60), share(31, 60, question="other")) == ["60=60"]
    mean = {"estimand": "mean_change", "outcome": "mood", "unit": "points", "question": "inside"}
    groups = [mean | {"n": n, "subgroup": name} for n, name in ((67, "inside"), (6, "outside"))]
    assert told(*groups, count(73, outcome="mood", question="linkage", subgroup="both")) == ["6+67=73"]


# Tables of moves: from each state at the start, how many ended in which.


def moves(*cells):
    return [share(n, None, outcome="moves", label=start, subgroup=end) for start, end, n in cells]


def after(**states):
    return [share(n, None, outcome="levels", label="after", subgroup=name) for name, n in states.items()]


def test_each_column_is_told_where_all_of_them_hold():
    table = moves(("low", "low", 10), ("low", "high", 8), ("high", "low", 15), ("high", "high", 7))
    assert told(*table, *after(low=25, high=15)) == ["10+15=25", "7+8=15"]
    assert told(*table, *after(low=25, high=14)) == []
    assert told(*table, *after(low=25)) == []
    assert told(*table, *after(low=25, high=15, other=3)) == ["10+15=25", "7+8=15"]


def test_one_line_or_one_column_is_no_table():
    line = moves(("low", "low", 10), ("low", "high", 8))
    assert told(*line, *after(low=10, high=8)) == []
    assert told(*moves(("low", "a", 10), ("low", "b", 8), ("high", "a", 15), ("high", "c", 7)),
                *after(a=25, b=15)) == []  # fmt: skip


def test_a_line_of_the_table_itself_tells_nothing_of_the_others():
    assert told(*moves(("low", "a", 10), ("low", "b", 8), ("high", "a", 0), ("high", "b", 0))) == []


def test_rows_of_nobody_in_particular_are_no_states():
    table = moves(("low", "", 10), ("low", "high", 8), ("high", "", 15), ("high", "high", 7))
    found = told(*table, *after(high=15), share(25, None, outcome="levels", label="after"))
    assert "10+15=25" not in found


# Groups without a whole of their own, and a count elsewhere that is some of them that stand side by side.


def groups(*counts, **cells):
    return [count(n, question="linkage", outcome="mood", subgroup=str(place)) | cells
            for place, n in enumerate(counts)]  # fmt: skip


def elsewhere(n, **cells):
    return count(n, question="flow", outcome="mood", cluster="one", subgroup="scored") | cells


def test_some_that_stand_side_by_side():
    for n, found in ((31, ["11+20=31"]), (53, ["20+33=53"]), (64, ["11+20+33=64"]), (44, []), (33, []), (20, [])):
        assert told(*groups(11, 20, 33), elsewhere(n)) == found
        assert told(*groups(11, 20, 33), share(9, n, question="flow", outcome="mood", subgroup="s")) == found


def test_two_groups_to_four():
    assert told(*groups(11, 20), elsewhere(31)) == ["11+20=31"]
    assert told(*groups(11, 20, 33, 47), elsewhere(31)) == ["11+20=31"]
    assert told(*groups(11, 20, 33, 47, 61), elsewhere(31)) == []


def test_few_are_few():
    assert told(*groups(3, 4), elsewhere(7)) == []
    assert told(*groups(3, 5), elsewhere(8)) == ["3+5=8"]


def test_of_another_measure_or_place_it_is_none():
    for cells in ({"instrument": "form"}, {"subscale": "first"}, {"outcome": "other"}, {"programme": "p"},
                  {"site": "t"}, {"strand": "parent"}):  # fmt: skip
        assert told(*groups(11, 20), elsewhere(31, **cells)) == []


def test_groups_of_which_one_has_a_whole_are_left_to_it():
    first, second = groups(11, 20)
    assert told(first | {"n_expected": 90}, second, elsewhere(31)) == []


def test_people_behind_averages_are_none():
    assert told(*groups(11, 20, estimand="mean", unit="points"), elsewhere(31)) == []


def test_the_same_count_told_twice_is_one():
    twice = [elsewhere(31), elsewhere(31, subgroup="again")]
    assert told(*groups(11, 20), *twice) == ["11+20=31", "31=31"]


def test_a_run_that_is_longer_by_a_zero_is_not_told_again():
    assert told(*groups(11, 20, 0), elsewhere(31)) == ["11+20=31"]
