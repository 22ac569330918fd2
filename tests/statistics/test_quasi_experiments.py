"""Groups that chance did not form: balance, separation, E-values and inequality at their edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.statistics import groups, quasi_experiments

pytestmark = pytest.mark.reference

CARS = pd.read_csv(Path(__file__).with_name("reference") / "data" / "mtcars.csv")


def test_weights_balance_what_they_were_made_from():
    chance = np.random.default_rng(9)
    needs = pd.DataFrame({"income": chance.normal(size=400), "area": chance.choice(["a", "b", "c"], size=400)})
    treated = (chance.random(400) < 1 / (1 + np.exp(-needs["income"]))).astype(float)
    for target in ("ATT", "ATE"):
        found = quasi_experiments.propensity_weights(treated, needs, target=target)
        assert set(found.before) == {"income", "area: b", "area: c"}
        assert abs(found.before["income"].estimate) > 0.5
        assert found.largest_difference < 0.12
        assert found.effective_n[1] < (treated == 0).sum()
        assert found.overlap[0] < found.overlap[1]
        assert 0 < found.n_outside < found.n == 400


def test_one_yes_no_covariate_is_standardisation_by_hand():
    # ATT: the untreated's means of each stratum, weighted by the treated's numbers
    treated = [1, 1, 1, 1, 0, 0, 0, 0, 0]
    stratum = ["a", "a", "a", "b", "a", "a", "b", "b", "b"]
    outcome = [5.0, 6, 7, 9, 4, 3, 7, 8, 7.5]
    found = quasi_experiments.weighted_difference(outcome, treated, {"stratum": stratum})
    assert found.estimate == pytest.approx(6.75 - (0.75 * 3.5 + 0.25 * 7.5), rel=1e-9)


def test_covariates_that_say_nothing_leave_the_plain_difference():
    treated, noise = np.tile([0.0, 1.0], 20), np.repeat([0.0, 1.0], 20)
    outcome = np.random.default_rng(8).normal(size=40) + treated
    found = quasi_experiments.weighted_difference(outcome, treated, {"noise": noise}, target="ATE")
    plain = groups.mean_difference(outcome[treated == 1], outcome[treated == 0])
    assert found.estimate == pytest.approx(plain.estimate, rel=1e-9)
    assert found.std_error == pytest.approx(plain.std_error, rel=0.05)
    by_cluster = quasi_experiments.weighted_difference(
        outcome, treated, {"noise": noise}, cluster=np.repeat(np.arange(10), 4)
    )
    assert by_cluster.df == 9


def test_people_with_gaps_are_left_out():
    outcome = CARS["mpg"].where(CARS.index != 3)
    covariates = CARS[["hp", "qsec"]].astype(float)
    covariates.loc[5, "hp"] = np.nan
    found = quasi_experiments.weighted_difference(outcome, CARS["am"], covariates)
    assert found.n == 30


def test_what_cannot_be_told():
    apart = quasi_experiments.propensity_weights([0, 0, 0, 1, 1, 1], {"x": [1, 2, 3, 4, 5, 6]})
    assert not apart.estimable
    assert "without limit" in apart.reason
    assert np.isnan(apart.largest_difference)
    assert not quasi_experiments.weighted_difference([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1], {"x": range(6)}).estimable
    assert not quasi_experiments.weighted_difference([1, 2, 3], [1, 1, 1], {"x": [1, 2, 3]}).estimable
    with pytest.raises(ValueError, match="ATT or ATE"):
        quasi_experiments.propensity_weights([0, 1], {"x": [1, 2]}, target="ATU")
    with pytest.raises(ValueError, match="coded 0 and 1"):
        quasi_experiments.propensity_weights([1, 2], {"x": [1, 2]})


@given(st.floats(1.0, 30))
def test_an_e_value_does_not_care_which_way(ratio):
    here, there = quasi_experiments.e_value(ratio), quasi_experiments.e_value(1 / ratio)
    assert here.estimate == pytest.approx(there.estimate, rel=1e-7)
    assert here.estimate >= ratio


def test_an_interval_that_holds_no_effect_has_an_e_value_of_one():
    found = quasi_experiments.e_value(1.4, conf_low=0.9, conf_high=2.2)
    assert found.conf_low == 1
    below = quasi_experiments.e_value(0.5, conf_low=0.3, conf_high=0.8)
    assert below.conf_low == pytest.approx(1.25 + np.sqrt(1.25 * 0.25))
    assert quasi_experiments.e_value(0.5, kind="smd").estimate == pytest.approx(2.529142, rel=1e-6)
    assert quasi_experiments.e_value(1.0, kind="hazard ratio").estimate == 1
    rare = quasi_experiments.e_value(2, kind="odds ratio", common=False)
    assert rare.estimate == quasi_experiments.e_value(2).estimate
    for arguments, words in (
        ({"estimate": -1}, "above zero"), ({"estimate": 2, "conf_low": 1}, "both ends"),
        ({"estimate": 2, "conf_low": 2.5, "conf_high": 3}, "within"), ({"estimate": 2, "kind": "rate"}, "kind is"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            quasi_experiments.e_value(**arguments)


def test_inequality_at_its_edges():
    for function in (quasi_experiments.slope_index_of_inequality, quasi_experiments.relative_index_of_inequality):
        assert not function([1, 2], [10, 10]).estimable
        assert not function([1, 2, 3], [10, 10, 10]).estimable
        assert not function([], []).estimable
        with pytest.raises(ValueError, match="equally long"):
            function([1, 2, 3], [1, 2])
    slope = quasi_experiments.slope_index_of_inequality([3, 2.2, 1], [10, 20, 10])
    back = quasi_experiments.slope_index_of_inequality([1, 2.2, 3], [10, 20, 10])
    assert slope.estimate == pytest.approx(-back.estimate, rel=1e-12)
    assert not quasi_experiments.relative_index_of_inequality([3, 1, 0.1], [10, 10, 10]).estimable
