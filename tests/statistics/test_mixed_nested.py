"""Random intercepts at two levels: lme4's, lmerTest's and pbkrtest's answers, sums against dense matrices, edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import mixed_models
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

AIR = pd.read_csv(Path(__file__).with_name("reference") / "data" / "airquality.csv")
AIR = AIR.assign(week=(AIR["Day"] - 1) // 7)


def fitted(rows, **options):
    return mixed_models.nested_intercepts(rows["Temp"], design(rows[["Wind"]]), rows["Month"], rows["week"], **options)


def test_it_is_lmer_s():
    # R 4.2.2, lme4 1.1-31, lmerTest 3.1-3: a$week <- (a$Day - 1) %/% 7
    # f <- lmer(Temp ~ Wind + (1 | Month / week), a), optimiser ending in Newton steps; VarCorr(f); summary(f)
    fit = fitted(AIR)
    found = (fit.var_outer, fit.var_inner, fit.var_residual)
    assert found == pytest.approx((39.0783267502447, 22.3971954686289, 21.5343096834894), rel=1e-7)
    wind = fit.coef["Wind"]
    assert (wind.estimate, wind.std_error) == pytest.approx((-0.576913911243583, 0.121517760811217), rel=1e-8)
    assert (wind.df, fit.coef["intercept"].df) == pytest.approx((134.43371737467950, 5.37993569610449), rel=1e-6)
    assert wind.p_value == pytest.approx(5.20231594503584e-06, rel=1e-6)
    assert (fit.log_likelihood, fit.aic) == pytest.approx((-479.812475772117, 969.624951544234), rel=1e-12)
    assert (fit.n, fit.n_groups, fit.n_inner) == (153, 5, 25)
    assert fit.icc_outer < fit.icc_inner < 1


def test_kenward_roger_is_pbkrtest_s():
    fit = fitted(AIR, df_method="kenward-roger")
    wind, intercept = fit.coef["Wind"], fit.coef["intercept"]
    assert (wind.std_error, wind.df) == pytest.approx((0.122053372515481, 134.91439883668414), rel=1e-7)
    assert (intercept.std_error, intercept.df) == pytest.approx((3.211993308953418, 5.38340537914031), rel=1e-7)


def test_the_sums_are_those_of_dense_matrices():
    from earlyeval.statistics.mixed_nested import NestedSums, nested_pieces

    chance = np.random.default_rng(1)
    inner = np.sort(chance.integers(0, 9, 40))
    inner = pd.factorize(inner)[0]
    outer = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2])[: inner.max() + 1]
    columns = chance.normal(size=(40, 3))
    sums = np.column_stack([np.bincount(inner, weights=column) for column in columns.T])
    kept = NestedSums(40, np.bincount(inner).astype(float), sums, outer, 3, columns.T @ columns)
    found = nested_pieces(kept, np.diag([0.7, 1.9]))
    low, high = np.eye(inner.max() + 1)[inner], np.eye(3)[outer[inner]]
    parts = [high @ high.T, low @ low.T]
    inverse = np.linalg.inv(np.eye(40) + 0.7 * parts[0] + 1.9 * parts[1])
    assert found.cross == pytest.approx(columns.T @ inverse @ columns, rel=1e-9, abs=1e-9)
    assert found.log_determinant == pytest.approx(-np.linalg.slogdet(inverse)[1], rel=1e-10)
    for one in range(2):
        step = inverse @ parts[one]
        assert found.traces[one] == pytest.approx(np.trace(step), rel=1e-10)
        assert found.first[one] == pytest.approx(columns.T @ step @ inverse @ columns, rel=1e-8, abs=1e-9)
        for other in range(2):
            both = step @ inverse @ parts[other]
            assert found.trace_pairs[one, other] == pytest.approx(np.trace(both), rel=1e-10)
            assert found.second[one, other] == pytest.approx(columns.T @ both @ inverse @ columns, rel=1e-8, abs=1e-9)


def test_order_labels_and_unit():
    moved = AIR.sample(frac=1, random_state=5)
    moved = moved.assign(Temp=moved["Temp"] * 10, Month="m" + moved["Month"].astype(str))
    here, there = fitted(AIR), fitted(moved)
    assert there.var_inner == pytest.approx(100 * here.var_inner, rel=1e-6)
    assert there.coef["Wind"].df == pytest.approx(here.coef["Wind"].df, rel=1e-6)


def test_without_inner_likeness_it_is_the_random_intercept():
    chance = np.random.default_rng(2)
    outer, inner = np.repeat(np.arange(8), 12), np.tile(np.repeat(np.arange(6), 2), 8)
    # rows of one inner group are made less alike than strangers
    y = chance.normal(size=8)[outer] + np.tile([1.0, -1.0], 48) + 0.3 * chance.normal(size=96)
    columns = design(rows=96)
    nested = mixed_models.nested_intercepts(y, columns, outer, inner)
    plain = mixed_models.random_intercept(y, columns, outer)
    assert nested.is_boundary
    assert nested.var_inner == 0
    assert "singular" in nested.coef["intercept"].method
    assert nested.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-10)
    assert nested.coef["intercept"].df == pytest.approx(plain.coef["intercept"].df, rel=1e-5)


@pytest.mark.parametrize(
    ("y", "outer", "inner", "words"),
    [([], [], [], "no row"), ([1, 2, 4, 3], [1, 1, 1, 1], [1, 1, 2, 2], "only one group"),
     ([1, 2, 4, 3], [1, 1, 2, 2], [1, 1, 1, 1], "two levels"), ([1, 2, 4, 3], [1, 1, 2, 2], [1, 2, 1, 2], "two levels"),
     ([5, 5, 5, 5, 5], [1, 1, 1, 2, 2], [1, 1, 2, 1, 1], "without remainder")],
)  # fmt: skip
def test_what_cannot_be_fitted(y, outer, inner, words):
    fit = mixed_models.nested_intercepts(y, np.ones((len(y), 1)), outer, inner, names=["one"])
    assert not fit.estimable
    assert words in fit.reason
    assert not fit.coef["one"].estimable
    assert np.isnan(fit.icc_inner)
