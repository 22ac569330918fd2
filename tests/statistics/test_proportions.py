"""Shares, their difference, and people who moved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import proportions

pytestmark = pytest.mark.reference


def test_wilson_is_r_s_prop_test():
    # R 4.2.2: prop.test(67, 85, correct = FALSE)$conf.int
    found = proportions.wilson(67, 85)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.6899066575540830, 0.8616376400119343), rel=1e-12)
    assert (found.n, found.n_expected, found.estimate) == (67, 85, 67 / 85)


def test_clopper_pearson_is_r_s_binom_test():
    # binom.test(3, 10)$conf.int
    found = proportions.clopper_pearson(3, 10)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.0667395111777345, 0.6524528500599973), rel=1e-10)


@pytest.mark.parametrize("function", [proportions.wilson, proportions.clopper_pearson])
def test_none_and_all(function):
    none, all_of_them = function(0, 10), function(10, 10)
    assert (none.estimate, none.conf_low) == (0, 0)
    assert (all_of_them.estimate, all_of_them.conf_high) == (1, 1)
    assert none.conf_high == pytest.approx(1 - all_of_them.conf_low, rel=1e-12)


def test_newcombe_s_own_example():
    # Newcombe 1998, table II, 56/70 and 48/80, method 10: 0.0524 to 0.3339 (digits from the formula in R)
    found = proportions.difference_newcombe(56, 70, 48, 80)
    wanted = (0.2, 0.0524314724023649, 0.3338726540369059)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-10)
    assert (found.n, found.n_smallest) == (150, 70)


def test_newcombe_with_empty_cells():
    found = proportions.difference_newcombe(10, 10, 0, 10)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx((1, 0.607509350430524, 1), rel=1e-10)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_exchanging_the_groups_flips_the_difference(k_1, rest_1, k_0, rest_0):
    here = proportions.difference_newcombe(k_1, k_1 + rest_1, k_0, k_0 + rest_0)
    there = proportions.difference_newcombe(k_0, k_0 + rest_0, k_1, k_1 + rest_1)
    assert here.estimable == there.estimable
    if here.estimable:
        assert here.conf_low == pytest.approx(-there.conf_high, abs=1e-12)
        assert -1 <= here.conf_low <= here.estimate <= here.conf_high <= 1


def test_mcnemar_is_r_s_binom_test():
    # binom.test(2, 9)$p.value; binom.test(1, 8)$p.value
    assert proportions.mcnemar_exact(2, 7).p_value == pytest.approx(0.1796875, rel=1e-12)
    found = proportions.mcnemar_exact(7, 1, n=40)
    assert found.p_value == pytest.approx(0.0703125, rel=1e-12)
    assert (found.statistic, found.n) == (7, 40)


def test_nobody_to_ask_and_nobody_moved():
    assert not proportions.wilson(0, 0).estimable
    assert not proportions.difference_newcombe(0, 0, 3, 5).estimable
    moved = proportions.mcnemar_exact(0, 0, n=12)
    assert (moved.estimable, moved.n) == (False, 12)
    assert np.isnan(moved.p_value)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="not larger than its denominator"):
        proportions.wilson(3, 2)
    with pytest.raises(ValueError, match="whole numbers"):
        proportions.wilson(1.5, 2)
    with pytest.raises(ValueError, match="smaller than b"):
        proportions.mcnemar_exact(3, 4, n=5)
