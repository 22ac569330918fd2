"""Two groups compared: R's answers, properties, honest edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import groups

pytestmark = pytest.mark.reference

ONE, ZERO = [12, 15, 11, 18, 9, 14], [8, 10, 7, 13, 9, 9, 6, 11]
MADE_UP = pd.DataFrame(
    {
        "after": [10, 12, 9, 15, 8, 11, 7, 13, 6, 9],
        "before": [14, 15, 13, 18, 12, 16, 11, 17, 10, 13],
        "g": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        "site": ["b", "a", "c", "a", "b", "a", "b", "c", "c", "a"],
    }
)


def test_welch_is_r_s_t_test_and_pingouin_s():
    import pingouin

    # R 4.2.2: t.test(ONE, ZERO)
    found = groups.mean_difference(ONE, ZERO)
    assert (found.statistic, found.df) == pytest.approx((2.6550798076869118, 8.5279259967476140), rel=1e-12)
    assert found.p_value == pytest.approx(0.0274731030622977, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.5688445084215092, 7.5144888249118216), rel=1e-12)
    assert (found.n, found.n_smallest) == (14, 6)
    theirs = pingouin.ttest(ONE, ZERO, correction=True)
    assert found.p_value == pytest.approx(theirs["p_val"].iloc[0], rel=1e-10)


def test_hedges_g_is_metafor_s_with_the_exact_interval():
    # metafor 3.8-1: escalc("SMD", ...)$yi = 1.4154301586549
    # interval: J * uniroot(function(x) pt(t, 12, ncp = x) - .975, ...)$root / sqrt(48 / 14)
    found = groups.hedges_g(ONE, ZERO)
    wanted = (1.415430158654874, 0.255308858506646, 2.531367984399971)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-9)
    assert groups.hedges_g(ONE, ZERO, better=-1).estimate == pytest.approx(-wanted[0], rel=1e-12)


def test_standardised_mean_difference_has_bonett_s_interval():
    # s <- sqrt((var(x1) + var(x0)) / 2); se <- sqrt(d^2 (v1^2/5 + v0^2/7) / (8 s^4) + (v1/5 + v0/7) / s^2)
    found = groups.standardised_mean_difference(ONE, ZERO)
    wanted = (1.468541547372383, 0.116010577089291, 2.821072517655475)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-12)


def test_adjusted_difference_is_r_s_lm_with_a_text_covariate():
    # f <- lm(after ~ g + before + site); summary(f)$coefficients["g", ]; confint(f)["g", ]
    found = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], MADE_UP[["site"]])
    assert found.estimate == pytest.approx(-0.657178217821782, rel=1e-10)
    assert found.statistic == pytest.approx(-1.603565257846331, rel=1e-10)
    assert found.p_value == pytest.approx(0.169713934267625, rel=1e-10)
    assert (found.conf_low, found.conf_high) == pytest.approx((-1.710662247388108, 0.396305811744544), rel=1e-10)
    assert (found.n, found.n_smallest, found.df) == (10, 5, 5)


def test_a_text_covariate_is_its_own_columns_of_zero_and_one():
    coded = np.column_stack([MADE_UP["site"] == "b", MADE_UP["site"] == "c"]).astype(float)
    by_text = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], MADE_UP["site"])
    by_code = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], coded)
    assert by_text.estimate == pytest.approx(by_code.estimate, rel=1e-12)


def test_whoever_lacks_a_value_is_left_out_of_the_adjustment():
    extended = pd.concat([MADE_UP, pd.DataFrame({"after": [1.0], "before": [2.0], "g": [0], "site": [None]})])
    found = groups.adjusted_difference(extended["after"], extended["before"], extended["g"], extended[["site"]])
    assert found.n == 10


@given(st.integers(-40, 40), st.sampled_from([0.01, 2.0, 100.0]), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_constant_and_unit(constant, unit, chance):
    order = list(range(10))
    chance.shuffle(order)
    moved = MADE_UP.iloc[order]
    plain = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"])
    other = groups.adjusted_difference(moved["after"] * unit + constant, moved["before"] + constant, moved["g"])
    assert other.estimate == pytest.approx(plain.estimate * unit, rel=1e-7)
    assert other.p_value == pytest.approx(plain.p_value, rel=1e-7)


@given(st.lists(st.integers(0, 27), min_size=2, max_size=9), st.lists(st.integers(0, 27), min_size=2, max_size=9))
@settings(max_examples=50, deadline=None)
def test_exchanging_the_groups_flips_the_sign_and_keeps_the_width(one, zero):
    for function in (groups.mean_difference, groups.standardised_mean_difference, groups.hedges_g):
        here, there = function(one, zero), function(zero, one)
        assert here.estimable == there.estimable
        if here.estimable:
            assert here.estimate == pytest.approx(-there.estimate, rel=1e-9, abs=1e-9)
            assert here.conf_low == pytest.approx(-there.conf_high, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("function", [groups.mean_difference, groups.hedges_g, groups.standardised_mean_difference])
def test_one_person_or_nobody_or_no_spread(function):
    for one, zero in (([], [1, 2]), ([1], [1, 2]), ([np.nan, 3], [1, 2]), ([2, 2], [2, 2]), ([3, 3], [2, 2])):
        found = function(one, zero)
        assert not found.estimable
        assert found.n_smallest == min(np.isfinite(one).sum(), 2)
        assert found.reason


def test_an_adjusted_difference_that_cannot_be_told():
    one_group = groups.adjusted_difference([1, 2, 3], [1, 2, 4], [1, 1, 1])
    assert (one_group.estimable, one_group.n, one_group.n_smallest) == (False, 3, 0)
    too_few = groups.adjusted_difference([1, 2, 3], [1, 2, 4], [0, 1, 1])
    assert "too few" in too_few.reason
    same_as_group = groups.adjusted_difference(
        [1, 2, 3, 5, 4], [3, 4, 4, 2, 1], [0, 0, 1, 1, 1], [[0], [0], [1], [1], [1]]
    )
    assert "cannot be told apart" in same_as_group.reason
    perfect = groups.adjusted_difference([2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [0, 1, 0, 1, 0])
    assert "without remainder" in perfect.reason
    for found in (too_few, same_as_group, perfect):
        assert not found.estimable
        assert np.isnan(found.p_value)


def test_a_covariate_that_is_the_same_for_everybody_adjusts_for_nothing():
    plain = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"])
    constant = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], np.ones((10, 1)))
    assert constant.estimate == plain.estimate


def test_bad_input_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="coded 0 and 1"):
        groups.adjusted_difference([1, 2], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="equally long"):
        groups.adjusted_difference([1, 2], [1, 2, 3], [0, 1])
    with pytest.raises(ValueError, match="one row for every person"):
        groups.adjusted_difference([1, 2], [1, 2], [0, 1], [[1], [2], [3]])
