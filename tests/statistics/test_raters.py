"""Kappas and their kin, limits of agreement, documents drawn again: properties and edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import agreement

pytestmark = pytest.mark.unit

code = st.integers(0, 3)
double = st.lists(st.tuples(code, code), min_size=4, max_size=25)
GAPS = np.array([
    [1, 2, 1, np.nan], [2, 2, 2, 3], [4, 4, 3, 4], [1, 1, np.nan, 1], [3, np.nan, 3, 3], [2, 1, 2, 2], [1, 1, 1, 1],
    [4, 3, 4, 4], [np.nan, 2, np.nan, np.nan], [1, 2, 2, 1],
])  # fmt: skip
MANY = (
    agreement.fleiss_kappa, agreement.conger_kappa, agreement.gwet_ac1, agreement.gwet_ac2, agreement.brennan_prediger,
    agreement.percent_agreement, agreement.light_kappa,
)  # fmt: skip
LEVELS = ("nominal", "ordinal", "interval", "ratio")


@pytest.mark.parametrize("function", MANY)
def test_order_of_things_and_of_raters_changes_nothing(function):
    plain = function(GAPS)
    for turned in (GAPS[::-1], GAPS[:, ::-1]):
        assert function(turned).estimate == pytest.approx(plain.estimate, rel=1e-10)
        assert function(turned).std_error == pytest.approx(plain.std_error, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("function", MANY)
def test_things_that_nobody_rated_are_not_there(function):
    with_empty = np.vstack([GAPS, np.full((2, 4), np.nan)])
    assert function(with_empty) == function(GAPS)


@given(double)
@settings(max_examples=40, deadline=None)
def test_two_raters_without_gaps_make_conger_cohen_and_fleiss_scott(pairs):
    ratings = np.array(pairs, dtype=float)
    cohen, conger = agreement.cohen_kappa(*ratings.T), agreement.conger_kappa(ratings)
    assert cohen.estimable == conger.estimable
    if cohen.estimable:
        assert conger.estimate == pytest.approx(cohen.estimate, abs=1e-9)
        assert agreement.light_kappa(ratings).estimate == pytest.approx(cohen.estimate, abs=1e-9)
        shares = np.array([(ratings == kind).mean() for kind in range(4)])
        seen = (ratings[:, 0] == ratings[:, 1]).mean()
        scott = (seen - shares @ shares) / (1 - shares @ shares)
        assert agreement.fleiss_kappa(ratings).estimate == pytest.approx(scott, abs=1e-9)


@given(double)
@settings(max_examples=40, deadline=None)
def test_quadratic_kappa_is_lin_s_concordance(pairs):
    ratings = np.array(pairs, dtype=float)
    kappa = agreement.cohen_kappa(*ratings.T, weights="quadratic")
    lin = agreement.concordance_correlation(*ratings.T)
    if kappa.estimable and lin.estimable:
        assert kappa.estimate == pytest.approx(lin.estimate, abs=1e-9)


@given(double)
@settings(max_examples=40, deadline=None)
def test_exchanging_raters_keeps_kappa_and_turns_the_bias(pairs):
    one, other = np.array(pairs, dtype=float).T
    here, there = agreement.cohen_kappa(one, other), agreement.cohen_kappa(other, one)
    assert here.estimable == there.estimable
    if here.estimable:
        assert (there.estimate, there.std_error) == pytest.approx(
            (here.estimate, here.std_error), abs=1e-9, nan_ok=True
        )
        top = agreement.maximum_kappa(one, other)
        assert top.estimate >= here.estimate - 1e-9
    yes, no = (one > 1) * 1.0, (other > 1) * 1.0
    assert agreement.bias_index(yes, no).estimate == -agreement.bias_index(no, yes).estimate
    assert agreement.positive_agreement(yes, no).estimable == agreement.negative_agreement(1 - yes, 1 - no).estimable


def test_a_category_that_nobody_used_changes_no_kappa_but_changes_ac1():
    ratings = np.array([[1, 2], [2, 2], [1, 1], [2, 1], [1, 1]])
    wider = [1, 2, 3]
    assert agreement.cohen_kappa(*ratings.T, categories=wider) == agreement.cohen_kappa(*ratings.T)
    assert agreement.fleiss_kappa(ratings, categories=wider).estimate == pytest.approx(
        agreement.fleiss_kappa(ratings).estimate, rel=1e-12
    )
    assert agreement.gwet_ac1(ratings, categories=wider).estimate > agreement.gwet_ac1(ratings).estimate
    assert agreement.pabak(*ratings.T, categories=wider).estimate > agreement.pabak(*ratings.T).estimate
    with pytest.raises(ValueError, match="none of the categories"):
        agreement.cohen_kappa(*ratings.T, categories=[1, 3])


def test_weights_go_by_value_so_that_a_gap_in_the_scale_counts():
    ratings = np.array([[0, 1], [1, 1], [3, 3], [3, 1], [0, 0], [1, 3]])
    by_value = agreement.cohen_kappa(*ratings.T, weights="linear")
    whole_scale = agreement.cohen_kappa(*ratings.T, weights="linear", categories=[0, 1, 2, 3])
    assert by_value.estimate == pytest.approx(whole_scale.estimate, rel=1e-12)


@given(double, st.integers(0, 40))
@settings(max_examples=30, deadline=None)
def test_interval_alpha_knows_neither_unit_nor_constant_and_ordinal_no_stretching(pairs, constant):
    ratings = np.array(pairs, dtype=float)
    here = agreement.krippendorff_alpha(ratings, "interval")
    moved = agreement.krippendorff_alpha(ratings * 7 + constant, "interval")
    assert here.estimable == moved.estimable
    if here.estimable:
        assert moved.estimate == pytest.approx(here.estimate, abs=1e-9)
        for level in ("ordinal", "nominal"):
            stretched = agreement.krippendorff_alpha(ratings**3, level)
            assert stretched.estimate == pytest.approx(agreement.krippendorff_alpha(ratings, level).estimate, abs=1e-9)


def by_coincidences(ratings, distance):
    """Krippendorff's alpha as he writes it: every pair of ratings of a thing, weighted by 1 / (m - 1)."""
    seen, values = 0.0, []
    for row in ratings:
        there = row[~np.isnan(row)]
        if there.size < 2:
            continue
        values.extend(there)
        seen += sum(distance(a, b) for i, a in enumerate(there) for j, b in enumerate(there) if i != j) / (
            there.size - 1
        )
    n = len(values)
    chance = sum(distance(a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j) / (n - 1)
    return 1 - seen / chance


@pytest.mark.parametrize(
    ("level", "distance"),
    [
        ("nominal", lambda a, b: float(a != b)),
        ("interval", lambda a, b: (a - b) ** 2),
        ("ratio", lambda a, b: ((a - b) / (a + b)) ** 2),
    ],
)
def test_alpha_by_sums_is_alpha_by_pairs(level, distance):
    assert agreement.krippendorff_alpha(GAPS, level).estimate == pytest.approx(
        by_coincidences(GAPS, distance), rel=1e-10
    )


def test_krippendorff_s_own_worked_example():
    # Krippendorff 2011, "Computing Krippendorff's alpha-reliability", part C: four observers, twelve units.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
        [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
    ]  # fmt: skip
    found = {level: agreement.krippendorff_alpha(np.array(observers).T, level).estimate for level in LEVELS}
    assert {level: round(value, 3) for level, value in found.items()} == {
        "nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797,
    }  # fmt: skip


def test_ratio_ratings_may_be_zero_but_not_negative():
    assert agreement.krippendorff_alpha([[0, 0], [0, 1], [2, 2]], "ratio").estimable
    with pytest.raises(ValueError, match="not negative"):
        agreement.krippendorff_alpha([[-1, 0], [0, 1]], "ratio")
    with pytest.raises(ValueError, match="nominal, ordinal"):
        agreement.krippendorff_alpha([[1, 0]], "cardinal")


def test_many_measurements_need_no_table_of_all_values():
    ratings = (
        np.random.default_rng(3).normal(size=(50_000, 1)) + np.random.default_rng(4).normal(size=(50_000, 3)) * 0.5
    )
    assert agreement.krippendorff_alpha(ratings, "interval").estimate == pytest.approx(0.8, abs=0.01)
    assert agreement.krippendorff_alpha(ratings, "ordinal").estimate == pytest.approx(0.8, abs=0.03)
    with pytest.raises(ValueError, match="intraclass"):
        agreement.fleiss_kappa(ratings)


def test_documents_drawn_whole_give_a_wider_interval_than_passages_alone():
    generator = np.random.default_rng(7)
    # In each document both coders agree always or hardly ever.
    careful = np.repeat(generator.integers(0, 2, 24), 10)
    one = generator.integers(0, 2, 240)
    other = np.where(careful == 1, one, generator.integers(0, 2, 240))
    documents = np.repeat(np.arange(24), 10)
    by_documents = agreement.kappa_by_documents(one, other, documents, seed=1)
    alone = agreement.cohen_kappa(one, other)
    assert by_documents.estimate == pytest.approx(alone.estimate, rel=1e-12)
    assert by_documents.conf_high - by_documents.conf_low > alone.conf_high - alone.conf_low
    mixed = generator.permutation(240)
    again = agreement.kappa_by_documents(one[mixed], other[mixed], documents[mixed] + 100, seed=1)
    assert (again.conf_low, again.conf_high) == (by_documents.conf_low, by_documents.conf_high)


def test_documents_too_few_or_too_alike_leave_the_value_without_an_interval():
    two = agreement.kappa_by_documents([1, 0, 1, 0], [1, 0, 0, 0], [1, 1, 2, 2], seed=1)
    assert (two.estimable, np.isnan(two.conf_low)) == (True, True)
    assert "three documents" in two.reason
    alike = agreement.kappa_by_documents([1, 0] * 4, [1, 0] * 4, np.repeat(range(4), 2), seed=1)
    assert (alike.estimate, np.isnan(alike.conf_low)) == (1, True)
    assert alike.reason
    with pytest.raises(ValueError, match="equally long"):
        agreement.kappa_by_documents([1, 0], [1, 0], [1], seed=1)


def test_one_code_pooled_is_cohen_and_codes_of_nobody_keep_the_others():
    one, other = np.array([1, 1, 0, 0, 1, 0]), np.array([1, 0, 0, 0, 1, 1])
    plain = agreement.cohen_kappa(one, other)
    assert agreement.pooled_kappa(one[:, None], other[:, None]).estimate == pytest.approx(plain.estimate, rel=1e-12)
    never = np.zeros(6)
    both = agreement.pooled_kappa(np.column_stack([one, never]), np.column_stack([other, never]))
    # Mean agreement (4/6 + 1) / 2, by chance (1/2 + 1) / 2: (5/6 - 3/4) / (1/4) = 1/3
    assert both.estimate == pytest.approx(1 / 3, rel=1e-12)
    assert "seed" in both.reason
    for wrong in (np.full((6, 1), 2.0), np.zeros((5, 1))):
        with pytest.raises(ValueError, match=r"1 where|same passages"):
            agreement.pooled_kappa(one[:, None], wrong)


def test_a_pair_of_raters_without_a_kappa_takes_light_s_with_it():
    found = agreement.light_kappa([[1, 1, 1], [1, 1, 2], [1, 1, 1]])
    assert not found.estimable
    assert found.reason.startswith("Of one pair of raters")


def test_limits_of_agreement_turn_with_the_sides_and_narrow_with_their_share():
    one, other = np.random.default_rng(8).normal(10, 2, size=(2, 20))
    here, there = agreement.bland_altman(one, other), agreement.bland_altman(other, one)
    assert there["upper_limit"].estimate == pytest.approx(-here["lower_limit"].estimate, rel=1e-12)
    assert there["upper_limit"].conf_high == pytest.approx(-here["lower_limit"].conf_low, rel=1e-9)
    assert agreement.bland_altman(one, other, share=0.8)["upper_limit"].estimate < here["upper_limit"].estimate
    exact, rough = here["upper_limit"], agreement.bland_altman(one, other, intervals="approximate")["upper_limit"]
    # Carkeet 2015: the exact interval reaches further outwards than inwards, the approximate one does not.
    assert exact.conf_high - exact.estimate > exact.estimate - exact.conf_low
    assert rough.conf_high - rough.estimate == pytest.approx(rough.estimate - rough.conf_low, rel=1e-9)
    for found in agreement.bland_altman([1, 2, 3], [2, 3, 4]).values():
        assert not found.estimable
    with pytest.raises(ValueError, match="exact, approximate"):
        agreement.bland_altman(one, other, intervals="guess")


def test_concordance_of_unrelated_values_is_defined():
    found = agreement.concordance_correlation([1, 1, -1, -1], [1, -1, 1, -1])
    assert found.estimate == 0
    assert found.conf_low == pytest.approx(-found.conf_high, rel=1e-9)
    assert agreement.concordance_correlation([1, 2, 3], [1, 2, 3]).estimate == 1


def test_forms_of_the_intraclass_correlation_are_held_to_their_names():
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    single = agreement.intraclass_correlation(ratings, "icc_1")
    mean = agreement.intraclass_correlation(ratings, "icc_1k")
    # Spearman and Brown's formula steps one up to the other.
    assert mean.estimate == pytest.approx(4 * single.estimate / (1 + 3 * single.estimate), rel=1e-12)
    assert agreement.intraclass_correlation([[1, 1], [2, 2], [4, 4]], "icc_1").estimate == 1
    with pytest.raises(ValueError, match="icc_1, icc_1k"):
        agreement.intraclass_correlation(ratings, "icc_3")


def test_tables_of_kappa_are_square_counts_with_values_in_order():
    assert agreement.cohen_kappa_of_table([[20, 5], [10, 15]]).estimate == pytest.approx(0.4, rel=1e-12)
    with pytest.raises(ValueError, match="square"):
        agreement.cohen_kappa_of_table([[1, 2, 3], [3, 4, 5]])
    with pytest.raises(ValueError, match="ascending"):
        agreement.cohen_kappa_of_table([[1, 2], [3, 4]], values=[2, 1])
    with pytest.raises(ValueError, match="none, linear"):
        agreement.cohen_kappa_of_table([[1, 2], [3, 4]], weights="cubic")
