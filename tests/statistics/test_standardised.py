"""The four standardised changes and their corrected forms: R's answers on `sleep`, properties, honest edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import paired
from earlyeval.statistics.normal_theory import hedges_correction, noncentrality_interval
from earlyeval.statistics.standardised import NAMES

pytestmark = pytest.mark.reference

# R's built-in `sleep`; R 4.2.2. b <- extra of group 1, a <- extra of group 2, d <- a - b, r <- cor(a, b).
BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
J9 = 0.913874891792553  # exp(lgamma(4.5) - log(sqrt(4.5)) - lgamma(4))
scores = st.integers(min_value=0, max_value=27)
pairs = st.lists(st.tuples(scores, scores), min_size=4, max_size=20)


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),
    [
        # dz <- mean(d)/sd(d); uniroot(function(x) pt(dz * sqrt(10), 9, ncp = x) - .975, ...)$root / sqrt(10)
        ("d_z", 1.284557562591055, 0.414627756380205, 2.118016513977067),
        # mean(d)/((sd(a)+sd(b))/2); variance d^2 (v1 + v2 + 2 r^2 s1 s2)/(8 df s^2) + var(d)/(df s^2)
        ("d_av", 0.833496341312704, 0.28505062734756, 1.38194205527785),
        # mean(d)/sd(b); variance d^2/(2 df) + var(d)/(df v1), as statpsych's ci.stdmean.ps
        ("d_pre", 0.883170190360538, 0.276357932150586, 1.489982448570489),
        ("d_rm", 0.822176638386309, None, None),  # dz * sqrt(2 * (1 - r))
        # metafor 3.8-1: escalc("SMCRH", m1i = mean(a), m2i = mean(b), sd1i = sd(b), sd2i = sd(a), ni = 10, ri = r)$yi
        ("g_pre", 0.807107062150, None, None),
        ("g_z", 1.284557562591055 * J9, 0.414627756380205 * J9, 2.118016513977067 * J9),
        ("g_av", 0.833496341312704 * J9, 0.28505062734756 * J9, 1.38194205527785 * J9),
    ],
)
def test_against_r(name, value, low, high):
    found = paired.standardised_changes(BEFORE, AFTER)[name]
    assert found.estimate == pytest.approx(value, rel=1e-9)
    if low is not None:
        assert (found.conf_low, found.conf_high) == pytest.approx((low, high), rel=1e-9)
    assert (found.n, found.df) == (10, 9)


def test_the_correction_is_the_exact_one():
    assert hedges_correction(9) == pytest.approx(J9, rel=1e-12)
    assert round(hedges_correction(84), 5) == 0.99104
    assert hedges_correction(9) != pytest.approx(1 - 3 / 35, rel=1e-4)  # the approximation other programs use
    assert hedges_correction(1) == 0


def test_the_pivot_reverses_the_noncentral_t():
    # R: pt(2.1, 9, ncp = low) = .975, pt(2.1, 9, ncp = high) = .025
    from scipy.stats import nct

    low, high = noncentrality_interval(2.1, 9, 0.95)
    assert nct.cdf(2.1, 9, low) == pytest.approx(0.975, abs=1e-10)
    assert nct.cdf(2.1, 9, high) == pytest.approx(0.025, abs=1e-10)
    assert noncentrality_interval(-2.1, 9, 0.95) == pytest.approx((-high, -low), rel=1e-10)


def test_where_both_spreads_are_equal_rm_is_av():
    found = paired.from_summary(30, before=(10, 4), after=(8, 4), r=0.6)
    assert found["d_rm"].estimate == pytest.approx(found["d_av"].estimate, rel=1e-12)
    assert found["d_rm"].conf_low == pytest.approx(found["d_av"].conf_low, rel=1e-12)


def test_from_scores_and_from_their_summary_is_the_same():
    before, after = np.array(BEFORE), np.array(AFTER)
    summary = paired.from_summary(
        10,
        before=(before.mean(), before.std(ddof=1)),
        after=(after.mean(), after.std(ddof=1)),
        r=float(np.corrcoef(before, after)[0, 1]),
    )
    for name, answer in paired.standardised_changes(before, after).items():
        assert summary[name].estimate == pytest.approx(answer.estimate, rel=1e-10)
        assert summary[name].conf_low == pytest.approx(answer.conf_low, rel=1e-9)


def test_lower_is_better_turns_the_sign():
    worse, better = (paired.standardised_changes(BEFORE, AFTER, better=sign) for sign in (1, -1))
    for name in NAMES:
        assert better[name].estimate == pytest.approx(-worse[name].estimate, rel=1e-12)
        assert better[name].conf_low == pytest.approx(-worse[name].conf_high, rel=1e-9)


@given(pairs, st.integers(-20, 20), st.sampled_from([0.001, 0.5, 3.0, 1000.0]))
@settings(max_examples=40, deadline=None)
def test_a_constant_and_a_unit_change_nothing(people, constant, unit):
    before, after = (np.array(side, dtype=float) for side in zip(*people, strict=True))
    plain = paired.standardised_changes(before, after)
    moved = paired.standardised_changes(before * unit + constant * unit, after * unit + constant * unit)
    for name in NAMES:
        assert plain[name].estimable == moved[name].estimable
        if plain[name].estimable:
            assert moved[name].estimate == pytest.approx(plain[name].estimate, rel=1e-6, abs=1e-6)
            assert moved[name].conf_high == pytest.approx(plain[name].conf_high, rel=1e-6, abs=1e-6)


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_swapping_times_flips_the_sign_of_the_symmetric_forms(people):
    before, after = zip(*people, strict=True)
    there, back = paired.standardised_changes(before, after), paired.standardised_changes(after, before)
    for name in ("d_z", "g_z", "d_av", "g_av", "d_rm", "g_rm"):
        if there[name].estimable:
            assert back[name].estimate == pytest.approx(-there[name].estimate, rel=1e-9, abs=1e-9)
            assert back[name].conf_low == pytest.approx(-there[name].conf_high, rel=1e-6, abs=1e-6)


def test_constant_change_has_no_standardised_change():
    found = paired.standardised_changes([1, 2, 3, 4], [3, 4, 5, 6])
    assert [answer.estimable for answer in found.values()] == [False] * 8
    assert all(answer.n == 4 and "same amount" in answer.reason for answer in found.values())


def test_no_spread_before_leaves_d_z_only():
    found = paired.standardised_changes([5, 5, 5, 5], [3, 4, 6, 1])
    assert [name for name in NAMES if found[name].estimable] == ["d_z", "g_z"]


def test_perfect_correlation_leaves_d_rm_out():
    found = paired.standardised_changes([1, 2, 3, 4], [2, 4, 6, 8])
    assert not found["d_rm"].estimable
    assert found["d_av"].estimable


def test_two_pairs_have_no_small_sample_correction_and_one_pair_has_nothing():
    two = paired.standardised_changes([1, 2], [3, 7])
    assert two["d_z"].estimable
    assert "three pairs" in two["g_z"].reason
    one = paired.standardised_changes([1], [2])
    assert not any(answer.estimable for answer in one.values())
    assert one["g_av"].n == 1


def test_a_direction_is_one_or_minus_one():
    with pytest.raises(ValueError, match="lower scores are better"):
        paired.standardised_changes(BEFORE, AFTER, better=0)
