"""The random-intercept model: lme4's and lmerTest's answers, properties, honest edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import mixed_models, paired

pytestmark = pytest.mark.reference

GAPS = np.array([3, 17, 18, 44, 45, 46, 47, 90, *range(101, 109)]) - 1


@pytest.fixture(scope="module")
def reaction_times():
    """Return lme4's `sleepstudy` (Belenky et al. 2003, doi:10.1046/j.1365-2869.2003.00337.x) without sixteen rows.

    The numbers come with lme4 1.1-31, GPL-2 or later.
    """
    whole = pd.read_csv(Path(__file__).with_name("sleepstudy.csv"))
    return whole.drop(index=GAPS).reset_index(drop=True)


def fitted(rows):
    design = pd.DataFrame({"intercept": 1.0, "days": rows["Days"]})
    return mixed_models.random_intercept(rows["Reaction"], design, rows["Subject"])


def test_unbalanced_groups_are_lmertest_s(reaction_times):
    # R 4.2.2, lme4 1.1-31, lmerTest 3.1-3: s <- sleepstudy[-c(3, 17, 18, 44:47, 90, 101:108), ]
    # tight <- lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14))
    # f <- lmer(Reaction ~ Days + (1 | Subject), s, control = tight)
    # summary(f)$coefficients; contest1D(f, c(1, 9), confint = TRUE); VarCorr(f)
    fit = fitted(reaction_times)
    intercept, days, last = fit.coefficients["intercept"], fit.coefficients["days"], fit.contrast([1, 9])
    assert (fit.var_group, fit.var_residual) == pytest.approx((1306.455112487063, 964.028561615658), rel=1e-7)
    assert intercept.estimate == pytest.approx(253.6509010144264, rel=1e-9)
    assert days.estimate == pytest.approx(10.5692397221157, rel=1e-8)
    assert intercept.estimate / intercept.statistic == pytest.approx(9.715151437846522, rel=1e-7)
    assert days.estimate / days.statistic == pytest.approx(0.839818674754111, rel=1e-8)
    assert (intercept.df, days.df) == pytest.approx((24.1231091746834, 146.7833644330104), rel=1e-6)
    assert days.p_value == pytest.approx(4.25639472371569e-25, rel=1e-5)
    assert (last.estimate, last.df) == pytest.approx((348.774058513468, 23.535385777278), rel=1e-6)
    assert (last.conf_low, last.conf_high) == pytest.approx((328.887755593916, 368.660361433019), rel=1e-7)
    assert (fit.n, fit.n_groups, days.n) == (164, 18, 18)
    assert fit.converged
    assert not fit.is_boundary


def test_the_boundary_is_lmertest_s_and_is_said():
    # lmer(y ~ x + (1 | g)): boundary (singular) fit; se 0.703562363973514, 0.994987437106620; df 8
    y, x = [1, 5, 3, 3, 2, 4, 6, 2, 4.5, 3], [0, 1, 0, 1, 0, 1, 0, 1, 1, 0]
    design = np.column_stack([np.ones(10), x])
    fit = mixed_models.random_intercept(y, design, np.repeat(["a", "b", "c", "d", "e"], 2), names=["one", "x"])
    found = fit.coef["x"]
    assert (fit.var_group, fit.var_residual) == pytest.approx((0, 2.475), rel=1e-12)
    assert fit.is_boundary
    assert fit.icc == 0
    assert found.estimate / found.statistic == pytest.approx(0.994987437106620, rel=1e-10)
    assert (found.df, found.p_value) == pytest.approx((8, 0.50168658644166353), rel=1e-9)
    assert "came out as zero" in found.method


def test_complete_pairs_give_the_paired_t_test():
    before, after = np.array([14.0, 15, 13, 18, 12, 16]), np.array([10.0, 12, 9, 15, 8, 15])
    design = np.column_stack([np.ones(12), np.repeat([0, 1], 6)])
    fit = mixed_models.random_intercept(np.r_[before, after], design, np.tile(np.arange(6), 2), names=["one", "time"])
    t = paired.mean_change(before, after)
    found = fit.coefficients["time"]
    assert (found.estimate, found.statistic, found.df) == pytest.approx((t.estimate, t.statistic, t.df), rel=1e-8)
    assert found.conf_low == pytest.approx(t.conf_low, rel=1e-8)


def test_units_order_and_constant(reaction_times):
    fit = fitted(reaction_times)
    shuffled = reaction_times.sample(frac=1, random_state=4)
    moved = shuffled.assign(
        Reaction=shuffled["Reaction"] * 1000 - 250_000, Subject="s" + shuffled["Subject"].astype(str)
    )
    other = fitted(moved)
    assert other.coefficients["days"].estimate == pytest.approx(1000 * fit.coefficients["days"].estimate, rel=1e-9)
    assert other.coefficients["days"].df == pytest.approx(fit.coefficients["days"].df, rel=1e-7)
    assert other.icc == pytest.approx(fit.icc, rel=1e-8)


def test_a_row_with_a_gap_is_left_out(reaction_times):
    extra = pd.DataFrame({"Reaction": [np.nan, 300.0], "Days": [1.0, np.nan], "Subject": [308, 308]})
    assert fitted(pd.concat([reaction_times, extra])).coefficients == fitted(reaction_times).coefficients
    unknown = mixed_models.random_intercept([1, 2, 4, 3, 9], np.ones((5, 1)), ["a", "a", "b", "b", None], names=["one"])
    assert (unknown.n, unknown.n_groups) == (4, 2)


def test_rows_can_be_the_units(reaction_times):
    design = np.ones((len(reaction_times), 1))
    fit = mixed_models.random_intercept(
        reaction_times["Reaction"], design, reaction_times["Subject"], names=["one"], units="rows"
    )
    assert fit.coefficients["one"].n == 164


@pytest.mark.parametrize(
    ("y", "x", "group", "words"),
    [
        ([], [], [], "no row"),
        ([1, 2, 3, 4], [0, 1, 0, 1], ["a"] * 4, "only one group"),
        ([1, 2, 3, 4], [0, 1, 0, 1], ["a", "b", "c", "d"], "more than one measurement"),
        ([1, 2], [0, 1], ["a", "b"], "too few measurements"),
        ([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"], "say the same"),
        ([2, 2, 2, 2], [0, 1, 0, 1], ["a", "a", "b", "b"], "without remainder"),
        ([1, 3, 2, 4], [0, 1, 0, 1], ["a", "a", "b", "b"], "without remainder"),
    ],
)
def test_what_cannot_be_fitted(y, x, group, words):
    design = np.column_stack([np.ones(len(x)), x])
    fit = mixed_models.random_intercept(y, design, group, names=["one", "x"])
    assert not fit.estimable
    assert words in fit.reason
    assert not fit.coefficients["x"].estimable
    assert not fit.contrast([0, 1]).estimable
    assert np.isnan(fit.icc)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="Name the columns"):
        mixed_models.random_intercept([1, 2], np.ones((2, 1)), [1, 2])
    with pytest.raises(ValueError, match="same number of rows"):
        mixed_models.random_intercept([1, 2], np.ones((3, 1)), [1, 2, 3], names=["one"])
    fit = mixed_models.random_intercept([1, 2, 4, 3], np.ones((4, 1)), [1, 1, 2, 2], names=["one"])
    with pytest.raises(ValueError, match="one weight for every column"):
        fit.contrast([1, 2])
    assert not fit.contrast([0]).estimable


def test_a_hundred_thousand_rows_take_a_moment():
    chance = np.random.default_rng(2)
    group = np.repeat(np.arange(50_000), 2)
    time = np.tile([0.0, 1.0], 50_000)
    y = 10 - 2 * time + chance.normal(size=50_000)[group] + chance.normal(size=100_000)
    fit = mixed_models.random_intercept(y, np.column_stack([np.ones(100_000), time]), group, names=["one", "time"])
    assert fit.coefficients["time"].estimate == pytest.approx(-2, abs=0.03)
    assert fit.icc == pytest.approx(0.5, abs=0.02)
