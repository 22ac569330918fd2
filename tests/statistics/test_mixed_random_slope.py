"""Random intercepts and slopes: lmerTest's and pbkrtest's answers, singular fits, properties, honest edges.

R 4.2.2, lme4 1.1-31, lmerTest 3.1-3, pbkrtest 0.5.2; every fit with an optimiser that ends in Newton steps:
tight <- lmerControl(optimizer = function(fn, par, lower, upper, control) {par <- nlminb(par, fn, lower = lower)$par;
for (k in 1:6) par <- par - solve(numDeriv::hessian(fn, par), numDeriv::grad(fn, par)); list(par = par, ...)})
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import mixed_models
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

DATA = Path(__file__).with_name("reference") / "data"
GAPS = np.array([3, 17, 18, 44, 45, 46, 47, 90, *range(101, 109)]) - 1


@pytest.fixture(scope="module")
def nights():
    """Return lme4's `sleepstudy` without sixteen rows."""
    return pd.read_csv(DATA / "sleepstudy.csv").drop(index=GAPS).reset_index(drop=True)


def fitted(rows, **options):
    return mixed_models.random_slope(rows["reaction"], design(rows[["days"]]), rows["subject"], rows["days"], **options)


def test_unbalanced_groups_are_lmertest_s(nights):
    # f <- lmer(reaction ~ days + (days | subject), s, control = tight); VarCorr(f); summary(f)$coefficients
    # contest1D(f, c(1, 9), confint = TRUE); contestMD(f, diag(2))
    fit = fitted(nights)
    found = (fit.var_intercept, fit.var_slope, fit.covariance, fit.var_residual)
    assert found == pytest.approx((540.3260316030470, 30.4212398310209, 25.4488594407433, 693.9189976367475), rel=1e-7)
    days, last = fit.coef["days"], fit.contrast([1, 9])
    assert (days.estimate, days.std_error) == pytest.approx((10.3720783263771, 1.48573233328494), rel=1e-8)
    assert (days.df, fit.coef["intercept"].df) == pytest.approx((16.7535126186490, 16.6434770127646), rel=1e-6)
    assert days.p_value == pytest.approx(2.40058191236205e-06, rel=1e-6)
    assert (last.estimate, last.std_error, last.df) == pytest.approx(
        (347.190635926688, 14.3856850894082, 16.8359072705164), rel=1e-6
    )
    assert (last.conf_low, last.conf_high) == pytest.approx((316.816943312408, 377.564328540968), rel=1e-7)
    joint = fit.joint_test(np.eye(2))
    assert (joint.statistic, joint.df, joint.df_2) == pytest.approx((759.667011876289, 2, 16.6986907055553), rel=1e-6)
    assert joint.p_value == pytest.approx(4.02012789379308e-17, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(-798.092257855159, rel=1e-12)
    assert (fit.n, fit.n_groups, fit.is_boundary, fit.converged) == (164, 18, False, True)


def test_kenward_roger_is_pbkrtest_s(nights):
    # summary(f, ddf = "Kenward-Roger"); contest1D and contestMD(..., ddf = "Kenward-Roger")
    fit = fitted(nights, df_method="kenward-roger")
    days, last, joint = fit.coef["days"], fit.contrast([1, 9]), fit.joint_test(np.eye(2))
    assert (days.std_error, days.df) == pytest.approx((1.48707368675855, 16.8986348714511), rel=1e-7)
    assert (last.std_error, last.df) == pytest.approx((14.3864155438779, 16.9966134725114), rel=1e-7)
    assert (joint.statistic, joint.df_2) == pytest.approx((711.216226215912, 15.5909640612025), rel=1e-7)
    assert joint.p_value == pytest.approx(4.81628327980501e-16, rel=1e-5)


@pytest.fixture(scope="module")
def teeth():
    """Return `ToothGrowth` in twelve made-up groups between which the slopes do not differ."""
    return pd.read_csv(DATA / "ToothGrowth.csv").assign(group=np.tile(np.arange(12), 5))


def singular(teeth, **options):
    columns = design(teeth[["dose", "supp"]])
    return mixed_models.random_slope(teeth["len"], columns, teeth["group"], teeth["dose"], **options)


def test_a_singular_fit_is_said_and_is_lmertest_s(teeth):
    # t$g <- rep(1:12, 5); lmer(len ~ dose + supp + (dose | g), t): boundary (singular) fit, theta[3] = 0
    fit = singular(teeth)
    found = (fit.var_intercept, fit.var_slope, fit.covariance, fit.var_residual)
    wanted = (2.3769566118733638, 0.0282521327636137, 0.2591410692499274, 15.0434088580955834)
    assert found == pytest.approx(wanted, rel=1e-6)
    assert fit.correlation == pytest.approx(1)
    assert fit.is_boundary
    assert "singular" in fit.coef["dose"].method
    assert fit.coef["dose"].df == pytest.approx(45.9826575284556, rel=1e-6)
    assert fit.coef["supp: VC"].p_value == pytest.approx(9.43524673099327e-04, rel=1e-6)
    both = fit.joint_test([[0, 1, 0], [0, 0, 1]])
    assert (both.statistic, both.df_2) == pytest.approx((79.868966002575, 46.8743569432707), rel=1e-6)


def test_kenward_roger_of_a_singular_fit_is_pbkrtest_s(teeth):
    fit = singular(teeth, df_method="kenward-roger")
    assert fit.coef["dose"].std_error == pytest.approx(0.823986755679135, rel=1e-7)
    assert fit.coef["dose"].df == pytest.approx(10.5385899016464, rel=1e-6)
    both = fit.joint_test([[0, 1, 0], [0, 0, 1]])
    assert (both.statistic, both.df_2) == pytest.approx((75.5455054651759, 21.1471553140769), rel=1e-6)


def test_statsmodels_standard_errors_are_not_those_of_the_model(nights):
    """statsmodels MixedLM's bse_fe is not (X'V^-1X)^-1, and its p values are normal; lme4 says 1.48573233."""
    import warnings

    from statsmodels.regression.mixed_linear_model import MixedLM

    columns = design(nights[["days"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = MixedLM(nights["reaction"], columns, groups=nights["subject"], exog_re=columns).fit(method="powell")
    ours = fitted(nights).coef["days"]
    assert abs(theirs.bse_fe["days"] / 1.48573233328494 - 1) > 5e-5
    assert ours.std_error == pytest.approx(1.48573233328494, rel=1e-8)
    assert theirs.pvalues["days"] < 1e-11 < ours.p_value


def test_order_unit_and_origin_of_the_slope(nights):
    fit, shuffled = fitted(nights), nights.sample(frac=1, random_state=2)
    moved = shuffled.assign(reaction=shuffled["reaction"] / 1000 + 5, days=shuffled["days"] - 4)
    other = fitted(moved)
    assert other.coef["days"].estimate == pytest.approx(fit.coef["days"].estimate / 1000, rel=1e-7)
    assert other.coef["days"].df == pytest.approx(fit.coef["days"].df, rel=1e-5)
    assert other.coef["intercept"].estimate == pytest.approx(fit.contrast([1, 4]).estimate / 1000 + 5, rel=1e-9)
    assert other.coef["intercept"].df == pytest.approx(fit.contrast([1, 4]).df, rel=1e-5)
    assert other.var_slope == pytest.approx(fit.var_slope / 1e6, rel=1e-5)


def test_weighted_sums_of_one_row_are_the_contrast(nights):
    for df_method in ("satterthwaite", "kenward-roger"):
        fit = fitted(nights, df_method=df_method)
        joint, one = fit.joint_test([[1, 9]]), fit.contrast([1, 9])
        assert (joint.statistic, joint.df_2) == pytest.approx((one.statistic**2, one.df), rel=1e-9)
        assert joint.p_value == pytest.approx(one.p_value, rel=1e-7)


def test_group_effects_balance_and_shrink(nights):
    effects = np.array(list(fitted(nights).group_effects.values()))
    assert effects.shape == (18, 2)
    uncorrelated = mixed_models.random_slope_uncorrelated(
        nights["reaction"], design(nights[["days"]]), nights["subject"], nights["days"]
    )
    assert uncorrelated.covariance == 0
    assert uncorrelated.n_parameters == 5


@pytest.mark.parametrize(
    ("y", "x", "group", "words"),
    [
        ([], [], [], "no row"),
        ([1, 2, 3, 5], [0, 1, 2, 3], ["a"] * 4, "only one group"),
        ([1, 2, 3, 5], [0, 1, 0, 1], ["a", "a", "b", "b"], "does not vary enough"),
        ([2] * 6, [0, 1, 2] * 2, ["a"] * 3 + ["b"] * 3, "without remainder"),
        ([1, 2, 3, 2, 3, 5], [1] * 6, ["a"] * 3 + ["b"] * 3, "say the same"),
        ([1, 2, 4, 3, 5, 6], [0, 1, 2, 3, 4, 5], list("abcdef"), "more than one measurement"),
    ],
)
def test_what_cannot_be_fitted(y, x, group, words):
    columns = np.column_stack([np.ones(len(x)), x])
    fit = mixed_models.random_slope(y, columns, group, x, names=["one", "x"])
    assert not fit.estimable
    assert words in fit.reason
    assert not fit.coef["x"].estimable
    assert not fit.joint_test([[0, 1]]).estimable
    assert np.isnan(fit.correlation)
    assert np.isnan(fit.aic)


def test_bad_input_is_refused(nights):
    with pytest.raises(ValueError, match="df_method"):
        fitted(nights, df_method="containment")
    with pytest.raises(ValueError, match="restricted"):
        fitted(nights, df_method="kenward-roger", restricted=False)
    with pytest.raises(ValueError, match="finite"):
        mixed_models.random_slope([1, 2, np.inf], np.ones((3, 1)), [1, 1, 2], [0, 1, 2], names=["one"])
    with pytest.raises(ValueError, match="one weight for every column"):
        fitted(nights).joint_test([[1, 2, 3]])
