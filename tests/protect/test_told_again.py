"""Which counts are one number told by several questions, and that what one of them hides none of the others tells."""

import math

import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.cells import cells_of
from earlyeval.protect.families import families_of
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import ROUNDED

pytestmark = pytest.mark.spec
SHARED = {"programme": "group", "site": "here", "strand": "family", "unit": "people"}


def share(n, whole, **more):
    return (
        SHARED
        | {"question": "reach", "estimand": "proportion", "outcome": "parity", "n": n, "n_expected": whole}
        | more
    )


def count(n, **more):
    return SHARED | {"question": "flow", "estimand": "count", "outcome": "started", "n": n} | more


def mean(n, **more):
    own = {"question": "change", "estimand": "mean", "outcome": "score", "unit": "points", "n": n, "estimate": 3.0}
    return SHARED | own | more


def frame(*rows):
    return results_frame(rows)


def is_one(*rows):
    """Whether the n of the last row is the very count that the denominator, or else the n, of the first is."""
    full = [{name: "" if value is None else value for name, value in row.items()} for row in records(frame(*rows))]
    cells = families_of(full, ROUNDED).cells
    return cells.n[len(rows) - 1] == cells.whole.get(0, cells.n[0])


def test_a_denominator_told_by_another_question():
    for other in (count(13), mean(13), count(13, question="other"), share(13, 20, question="other", subgroup="")):
        assert is_one(share(6, 13, subgroup="a"), other), other


def test_not_of_another_number_place_group_or_unit():
    for other in (
        count(12), count(13, site="there"), count(13, cluster="north"), count(13, arm="a"), count(13, unit="children"),
        count(13, strand="practice"), count(13, programme="other"), count(13, subgroup="a part of them"),
        mean(13, cluster="north"), mean(12), mean(13, subgroup="a part of them"),
    ):  # fmt: skip
        assert not is_one(share(6, 13, subgroup="a"), other), other


def test_small_numbers_of_some_are_equal_by_chance():
    some = share(7, 40, question="other", subgroup="")
    assert not is_one(share(3, 7, subgroup="a"), some)
    assert is_one(share(3, 7, subgroup="a"), count(7))  # but not a whole of which the parts are told


def test_from_eight_on_equal_numbers_of_some_are_one():
    some = share(8, 40, question="other", subgroup="")
    assert is_one(share(3, 8, subgroup="a"), some)
    for name in ("all", "total"):
        assert is_one(share(3, 13, subgroup="a"), share(13, 40, question="other", subgroup=name))


def test_how_many_were_asked_behind_a_mean_is_the_denominator_too():
    full = [
        {name: "" if value is None else value for name, value in row.items()}
        for row in records(frame(share(6, 13, subgroup="a"), mean(12, n_expected=13)))
    ]
    cells = families_of(full, ROUNDED).cells
    assert cells.whole[1] == cells.whole[0]


def test_a_total_with_one_part_is_that_part():
    assert is_one(count(14), count(14, arm="a"))
    assert is_one(count(14), count(14, cluster="only"))
    assert not is_one(count(14), count(13, arm="a"))


def test_seven_and_six_of_thirteen_who_started():
    """Both hidden, as is how many they are: nor may it be told by who started, or by the number behind a mean."""
    rows = (share(7, 13, subgroup="a"), share(6, 13, subgroup="b"), count(13), count(13, arm="only"), mean(13))
    shown = release(frame(*rows), ROUNDED).rows
    assert all(math.isnan(n) for n in shown["n"])
    assert all(math.isnan(n) for n in shown["n_expected"])


def test_what_protects_nothing_is_told():
    rows = (share(17, 43, subgroup="a"), share(26, 43, subgroup="b"), count(43), mean(43))
    assert list(release(frame(*rows), ROUNDED).rows["n"]) == [15, 25, 45, 45]


def test_told_again_are_pairs_of_equal_counts():
    full = [
        {name: "" if value is None else value for name, value in row.items()}
        for row in records(frame(share(6, 13, subgroup="a"), count(13), mean(13), count(13, arm="a")))
    ]
    from earlyeval.protect.told_again import told_again

    cells = cells_of(full)
    pairs = list(told_again(full, cells))
    assert len(pairs) == 2
    assert all({cells.cells[place].value for place, _ in pair} == {13} for pair in pairs)
