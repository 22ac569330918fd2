"""Intervals of shares and of their differences, in different and in the same people: properties and edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from earlyeval.statistics import proportions

pytestmark = pytest.mark.unit

cell = st.integers(0, 12)
ONE_SHARE = (
    proportions.wilson, proportions.clopper_pearson, proportions.mid_p, proportions.jeffreys, proportions.agresti_coull,
)  # fmt: skip
TWO_SHARES = (
    proportions.difference_newcombe, proportions.difference_miettinen_nurminen, proportions.difference_agresti_caffo,
)  # fmt: skip
PAIRED = (
    proportions.paired_difference_newcombe, proportions.paired_difference_bonett_price,
    proportions.paired_difference_tango,
)  # fmt: skip


@given(cell, cell)
@settings(max_examples=50, deadline=None)
def test_no_is_yes_the_other_way_round(yes, no):
    for function in ONE_SHARE:
        here, there = function(yes, yes + no), function(no, yes + no)
        assert here.estimable == there.estimable
        if here.estimable:
            assert there.conf_low == pytest.approx(1 - here.conf_high, abs=1e-9)


@given(cell, cell, cell, cell)
@settings(max_examples=50, deadline=None)
def test_exchanging_the_groups_flips_the_difference(yes_1, no_1, yes_0, no_0):
    for function in TWO_SHARES:
        here = function(yes_1, yes_1 + no_1, yes_0, yes_0 + no_0)
        there = function(yes_0, yes_0 + no_0, yes_1, yes_1 + no_1)
        assert here.estimable == there.estimable
        if here.estimable:
            assert (there.conf_low, there.conf_high) == pytest.approx((-here.conf_high, -here.conf_low), abs=1e-8)


@given(cell, cell, cell, cell)
@settings(max_examples=50, deadline=None)
def test_exchanging_the_times_flips_the_paired_difference(a, b, c, d):
    for function in PAIRED:
        here, there = function(a, b, c, d), function(a, c, b, d)
        assert here.estimable == there.estimable
        if here.estimable:
            assert there.estimate == -here.estimate
            assert (there.conf_low, there.conf_high) == pytest.approx((-here.conf_high, -here.conf_low), abs=1e-8)


@given(cell, cell, cell, cell)
@settings(max_examples=50, deadline=None)
def test_exchanging_yes_and_no_flips_the_paired_difference(a, b, c, d):
    for function in PAIRED:
        here, there = function(a, b, c, d), function(d, c, b, a)
        if here.estimable:
            assert (there.conf_low, there.conf_high) == pytest.approx((-here.conf_high, -here.conf_low), abs=1e-8)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_exact_intervals_cover_at_least_their_level_and_mid_p_about_it(share):
    n = 15
    weights = binom.pmf(np.arange(n + 1), n, share)

    def covered(function):
        ends = [function(k, n) for k in range(n + 1)]
        return float(sum(w for w, end in zip(weights, ends, strict=True) if end.conf_low <= share <= end.conf_high))

    assert covered(proportions.clopper_pearson) >= 0.95
    assert covered(proportions.mid_p) >= 0.92
    assert covered(proportions.wilson) >= 0.90


def test_mid_p_lies_within_the_exact_interval():
    for k in range(11):
        exact, middle = proportions.clopper_pearson(k, 10), proportions.mid_p(k, 10)
        assert exact.conf_low <= middle.conf_low <= middle.conf_high <= exact.conf_high


def test_continuity_widens():
    plain, corrected = (proportions.wilson(7, 20, continuity=way) for way in (False, True))
    assert corrected.conf_low < plain.conf_low < plain.conf_high < corrected.conf_high
    plain, corrected = (proportions.difference_newcombe(7, 20, 3, 18, continuity=way) for way in (False, True))
    assert corrected.conf_low < plain.conf_low < plain.conf_high < corrected.conf_high
    assert "continuity" in corrected.method


def test_score_intervals_of_a_difference_stay_within_minus_one_and_one():
    sure = proportions.difference_miettinen_nurminen(8, 8, 0, 8)
    assert (sure.estimate, sure.conf_high) == (1, 1)
    mee = proportions.difference_miettinen_nurminen(7, 20, 3, 18, corrected=False)
    both = proportions.difference_miettinen_nurminen(7, 20, 3, 18)
    assert both.conf_low < mee.conf_low < mee.conf_high < both.conf_high
    assert proportions.paired_difference_tango(0, 6, 0, 0).conf_low == -1


def test_nobody_and_nobody_who_moved():
    for function in PAIRED:
        assert not function(0, 0, 0, 0).estimable
    for function in TWO_SHARES:
        assert not function(0, 0, 3, 5).estimable
    for method in ("exact", "mid_p", "asymptotic"):
        found = proportions.mcnemar(0, 0, method=method, n=12)
        assert (found.estimable, found.n) == (False, 12)
    assert not proportions.mcnemar_odds_ratio(0, 3).estimable
    assert proportions.mcnemar_odds_ratio(3, 0).estimate == 0


def test_mid_p_of_a_tie_is_one_less_half_the_tie():
    # Fagerland, Lydersen and Laake 2013, section "McNemar mid-p": 1 - f / 2 when as many moved either way.
    assert proportions.mcnemar(3, 3, method="mid_p").p_value == pytest.approx(1 - binom.pmf(3, 6, 0.5) / 2, rel=1e-12)
    assert proportions.mcnemar(3, 3).p_value == 1


def test_exact_asymptotic_and_mid_p_come_together_for_many():
    wanted = proportions.mcnemar(520, 480, method="asymptotic", continuity=False).p_value
    assert proportions.mcnemar(520, 480, method="mid_p").p_value == pytest.approx(wanted, abs=1e-3)
    assert proportions.mcnemar_exact(520, 480).p_value == proportions.mcnemar(520, 480).p_value


@pytest.mark.parametrize("value", [-1, 1.5, float("nan"), float("inf"), True])
def test_what_is_no_count_is_refused(value):
    for function in PAIRED:
        with pytest.raises(ValueError, match="whole numbers"):
            function(1, value, 2, 3)
    for function in ONE_SHARE:
        with pytest.raises(ValueError, match="whole numbers"):
            function(value, 3)
    with pytest.raises(ValueError, match="exact, mid_p"):
        proportions.mcnemar(1, 2, method="guess")
    with pytest.raises(ValueError, match="smaller than b"):
        proportions.mcnemar(3, 4, n=5)
