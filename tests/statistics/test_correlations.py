"""Pearson, Kendall, partial and semi-partial correlation: properties and edges. The numbers are in reference/."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import association

pytestmark = pytest.mark.unit

whole = st.integers(-9, 9)
people = st.lists(st.tuples(whole, whole, whole), min_size=6, max_size=15)
TWO = (association.pearson, association.spearman, association.kendall)


@given(people)
@settings(max_examples=40, deadline=None)
def test_exchanging_reversing_and_reordering(rows):
    x, y, _ = (np.array(side, dtype=float) for side in zip(*rows, strict=True))
    for function in TWO:
        here, exchanged, turned, back = function(x, y), function(y, x), function(x, -y), function(x[::-1], y[::-1])
        assert here.estimable == exchanged.estimable == turned.estimable
        if here.estimable:
            assert (exchanged.estimate, back.estimate) == pytest.approx((here.estimate, here.estimate), abs=1e-9)
            assert turned.estimate == pytest.approx(-here.estimate, abs=1e-9)
            if not np.isnan(here.conf_low):
                assert turned.conf_low == pytest.approx(-here.conf_high, abs=1e-7)


@given(people, st.sampled_from([1e-6, 3.0, 1e9]), st.integers(-50, 50))
@settings(max_examples=40, deadline=None)
def test_units_and_constants_change_nothing(rows, unit, constant):
    x, y, z = (np.array(side, dtype=float) for side in zip(*rows, strict=True))
    for function in (association.partial_correlation, association.semi_partial_correlation):
        here, scaled = function(x, y, z), function(x * unit, y + constant, z * unit)
        assert here.estimable == scaled.estimable
        if here.estimable:
            assert scaled.estimate == pytest.approx(here.estimate, abs=1e-7)


def test_without_others_in_common_the_partial_is_the_plain_one():
    x = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    y = np.array([2.0, 1, 4, 3, 6, 5, 8, 7])
    unrelated = np.array([1.0, -1, -1, 1, 1, -1, -1, 1])
    assert unrelated @ (x - x.mean()) == 0
    assert unrelated @ (y - y.mean()) == 0
    plain = association.pearson(x, y).estimate
    assert association.partial_correlation(x, y, unrelated).estimate == pytest.approx(plain, rel=1e-12)
    assert association.semi_partial_correlation(x, y, unrelated).estimate == pytest.approx(plain, rel=1e-12)


def test_partial_of_three_is_the_textbook_s_formula():
    x, y, z = np.random.default_rng(5).normal(size=(3, 25))
    xy, xz, yz = np.corrcoef(x, y)[0, 1], np.corrcoef(x, z)[0, 1], np.corrcoef(y, z)[0, 1]
    wanted = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    assert association.partial_correlation(x, y, z).estimate == pytest.approx(wanted, rel=1e-10)
    wanted = (xy - xz * yz) / np.sqrt(1 - yz**2)
    assert association.semi_partial_correlation(x, y, z).estimate == pytest.approx(wanted, rel=1e-10)


def test_people_with_a_gap_anywhere_are_left_out():
    x, y, z = np.random.default_rng(6).normal(size=(3, 20))
    gap = association.partial_correlation([*x, 3, np.nan], [*y, 4, 5], np.column_stack([[*z, np.nan, 2]]))
    assert gap == association.partial_correlation(x, y, z)


@pytest.mark.parametrize(
    ("x", "y", "given_", "words"),
    [
        ([1, 2, 3], [3, 1, 2], [1, 2, 2], "too few"),
        ([1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [1, 2, 1, 2, 1], "does not vary"),
        ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], [4, 2, 8, 6, 10], "wholly explained"),
    ],
)
def test_partial_correlations_that_cannot_be_told(x, y, given_, words):
    for function in (association.partial_correlation, association.semi_partial_correlation):
        found = function(x, y, given_)
        assert not found.estimable
        assert words in found.reason


def test_perfect_lines_have_a_value_and_nothing_else():
    for function in TWO:
        found = function([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 12])
        assert found.estimate == 1
        assert np.isnan(found.conf_low)
        assert found.reason
    assert association.pearson([1e59, 2e59, 4e59, 3e59], [1, 2, 3, 5]).estimate == pytest.approx(
        association.pearson([1, 2, 4, 3], [1, 2, 3, 5]).estimate, rel=1e-12
    )


def test_three_people_have_a_correlation_without_an_interval():
    found = association.pearson([1, 2, 3], [1, 3, 2])
    # cor.test(c(1, 2, 3), c(1, 3, 2)): r = 0.5, p = 0.6666667, no interval
    assert (found.estimate, found.p_value) == pytest.approx((0.5, 2 / 3), rel=1e-9)
    assert np.isnan(found.conf_low)
    assert found.reason


def test_names_are_held():
    ties = [1, 1, 2, 3], [1, 2, 3, 4]
    with pytest.raises(ValueError, match="without ties"):
        association.kendall(*ties, p_by="exact")
    with pytest.raises(ValueError, match="without ties"):
        association.spearman(*ties, p_by="edgeworth")
    with pytest.raises(ValueError, match="auto, exact"):
        association.kendall(*ties, p_by="guess")
    with pytest.raises(ValueError, match="up to nine"):
        association.spearman(range(12), range(12), p_by="orders")
    with pytest.raises(ValueError, match="Yes is 1"):
        association.point_biserial([1, 2, 0], [1, 2, 3])
    with pytest.raises(ValueError, match="equally long"):
        association.partial_correlation([1, 2, 3], [1, 2, 3], [1, 2])


def test_the_smaller_side_of_a_yes_or_no_is_counted():
    found = association.point_biserial([1, 0, 0, 0, 1, 0], [5, 3, 2, 4, 6, 1])
    assert found.n_smallest == 2
    assert found.estimate == association.pearson([1, 0, 0, 0, 1, 0], [5, 3, 2, 4, 6, 1]).estimate
