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
