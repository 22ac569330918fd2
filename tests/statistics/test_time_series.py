"""Series over time: changes, charts with their rules, runs, single cases. Digits against R stand in reference/."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import time_series
from earlyeval.statistics.chart_rules import longest_run, runs, signals, trends

pytestmark = pytest.mark.reference

SERIES = np.array([8, 9, 7, 10, 8, 9, 11, 9, 13, 15, 14, 16, 17, 15, 18, 19.0])


def test_statsmodels_agrees_on_newey_west():
    time = np.arange(16.0)
    after = (time >= 8).astype(float)
    design = np.column_stack([np.ones(16), time, after, after * (time - 8)])
    options = {"maxlags": 2, "use_correction": True}
    theirs = sm.OLS(SERIES, design).fit(cov_type="HAC", cov_kwds=options, use_t=True)
    ours = time_series.segmented_regression(SERIES, 8, lag=2)
    found = [one.std_error for one in ours.coefficients.values()]
    assert found == pytest.approx(list(theirs.bse), rel=1e-9)
    assert [one.p_value for one in ours.coefficients.values()] == pytest.approx(list(theirs.pvalues), rel=1e-7)
    # statsmodels counts one parameter fewer than R in its AIC: neither is printed here.
    assert ours.r2 == pytest.approx(theirs.rsquared, rel=1e-12)


@pytest.mark.parametrize("errors", ["ols", "newey_west", "prais_winsten", "ar1_reml", "ar1_ml"])
def test_a_constant_moves_the_intercept_only_and_a_unit_scales(errors):
    plain = time_series.segmented_regression(SERIES, 8, errors=errors)
    moved = time_series.segmented_regression(SERIES * 3 + 100, 8, errors=errors)
    for name in ("slope_before", "level_change", "slope_change"):
        here, there = plain.coefficients[name], moved.coefficients[name]
        assert there.estimate == pytest.approx(3 * here.estimate, rel=1e-5)
        assert there.std_error == pytest.approx(3 * here.std_error, rel=1e-5)
    assert plain.effect_at(8).estimate == pytest.approx(plain.coefficients["level_change"].estimate)


def test_the_effect_at_a_time_is_level_plus_slope():
    found = time_series.segmented_regression(SERIES, 8, errors="ols")
    wanted = found.coefficients["level_change"].estimate + 5 * found.coefficients["slope_change"].estimate
    assert found.effect_at(13).estimate == pytest.approx(wanted)
    with pytest.raises(ValueError, match="before the change"):
        found.effect_at(3)


def test_series_that_say_nothing():
    assert "too few times" in time_series.segmented_regression([1, 2, 4, 3], 2).reason
    assert "too few times" in time_series.segmented_regression(SERIES, 15).reason
    assert "too few times" in time_series.segmented_regression(SERIES, 40).reason
    exact = time_series.segmented_regression(np.arange(12.0), 6)
    assert "without remainder" in exact.reason
    assert not exact.durbin_watson.estimable
    assert not exact.effect_at(8).estimable
    assert "without remainder" in time_series.segmented_regression([3.0] * 12, 6).reason
    gap = np.where(np.arange(16) == 4, np.nan, SERIES)
    assert "evenly spaced" in time_series.segmented_regression(gap, 8).reason
    assert time_series.segmented_regression(gap, 8, errors="ols").n == 15


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: time_series.segmented_regression(SERIES, 8, change="jump"), "level, slope or both"),
        (lambda: time_series.segmented_regression(SERIES, 8, lag=16), "lag"),
        (lambda: time_series.segmented_regression(SERIES, 8, times=[0] * 16), "rise"),
        (lambda: time_series.segmented_regression(SERIES, 8, times=[0, 1]), "equally long"),
        (lambda: time_series.p_chart([5], [4]), "not larger"),
        (lambda: time_series.p_chart([1, 2], [4, 4], baseline=1), "at least two"),
        (lambda: time_series.u_chart([1], [0]), "above 0"),
        (lambda: time_series.xmr_chart([1, 2, 3], rules="anything"), "rules are one of"),
        (lambda: time_series.p_chart([], [], rules="anything"), "rules are one of"),
        (lambda: time_series.overlap([1, 2], [3], better=2), "better is 1"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_charts_of_nothing_and_of_what_does_not_vary():
    assert not time_series.p_chart([], []).estimable
    assert "do not vary" in time_series.p_chart([0, 0], [5, 6]).reason
    assert not time_series.xmr_chart([3]).estimable
    assert "do not vary" in time_series.xmr_chart([3, 3, 3]).reason
    assert not time_series.laney_p_chart([2, 2], [4, 4]).estimable
    assert not time_series.c_chart([0, 0, 0]).estimable
    assert "provisional" in time_series.xmr_chart([3, 4, 5]).cautions[0]
    assert not time_series.xmr_chart([3]).any_signal.any()


def test_limits_come_from_the_baseline_alone():
    early = [50, 52, 49, 51, 48, 50, 53, 47, 50, 51, 49, 50]
    found = time_series.xmr_chart([*early, 90, 91], baseline=12)
    assert found.high[0] == pytest.approx(time_series.xmr_chart(early).high[0])
    assert found.signals["outside"].tolist() == [False] * 12 + [True, True]
    assert found.ranges.signals["outside"].sum() == 1


def test_limits_of_shares_stay_between_0_and_1():
    high = time_series.p_chart([9, 8, 10, 9, 10], [10, 10, 10, 10, 10])
    assert high.high.max() == 1
    assert time_series.p_chart([1, 2, 0, 1, 0], [10, 10, 10, 10, 10]).low.min() == 0


def marked(distances, rules):
    values = np.array(distances, dtype=float)
    zero, one = np.zeros(values.size), np.ones(values.size)
    found = signals(values, zero, one, -3 * one, 3 * one, rules=rules)
    return {name: np.flatnonzero(places).tolist() for name, places in found.items() if places.any()}


def test_each_rule_marks_its_pattern_and_no_shorter_one():
    above = [0.5, 0.2, 0.4, 0.1, 0.6, 0.3, 0.2, 0.5, 0.1]
    assert marked([-0.5, *above[:7]], "western_electric") == {}
    assert marked([-0.5, *above[:8]], "western_electric") == {"shift": list(range(1, 9))}
    assert "shift" not in marked(above[:8], "nelson")
    assert marked(above, "nelson")["shift"] == list(range(9))
    assert marked(above[:7], "nhs_making_data_count")["shift"] == list(range(7))
    rising = [-0.9, -0.5, -0.1, 0.2, 0.5, 0.8]
    assert marked(rising, "nelson") == {"trend": list(range(6))}
    assert marked(rising[:5], "nelson") == {}
    assert marked(rising, "nhs_making_data_count") == {}
    assert marked([0.1, 2.5, -0.1, 2.2, 0.3], "western_electric") == {"two_of_three": [1, 3]}
    assert marked([0.1, 2.5, -0.1, -2.2, 0.3], "western_electric") == {}
    assert marked([1.5, 1.2, -0.1, 1.1, 1.4], "western_electric") == {"four_of_five": [0, 1, 3, 4]}
    assert marked([0.1, 3.1], "outside_only") == {"outside": [1]}
    turns = [0.5, -0.5] * 7
    assert marked(turns, "nelson") == {"alternating": list(range(14))}
    assert marked(turns[:13], "nelson") == {}
    assert marked([0.5, -0.4, -0.2] * 5, "health_care_data_guide") == {"hugging": list(range(15))}
    assert marked([1.5, -1.4, -1.2, 1.3] * 2, "nelson") == {"avoiding": list(range(8))}


def test_points_on_the_centre_are_left_out_or_end_a_run_as_the_rules_say():
    with_centre = [0.5, 0.2, 0.4, 0.0, 0.1, 0.6, 0.3, 0.2, 0.5]
    assert marked(with_centre, "health_care_data_guide") == {"shift": [0, 1, 2, 4, 5, 6, 7, 8]}
    assert marked(with_centre, "western_electric") == {}
    assert runs(np.array([1, 1, 0, 1]), 3, skip=True).tolist() == [True, True, False, True]
    assert trends(np.array([1, 2, 2, 3, 4, 5.0]), 5, skip=True).tolist() == [True, True, False, True, True, True]
    assert not trends(np.array([1, 2, 2, 3, 4, 5.0]), 5).any()
    assert longest_run(np.array([1, 0, 1, -1])) == 2
    assert longest_run(np.array([])) == 0


def test_a_run_chart_that_shifts():
    found = time_series.run_chart([4, 5, 3, 5, 4, 3, 5, 9, 8, 9, 8, 9, 8, 9])
    assert found.shift.all()
    assert found.too_few_runs
    assert found.n_runs == 2
    assert found.anhoej_signal
    assert found.longest == 7


def test_a_run_chart_that_swings_too_much():
    found = time_series.run_chart([1, 9] * 10)
    assert found.too_many_runs
    assert not found.shift.any()
    assert not found.anhoej_signal


def test_the_number_of_runs_by_counting_all_orders():
    from itertools import combinations

    counted = np.zeros(10)
    for above in combinations(range(9), 4):
        signs = np.isin(np.arange(9), above)
        counted[1 + (np.diff(signs) != 0).sum()] += 1
    np.testing.assert_allclose(time_series.runs_distribution(4, 5), counted / counted.sum(), atol=1e-12)


def test_run_charts_without_enough_points():
    few = time_series.run_chart([1, 2, 3, 4])
    assert not few.estimable
    assert np.isnan(few.fewest_runs)
    assert not few.anhoej_signal
    assert time_series.run_chart([]).n == 0
    assert "one side" in time_series.run_chart(range(12), median=-1).reason
    assert not time_series.run_chart([5] * 12).estimable


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=8), st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_turning_the_scale_round_turns_nothing_else(a, b):
    here = time_series.overlap(a, b)
    there = time_series.overlap([-one for one in a], [-one for one in b], better=-1)
    assert {name: one.estimate for name, one in here.items()} == {name: one.estimate for name, one in there.items()}
    assert here["tau_ab"].estimate == pytest.approx(2 * here["nap"].estimate - 1)
    assert -1 <= here["tau_ab"].estimate <= 1
    assert 0 <= here["pnd"].estimate <= here["nap"].estimate <= 1


def test_phases_without_values_or_trend():
    assert not time_series.overlap([], [1, 2])["tau_ab"].estimable
    alone = time_series.overlap([1], [2, 3])
    assert alone["pnd"].estimate == 1
    assert not alone["tau_u"].estimable
    assert not alone["tau_trend_a"].estimable
    # A rising baseline that goes on rising: no overlap at all, but no change of direction either.
    found = time_series.overlap([1, 2, 3], [4, 5, 6])
    assert found["tau_ab"].estimate == 1
    assert found["tau_u"].estimate == pytest.approx((9 - 3) / 9)
