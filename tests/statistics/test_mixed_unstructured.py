"""Repeated measures with an unstructured covariance: nlme's gls, numerical Satterthwaite df, closed forms, edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import groups, mixed_models, paired
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

DATA = Path(__file__).with_name("reference") / "data"
GAPS = np.array([3, 17, 18, 44, 45, 46, 47, 90, *range(101, 109)]) - 1


@pytest.fixture(scope="module")
def nights():
    """Return the first four days of lme4's `sleepstudy` with gaps, and a made-up arm."""
    rows = pd.read_csv(DATA / "sleepstudy.csv").drop(index=GAPS)
    rows = rows[rows["days"] <= 3]
    return rows.assign(arm=(rows["subject"] >= 350).astype(float), visit=rows["days"].astype(str))


def fitted(rows, **options):
    columns = design(rows[["visit", "arm"]], interactions=[("visit", "arm")])
    return mixed_models.unstructured(rows["reaction"], columns, rows["subject"], rows["days"], **options)


def test_it_is_nlme_s_gls(nights):
    # R 4.2.2, nlme 3.1-162: f <- gls(reaction ~ v * arm, g, correlation = corSymm(form = ~ visit | subject),
    # weights = varIdent(form = ~ 1 | v)), log likelihood polished by Newton steps (numDeriv 2016.8-1.1)
    fit = fitted(nights, df_method="residual")
    last = fit.coef["visit: 3 x arm"]
    assert (last.estimate, last.std_error) == pytest.approx((8.73142970072894, 19.592376306311), rel=1e-7)
    assert (last.df, last.p_value) == pytest.approx((58, 0.657506504), rel=1e-6)
    assert fit.log_likelihood == pytest.approx(-268.156544508602, rel=1e-11)
    assert fit.aic == pytest.approx(572.313089017203, rel=1e-11)
    assert fit.covariance[3][0] == pytest.approx(637.344330093115, rel=1e-6)
    assert fit.covariance[2][2] == pytest.approx(920.374506894266, rel=1e-6)
    assert fit.times == (0, 1, 2, 3)


def test_satterthwaite_df_are_those_of_numerical_derivatives(nights):
    # numDeriv::hessian of the REML deviance by the triangle of the covariance, numDeriv::jacobian of (X'V^-1X)^-1
    fit = fitted(nights)
    wanted = {"arm": 14.9999997980322, "visit: 3": 15.2044637029532, "visit: 3 x arm": 15.0343370480183}
    for name, df in wanted.items():
        assert fit.coef[name].df == pytest.approx(df, rel=1e-6)
    last = fit.contrast([0, 0, 0, 0, 1, 0, 0, 1])
    assert (last.std_error, last.df) == pytest.approx((20.5631505375018, 14.799910716119), rel=1e-6)


def test_complete_pairs_give_the_paired_and_the_student_t_test():
    before, after = np.array([14.0, 15, 13, 18, 12, 16]), np.array([10.0, 12, 9, 15, 8, 15])
    time, who = np.repeat([0.0, 1.0], 6), np.tile(np.arange(6), 2)
    wanted = paired.mean_change(before, after)
    for df_method in ("satterthwaite", "kenward-roger"):
        columns = design({"time": time})
        fit = mixed_models.unstructured(np.r_[before, after], columns, who, time, df_method=df_method)
        found = fit.coef["time"]
        assert (found.estimate, found.statistic, found.df) == pytest.approx(
            (wanted.estimate, wanted.statistic, wanted.df), rel=1e-7
        )
    arm = np.tile([0.0, 0, 0, 1, 1, 1], 2)
    columns = design({"time": time, "arm": arm}, interactions=[("time", "arm")])
    found = mixed_models.unstructured(np.r_[before, after], columns, who, time).coef["time x arm"]
    change = after - before
    gained = groups.student_mean_difference(change[3:], change[:3])
    assert (found.estimate, found.statistic, found.df) == pytest.approx(
        (gained.estimate, gained.statistic, 4), rel=1e-6
    )


def test_order_and_unit(nights):
    fit = fitted(nights)
    other = fitted(nights.sample(frac=1, random_state=1).assign(reaction=lambda rows: rows["reaction"] * 10))
    assert other.coef["arm"].estimate == pytest.approx(10 * fit.coef["arm"].estimate, rel=1e-6)
    assert other.coef["arm"].df == pytest.approx(fit.coef["arm"].df, rel=1e-6)
    assert other.correlation[1][0] == pytest.approx(fit.correlation[1][0], rel=1e-6)


def test_what_cannot_be_fitted():
    one = mixed_models.unstructured([1, 2, 3], np.ones((3, 1)), [1, 2, 3], [1, 1, 1], names=["one"])
    assert "more than one measurement" in one.reason
    apart = mixed_models.unstructured([1, 2, 3, 5, 4], np.ones((5, 1)), [1, 1, 2, 2, 3], [1, 2, 1, 3, 3], names=["one"])
    assert "never seen in the same group" in apart.reason
    few = mixed_models.unstructured([1, 2, 4, 3], np.ones((4, 1)), [1, 1, 2, 2], [1, 2, 1, 2], names=["one"])
    assert not few.estimable
    assert not few.coef["one"].estimable
    with pytest.raises(ValueError, match="two rows at one time"):
        mixed_models.unstructured([1, 2, 3, 4], np.ones((4, 1)), [1, 1, 2, 2], [1, 1, 1, 2], names=["one"])
