"""Generalised estimating equations: special cases, properties, honest edges. geepack's numbers are in the tables."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import clustered, generalised_linear
from earlyeval.statistics.design import design
from earlyeval.statistics.estimating_equations import estimating_equations

pytestmark = pytest.mark.reference

AIR = pd.read_csv(Path(__file__).with_name("reference") / "data" / "airquality.csv")
INFERT = pd.read_csv(Path(__file__).with_name("reference") / "data" / "infert.csv")


def test_independent_scores_are_least_squares_with_cr0():
    columns = design(AIR[["Wind", "Temp"]])
    fit = estimating_equations(AIR["Ozone"], columns, AIR["Month"], correlation="independence")
    plain = clustered.linear_regression(AIR["Ozone"], columns, AIR["Month"], variance="CR0")
    for name in columns:
        ours, theirs = fit.coefficients[name], plain.coefficients[name]
        assert (ours.estimate, ours.std_error) == pytest.approx((theirs.estimate, theirs.std_error), rel=1e-9)
    assert "few groups" in fit.method


def test_independent_yes_and_no_have_the_likelihood_s_coefficients():
    columns = design(INFERT[["spontaneous", "age"]])
    fit = estimating_equations(
        INFERT["case"], columns, INFERT["stratum"], family="binomial", correlation="independence"
    )
    plain = generalised_linear.logistic(INFERT["case"], columns)
    assert fit.coefficients["age"].estimate == pytest.approx(plain.coefficients["age"].estimate, rel=1e-8)
    assert fit.ratios["spontaneous"].estimate == pytest.approx(plain.ratios["spontaneous"].estimate, rel=1e-8)
    assert "few" not in fit.method


def test_order_and_labels_do_not_matter():
    moved = AIR.sample(frac=1, random_state=7)
    here = estimating_equations(AIR["Ozone"], design(AIR[["Wind"]]), AIR["Month"])
    there = estimating_equations(moved["Ozone"] * 10, design(moved[["Wind"]]), "m" + moved["Month"].astype(str))
    assert there.coefficients["Wind"].estimate == pytest.approx(10 * here.coefficients["Wind"].estimate, rel=1e-8)
    assert there.coefficients["Wind"].p_value == pytest.approx(here.coefficients["Wind"].p_value, rel=1e-6)
    assert there.correlation == pytest.approx(here.correlation, rel=1e-7)


def test_a_hundred_thousand_people_twice_take_a_moment():
    chance = np.random.default_rng(3)
    who, time = np.repeat(np.arange(100_000), 2), np.tile([0.0, 1.0], 100_000)
    y = (chance.random(200_000) < 0.3 + 0.1 * time).astype(float)
    fit = estimating_equations(y, design({"time": time}), who, family="binomial")
    assert fit.coefficients["time"].estimate == pytest.approx(np.log(0.4 / 0.6) - np.log(0.3 / 0.7), abs=0.04)
    assert fit.correlation == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("y", "x", "group", "words"),
    [([], [], [], "no row"), ([1, 2, 3, 5], [0, 1, 0, 1], [1] * 4, "only one group"),
     ([1, 2, 3, 5], [0, 1, 0, 1], [1, 1, 2, 2], "no more groups"), ([1, 2, 3], [1, 1, 1], [1, 2, 3], "say the same"),
     ([1, 2, 1, 2, 1, 2], [0, 1, 0, 1, 0, 1], [1, 1, 2, 2, 3, 3], "without remainder")],
)  # fmt: skip
def test_what_cannot_be_fitted(y, x, group, words):
    fit = estimating_equations(y, np.column_stack([np.ones(len(x)), x]), group, names=["one", "x"])
    assert not fit.estimable
    assert words in fit.reason
    assert not fit.coefficients["x"].estimable
    assert not fit.contrast([0, 1]).estimable


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="family is"):
        estimating_equations([1, 2], design(rows=2), [1, 2], family="gamma")
    with pytest.raises(ValueError, match="0 and 1"):
        estimating_equations([1, 2, 3], design(rows=3), [1, 2, 3], family="binomial")
    with pytest.raises(ValueError, match="whole numbers"):
        estimating_equations([1, 2.5, 3], design(rows=3), [1, 2, 3], family="poisson")


def test_groups_that_cannot_vary_give_no_robust_error():
    # a saturated comparison of one group with two alike: the sandwich is nothing but noise
    fit = estimating_equations(
        [1, 1, 2, 4, 2, 4], design({"x": [0, 0, 1, 1, 1, 1]}), [1, 1, 2, 2, 3, 3], correlation="independence"
    )
    assert not fit.coefficients["x"].estimable
    assert "too much alike" in fit.coefficients["x"].reason
    assert not fit.ratios["x"].estimable
