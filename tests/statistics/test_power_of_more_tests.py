"""Power of further tests: what is open is found again, and what makes no sense is refused."""

import pytest

from earlyeval.statistics import power

pytestmark = pytest.mark.unit


def test_what_is_open_is_found_again():
    equivalent = {"low": -2, "high": 2, "sd": 4}
    for function, given, name in (
        (power.chi_square, {"df": 3, "effect": 0.3}, "n"),
        (power.regression, {"tested": 2, "effect": 0.2}, "rest"),
        (power.equivalence, equivalent, "n"),
        (power.equivalence, equivalent | {"design": "two_arms", "difference": 0.4}, "n"),
        (power.log_rank, {"hazard_ratio": 1.5}, "events"),
        (power.mcnemar, {"up": 0.3, "down": 0.1}, "n"),
        (power.two_proportions, {"p_1": 0.5, "p_0": 0.3, "method": "normal"}, "n_1"),
    ):
        people = function(**given, power=0.85)
        assert people.estimand == name
        assert function(**given, **{name: people.estimate}).estimate == pytest.approx(0.85, abs=1e-9)
        alpha = function(**given, **{name: people.estimate}, power=0.85, alpha=None)
        assert alpha.estimate == pytest.approx(0.05, rel=1e-6)


def test_power_of_equivalence_is_nothing_where_bounds_cannot_be_met():
    assert power.equivalence(low=-0.1, high=0.1, sd=4, n=6).estimate < 0.01
    assert power.equivalence(low=-100, high=100, sd=1, n=20).estimate == pytest.approx(1, abs=1e-9)


def test_what_makes_no_sense_is_refused():
    for function, given in (
        (power.equivalence, {"low": 2, "high": -2, "sd": 1, "n": 9}),
        (power.equivalence, {"low": -2, "high": 2, "sd": 1, "n": 9, "design": "three_arms"}),
        (power.log_rank, {"hazard_ratio": 1, "events": 9}),
        (power.mcnemar, {"up": 0.7, "down": 0.7, "n": 9}),
        (power.chi_square, {"df": 0, "effect": 0.2, "n": 9}),
        (power.regression, {"tested": 0, "effect": 0.2, "rest": 9}),
        (power.two_proportions, {"p_1": 0.5, "p_0": 0.3, "n_1": 9, "method": "exact"}),
        (power.two_proportions, {"p_1": 0.5, "p_0": 0.3, "n_1": 9, "method": "normal", "ratio": 2}),
        (power.two_proportions, {"p_1": 1.0, "p_0": 0.0, "n_1": 9, "method": "normal"}),
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            function(**given)
