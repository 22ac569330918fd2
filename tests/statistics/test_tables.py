"""Tables of counts: what changes nothing, what is refused, what has no answer. The numbers are in reference/."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from earlyeval.statistics import tables

pytestmark = pytest.mark.unit

cells = st.lists(st.integers(0, 8), min_size=6, max_size=6).map(lambda row: np.array(row).reshape(2, 3))
TESTS = (tables.chi_square, tables.g_test, tables.cramers_v, tables.fisher)


@given(cells)
@settings(max_examples=40, deadline=None)
def test_order_of_rows_and_columns_and_which_is_which_change_nothing(counts):
    for function in TESTS:
        plain = function(counts)
        for turned in (counts[::-1], counts[:, ::-1], counts.T):
            other = function(turned)
            assert other.estimable == plain.estimable
            if plain.estimable:
                assert other.p_value == pytest.approx(plain.p_value, rel=1e-9)


def test_rows_that_hold_nobody_are_left_out():
    with_empty = [[12, 5, 0], [0, 0, 0], [3, 9, 0]]
    assert tables.chi_square(with_empty) == tables.chi_square([[12, 5], [3, 9]])
    assert tables.fisher(with_empty).p_value == tables.fisher([[12, 5], [3, 9]]).p_value


@given(st.tuples(*[st.integers(0, 9)] * 4))
@settings(max_examples=60, deadline=None)
def test_fisher_of_two_by_two_is_the_share_of_tables_counted_by_hand(counts):
    (a, b, c, d) = counts
    found = tables.fisher([[a, b], [c, d]])
    if found.estimable:
        assert found.p_value == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue, rel=1e-9)


def test_fisher_of_a_two_row_table_by_halves_is_that_of_every_table():
    # Every filling of two rows by three columns with these margins, one by one.
    given_counts = np.array([[2, 3, 1], [4, 0, 5]])
    rows, columns = given_counts.sum(axis=1), given_counts.sum(axis=0)
    from math import comb

    def ways(first):
        return np.prod([comb(int(total), int(cell)) for total, cell in zip(columns, first, strict=True)], dtype=float)

    fillings = [
        (one, two, rows[0] - one - two)
        for one in range(columns[0] + 1)
        for two in range(columns[1] + 1)
        if 0 <= rows[0] - one - two <= columns[2]
    ]
    seen = ways(given_counts[0])
    share = sum(ways(first) for first in fillings if ways(first) <= seen * (1 + 1e-7)) / sum(map(ways, fillings))
    assert tables.fisher(given_counts).p_value == pytest.approx(share, rel=1e-12)


def test_a_table_too_large_for_fisher_says_so():
    counts = np.full((6, 6), 30)
    found = tables.fisher(counts)
    assert not found.estimable
    assert "chi-square" in found.reason


def test_groups_the_other_way_round_turn_the_ratios():
    for function in (tables.risk_ratio, tables.odds_ratio, tables.odds_ratio_exact):
        here, there = function(12, 17, 3, 12), function(3, 12, 12, 17)
        assert there.estimate == pytest.approx(1 / here.estimate, rel=1e-7)
        assert there.conf_low == pytest.approx(1 / here.conf_high, rel=1e-7)
    assert tables.phi(3, 12, 12, 17).estimate == pytest.approx(-tables.phi(12, 17, 3, 12).estimate, rel=1e-12)


@pytest.mark.parametrize(
    ("function", "counts", "words"),
    [
        (tables.risk_ratio, (0, 0, 3, 5), "empty"),
        (tables.risk_ratio, (0, 4, 0, 5), "not defined"),
        (tables.risk_ratio, (2, 4, 0, 5), "no finite value"),
        (tables.odds_ratio, (4, 4, 2, 5), "no finite value"),
        (tables.odds_ratio, (4, 4, 5, 5), "not defined"),
        (tables.odds_ratio_exact, (4, 4, 2, 5), "no finite value"),
        (tables.odds_ratio_exact, (4, 4, 5, 5), "not defined"),
        (tables.phi, (0, 4, 0, 5), "not defined"),
    ],
)
def test_a_ratio_without_an_answer_says_why(function, counts, words):
    found = function(*counts)
    assert not found.estimable
    assert words in found.reason


def test_an_empty_cell_leaves_the_value_and_takes_the_interval():
    assert tables.risk_ratio(0, 4, 2, 5).estimate == 0
    assert tables.odds_ratio(0, 4, 2, 5).estimate == 0
    assert np.isnan(tables.odds_ratio(0, 4, 2, 5).conf_low)
    assert tables.odds_ratio(0, 4, 2, 5, add_half=True).conf_low > 0
    assert tables.odds_ratio_exact(0, 4, 2, 5).conf_high > 0


def test_one_stratum_is_the_plain_ratio_and_a_stratum_twice_keeps_it():
    table = [[12, 5], [3, 9]]
    assert tables.mantel_haenszel([table]).estimate == pytest.approx(
        tables.odds_ratio(12, 17, 3, 12).estimate, rel=1e-12
    )
    # Robins, Breslow and Greenland's variance of one table is Woolf's.
    assert tables.mantel_haenszel([table]).std_error == pytest.approx(
        tables.odds_ratio(12, 17, 3, 12).std_error, rel=1e-12
    )
    twice = tables.mantel_haenszel([table, table])
    assert twice.estimate == pytest.approx(7.2, rel=1e-12)
    assert twice.std_error == pytest.approx(tables.mantel_haenszel([table]).std_error / np.sqrt(2), rel=1e-12)
    assert tables.breslow_day([table, table]).statistic == pytest.approx(0, abs=1e-12)
    one = tables.mantel_haenszel([table], measure="risk_ratio")
    assert one.std_error == pytest.approx(tables.risk_ratio(12, 17, 3, 12).std_error, rel=1e-12)


def test_an_empty_stratum_adds_nothing():
    strata = [[[12, 5], [3, 9]], [[4, 6], [2, 8]]]
    with_empty = [*strata, [[0, 0], [0, 0]]]
    assert tables.mantel_haenszel(with_empty) == tables.mantel_haenszel(strata)
    assert tables.breslow_day(with_empty) == tables.breslow_day(strata)
    assert not tables.breslow_day(strata[:1]).estimable
    assert not tables.mantel_haenszel(np.zeros((0, 2, 2))).estimable


@pytest.mark.parametrize(
    "strata", [[[1, 2], [3, 4]], [[[1, 2, 3], [3, 4, 5]]], [[["a", 1], [2, 3]]], [[[-1, 1], [2, 3]]]]
)
def test_what_is_no_stratum_is_refused(strata):
    with pytest.raises(ValueError, match=r"Strata are|whole numbers"):
        tables.mantel_haenszel(strata)


def test_two_categories_make_stuart_maxwell_and_bowker_mcnemar():
    counts = [[20, 9], [3, 30]]
    # mcnemar.test(matrix(c(20, 3, 9, 30), 2), correct = FALSE)$statistic: (9 - 3)^2 / 12 = 3
    for function in (tables.stuart_maxwell, tables.bowker):
        assert (function(counts).statistic, function(counts).df) == (pytest.approx(3, rel=1e-12), 1)


def test_categories_that_exchange_nobody_do_not_break_stuart_maxwell():
    # Two blocks: coin's mh_test and DescTools fail on the singular matrix; the parts are tested and added here.
    blocks = np.zeros((4, 4))
    blocks[:2, :2], blocks[2:, 2:] = [[20, 9], [3, 30]], [[5, 8], [2, 6]]
    found = tables.stuart_maxwell(blocks)
    assert found.df == 2
    assert found.statistic == pytest.approx(36 / 12 + 36 / 10, rel=1e-9)
    unused = np.zeros((4, 4))
    unused[:2, :2] = [[20, 9], [3, 30]]
    assert tables.stuart_maxwell(unused).df == 1
    assert not tables.stuart_maxwell(np.diag([3, 4, 5])).estimable
    assert not tables.bowker(np.diag([3, 4, 5])).estimable


def test_tables_before_and_after_are_square():
    with pytest.raises(ValueError, match="square"):
        tables.bowker([[1, 2, 3], [4, 5, 6]])


def test_cochran_s_q_of_two_times_is_mcnemar_and_gaps_are_left_out():
    answers = [[1, 0]] * 7 + [[0, 1]] * 2 + [[1, 1]] * 5 + [[0, 0]] * 4
    found = tables.cochran_q(answers)
    assert found.statistic == pytest.approx(25 / 9, rel=1e-12)
    assert tables.cochran_q([*answers, [1, np.nan]]) == found
    with pytest.raises(ValueError, match="1 for yes"):
        tables.cochran_q([[1, 2], [0, 1]])
    assert not tables.cochran_q([[1, 1], [0, 0]]).estimable


def test_a_trend_of_two_groups_is_chi_square_and_scores_may_be_moved():
    trend = tables.cochran_armitage([12, 3], [17, 12])
    assert trend.statistic == pytest.approx(tables.chi_square([[12, 5], [3, 9]]).statistic, rel=1e-12)
    groups = ([3, 5, 9], [10, 12, 11])
    moved = tables.cochran_armitage(*groups, scores=[10, 30, 50])
    assert moved.statistic == pytest.approx(tables.cochran_armitage(*groups).statistic, rel=1e-12)
    assert not tables.cochran_armitage([0, 0], [4, 5]).estimable
    with pytest.raises(ValueError, match="equally long"):
        tables.cochran_armitage([1, 2], [3])


def test_small_expected_counts_are_named():
    assert "below five" in tables.chi_square([[1, 2], [3, 4]]).method
    assert "below five" not in tables.chi_square([[30, 20], [30, 40]]).method
