"""Signed rank, Hodges-Lehmann, rank-biserial: R's answers, full enumeration, properties, honest edges."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from earlyeval.statistics import paired
from earlyeval.statistics.walsh import _counted, walsh_averages_at

pytestmark = pytest.mark.reference

# R's `sleep` and the Hamilton scores of Hollander and Wolfe that ?wilcox.test uses.
BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
MANY = [*[-2, -1, 1, 1, 2, 3, 0] * 9, 5, 4, -3]


def zeros(values):
    return np.zeros(len(values))


def test_signed_rank_without_ties_is_r_s_exact_test():
    # wilcox.test(SECOND, FIRST, paired = TRUE): V = 5, p-value = 0.0390625
    found = paired.signed_rank(FIRST, SECOND)
    assert (found.statistic, found.p_value, found.n) == (5.0, 0.0390625, 9)


@pytest.mark.parametrize(
    ("before", "after", "statistic", "p_value"),
    [
        # coin 1.4-2, on differences rounded to 6 places:
        # wilcoxsign_test(d ~ zero, distribution = "exact", zero.method = "Wilcoxon")
        (BEFORE, AFTER, 45.0, 0.00390625),
        (zeros(range(12)), [-1, 2, 2, -3, 4, 4, 4, 0, 1, -1, 5, 2], 55.0, 0.0537109375),
    ],
)
def test_signed_rank_with_ties_is_coin_s_exact_test(before, after, statistic, p_value):
    found = paired.signed_rank(before, after)
    assert found.statistic == statistic
    assert found.p_value == pytest.approx(p_value, rel=1e-12)
    assert "exact" in found.method


def test_signed_rank_of_many_is_r_s_normal_test():
    # wilcox.test(MANY, exact = FALSE, correct = TRUE): V = 1148, p-value = 0.00943216415496784
    found = paired.signed_rank(zeros(MANY), MANY)
    assert found.statistic == 1148
    assert found.p_value == pytest.approx(0.00943216415496784, rel=1e-10)
    assert "ties and continuity" in found.method
    assert found.n == 66


@given(st.lists(st.integers(-4, 4), min_size=2, max_size=9))
@settings(max_examples=40, deadline=None)
def test_the_exact_p_is_the_share_of_all_signs(change):
    found = paired.signed_rank(zeros(change), change)
    moved = np.array([size for size in change if size != 0])
    if moved.size == 0:
        assert not found.estimable
        return
    ranks = rankdata(np.abs(moved))
    sums = np.array([ranks @ np.array(signs) for signs in product((0, 1), repeat=moved.size)])
    own = abs(ranks[moved > 0].sum() - ranks.sum() / 2)
    assert found.p_value == pytest.approx((np.abs(sums - ranks.sum() / 2) >= own - 1e-9).mean(), rel=1e-12)


def test_float_noise_does_not_break_ties():
    # 0.3 - 0.2, 0.2 - 0.1 and 1.1 - 1.0 are three tied changes.
    with_noise = paired.signed_rank([0.2, 0.1, 1.0, 0.5], [0.3, 0.2, 1.1, 0.2])
    clean = paired.signed_rank([0, 0, 0, 0], [1, 1, 1, -3])
    assert with_noise.p_value == clean.p_value
    assert with_noise.statistic == clean.statistic


@pytest.mark.parametrize(("level", "low", "high"), [(0.95, -0.786, -0.010), (0.90, -0.726, -0.175)])
def test_hodges_lehmann_without_ties_is_r_s(level, low, high):
    # wilcox.test(SECOND, FIRST, paired = TRUE, conf.int = TRUE, conf.level = level)
    found = paired.hodges_lehmann(FIRST, SECOND, conf_level=level)
    assert found.estimate == pytest.approx(-0.46, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((low, high), rel=1e-12)


def test_rank_biserial_with_its_interval():
    # d <- SECOND - FIRST; k <- rank(abs(d)); r <- (sum(k[d > 0]) - sum(k[d < 0])) / 45
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((2 * 9^3 + 3 * 9^2 + 9) / 6) / 45)
    found = paired.rank_biserial(FIRST, SECOND, interval="null")
    wanted = (-0.777777777777778, -0.944155901920081, -0.295363129336242)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-12)
    assert paired.rank_biserial(FIRST, SECOND, better=-1).estimate == pytest.approx(-wanted[0], rel=1e-12)


@given(st.lists(st.integers(-6, 6), min_size=6, max_size=30), st.integers(-9, 9))
@settings(max_examples=40, deadline=None)
def test_hodges_lehmann_moves_with_the_change_and_flips_with_the_times(change, shift):
    here = paired.hodges_lehmann(zeros(change), change)
    moved = paired.hodges_lehmann(zeros(change), np.array(change) + shift)
    flipped = paired.hodges_lehmann(change, zeros(change))
    assert moved.estimate == pytest.approx(here.estimate + shift, abs=1e-9)
    assert flipped.estimate == pytest.approx(-here.estimate, abs=1e-9)
    if not np.isnan(here.conf_low):
        assert (moved.conf_low, moved.conf_high) == pytest.approx((here.conf_low + shift, here.conf_high + shift))
        assert (flipped.conf_low, flipped.conf_high) == pytest.approx((-here.conf_high, -here.conf_low))
        assert here.conf_low <= here.estimate <= here.conf_high


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_counting_walsh_averages_finds_what_laying_them_out_finds(change, chance):
    ordered = np.sort(np.array(change, dtype=float))
    place = chance.randint(1, len(change) * (len(change) + 1) // 2)
    assert _counted(ordered, place) == pytest.approx(walsh_averages_at(ordered, [place])[0], abs=1e-12)


def test_many_pairs_do_not_fill_the_memory():
    change = np.random.default_rng(5).normal(1, 2, 6000)
    found = paired.hodges_lehmann(zeros(change), change)
    assert found.conf_low < found.estimate < found.conf_high
    assert found.estimate == pytest.approx(1, abs=0.1)
    assert "normal quantiles" in found.method


def test_below_six_pairs_there_is_no_95_percent_interval_and_it_says_so():
    five = paired.hodges_lehmann(zeros(range(5)), [1, 2, 3, 5, 8])
    six = paired.hodges_lehmann(zeros(range(6)), [1, 2, 3, 5, 8, 9])
    assert np.isnan(five.conf_low)
    assert "too few" in five.reason
    assert (six.conf_low, six.conf_high) == (1, 9)


@pytest.mark.parametrize("function", [paired.signed_rank, paired.rank_biserial, paired.hodges_lehmann])
def test_nobody_or_one_person_is_too_few(function):
    for before, after, n in (([], [], 0), ([1], [3], 1), ([np.nan, np.nan], [1, 2], 0)):
        found = function(before, after)
        assert not found.estimable
        assert found.n == n


def test_nobody_changed():
    for function in (paired.signed_rank, paired.rank_biserial):
        found = function([1, 2, 3], [1, 2, 3])
        assert not found.estimable
        assert found.reason.startswith("Nobody changed")
    assert paired.hodges_lehmann([1, 2, 3], [1, 2, 3]).estimate == 0


def test_everybody_up_has_no_interval():
    found = paired.rank_biserial([1, 2, 3], [2, 4, 6])
    assert found.estimate == 1
    assert np.isnan(found.conf_low)
    assert "same way" in found.reason
