"""Pooling across sites: what libraries get wrong, few sites, properties. Digits against metafor: reference/."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from earlyeval.statistics import meta_analysis
from earlyeval.statistics.between_variance import METHODS

pytestmark = pytest.mark.reference

ALIKE = ([0.12, 0.11, 0.13, 0.125], [0.04, 0.05, 0.03, 0.06])
SITES = ([1.2, -0.4, 2.6, 0.3, 1.9], [0.3, 0.5, 0.2, 0.9, 0.4])
ALL = ("FE", *METHODS)


def test_a_library_gives_a_negative_variance_where_ours_is_zero():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = combine_effects(*map(np.array, ALIKE), method_re="chi2", use_t=False)
    assert theirs.tau2 < -0.03
    assert theirs.i2 < 0
    assert not np.isfinite(theirs.sd_eff_w_re)
    for method in METHODS:
        ours = meta_analysis.pool(*ALIKE, method=method, test="z")
        assert 0 <= ours.tau2.estimate < 1e-4
        assert np.isfinite(ours.pooled.std_error)
        assert 0 <= ours.i2.estimate < 0.01


def test_statsmodels_agrees_where_there_is_something_to_estimate():
    theirs = combine_effects(*map(np.array, SITES), method_re="iterated", use_t=False)
    ours = meta_analysis.pool(*SITES, method="PM", test="z")
    assert ours.tau2.estimate == pytest.approx(theirs.tau2, rel=1e-4)
    assert ours.pooled.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-4)


def test_each_interval_has_its_own_name():
    widths = {}
    for test in ("z", "t", "hartung_knapp", "hartung_knapp_guarded"):
        found = meta_analysis.pool(*ALIKE, test=test).pooled
        widths[test] = found.conf_high - found.conf_low
    # Effects that nearly agree: the plain Hartung-Knapp interval collapses, the guarded one is the t interval.
    assert widths["hartung_knapp"] < widths["z"] < widths["t"]
    assert widths["hartung_knapp_guarded"] == pytest.approx(widths["t"], rel=1e-12)


@pytest.mark.parametrize("method", ALL)
def test_one_effect(method):
    found = meta_analysis.pool([1.5], [0.25], method=method)
    assert not found.tau2.estimable
    assert not found.prediction_hts.estimable
    assert (found.k, found.pooled.estimable) == (1, method == "FE")
    if method == "FE":
        assert (found.pooled.estimate, found.pooled.std_error) == (1.5, 0.5)
        assert found.pooled.conf_low == pytest.approx(1.5 - 0.5 * 1.959963984540054, rel=1e-12)


def test_weights_are_shares_and_make_the_pooled_effect():
    found = meta_analysis.pool(*SITES)
    assert found.weights.sum() == pytest.approx(1, rel=1e-12)
    assert found.pooled.estimate == pytest.approx(float(found.weights @ np.array(SITES[0])), rel=1e-12)


def test_no_effect_at_all():
    found = meta_analysis.pool([np.nan, None], [0.2, 0.1])
    assert (found.k, found.pooled.estimable) == (0, False)
    assert "no effect" in found.pooled.reason


@pytest.mark.parametrize("method", ALL)
def test_two_effects_have_one_degree_of_freedom_and_no_prediction_by_k_minus_two(method):
    found = meta_analysis.pool([0.2, 0.9], [0.05, 0.04], method=method, test="hartung_knapp")
    assert found.pooled.df == 1
    assert not found.prediction_hts.estimable
    assert np.isfinite(found.pooled.std_error)
    assert bool(found.cautions) == (method != "FE")


def test_three_effects_are_predicted_with_one_degree_of_freedom():
    assert meta_analysis.pool([0.2, 0.9, 0.4], [0.05, 0.04, 0.1]).prediction_hts.df == 1


@pytest.mark.parametrize("method", METHODS)
def test_effects_that_are_the_same(method):
    found = meta_analysis.pool([0.4, 0.4, 0.4], [0.1, 0.2, 0.3], method=method, test="hartung_knapp")
    assert found.tau2.estimate == 0
    assert found.tau2.reason
    assert found.pooled.estimate == pytest.approx(0.4, rel=1e-14)
    assert np.isnan(found.pooled.conf_low)
    assert "without remainder" in found.pooled.reason
    assert np.isfinite(meta_analysis.pool([0.4, 0.4, 0.4], [0.1, 0.2, 0.3], method=method).pooled.conf_low)


def test_what_is_no_effect_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        meta_analysis.pool([1, 2], [0.1, 0])
    with pytest.raises(ValueError, match="finite"):
        meta_analysis.pool([1, np.inf], [0.1, 0.1])
    with pytest.raises(ValueError, match="must be numbers"):
        meta_analysis.pool(["a", "b"], [0.1, 0.1])
    with pytest.raises(ValueError, match="equally long"):
        meta_analysis.pool([1, 2, 3], [0.1, 0.1])
    with pytest.raises(ValueError, match="sampling variances"):
        meta_analysis.pool([1, 2, 3])
    with pytest.raises(ValueError, match="method is one of"):
        meta_analysis.pool([1, 2], [0.1, 0.1], method="dl")
    with pytest.raises(ValueError, match="test is one of"):
        meta_analysis.pool([1, 2], [0.1, 0.1], test="knha")


effects = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.02, 2)), min_size=3, max_size=9)


@settings(max_examples=40, deadline=None)
@given(effects, st.sampled_from(ALL), st.floats(-5, 5), st.floats(0.2, 5))
def test_adding_a_constant_moves_and_a_unit_scales(rows, method, shift, unit):
    values, variances = (np.array(column) for column in zip(*rows, strict=True))
    plain = meta_analysis.pool(values, variances, method=method, test="z")
    moved = meta_analysis.pool(values + shift, variances, method=method, test="z")
    scaled = meta_analysis.pool(values * unit, variances * unit**2, method=method, test="z")
    backwards = meta_analysis.pool(values[::-1], variances[::-1], method=method, test="z")
    assert moved.pooled.estimate == pytest.approx(plain.pooled.estimate + shift, abs=1e-6)
    assert scaled.pooled.conf_high == pytest.approx(plain.pooled.conf_high * unit, abs=1e-6, rel=1e-6)
    assert backwards.pooled.estimate == pytest.approx(plain.pooled.estimate, abs=1e-9)
    if method != "FE":
        assert plain.tau2.estimate >= 0
        assert scaled.tau2.estimate == pytest.approx(plain.tau2.estimate * unit**2, abs=1e-6, rel=1e-5)


def test_many_outcomes_at_once_are_the_same_one_by_one():
    generator = np.random.default_rng(4)
    values = generator.normal(0, generator.choice([0.1, 0.6, 2], (60, 1)), (60, 6))
    variances = generator.uniform(0.05, 0.6, (60, 6))
    values[generator.random((60, 6)) < 0.3] = np.nan
    values[0, 1:] = np.nan
    for method in ("FE", "DL", "HE", "HS", "PM", "REML", "ML"):
        for test in ("z", "hartung_knapp", "hartung_knapp_guarded"):
            many = meta_analysis.pool_many(values, variances, method=method, test=test)
            single = [meta_analysis.pool(*row, method=method, test=test) for row in zip(values, variances, strict=True)]
            wanted = pd.DataFrame({
                "estimate": [one.pooled.estimate for one in single],
                "conf_low": [one.pooled.conf_low for one in single],
                "p_value": [one.pooled.p_value for one in single],
                "tau2": [one.tau2.estimate for one in single],
                "q": [one.q.statistic for one in single],
                "i2": [one.i2.estimate for one in single],
            })  # fmt: skip
            np.testing.assert_allclose(many[list(wanted)], wanted, rtol=1e-7, atol=1e-9)
            assert list(many["estimable"]) == [one.pooled.estimable for one in single]


def test_many_outcomes_refuse_what_one_refuses():
    with pytest.raises(ValueError, match="above 0"):
        meta_analysis.pool_many([[1.0, 2.0]], [[0.1, -0.1]])
    with pytest.raises(ValueError, match="same shape"):
        meta_analysis.pool_many([[1.0, 2.0]], [[0.1]])
    with pytest.raises(ValueError, match="can be pooled by"):
        meta_analysis.pool_many([[1.0, 2.0]], [[0.1, 0.1]], method="SJ")


def test_regression_with_too_few_effects_or_twice_the_same_column():
    few = meta_analysis.regress([1, 2], [0.1, 0.2], columns=[[1], [2]])
    assert not few.estimable
    assert not few.coefficients["column_1"].estimable
    same = meta_analysis.regress(*SITES, columns=[[1, 2], [2, 4], [3, 6], [4, 8], [5, 10]])
    assert "same thing" in same.reason
    with pytest.raises(ValueError, match="one name for every"):
        meta_analysis.regress(*SITES, columns=[[1], [2], [3], [4], [5]], names=["a", "b"])


def test_regression_on_words_and_with_gaps():
    table = pd.DataFrame({"kind": ["a", "b", "a", "b", None]})
    found = meta_analysis.regress(*SITES, columns=table, test="z")
    assert found.k == 4
    alone = meta_analysis.regress(SITES[0][:4], SITES[1][:4], columns=[[0], [1], [0], [1]], test="z")
    assert found.coefficients["kind"].estimate == alone.coefficients["column_1"].estimate


def test_the_effect_expected_for_a_study():
    found = meta_analysis.regress(*SITES, columns=[[0], [1], [0], [1], [2]])
    assert found.expected([0]).estimate == found.coefficients["intercept"].estimate
    one = found.coefficients["intercept"].estimate + 2 * found.coefficients["column_1"].estimate
    assert found.expected([2]).estimate == pytest.approx(one)
    with pytest.raises(ValueError, match="one value for every"):
        found.expected([1, 2])


def test_subgroups_of_one_are_not_compared():
    found = meta_analysis.subgroups(*SITES, group=["a", "a", "b", "b", "c"])
    assert not found.groups["c"].pooled.estimable
    assert found.q_between.df == 1
    assert not meta_analysis.subgroups(*SITES, group=["a"] * 5).q_between.estimable


def test_shares_of_nobody_and_of_everybody():
    found = meta_analysis.pool_proportions([0, 0, 0], [8, 12, 9])
    assert 0 < found.pooled.conf_low < found.pooled.estimate < found.pooled.conf_high < 1
    double = meta_analysis.pool_proportions([8, 12, 9], [8, 12, 9], measure="PFT", test="z")
    assert double.pooled.conf_high == 1
    assert not meta_analysis.pool_proportions([3], [8]).pooled.estimable
