"""Groups, ranks and spreads of any kind: a number with its interval, a test with its p, or the reason for neither."""

from functools import partial
from math import isfinite, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import groups, paired
from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.studentised_range import studentised_range_p, studentised_range_quantile

pytestmark = pytest.mark.unit

scores = st.one_of(st.integers(0, 4), st.integers(-30, 30), st.none(), st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
values = st.lists(scores, max_size=9)
OF_TWO_GROUPS = [
    groups.mann_whitney, partial(groups.mann_whitney, method="normal", continuity=False),
    *(partial(groups.hodges_lehmann_shift, method=method) for method in ("auto", "exact", "normal", "corrected")),
    *(partial(groups.cliffs_delta, interval=interval) for interval in ("placements", "cliff", "fisher_z")),
    *(partial(groups.glass_delta, interval=interval) for interval in ("normal", "noncentral_t")),
    groups.variance_ratio, groups.common_language_effect, partial(groups.equivalence_of_groups, low=-1, high=2),
    partial(groups.equivalence_of_groups, low=-1, high=2, equal_spreads=True),
]  # fmt: skip
OF_SEVERAL_GROUPS = [
    groups.kruskal_wallis, groups.jonckheere, groups.levene, partial(groups.levene, center="mean"), groups.bartlett,
    groups.fligner_killeen, partial(groups.one_way, interval="error_df"), groups.brown_forsythe,
    *(partial(groups.dunn_pairs, adjust=adjust) for adjust in ("holm", "bonferroni", "bh", "none")),
    groups.tukey_pairs, groups.games_howell_pairs,
]  # fmt: skip
OF_PAIRS = [paired.paired_permutation_test, paired.pitman_morgan]


def name_of(function) -> str:
    inner = getattr(function, "func", function)
    return "-".join([inner.__name__, *(str(value) for value in getattr(function, "keywords", {}).values())])


def assert_honest(found) -> None:
    for answer in [found] if isinstance(found, Estimate) else found.values():
        numbers = (answer.estimate, answer.conf_low, answer.conf_high, answer.p_value, answer.statistic)
        assert all(isnan(number) or isfinite(number) for number in numbers), answer
        if not answer.estimable:
            assert answer.reason.endswith("."), answer
            assert all(isnan(number) for number in numbers), answer
            continue
        assert not isnan(answer.estimate) or not isnan(answer.p_value), answer
        assert isnan(answer.p_value) or 0 < answer.p_value <= 1, answer
        if not isnan(answer.estimate) and isnan(answer.conf_low):
            assert answer.reason, answer


@pytest.mark.parametrize("function", OF_TWO_GROUPS, ids=name_of)
@given(values, values)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_two_groups_of_any_kind(function, one, zero):
    assert_honest(function(one, zero))


@pytest.mark.parametrize("function", OF_SEVERAL_GROUPS, ids=name_of)
@given(st.lists(st.tuples(scores, st.sampled_from(["a", "b", "c", None])), max_size=12))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_several_groups_of_any_kind(function, people):
    assert_honest(function([value for value, _ in people], [group for _, group in people]))


@pytest.mark.parametrize("function", OF_PAIRS, ids=name_of)
@given(st.lists(st.tuples(scores, scores), max_size=12))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_pairs_of_any_kind(function, people):
    assert_honest(function([one for one, _ in people], [other for _, other in people]))


@given(st.lists(st.tuples(scores, scores, scores), min_size=1, max_size=9))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_times_of_any_kind(people):
    assert_honest(groups.friedman(np.array(people, dtype=float)))


def test_order_of_rows_and_origin_of_the_scale_do_not_matter():
    generator = np.random.default_rng(5)
    scale, group = generator.integers(0, 20, 40).astype(float), np.repeat(["a", "b", "c", "d"], 10)
    order = generator.permutation(40)
    for function in (groups.kruskal_wallis, groups.jonckheere, groups.levene, groups.bartlett, groups.fligner_killeen):
        first, second = function(scale, group), function(scale[order] + 1e6, group[order])
        first, second = (found if isinstance(found, Estimate) else found["kruskal_wallis"] for found in (first, second))
        assert second.statistic == pytest.approx(first.statistic, rel=1e-9)


def test_two_groups_are_the_case_of_several():
    one, zero = [3, 5, 8, 9, 4, 7], [2, 4, 4, 6, 1]
    both, group = [*zero, *one], [0] * 5 + [1] * 6
    normal = groups.mann_whitney(one, zero, method="normal", continuity=False)
    assert groups.kruskal_wallis(both, group)["kruskal_wallis"].p_value == pytest.approx(normal.p_value, rel=1e-12)
    assert groups.jonckheere(both, group).statistic == normal.statistic
    assert groups.dunn_pairs(both, group)[0, 1].p_value == pytest.approx(normal.p_value, rel=1e-12)


def test_tail_of_the_studentised_range_keeps_its_digits():
    # Of two groups it is Student's t: R 4.2.2, options(digits = 15); 2 * pt(-8 / sqrt(2), 20).
    assert studentised_range_p(8, 2, 20) == pytest.approx(1.54904118276272e-05, rel=1e-11)
    # 2 * pt(-30 / sqrt(2), 100); R's ptukey and scipy say 0 there.
    assert studentised_range_p(30, 2, 100) == pytest.approx(8.42080798712214e-39, rel=1e-9)
    assert studentised_range_p(studentised_range_quantile(0.95, 5, 12), 5, 12) == pytest.approx(0.05, rel=1e-10)


def test_a_p_value_too_small_for_the_machine_is_not_zero():
    before = np.random.default_rng(1).normal(size=4000)
    found = paired.mean_change(before, before + 50 + 0.1 * before**2)
    assert found.p_value == 1e-300
    assert found.method.endswith("; p below 1e-300")


def test_what_is_not_a_form_is_refused():
    for function, word in (
        (partial(groups.mann_whitney, method="fast"), "method"),
        (partial(groups.hodges_lehmann_shift, method="fast"), "method"),
        (partial(groups.cliffs_delta, interval="wide"), "interval"),
        (partial(groups.glass_delta, interval="wide"), "interval"),
    ):
        with pytest.raises(ValueError, match=f"{word} is"):
            function([1, 2, 3], [2, 4])
    with pytest.raises(ValueError, match="center is"):
        groups.levene([1, 2, 3, 4], [1, 1, 2, 2], center="mode")
    with pytest.raises(ValueError, match="adjust is"):
        groups.dunn_pairs([1, 2, 3, 4], [1, 1, 2, 2], adjust="some")
    with pytest.raises(ValueError, match="equally long"):
        groups.kruskal_wallis([1, 2, 3], [1, 2])
