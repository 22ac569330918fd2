"""Agreement of raters: psych's answers, pingouin's rounding kept out, honest edges."""

import numpy as np
import pytest

from earlyeval.statistics import agreement

pytestmark = pytest.mark.reference

# Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420, table 2: six things, four raters.
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
SEVEN = [[3, 4, 3], [2, 2, 1], [5, 4, 5], [1, 2, 2], [4, 4, 3], [3, 3, 3], [2, 3, 2]]


@pytest.mark.parametrize(
    ("ratings", "name", "value", "low", "high"),
    [
        # R 4.2.2, psych 2.2.9: ICC(x, lmer = FALSE)$results, rows ICC2, ICC2k, ICC3
        (RATINGS, "icc_a1", 0.289763779527559, 0.0187865133747120, 0.761084369648953),
        (RATINGS, "icc_ak", 0.620050547598989, 0.0711368153025035, 0.927232040167722),
        (RATINGS, "icc_c1", 0.714840714840715, 0.3424647650339254, 0.945858259955360),
        (SEVEN, "icc_a1", 0.796610169491526, 0.469956479267452, 0.956785004753661),
        (SEVEN, "icc_ak", 0.921568627450980, 0.726769431380644, 0.985167682566294),
        (SEVEN, "icc_c1", 0.801136363636364, 0.455519724961938, 0.958460913204081),
    ],
)
def test_against_psych(ratings, name, value, low, high):
    found = agreement.intraclass_correlations(ratings)[name]
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx((value, low, high), rel=1e-10)
    assert found.n == len(ratings)


def test_other_levels_are_psych_s_too():
    # ICC(x, lmer = FALSE, alpha = .10)$results
    found = agreement.intraclass_correlations(RATINGS, conf_level=0.90)
    assert (found["icc_a1"].conf_low, found["icc_a1"].conf_high) == pytest.approx(
        (0.0429011915405400, 0.691070606618357), rel=1e-10
    )
    assert found["icc_c1"].conf_low == pytest.approx(0.4118341309190441, rel=1e-10)


def test_the_f_test_is_psych_s():
    found = agreement.intraclass_correlations(RATINGS)["icc_c1"]
    assert (found.statistic, found.p_value) == pytest.approx((11.02724795640327, 0.000134566516484337), rel=1e-10)


def test_pingouin_is_asked_and_its_options_are_as_before():
    import pingouin

    before = dict(pingouin.options)
    pingouin.options["round"] = 1
    try:
        found = agreement.intraclass_correlations(RATINGS)["icc_a1"]
        assert pingouin.options["round"] == 1
        assert pingouin.options["round.column.CI95"] == 2
    finally:
        pingouin.options.clear()
        pingouin.options.update(before)
    assert found.estimate == pytest.approx(0.289763779527559, rel=1e-12)


def test_order_constant_and_unit_change_nothing():
    plain = agreement.intraclass_correlations(RATINGS)
    moved = agreement.intraclass_correlations(np.array(RATINGS)[::-1, ::-1] * 0.1 + 40)
    for name in plain:
        assert moved[name].estimate == pytest.approx(plain[name].estimate, rel=1e-9)
        assert moved[name].conf_low == pytest.approx(plain[name].conf_low, rel=1e-7)


def test_a_thing_without_every_rating_is_left_out():
    with_gap = [*RATINGS, [3, np.nan, 2, 1]]
    assert agreement.intraclass_correlations(with_gap) == agreement.intraclass_correlations(RATINGS)


def test_perfect_agreement_has_a_value_and_no_interval():
    found = agreement.intraclass_correlations([[1, 1], [2, 2], [4, 4]])
    assert {answer.estimate for answer in found.values()} == {1.0}
    assert all(np.isnan(answer.conf_low) and "perfectly" in answer.reason for answer in found.values())


def test_one_rater_always_a_point_stricter_is_consistent_but_does_not_agree():
    found = agreement.intraclass_correlations([[1, 2], [2, 3], [4, 5]])
    assert found["icc_c1"].estimate == 1
    # Mean squares 4.667, 1.5, 0: ICC(A,1) = 4.667 / (4.667 + 2 * 1.5 / 3), ICC(A,k) = 4.667 / (4.667 + 1.5 / 3)
    assert found["icc_a1"].estimate == pytest.approx(14 / 17, rel=1e-12)
    assert found["icc_ak"].estimate == pytest.approx(28 / 31, rel=1e-12)
    assert found["icc_a1"].conf_low < 14 / 17 < found["icc_a1"].conf_high


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        (np.empty((0, 2)), "three things"),
        ([[1, 2], [3, 4]], "three things"),
        ([[1], [2], [3]], "one rater"),
        ([[2, 2], [2, 2], [2, 2]], "the same"),
        ([[1, 2], [1, 2], [1, 2]], "do not differ"),
        ([[1, 5], [5, 1], [3, 3]], "do not differ"),
        ([[np.nan, 1], [2, np.nan], [3, np.nan]], "three things"),
    ],
)
def test_what_cannot_be_told(ratings, words):
    for answer in agreement.intraclass_correlations(ratings).values():
        assert not answer.estimable
        assert words in answer.reason
        assert np.isnan(answer.estimate)


def test_a_correlation_beyond_its_range_is_not_given():
    # Means 3, 3.05, 3: mean squares 0.0017 between things, 8 within.
    found = agreement.intraclass_correlations([[1, 5], [5.1, 1], [3, 3]])
    assert not found["icc_a1"].estimable
    assert not found["icc_ak"].estimable
    assert found["icc_c1"].estimate == pytest.approx(-1, abs=0.01)


def test_shares_of_double_ratings():
    first, second = [1, 2, 3, 4, np.nan, 2.1], [1, 3, 5, 4, 2, 3.1]
    near, equal = agreement.within_one(first, second), agreement.exact_agreement(first, second)
    assert (near.n, near.n_expected, near.estimand) == (4, 5, "within_one")
    assert (equal.n, equal.n_expected, equal.estimand) == (2, 5, "exact_agreement")
    assert not agreement.within_one([np.nan], [1]).estimable
