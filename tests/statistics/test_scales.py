"""Reliability of scales, change of people, many tests: properties and edges. The numbers are in reference/."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import change, multiplicity, reliability

pytestmark = pytest.mark.unit

GENERATOR = np.random.default_rng(11)
ITEMS = np.round(GENERATOR.normal(size=(40, 1)) + GENERATOR.normal(size=(40, 5)), 2)
SCALES = (
    reliability.alpha, reliability.standardised_alpha, reliability.omega_total, reliability.split_half,
    reliability.mean_inter_item_correlation, reliability.standard_error_of_measurement,
)  # fmt: skip
ADJUSTMENTS = (
    multiplicity.bonferroni, multiplicity.holm, multiplicity.hochberg, multiplicity.hommel,
    multiplicity.benjamini_hochberg, multiplicity.benjamini_yekutieli,
)  # fmt: skip
shares = st.lists(st.one_of(st.floats(0, 1), st.none()), max_size=12)


@pytest.mark.parametrize("function", SCALES)
def test_people_in_another_order_gaps_and_a_constant_change_nothing(function):
    plain = function(ITEMS)
    assert plain.n == 40
    with_gap = np.vstack([ITEMS, [1, 2, np.nan, 3, 4]])
    assert function(with_gap) == plain
    assert function(ITEMS[::-1] + 7).estimate == pytest.approx(plain.estimate, rel=1e-7)
    doubled = function(ITEMS * 2).estimate
    factor = 2 if function is reliability.standard_error_of_measurement else 1
    assert doubled == pytest.approx(plain.estimate * factor, rel=1e-7)


def test_like_items_make_alpha_omega_and_the_formula_of_spearman_and_brown_one():
    # Items with the same loadings and errors, exactly: orthogonal contrasts as parts.
    rotated = np.linalg.qr(np.column_stack([np.ones(20), np.random.default_rng(1).normal(size=(20, 5))]))[0][:, 1:]
    items = 2 * rotated[:, :1] + rotated[:, 1:]
    # Correlations 4 / 5, three and more items: alpha = k r / (1 + (k - 1) r) = 16 / 17
    for function in (reliability.alpha, reliability.standardised_alpha, reliability.omega_total):
        assert function(items).estimate == pytest.approx(16 / 17, rel=1e-6)
    assert reliability.spearman_brown(0.8, length=4) == pytest.approx(16 / 17, rel=1e-12)
    assert reliability.split_half(items).estimate == pytest.approx(16 / 17, rel=1e-9)


def test_the_standard_error_of_measurement_is_sd_times_the_root_of_one_less_alpha():
    alpha = reliability.alpha(ITEMS).estimate
    wanted = ITEMS.sum(axis=1).std(ddof=1) * np.sqrt(1 - alpha)
    assert reliability.standard_error_of_measurement(ITEMS).estimate == pytest.approx(wanted, rel=1e-10)


def test_items_are_dropped_and_correlated_in_their_order():
    dropped, rest = reliability.alpha_if_dropped(ITEMS), reliability.item_rest_correlations(ITEMS)
    assert dropped[2].estimate == pytest.approx(reliability.alpha(np.delete(ITEMS, 2, axis=1)).estimate, rel=1e-12)
    wanted = np.corrcoef(ITEMS[:, 2], np.delete(ITEMS, 2, axis=1).sum(axis=1))[0, 1]
    assert rest[2].estimate == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (ITEMS[:, :2], "three items"),
        (ITEMS[:4], "too few people"),
        (np.column_stack([ITEMS, ITEMS.sum(axis=1)]), "follows from"),
        (np.column_stack([ITEMS, np.ones(40)]), "does not vary"),
    ],
)
def test_omega_that_cannot_be_told(items, words):
    found = reliability.omega_total(items)
    assert not found.estimable
    assert words in found.reason


def test_an_item_that_is_the_factor_itself_has_no_omega():
    # Heywood's case: the first loading would be sqrt(.85 * .8 / .6), above 1.
    basis = np.linalg.qr(np.column_stack([np.ones(30), np.random.default_rng(2).normal(size=(30, 3))]))[0][:, 1:]
    items = basis @ np.linalg.cholesky(np.array([[1, 0.85, 0.8], [0.85, 1, 0.6], [0.8, 0.6, 1]])).T
    found = reliability.omega_total(items)
    assert not found.estimable
    assert "factor" in found.reason


def test_omega_stays_between_nought_and_one_and_says_what_it_is_of():
    found = reliability.omega_total(ITEMS, conf_level=0.999)
    assert 0 < found.conf_low < found.estimate < found.conf_high < 1
    assert "standardised" in reliability.omega_total(ITEMS, standardised=True).method
    with pytest.raises(ValueError, match="model or observed"):
        reliability.omega_total(ITEMS, denominator="both")
    with pytest.raises(ValueError, match="odd_even"):
        reliability.split_half(ITEMS, halves="random")
    with pytest.raises(ValueError, match="reliability"):
        reliability.spearman_brown(1.2)


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
@given(shares)
@settings(max_examples=40, deadline=None)
def test_adjusted_p_values_are_never_smaller_and_keep_their_order(adjust, p_values):
    given_values = np.array(p_values, dtype=float)
    found = adjust(p_values)
    there = ~np.isnan(given_values)
    assert np.isnan(found).tolist() == (~there).tolist()
    assert (found[there] >= given_values[there] - 1e-15).all()
    assert (found[there] <= 1).all()
    order = np.argsort(given_values[there], kind="stable")
    assert (np.diff(found[there][order]) >= -1e-15).all()
    assert adjust([*p_values, None])[: len(p_values)].tolist() == pytest.approx(found.tolist(), nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_each_adjustment_is_at_most_the_more_careful_one(p_values):
    bonferroni, holm, hochberg, hommel, fdr, fdr_any = (adjust(p_values) for adjust in ADJUSTMENTS)
    slack = 1e-12
    assert (hommel <= hochberg + slack).all()
    assert (hochberg <= holm + slack).all()
    assert (holm <= bonferroni + slack).all()
    assert (fdr <= hommel + slack).all()
    assert (fdr <= fdr_any + slack).all()


@pytest.mark.parametrize("adjust", ADJUSTMENTS)
def test_families_are_adjusted_by_themselves(adjust):
    p_values, families = [0.01, 0.2, 0.03, np.nan, 0.04], ["home", "child", "home", "home", "child"]
    found = adjust(p_values, families=families)
    assert found[[0, 2]].tolist() == adjust([0.01, 0.03]).tolist()
    assert found[[1, 4]].tolist() == adjust([0.2, 0.04]).tolist()
    with pytest.raises(ValueError, match="label"):
        adjust(p_values, families=["one"])
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust([-0.1, 0.2])


def test_class_shares_count_every_person_once():
    before, after = [20, 18, 9, 12, 15, 16, None], [8, 5, 16, 11, 9, None, 3]
    found = change.class_shares(before, after, 6, better=-1, cut_off=10)
    assert {name: (answer.n, answer.n_expected) for name, answer in found.items()} == {
        "recovered": (3, 5), "improved": (0, 5), "unchanged": (1, 5), "deteriorated": (1, 5), "not_assessable": (2, 7),
    }  # fmt: skip
    assert sum(answer.n for answer in found.values()) == 7
    nobody = change.class_shares([None], [1], 6, better=-1)
    assert not nobody["unchanged"].estimable
    assert nobody["not_assessable"].estimate == 1


def test_the_index_of_reliable_change_and_the_threshold_say_the_same():
    before, after = np.array([20.0, 18, 9, 12]), np.array([8.0, 14, 16, 12])
    for route in ({"sd": 4.0, "reliability": 0.87}, {"sem": 1.5}, {"sd_difference": 2.5}):
        name = "jacobson_truax" if "sd" in route else next(iter(route))
        threshold = change.reliable_change_threshold(name, **route)
        index = change.reliable_change_index(before, after, better=-1, **route)
        assert ((index > 1.959964).tolist()) == ((before - after > threshold).tolist())
        assert change.reliable_change_index(before, after, **route).tolist() == (-index).tolist()
    assert np.isnan(change.reliable_change_index([None], [3], sem=1.0)).all()
    for wrong in ({}, {"sd": 4.0}, {"sem": 1.0, "sd_difference": 2.0}):
        with pytest.raises(ValueError, match="one route"):
            change.reliable_change_index(before, after, **wrong)
    with pytest.raises(ValueError, match="reliability"):
        change.reliable_change_index(before, after, sd=4, reliability=1)


def test_the_smallest_detectable_change_of_a_group_is_smaller_by_the_root_of_its_size():
    first, second = np.random.default_rng(3).normal(10, 2, size=(2, 16))
    one, group = (change.smallest_detectable_change(first, second, group=way) for way in (False, True))
    assert one.estimate == pytest.approx(4 * group.estimate, rel=1e-12)
    assert one.estimate == pytest.approx(change.reliable_change_threshold("sem", sem=one.std_error), rel=1e-12)
    assert not change.smallest_detectable_change([1, 2], [2, 3]).estimable


def test_regression_in_a_range_that_is_all_is_none_and_turns_with_the_side():
    everyone = {"population_mean": 50, "population_sd": 10, "correlation": 0.6}
    assert change.regression_from_range(-np.inf, np.inf, **everyone) == pytest.approx(0, abs=1e-12)
    above = change.regression_from_range(62, 70, **everyone)
    below = change.regression_from_range(30, 38, **everyone)
    assert above == pytest.approx(-below, rel=1e-12)
    assert above < 0
    beyond = change.regression_from_cut_off(60, **everyone, selected_above=True)
    assert change.regression_from_range(60, np.inf, **everyone) == pytest.approx(beyond, rel=1e-12)
    # Far out nobody's digits are lost: close to (1 - r) times the distance itself.
    far = change.regression_from_range(130, np.inf, **everyone)
    assert far == pytest.approx(change.regression_from_cut_off(130, **everyone, selected_above=True), rel=1e-9)
    with pytest.raises(ValueError, match="lower end first"):
        change.regression_from_range(5, 5, **everyone)
    with pytest.raises(ValueError, match="Hardly anybody"):
        change.regression_from_range(1e6, 1e7, **everyone)
