"""Which numbers of which rows are one and the same count."""

import pytest

from earlyeval.protect.cells import cells_of, has_counts, is_counted
from earlyeval.protect.known_answers import known_row

pytestmark = pytest.mark.unit
SHARED = {"programme": "p", "site": "s", "strand": "family", "question": "q", "outcome": "came", "unit": "parents"}


def row(**cells):
    return known_row(SHARED | {"estimand": "count"} | cells)


def share(n, whole, **cells):
    return row(estimand="proportion", n=n, n_expected=whole, estimate=n / whole, **cells)


def mean(n, **cells):
    return row(estimand="mean", n=n, estimate=2.0, **cells)


def values(*rows):
    """Return the values of the counts of rows, each count once."""
    return sorted(cell.value for cell in cells_of(rows).cells)


def test_what_counts_people_and_what_rests_on_them():
    counting = ("count", "proportion", "standardised_ratio", "criterion")
    assert [is_counted(row(estimand=name)) for name in counting] == [True] * 4
    assert [is_counted(row(estimand=name)) for name in ("mean", "mcnemar", "quotation")] == [False] * 3


def test_words_and_what_is_nobody_are_no_counts_of_people():
    assert has_counts(row(n=5))
    assert not has_counts(row(n=5, unit="sessions", sensitivity="open"))
    for words in ("quotation", "individual_score"):
        assert not has_counts(row(estimand=words, n=40, sensitivity="text"))
    assert values(row(n=5), row(n=6, unit="sessions", sensitivity="open"), row(estimand="quotation", n=40)) == [5]


def test_the_columns_of_a_row_with_their_counts():
    cells = cells_of([share(4, 16), row(n=9)])
    assert {name: cells.cells[place].value for name, place in cells.of_row(0)} == {"n": 4, "n_expected": 16}
    assert [name for name, _ in cells.of_row(1)] == ["n"]
    assert [cell.members for cell in cells.cells] == [((0, "n"),), ((0, "n_expected"),), ((1, "n"),)]


def test_counts_of_one_unit_and_averages_of_one_comparison_are_one():
    assert values(row(n=9), row(n=9, estimand="proportion", comparison="x")) == [9]
    assert values(row(n=9), row(n=9, unit="families")) == [9, 9]
    assert values(row(n=9), row(n=8)) == [8, 9]
    assert values(mean(9), mean(9, unit="points", method="other")) == [9]
    assert values(mean(9), mean(9, comparison="after - before")) == [9, 9]
    assert values(mean(9), row(n=9)) == [9, 9]
    assert values(row(n=9), row(n=9, label="other")) == [9, 9]


def test_denominators_of_one_question_are_one():
    assert values(share(4, 50), share(9, 50, outcome="left")) == [4, 9, 50]
    assert values(share(4, 50), share(9, 50, unit="families")) == [4, 9, 50, 50]
    assert values(mean(4, n_expected=50), mean(9, n_expected=50, unit="points")) == [4, 9, 50]
    assert values(mean(4, n_expected=50), mean(9, n_expected=50, outcome="left")) == [4, 9, 50, 50]
    assert values(mean(4, n_expected=50), share(9, 50)) == [4, 9, 50, 50]


def test_a_denominator_is_the_count_that_it_names():
    """16 of 83 came, and 4 of these 16: named as outcome, as group or as time."""
    few = {"outcome": "stayed"}
    for named in ({"label": "came"}, {"comparison": "came"}):
        assert values(share(16, 83), share(4, 16, **few, **named)) == [4, 16, 83]
        assert values(share(16, 83, outcome="x", subgroup="came"), share(4, 16, **few, **named)) == [4, 16, 83]
        assert values(share(16, 83, outcome="x", time_point="came"), share(4, 16, **few, **named)) == [4, 16, 83]
        assert values(share(16, 83, outcome="x"), share(4, 16, **few, **named)) == [4, 16, 16, 83]
    assert values(share(16, 83, outcome="x"), share(4, 16, **few)) == [4, 16, 16, 83]  # no name is no name
    one = cells_of([share(16, 83), share(4, 16, **few, label="came")])
    assert one.n[0] == one.whole[1]


def test_it_names_counts_of_its_own_place_and_unit_and_no_average():
    few = share(4, 16, outcome="stayed", label="came")
    assert values(share(16, 83, question="other"), few) == [4, 16, 16, 83]
    assert values(share(16, 83, unit="families"), few) == [4, 16, 16, 83]
    assert values(mean(16), few) == [4, 16, 16]
    assert values(row(n=16), mean(4, n_expected=16, outcome="stayed", label="came")) == [4, 16, 16]
