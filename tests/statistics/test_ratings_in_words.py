"""Ratings in words, with gaps and with weights of one's own."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import agreement, tables

pytestmark = pytest.mark.unit

WORDS = [
    ["low", "low", None],
    ["high", "mid", "mid"],
    ["mid", "mid", "high"],
    ["low", "low", "low"],
    ["high", None, "high"],
]
NUMBERS = [[1, 1, None], [3, 2, 2], [2, 2, 3], [1, 1, 1], [3, None, 3]]
ORDER = ["low", "mid", "high"]


@pytest.mark.parametrize("function", [
    agreement.fleiss_kappa, agreement.conger_kappa, agreement.gwet_ac1, agreement.light_kappa,
    agreement.percent_agreement, agreement.brennan_prediger,
])  # fmt: skip
def test_words_are_categories_in_lists_arrays_and_frames(function):
    wanted = function(NUMBERS)
    for given in (WORDS, np.array(WORDS, dtype=object), pd.DataFrame(WORDS), pd.DataFrame(WORDS).astype("category")):
        assert function(given).estimate == pytest.approx(wanted.estimate, rel=1e-12)
    assert function(WORDS, categories=ORDER).conf_low == pytest.approx(wanted.conf_low, rel=1e-12)


def test_weights_of_words_need_their_order():
    with pytest.raises(ValueError, match="order"):
        agreement.gwet_ac2(WORDS)
    assert agreement.gwet_ac2(WORDS, categories=ORDER).estimate == pytest.approx(agreement.gwet_ac2(NUMBERS).estimate)
    with pytest.raises(ValueError, match="none of the categories"):
        agreement.gwet_ac2(WORDS, categories=["low", "mid"])
    with pytest.raises(ValueError, match="order"):
        agreement.krippendorff_alpha(WORDS, "ordinal")
    assert agreement.krippendorff_alpha(WORDS, "nominal") == agreement.krippendorff_alpha(NUMBERS, "nominal")


def test_two_raters_in_words():
    one, other = pd.Series(["yes", "no", "no", None, "yes"]), ["yes", "no", "yes", "no", "yes"]
    coded, also = [1, 0, 0, np.nan, 1], [1, 0, 1, 0, 1]
    for function in (agreement.cohen_kappa, agreement.maximum_kappa, agreement.pabak, agreement.scott_pi):
        assert function(one, other).estimate == pytest.approx(function(coded, also).estimate, rel=1e-12)
    with pytest.raises(ValueError, match="must be numbers, or all of them words"):
        agreement.cohen_kappa(["yes", 1], ["yes", "no"])
    with pytest.raises(ValueError, match="equally long"):
        agreement.cohen_kappa(["yes"], ["yes", "no"])


def test_a_table_of_weights_is_the_named_kind():
    linear = [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert agreement.conger_kappa(NUMBERS, weights=linear).estimate == pytest.approx(
        agreement.conger_kappa(NUMBERS, weights="linear").estimate, rel=1e-12
    )
    for wrong in ([[1, 0], [0, 1]], [[1, 0.5, 0], [0.4, 1, 0.5], [0, 0.5, 1]], [[0.9, 0, 0], [0, 1, 0], [0, 0, 1]]):
        with pytest.raises(ValueError, match=r"weights|Weights"):
            agreement.fleiss_kappa(NUMBERS, weights=wrong)
    with pytest.raises(ValueError, match="weights are"):
        agreement.fleiss_kappa(NUMBERS, weights="cubic")
    with pytest.raises(ValueError, match="not negative"):
        agreement.fleiss_kappa([[-1, 1], [2, 1], [1, 1]], weights="ratio")


def test_lights_kappa_of_two_raters_is_cohens_with_gwets_error():
    pair = np.array(NUMBERS, dtype=float)[:, [0, 1]]
    light, conger = agreement.light_kappa(pair), agreement.conger_kappa(pair[~np.isnan(pair).any(axis=1)])
    assert light.estimate == pytest.approx(conger.estimate, rel=1e-12)
    whole = pair[~np.isnan(pair).any(axis=1)]
    assert agreement.light_kappa(whole).std_error == pytest.approx(conger.std_error, rel=1e-12)


def test_variances_of_balanced_ratings_are_those_of_the_mean_squares():
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    for form in ("icc_1", "icc_1k", "icc_a1", "icc_ak", "icc_c1", "icc_ck"):
        listwise = agreement.intraclass_correlation(ratings, form)
        reml = agreement.intraclass_correlation(ratings, form, missing="reml")
        assert reml.estimate == pytest.approx(listwise.estimate, rel=1e-6)
        assert reml.conf_low == pytest.approx(listwise.conf_low, rel=1e-5)
    with pytest.raises(ValueError, match="missing is"):
        agreement.intraclass_correlation(ratings, "icc_1", missing="mean")


def test_gaps_that_leave_nothing_to_compare_are_said():
    once = np.array([[1, np.nan, np.nan], [np.nan, 2, np.nan], [np.nan, np.nan, 3], [4, np.nan, np.nan]])
    found = agreement.intraclass_correlation(once, "icc_a1", missing="reml")
    assert not found.estimable
    assert found.reason


def test_a_hundred_thousand_rows_take_no_time():
    ratings = np.random.default_rng(2).normal(size=(100_000, 3)) + np.arange(3)
    ratings[::7, 1] = np.nan
    assert agreement.intraclass_correlation(ratings, "icc_a1").n == 100_000 - len(ratings[::7])
    assert agreement.intraclass_correlation(ratings, "icc_a1", missing="reml").n == 100_000


def test_specific_agreement_of_two_raters_is_positive_and_negative():
    one, other = [1, 1, 0, 0, 1, 0, 1], [1, 0, 0, 0, 1, 1, 1]
    found = agreement.specific_agreement(np.column_stack([one, other]))
    assert found[1.0].estimate == pytest.approx(agreement.positive_agreement(one, other).estimate, rel=1e-12)
    assert found[0.0].estimate == pytest.approx(agreement.negative_agreement(one, other).estimate, rel=1e-12)


def test_bhapkar_says_when_everybody_moved_one_way():
    assert not tables.bhapkar([[0, 4], [0, 0]]).estimable
    assert not tables.bhapkar([[3, 0], [0, 2]]).estimable
