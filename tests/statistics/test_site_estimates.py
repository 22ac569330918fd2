"""Sites one by one: left out, drawn together, against funnel limits; and skewed funnels."""

import numpy as np
import pytest
from scipy.stats import binom, kendalltau

from earlyeval.statistics import meta_analysis

pytestmark = pytest.mark.reference

SITES = ([1.2, -0.4, 2.6, 0.3, 1.9], [0.3, 0.5, 0.2, 0.9, 0.4])


def test_leaving_out_one_of_two_leaves_nothing_to_pool():
    found = meta_analysis.leave_one_out([1, 2], [0.1, 0.2])
    assert [one.pooled.estimable for one in found] == [False, False]
    assert meta_analysis.leave_one_out([], []) == []


def test_shrunken_effects_lie_between_their_own_and_the_pooled():
    whole = meta_analysis.pool(*SITES)
    for own, drawn in zip(SITES[0], meta_analysis.shrunken(whole), strict=True):
        low, high = sorted((own, whole.pooled.estimate))
        assert low <= drawn.estimate <= high
        assert np.isfinite(drawn.std_error)


def test_sites_without_a_difference_all_have_the_pooled_effect():
    whole = meta_analysis.pool([0.12, 0.11, 0.13], [0.04, 0.05, 0.03])
    assert {round(one.estimate, 12) for one in meta_analysis.shrunken(whole)} == {round(whole.pooled.estimate, 12)}
    with pytest.raises(ValueError, match="random-effects"):
        meta_analysis.shrunken(meta_analysis.pool(*SITES, method="FE"))
    assert not meta_analysis.shrunken(meta_analysis.pool([1], [1]))[0].estimable


def test_funnel_tests_with_too_few_or_equally_precise_effects():
    assert not meta_analysis.egger([1, 2], [0.1, 0.2])["slope"].estimable
    assert "equally precise" in meta_analysis.egger([1, 2, 3], [0.1, 0.1, 0.1])["slope"].reason
    assert "equally precise" in meta_analysis.rank_test([1, 2, 3], [0.1, 0.1, 0.1]).reason
    assert not meta_analysis.trim_and_fill([1, 2], [0.1, 0.2]).estimable
    assert "fewer than ten" in meta_analysis.rank_test(*SITES).method
    with pytest.raises(ValueError, match="lm"):
        meta_analysis.egger(*SITES, model="glm")


def test_the_rank_test_is_exact_without_ties():
    values, variances = map(np.array, SITES)
    weights = 1 / variances
    centred = (values - (weights * values).sum() / weights.sum()) / np.sqrt(variances - 1 / weights.sum())
    assert meta_analysis.rank_test(*SITES).p_value == kendalltau(centred, variances, method="exact").pvalue
    assert "ties" in meta_analysis.rank_test(SITES[0], [0.3, 0.3, 0.2, 0.9, 0.4]).method


def test_a_funnel_is_filled_on_the_side_that_lacks_studies():
    values, variances = [0.1, 0.15, 0.4, 0.9, 1.3, 0.12], [0.01, 0.012, 0.08, 0.3, 0.5, 0.011]
    left = meta_analysis.trim_and_fill(values, variances)
    right = meta_analysis.trim_and_fill([-value for value in values], variances)
    assert (left.side, right.side) == ("left", "right")
    assert left.missing == right.missing > 0
    assert left.filled.k == 6 + left.missing
    assert left.filled.pooled.estimate == pytest.approx(-right.filled.pooled.estimate, rel=1e-9)
    assert left.filled.pooled.estimate < meta_analysis.pool(values, variances).pooled.estimate


def test_exact_limits_hold_what_they_promise():
    # Between r - 1 and r of n, where the cumulative binomial probability passes 2.5 % and 97.5 %.
    found = meta_analysis.funnel_limits_of_shares([3, 30, 1], [12, 60, 40], target=0.3)
    for place, n in enumerate((12, 60, 40)):
        for probability, limits in ((0.025, found.low[0.95]), (0.975, found.high[0.95])):
            count = limits[place] * n
            below = binom.cdf(np.floor(count), n, 0.3)
            above = binom.cdf(np.ceil(count), n, 0.3)
            assert below <= probability <= above
            assert below + (count - np.floor(count)) * (above - below) == pytest.approx(probability, rel=1e-9)
    assert list(found.outside[0.95]) == [False, True, True]
    assert (found.low[0.998] <= found.low[0.95]).all()


def test_normal_limits_by_hand_and_overdispersion():
    values, variances = np.array([0.0, 2, -2, 4, -4, 0]), np.full(6, 1.0)
    plain = meta_analysis.funnel_limits(values, variances, target=0)
    assert plain.high[0.95] == pytest.approx(np.full(6, 1.959963984540054), rel=1e-12)
    assert plain.overdispersion == pytest.approx((4 + 4 + 9 + 9) / 6)  # the outermost drawn in to -3 and 3
    times = meta_analysis.funnel_limits(values, variances, target=0, adjust="multiplicative")
    assert times.high[0.95] == pytest.approx(1.959963984540054 * np.sqrt(np.full(6, 26 / 6)), rel=1e-12)
    added = meta_analysis.funnel_limits(values, variances, target=0, adjust="additive")
    assert added.tau2 == pytest.approx((26 - 5) / (6 - 1), rel=1e-12)
    narrow = meta_analysis.funnel_limits(values / 100, variances, target=0, adjust="multiplicative")
    assert narrow.high[0.95] == pytest.approx(plain.high[0.95])


def test_limits_that_do_not_exist():
    assert not meta_analysis.funnel_limits_of_shares([0, 0], [5, 6]).estimable
    assert not meta_analysis.funnel_limits([], []).estimable
    with pytest.raises(ValueError, match="somebody"):
        meta_analysis.funnel_limits_of_shares([0], [0])
    with pytest.raises(ValueError, match="choose method normal"):
        meta_analysis.funnel_limits_of_shares([1], [5], adjust="additive")
    with pytest.raises(ValueError, match="strictly between"):
        meta_analysis.funnel_limits([1], [1], levels=(95,))
