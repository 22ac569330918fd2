"""Counts and yes-no regressions: what other programs get wrong or hide, properties, honest edges."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import counts
from earlyeval.statistics.design import design
from earlyeval.statistics.generalised_linear import logistic

pytestmark = pytest.mark.reference

YARN = pd.read_csv(Path(__file__).with_name("reference") / "data" / "warpbreaks.csv")


def test_negative_binomial_is_glm_nb_where_statsmodels_keeps_alpha_at_one():
    import statsmodels.api as sm

    columns = design(YARN[["wool"]])
    # R 4.2.2, MASS 7.3-58.2: f <- glm.nb(breaks ~ wool, warpbreaks)
    ours = counts.negative_binomial_regression(YARN["breaks"], columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = sm.GLM(YARN["breaks"], columns, family=sm.families.NegativeBinomial()).fit()
    assert ours.theta > 2
    assert theirs.bse["wool: B"] > 2 * ours.coefficients["wool: B"].std_error
    # the slope of the likelihood by theta is zero at the top
    worse = [
        counts._log_likelihood(YARN["breaks"].to_numpy(float), ours.fitted, ours.theta * by) for by in (0.99, 1.01)
    ]
    assert max(worse) < ours.log_likelihood


def test_counts_that_vary_no_more_than_poisson_s_have_no_theta():
    fit = counts.negative_binomial_regression([2, 3, 2, 3, 2, 3], design(rows=6))
    assert not fit.estimable
    assert "no more than Poisson" in fit.reason
    assert np.isnan(fit.theta)


def test_twice_the_exposure_is_half_the_rate():
    exposure = np.arange(1, 55.0)
    one = counts.poisson_regression(YARN["breaks"], design(YARN[["wool"]]), exposure=exposure)
    other = counts.poisson_regression(YARN["breaks"], design(YARN[["wool"]]), exposure=2 * exposure)
    assert other.ratios["intercept"].estimate == pytest.approx(one.ratios["intercept"].estimate / 2, rel=1e-10)
    assert other.coefficients["wool: B"].estimate == pytest.approx(one.coefficients["wool: B"].estimate, rel=1e-9)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)


def test_a_regression_on_nothing_is_the_rate():
    fit = counts.poisson_regression([3, 5, 1], design(rows=3), exposure=[10, 20, 10])
    assert fit.ratios["intercept"].estimate == pytest.approx(9 / 40, rel=1e-12)
    assert fit.coefficients["intercept"].std_error == pytest.approx(1 / 3, rel=1e-10)


def test_separation_is_said_instead_of_printed():
    y, x = [0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6]
    fit = logistic(y, design({"x": x}))
    assert not fit.estimable
    assert "without limit" in fit.reason
    empty = counts.poisson_regression([0, 0, 0, 4, 5, 6], design({"x": [0, 0, 0, 1, 1, 1]}))
    assert not empty.estimable
    assert not empty.ratios["x"].estimable


@pytest.mark.parametrize(
    ("y", "x", "words"),
    [([], [], "no row"), ([1, 2], [0, 1], "too few rows"), ([0, 0, 0], [1, 2, 3], "Nothing was counted"),
     ([1, 2, 3], [2, 2, 2], "say the same"), ([np.nan] * 3, [1, 2, 3], "no row")],
)  # fmt: skip
def test_what_cannot_be_fitted(y, x, words):
    columns = np.column_stack([np.ones(len(x)), x])
    for function in (counts.poisson_regression, counts.quasi_poisson_regression, counts.negative_binomial_regression):
        fit = function(y, columns, names=["one", "x"])
        assert not fit.estimable
        assert words in fit.reason
        assert not fit.contrast([0, 1]).estimable
    assert not counts.overdispersion(y, pd.DataFrame(columns, columns=["one", "x"])).estimable
    alike = logistic([1, 1, 1], np.column_stack([np.ones(3), [1, 2, 3]]), names=["one", "x"])
    assert "All outcomes are the same" in alike.reason


def test_bad_input_is_refused():
    for y, words in (([1, 2.5, 3], "whole numbers"), ([-1, 2, 3], "whole numbers"), ([1, np.inf, 2], "finite")):
        with pytest.raises(ValueError, match=words):
            counts.poisson_regression(y, design(rows=3))
    with pytest.raises(ValueError, match="above zero"):
        counts.poisson_regression([1, 2, 3], design(rows=3), exposure=[1, 0, 1])
    with pytest.raises(ValueError, match="0 and 1"):
        logistic([1, 2, 3], design(rows=3))
    for call in (lambda: counts.rate(-1, 10), lambda: counts.rate(1, 0), lambda: counts.rate_ratio(1.5, 1, 1, 1)):
        with pytest.raises(ValueError, match=r"whole number|above zero"):
            call()
    with pytest.raises(ValueError, match="every stratum"):
        counts.directly_standardised_rate([1, 2], [10], [1, 2])
    with pytest.raises(ValueError, match="empty"):
        counts.directly_standardised_rate([1, 2], [10, 10], [0, 0])


def test_no_events():
    nothing = counts.rate(0, 100)
    assert (nothing.estimate, nothing.conf_low) == (0, 0)
    assert nothing.conf_high == pytest.approx(-np.log(0.025) / 100)
    for function in (counts.rate_ratio, counts.rate_ratio_mid_p):
        assert not function(0, 10, 0, 10).estimable
        assert not function(3, 10, 0, 10).estimable
        one_sided = function(0, 10, 3, 10)
        assert (one_sided.estimate, one_sided.conf_low) == (0, 0)
    assert counts.standardised_ratio_mid_p(0, 2.0).conf_low == 0
    assert not counts.indirectly_standardised_ratio([0, 1], [1, 1], [0, 0]).estimable
    none = counts.directly_standardised_rate([0, 0], [10, 10], [1, 1])
    assert (none.estimate, none.conf_low) == (0, 0)


@given(st.integers(0, 40), st.integers(1, 40), st.floats(0.5, 500), st.floats(0.5, 500))
@settings(max_examples=40, deadline=None)
def test_exchanging_the_groups_inverts_the_ratio(events, others, one, zero):
    for function in (counts.rate_ratio, counts.rate_ratio_mid_p):
        here = function(events, one, others, zero)
        assert here.conf_low <= here.estimate <= here.conf_high
        assert 0 < here.p_value <= 1
        if events:
            there = function(others, zero, events, one)
            assert here.estimate == pytest.approx(1 / there.estimate, rel=1e-9)
            assert here.conf_low == pytest.approx(1 / there.conf_high, rel=1e-6)


def test_mid_p_is_shorter():
    exact, middle = counts.standardised_ratio(7, 4.1), counts.standardised_ratio_mid_p(7, 4.1)
    assert exact.conf_low < middle.conf_low < middle.conf_high < exact.conf_high
    indirect = counts.indirectly_standardised_ratio([7], [41.0], [0.1], mid_p=True)
    assert indirect.conf_high == pytest.approx(middle.conf_high, rel=1e-9)


def test_counts_without_any_remainder_have_no_quasi_poisson_error():
    fit = counts.quasi_poisson_regression([2, 2, 4, 4], design({"x": [0, 0, 1, 1]}))
    assert not fit.estimable
    assert "without remainder" in fit.reason
