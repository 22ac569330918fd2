"""What a published table implies and whether it can be right; shapes of scores; correlations compared."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import association, change, multiplicity, reliability, summaries

pytestmark = pytest.mark.unit

scores = st.one_of(st.integers(0, 4), st.integers(-30, 30), st.none(), st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))


def test_a_mean_of_whole_numbers_that_cannot_be():
    # Brown and Heathers 2017, doi:10.1177/1948550616673876: 5.19 of 28 people cannot be a mean of whole numbers.
    assert not summaries.mean_is_possible(5.19, 28)
    assert summaries.mean_is_possible(5.18, 28)
    assert summaries.mean_is_possible(5.19, 28, items=10)
    assert summaries.percentage_is_possible(33.3, 12)
    assert not summaries.percentage_is_possible(34.0, 12)
    assert not summaries.percentage_is_possible(101, 12)


@given(st.lists(st.integers(0, 27), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_what_was_seen_is_always_possible(people):
    mean, sd = float(np.mean(people)), float(np.std(people, ddof=1))
    assert summaries.mean_is_possible(round(mean, 2), len(people))
    low, high = summaries.sd_range(mean, len(people), low=0, high=27)
    assert low - 1e-9 <= sd <= high + 1e-9


def test_smallest_and_largest_sd_are_reached():
    low, high = summaries.sd_range(2.5, 4, low=1, high=5)
    assert low == pytest.approx(np.std([2, 2, 3, 3], ddof=1))
    # One may lie between the ends: 5, 3, 1, 1 has the largest SD of whole scores with this mean.
    assert high == pytest.approx(np.std([5, 3, 1, 1], ddof=1))
    assert summaries.sd_range(5, 4, low=1, high=5) == (0, 0)


def test_a_printed_p_goes_with_its_t_or_not():
    assert summaries.p_is_possible(0.037, t=2.20, df=28)
    assert not summaries.p_is_possible(0.012, t=2.20, df=28)
    assert summaries.p_is_possible(0.05, t=1.96, df=float("inf"))


def test_sds_of_print():
    assert summaries.sd_from_standard_error(2, 25) == 10
    assert summaries.sd_from_interval(-1.96, 1.96, 100, by="z") == pytest.approx(10, rel=1e-4)
    halves = summaries.combined_groups((3, 2.0, 1.0), (2, 5.0, 2.0**0.5))
    assert halves == (5, pytest.approx(3.2), pytest.approx(np.std([1, 2, 3, 4, 6], ddof=1)))
    assert summaries.mean_and_sd_from_quartiles(50, median=10, quartiles=(8, 12))[0] == pytest.approx(10)
    for wrong in ({}, {"quartiles": (12, 8)}, {"quartiles": (8, 12), "extremes": (9, 20)}):
        with pytest.raises(ValueError, match="ascending"):
            summaries.mean_and_sd_from_quartiles(50, median=10, **wrong)
    for call in (
        lambda: summaries.sd_from_standard_error(-1, 5), lambda: summaries.sd_from_interval(2, 1, 5),
        lambda: summaries.sd_from_interval(1, 2, 5, by="f"), lambda: summaries.combined_groups(),
        lambda: summaries.sd_range(9, 5, low=0, high=4), lambda: summaries.mean_is_possible(2, 2.5),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"\.$"):
            call()


@given(st.lists(scores, max_size=12))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_shapes_of_any_scores(people):
    for function in (
        summaries.skewness, summaries.kurtosis, summaries.interquartile_range, summaries.median_absolute_deviation,
        summaries.median_with_interval, summaries.trimmed_mean,
    ):  # fmt: skip
        answer = function(people)
        assert answer.estimable != isnan(answer.estimate), answer
        assert answer.reason or answer.conf_low <= answer.estimate <= answer.conf_high, answer


def test_turned_scores_have_turned_skewness_and_the_same_kurtosis():
    people = np.array([1, 2, 2, 3, 7, 12, 4.0])
    for kind in ("g1", "G1", "b1"):
        assert summaries.skewness(-people, kind=kind).estimate == pytest.approx(
            -summaries.skewness(people, kind=kind).estimate
        )
        assert summaries.kurtosis(5 - 3 * people, kind=kind).estimate == pytest.approx(
            summaries.kurtosis(people, kind=kind).estimate
        )
    for call in (
        lambda: summaries.skewness(people, kind="g9"), lambda: summaries.quantile(people, 0.5, kind=12),
        lambda: summaries.trimmed_mean(people, trim=0.5),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"\.$"):
            call()


def test_correlations_compared_turn_with_their_order():
    for method in ("williams", "meng", "steiger"):
        one = association.dependent_correlation_difference(0.5, 0.2, 0.3, 40, method=method)
        other = association.dependent_correlation_difference(0.2, 0.5, 0.3, 40, method=method)
        assert one.statistic == pytest.approx(-other.statistic)
        assert one.conf_low == pytest.approx(-other.conf_high)
    x, y = np.random.default_rng(4).normal(size=(2, 30))
    seen = association.pearson(x, y)
    assert association.correlation_from_r(seen.estimate, 30).conf_low == pytest.approx(seen.conf_low, rel=1e-12)
    for call in (
        lambda: association.correlation_difference(1.0, 20, 0.3, 20),
        lambda: association.correlation_difference(0.4, 3, 0.3, 20),
        lambda: association.dependent_correlation_difference(0.9, -0.9, 0.9, 20),
        lambda: association.dependent_correlation_difference(0.5, 0.2, 0.3, 40, method="dunn"),
        lambda: association.correlation_from_r(1.2, 20),
        lambda: association.mean_correlation([0.2, 0.3], [20]),
    ):
        with pytest.raises(ValueError, match=r"[.?]"):
            call()


def test_lower_bounds_are_in_order_and_alpha_is_the_third():
    items = np.random.default_rng(7).integers(0, 4, (40, 5)) + np.random.default_rng(8).integers(0, 3, (40, 1))
    found = reliability.guttman_lambdas(items)
    assert found["lambda_3"].estimate == pytest.approx(reliability.alpha(items).estimate, rel=1e-12)
    assert found["lambda_1"].estimate < found["lambda_3"].estimate <= found["lambda_2"].estimate
    for few in (np.ones((5, 3)), np.ones((1, 3)), items[:, :1], np.empty((0, 3))):
        assert not any(answer.estimable for answer in reliability.guttman_lambdas(few).values())
    assert not reliability.guttman_lambdas(items[:4])["lambda_6"].estimable
    with pytest.raises(ValueError, match="interval is"):
        reliability.alpha(items, interval="wide")


def test_reliable_change_by_every_method():
    before, after = [20, 15, None], [12, 14, 9]
    known = {"sd": 5, "reliability": 0.8}
    plain = change.reliable_change(before, after, better=-1, **known)
    index = change.reliable_change_index(before, after, better=-1, **known)
    assert plain[:2] == pytest.approx(index[:2])
    assert isnan(plain[2])
    # Where nobody regresses, Edwards and Nunnally's is the change over sd sqrt(1 - r).
    sure = change.reliable_change([18.0], [10.0], "edwards_nunnally", mean=18, **known)
    assert sure[0] == pytest.approx(-8 / (5 * 0.2**0.5))
    for wrong in ({"method": "guess"}, {"method": "nunnally_kotsch", **known}, {"sd": 0, "reliability": 0.8}):
        with pytest.raises(ValueError, match=r"\.$"):
            change.reliable_change([1, 2], [2, 3], **wrong)
    with pytest.raises(ValueError, match="no reliability"):
        change.reliable_change([1, 2], [2, 3], "hageman_arrindell", sd_after=5, retest=0.95, **known)


def test_adjusted_by_name():
    p = [0.01, np.nan, 0.04, 1.0, 1e-20]
    assert multiplicity.adjusted(p, "BH") == pytest.approx(multiplicity.benjamini_hochberg(p), nan_ok=True)
    assert multiplicity.sidak(p)[4] == pytest.approx(4e-20, rel=1e-9)
    assert (multiplicity.holm_sidak(p)[[0, 2, 3]] <= multiplicity.holm(p)[[0, 2, 3]] + 1e-15).all()
    with pytest.raises(ValueError, match="method is one of"):
        multiplicity.adjusted(p, "scheffe")
