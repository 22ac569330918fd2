"""Sign test, median, equivalence, Bayes factor, tables from print, counts of pairs: properties and edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import paired

pytestmark = pytest.mark.unit

BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
scores = st.integers(min_value=0, max_value=27)
pairs = st.lists(st.tuples(scores, scores), min_size=6, max_size=20)
TURNING = (paired.median_change_interval, paired.hodges_lehmann, paired.rank_biserial)


def sides(people):
    return tuple(np.array(side, dtype=float) for side in zip(*people, strict=True))


@given(pairs, st.integers(-20, 20))
@settings(max_examples=40, deadline=None)
def test_reversing_flips_and_a_constant_and_the_order_change_nothing(people, constant):
    before, after = sides(people)
    for function in TURNING:
        here, back = function(before, after), function(after, before)
        moved, shuffled = function(before + constant, after + constant), function(before[::-1], after[::-1])
        assert here.estimable == back.estimable
        if here.estimable:
            assert back.estimate == pytest.approx(-here.estimate, abs=1e-9)
            assert (moved.estimate, shuffled.estimate) == pytest.approx((here.estimate, here.estimate), abs=1e-9)
            if not np.isnan(here.conf_low):
                assert (back.conf_low, back.conf_high) == pytest.approx((-here.conf_high, -here.conf_low), abs=1e-9)
                assert moved.conf_low == pytest.approx(here.conf_low, abs=1e-9)


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_tests_do_not_know_which_time_was_first(people):
    before, after = sides(people)
    tests = (
        paired.sign_test, paired.signed_rank, lambda one, other: paired.signed_rank(one, other, zeros="pratt"),
        lambda one, other: paired.equivalence(one, other, low=-3, high=3),
    )  # fmt: skip
    for test in tests:
        here, back = test(before, after), test(after, before)
        assert here.estimable == back.estimable
        if here.estimable:
            assert back.p_value == pytest.approx(here.p_value, rel=1e-9)
    there, back = paired.bayes_factor(before, after), paired.bayes_factor(after, before)
    assert there.estimable == back.estimable
    if there.estimable:
        assert back.estimate == pytest.approx(there.estimate, rel=1e-9)


@given(pairs, st.sampled_from([0.001, 10.0, 1e6]))
@settings(max_examples=30, deadline=None)
def test_another_unit_scales_points_and_leaves_the_rest(people, unit):
    before, after = sides(people)
    here, scaled = (
        paired.median_change_interval(before, after),
        paired.median_change_interval(before * unit, after * unit),
    )
    assert scaled.estimate == pytest.approx(here.estimate * unit, rel=1e-9, abs=1e-12)
    here, scaled = (paired.standardised_change("d_av_rms", before * by, after * by) for by in (1.0, unit))
    assert here.estimable == scaled.estimable
    if here.estimable:
        assert scaled.estimate == pytest.approx(here.estimate, rel=1e-7, abs=1e-9)


def test_equivalence_is_shown_when_the_90_percent_interval_lies_between_the_bounds():
    before, after = np.zeros(30), np.tile([-1.0, 0.5, 0.7], 10)
    wide, narrow = (paired.equivalence(before, after, low=-bound, high=bound) for bound in (0.5, 0.2))
    assert wide.p_value < 0.05
    assert (wide.conf_low > -0.5, wide.conf_high < 0.5) == (True, True)
    assert narrow.p_value > 0.05
    assert not (narrow.conf_low > -0.2 and narrow.conf_high < 0.2)


def test_equivalence_from_a_table_is_that_from_the_scores():
    before, after = np.array(BEFORE), np.array(AFTER)
    told = {"before": (before.mean(), before.std(ddof=1)), "after": (after.mean(), after.std(ddof=1))}
    from_scores = paired.equivalence(before, after, low=-2, high=2)
    from_table = paired.equivalence_from_summary(10, **told, low=-2, high=2, sd_change=(after - before).std(ddof=1))
    assert from_table.p_value == pytest.approx(from_scores.p_value, rel=1e-9)
    assert from_table.conf_low == pytest.approx(from_scores.conf_low, rel=1e-9)


@pytest.mark.parametrize("bounds", [(1, -1), (1, 1), (np.nan, 1), (-np.inf, 1)])
def test_bounds_of_equivalence_are_two_numbers_in_order(bounds):
    with pytest.raises(ValueError, match="bounds"):
        paired.equivalence(BEFORE, AFTER, low=bounds[0], high=bounds[1])


def test_four_roads_from_print_lead_to_the_same():
    before, after = np.array(BEFORE), np.array(AFTER)
    told = {"before": (before.mean(), before.std(ddof=1)), "after": (after.mean(), after.std(ddof=1))}
    scores = paired.mean_change(before, after)
    roads = {
        "r": np.corrcoef(before, after)[0, 1], "t": scores.statistic, "p": scores.p_value,
        "sd_change": (after - before).std(ddof=1),
    }  # fmt: skip
    for road, number in roads.items():
        found = paired.from_summary(10, **told, **{road: number})
        assert found["mean_change"].conf_low == pytest.approx(scores.conf_low, rel=1e-8)
        assert found["d_av_rms"].estimate == pytest.approx(
            paired.standardised_change("d_av_rms", before, after).estimate, rel=1e-8
        )


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "exactly one"),
        ({"r": 0.5, "t": 2.0}, "exactly one"),
        ({"p": 0.0}, "strictly between"),
        ({"p": 1.5}, "strictly between"),
        ({"sd_change": -1.0}, "not negative"),
        ({"sd_change": 100.0}, "contradict"),
        ({"r": 1.5}, "contradict"),
        ({"t": float("nan")}, "Give r"),
    ],
)
def test_tables_that_say_too_little_or_contradict_themselves_are_refused(known, words):
    with pytest.raises(ValueError, match=words):
        paired.from_summary(20, before=(10, 3), after=(8, 3), **known)


@pytest.mark.parametrize("n", [1, 2.5, float("inf")])
def test_a_table_needs_a_whole_number_of_pairs(n):
    with pytest.raises(ValueError, match="pairs"):
        paired.from_summary(n, before=(10, 3), after=(8, 3), r=0.5)


def test_pairs_and_those_measured_once_are_counted():
    found = paired.pair_counts([1, None, 3, None, 5], [2, 4, None, None, 6])
    assert {name: answer.n for name, answer in found.items()} == {
        "pairs": 2, "before_only": 1, "after_only": 1, "neither": 1,
    }  # fmt: skip
    assert {answer.n_expected for answer in found.values()} == {5}


def test_bayes_factors_speak_for_either_side_and_may_be_too_large_to_hold():
    assert paired.bayes_factor_of_t(0, 100).estimate < 0.2
    assert paired.bayes_factor_of_t(6, 20).estimate > 1000
    assert not paired.bayes_factor_of_t(80, 100_000).estimable
    assert "prior" in paired.bayes_factor_of_t(2, 20).reason
    for wrong in ({"t": np.nan, "n": 10}, {"t": 1, "n": 1}, {"t": 1, "n": 10, "n_2": 1}):
        with pytest.raises(ValueError, match="finite t"):
            paired.bayes_factor_of_t(**wrong)
    with pytest.raises(ValueError, match="scale"):
        paired.bayes_factor(BEFORE, AFTER, scale=0)


def test_pratt_s_zeros_raise_the_ranks_of_the_others():
    # Sizes 0, 0, 1, 2, 3: Pratt ranks them 1.5, 1.5, 3, 4, 5, Wilcoxon the last three 1, 2, 3.
    before, after = np.zeros(5), np.array([0, 0, 1, 2, -3])
    assert paired.signed_rank(before, after, zeros="pratt").statistic == 7
    assert paired.signed_rank(before, after).statistic == 3


def test_named_methods_are_held_to_their_names():
    with pytest.raises(ValueError, match="wilcoxon or pratt"):
        paired.signed_rank(BEFORE, AFTER, zeros="keep")
    with pytest.raises(ValueError, match="auto, exact"):
        paired.hodges_lehmann(BEFORE, AFTER, method="guess")
    with pytest.raises(ValueError, match="d_z, d_av"):
        paired.standardised_change("d_x", BEFORE, AFTER)
    with pytest.raises(ValueError, match="counted exactly"):
        paired.signed_rank(np.zeros(501), np.arange(1, 502), method="exact")
    with pytest.raises(ValueError, match="counted exactly"):
        paired.hodges_lehmann(np.zeros(501), np.arange(1, 502), method="exact")


def test_the_exact_count_holds_beyond_what_a_double_can_count():
    # 2^400 sets of signs: the shares stay exact where counts would not; the normal limit is near.
    change = np.random.default_rng(4).normal(0.1, 1, 400)
    exact, normal = (paired.signed_rank(np.zeros(400), change, method=how) for how in ("exact", "normal"))
    assert exact.p_value == pytest.approx(normal.p_value, abs=2e-3)
    exact, normal = (paired.hodges_lehmann(np.zeros(400), change, method=how) for how in ("exact", "normal"))
    assert exact.conf_low == pytest.approx(normal.conf_low, abs=5e-3)


def test_below_six_pairs_the_median_has_no_95_percent_interval():
    five, six = (paired.median_change_interval(np.zeros(n), np.arange(1.0, n + 1)) for n in (5, 6))
    assert np.isnan(five.conf_low)
    assert "too few" in five.reason
    assert (six.conf_low, six.conf_high) == (1, 6)


def test_t_and_n_alone_tell_d_z():
    scores, change = paired.standardised_changes(BEFORE, AFTER), paired.mean_change(BEFORE, AFTER)
    found = paired.d_z_from_t(change.statistic, 10)
    for name in ("d_z", "g_z"):
        assert found[name].estimate == pytest.approx(scores[name].estimate, rel=1e-12)
        assert found[name].conf_low == pytest.approx(scores[name].conf_low, rel=1e-9)
    assert paired.d_z_from_t(change.statistic, 10, better=-1)["d_z"].estimate == -found["d_z"].estimate
    with pytest.raises(ValueError, match="finite t"):
        paired.d_z_from_t(2.0, 1)
