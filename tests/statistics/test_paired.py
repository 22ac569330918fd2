"""Paired change: the published worked case, R's answers, the properties, the honest edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import paired

pytestmark = pytest.mark.reference

# R's built-in `sleep` (Cushny and Peebles 1905), extra hours of sleep under two drugs; R 4.2.2.
BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
scores = st.integers(min_value=0, max_value=27)
pairs = st.lists(st.tuples(scores, scores), min_size=3, max_size=25)


def test_mean_change_is_r_s_paired_t_test():
    # t.test(after, before, paired = TRUE)
    found = paired.mean_change(BEFORE, AFTER)
    assert found.statistic == pytest.approx(4.06212768338203656, rel=1e-12)
    assert found.p_value == pytest.approx(0.00283289019738427, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.70011423672301754, 2.45988576327698238), rel=1e-12)
    assert found.estimate == pytest.approx(1.58, rel=1e-12)
    assert (found.df, found.n) == (9, 10)


def test_mean_change_is_pingouin_s_t_and_p():
    import pingouin

    theirs = pingouin.ttest(AFTER, BEFORE, paired=True)
    ours = paired.mean_change(BEFORE, AFTER)
    assert ours.statistic == pytest.approx(theirs["T"].iloc[0], rel=1e-12)
    assert ours.p_value == pytest.approx(theirs["p_val"].iloc[0], rel=1e-10)


def test_sd_change_has_the_chi_square_interval():
    # d <- after - before; sd(d); sqrt(9 * var(d) / qchisq(c(.975, .025), 9))
    found = paired.sd_change(BEFORE, AFTER)
    assert found.estimate == pytest.approx(1.2299954832798729, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.8460341975421471, 2.2454922787288205), rel=1e-9)


def test_median_change():
    found = paired.median_change(BEFORE, AFTER)
    assert found.estimate == pytest.approx(1.3, rel=1e-12)  # median(after - before)
    assert np.isnan(found.conf_low)
    assert found.reason


@given(pairs, st.integers(-50, 50))
@settings(max_examples=60, deadline=None)
def test_swapping_times_flips_the_sign_and_keeps_the_width_and_a_constant_changes_nothing(people, constant):
    before, after = (np.array(side, dtype=float) for side in zip(*people, strict=True))
    there, back = paired.mean_change(before, after), paired.mean_change(after, before)
    moved = paired.mean_change(before + constant, after + constant)
    assert there.estimable == back.estimable == moved.estimable
    if there.estimable:
        assert back.estimate == pytest.approx(-there.estimate, abs=1e-12)
        assert back.conf_high - back.conf_low == pytest.approx(there.conf_high - there.conf_low, rel=1e-9)
        assert moved.estimate == pytest.approx(there.estimate, abs=1e-9)
        assert moved.conf_low == pytest.approx(there.conf_low, abs=1e-9)


@given(pairs, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_people_does_not_matter(people, chance):
    shuffled = list(people)
    chance.shuffle(shuffled)
    one = paired.mean_change(*zip(*people, strict=True))
    other = paired.mean_change(*zip(*shuffled, strict=True))
    assert one.estimable == other.estimable
    if one.estimable:
        assert one.conf_low == pytest.approx(other.conf_low, abs=1e-9)


def test_a_person_measured_once_is_left_out():
    whole = paired.mean_change(BEFORE, AFTER)
    with_gaps = paired.mean_change([*BEFORE, 5, None, np.nan], [*AFTER, None, 7, np.nan])
    assert with_gaps == whole


@pytest.mark.parametrize(("before", "after", "n"), [([], [], 0), ([1], [2], 1), ([1, np.nan], [np.nan, 2], 0)])
def test_too_few_pairs_is_an_answer_with_a_reason(before, after, n):
    for function in (paired.mean_change, paired.sd_change, paired.median_change):
        found = function(before, after)
        assert not found.estimable
        assert found.n == n
        assert "both times" in found.reason
        assert "estimate" not in found.as_row()


def test_two_pairs_are_enough_for_a_mean_change():
    # t.test(c(3, 6), c(1, 1), paired = TRUE): t = 2.3333333333, p = 0.2577621
    found = paired.mean_change([1, 1], [3, 6])
    assert found.statistic == pytest.approx(7 / 3, rel=1e-12)
    assert found.p_value == pytest.approx(0.25776, abs=1e-5)


def test_constant_change_is_refused_where_scipy_says_p_is_zero():
    found = paired.mean_change([0.1, 0.2, 0.3, 1.1, 2.2, 9.9], [2.1, 2.2, 2.3, 3.1, 4.2, 11.9])
    assert not found.estimable
    assert found.n == 6
    assert np.isnan(found.p_value)


def test_a_spread_of_zero_is_a_spread():
    found = paired.sd_change([1, 2, 3], [2, 3, 4])
    assert found.estimate == 0.0
    assert np.isnan(found.conf_low)


def test_what_came_in_is_not_changed():
    before, after = np.array(BEFORE), np.array(AFTER)
    paired.mean_change(before, after)
    assert before.tolist() == BEFORE
    assert after.tolist() == AFTER


def test_unequal_lengths_and_wrong_levels_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        paired.mean_change([1, 2], [1])
    with pytest.raises(ValueError, match="conf_level"):
        paired.mean_change([1, 2], [1, 5], conf_level=95)
