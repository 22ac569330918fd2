"""Linear regression and designs without formulas: R's lm, statsmodels' count of parameters, honest edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import regression
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

CARS = pd.read_csv(Path(__file__).with_name("reference") / "data" / "mtcars.csv")


def test_aic_counts_the_residual_variance_as_r_does_and_statsmodels_does_not():
    # R 4.2.2: f <- lm(mpg ~ wt + factor(cyl), mtcars); AIC(f) 156.6222974476; logLik(f) -73.3111487238
    import statsmodels.api as sm

    columns = design(CARS[["wt", "cyl"]].astype({"cyl": "category"}))
    fit = regression.linear(CARS["mpg"], columns)
    theirs = sm.OLS(CARS["mpg"], columns).fit()
    assert list(columns) == ["intercept", "wt", "cyl: 6", "cyl: 8"]
    assert fit.aic == pytest.approx(theirs.aic + 2, rel=1e-12)
    assert fit.log_likelihood == pytest.approx(theirs.llf, rel=1e-12)
    assert fit.adjusted_r_squared == pytest.approx(theirs.rsquared_adj, rel=1e-12)
    assert fit.coefficients["wt"].std_error == pytest.approx(theirs.bse["wt"], rel=1e-12)
    two = np.eye(4)[2:]
    assert fit.joint_test(two).statistic == pytest.approx(float(theirs.f_test(two).fvalue), rel=1e-10)


def test_interactions_and_missing_cells():
    found = design({"a": [1.0, 2, None], "b": ["x", "y", None]}, interactions=[("a", "b")])
    assert list(found) == ["intercept", "a", "b: y", "a x b: y"]
    assert found.iloc[:2, 3].tolist() == [0.0, 2.0]
    assert found.iloc[2, 1:].isna().all()
    assert design(rows=2)["intercept"].tolist() == [1.0, 1.0]
    assert list(design(pd.Series([True, False], name="told"))) == ["intercept", "told"]
    assert list(design([[1, 2], [3, 4]])) == ["intercept", "x1", "x2"]
    with pytest.raises(ValueError, match="not among the predictors"):
        design({"a": [1]}, interactions=[("a", "c")])
    with pytest.raises(ValueError, match="how many rows"):
        design()


def test_order_and_unit_do_not_matter():
    fit = regression.linear(CARS["mpg"], design(CARS[["wt", "hp"]]))
    moved = CARS.sample(frac=1, random_state=3)
    other = regression.linear(moved["mpg"] * 100 + 7, design(moved[["wt", "hp"]] * 1000))
    assert other.coefficients["wt"].estimate == pytest.approx(fit.coefficients["wt"].estimate / 10, rel=1e-12)
    assert other.coefficients["wt"].p_value == pytest.approx(fit.coefficients["wt"].p_value, rel=1e-10)
    assert other.r_squared == pytest.approx(fit.r_squared, rel=1e-12)


@pytest.mark.parametrize(
    ("y", "x", "words"),
    [
        ([], [], "no row"),
        ([1, 2], [0, 1], "too few rows"),
        ([1, 2, 4], [3, 3, 3], "say the same"),
        ([5, 5, 5], [1, 2, 3], "without remainder"),
        ([np.nan] * 4, [1, 2, 3, 4], "no row"),
    ],
)
def test_what_cannot_be_fitted(y, x, words):
    fit = regression.linear(y, np.column_stack([np.ones(len(x)), x]), names=["one", "x"])
    assert not fit.estimable
    assert words in fit.reason
    assert not fit.coefficients["x"].estimable
    assert not fit.overall_test().estimable


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="finite"):
        regression.linear([1, 2, np.inf], np.ones((3, 1)), names=["one"])
    with pytest.raises(ValueError, match="must be numbers"):
        regression.linear(["1", "2", "3"], np.ones((3, 1)), names=["one"])
    with pytest.raises(ValueError, match="name of its own"):
        regression.linear([1, 2, 3], np.ones((3, 2)), names=["one", "one"])
