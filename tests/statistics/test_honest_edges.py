"""Whatever comes in: a number with its interval, a test with its p, or the reason why there is none."""

from functools import partial
from math import isfinite, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.statistics import agreement, association, change, paired, proportions, reliability, tables
from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.resampling import bootstrap_mean

pytestmark = pytest.mark.unit

scores = st.one_of(st.integers(0, 4), st.integers(-30, 30), st.none(), st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
pairs = st.lists(st.tuples(scores, scores), max_size=12)
codes = st.one_of(st.integers(0, 1), st.none())
coded = st.lists(st.tuples(codes, codes), max_size=12)
cell = st.integers(0, 6)
# Intervals around another centre than the estimate, by their definition.
SHIFTED = {"paired_difference_bonett_price", "difference_agresti_caffo", "agresti_coull"}

OF_PAIRS = [
    paired.mean_change, paired.sd_change, paired.median_change, paired.median_change_interval, paired.sign_test,
    paired.signed_rank, partial(paired.signed_rank, zeros="pratt"), partial(paired.signed_rank, method="normal"),
    paired.hodges_lehmann, partial(paired.hodges_lehmann, method="corrected"), paired.rank_biserial,
    partial(paired.hodges_lehmann, method="normal"), paired.standardised_changes, paired.pair_counts,
    *(partial(paired.standardised_change, name) for name in ("d_av_rms", "g_av_rms")),
    partial(paired.equivalence, low=-1, high=1), paired.bayes_factor,
    *(partial(paired.bootstrap_change, seed=1, resamples=200, kind=kind)
      for kind in ("bca", "percentile", "basic", "studentised")),
    association.pearson, association.spearman, association.kendall,
    agreement.bland_altman, agreement.concordance_correlation, agreement.within_one, agreement.exact_agreement,
    agreement.maximum_kappa, agreement.cohen_kappa, partial(agreement.cohen_kappa, weights="quadratic"),
    change.smallest_detectable_change, partial(change.class_shares, threshold=2, better=-1, cut_off=3),
]  # fmt: skip
OF_CODES = [
    agreement.pabak, agreement.prevalence_index, agreement.bias_index, agreement.positive_agreement,
    agreement.negative_agreement,
]  # fmt: skip
OF_RATINGS = [
    agreement.fleiss_kappa, agreement.conger_kappa, agreement.gwet_ac1, agreement.gwet_ac2, agreement.light_kappa,
    agreement.brennan_prediger, agreement.percent_agreement, partial(agreement.gwet_ac2, weights="ordinal"),
    *(partial(agreement.krippendorff_alpha, level=level, seed=1, resamples=100)
      for level in ("nominal", "ordinal", "interval", "ratio")),
    *(partial(agreement.intraclass_correlation, form=form)
      for form in ("icc_1", "icc_1k", "icc_a1", "icc_ak", "icc_c1", "icc_ck")),
    reliability.alpha, reliability.standardised_alpha, reliability.alpha_if_dropped,
    reliability.item_rest_correlations, reliability.mean_inter_item_correlation, reliability.omega_total,
    reliability.standard_error_of_measurement, reliability.split_half,
]  # fmt: skip
OF_FOUR_COUNTS = [
    proportions.paired_difference_newcombe, proportions.paired_difference_bonett_price,
    proportions.paired_difference_tango,
]  # fmt: skip
OF_TWO_GROUPS = [
    proportions.difference_newcombe, proportions.difference_miettinen_nurminen, proportions.difference_agresti_caffo,
    tables.risk_ratio, tables.odds_ratio, partial(tables.odds_ratio, add_half=True), tables.odds_ratio_exact,
    tables.phi,
]  # fmt: skip
OF_A_SHARE = [
    proportions.wilson, proportions.clopper_pearson, proportions.mid_p, proportions.jeffreys, proportions.agresti_coull,
    partial(proportions.wilson, continuity=True),
]  # fmt: skip
OF_TABLES = [
    tables.chi_square, partial(tables.chi_square, continuity=True), tables.g_test, tables.cramers_v, tables.fisher,
    partial(tables.cramers_v, bias_corrected=True),
]  # fmt: skip
OF_SQUARES = [
    tables.stuart_maxwell, tables.bowker, agreement.cohen_kappa_of_table,
    partial(agreement.cohen_kappa_of_table, weights="linear"),
]  # fmt: skip


def name_of(function) -> str:
    inner = getattr(function, "func", function)
    words = [str(value) for value in getattr(function, "keywords", {}).values()] + list(getattr(function, "args", ()))
    return "-".join([inner.__name__, *words])


def answers(found) -> list[Estimate]:
    if isinstance(found, Estimate):
        return [found]
    return list(found.values()) if isinstance(found, dict) else list(found)


def assert_honest(function, found) -> None:
    for answer in answers(found):
        assert answer.estimand in ESTIMANDS, answer
        numbers = (
            answer.estimate,
            answer.conf_low,
            answer.conf_high,
            answer.p_value,
            answer.statistic,
            answer.std_error,
        )
        assert all(isnan(number) or isfinite(number) for number in numbers), answer
        if not answer.estimable:
            assert answer.reason.endswith("."), answer
            assert all(isnan(number) for number in numbers), answer
            continue
        assert not isnan(answer.estimate) or not isnan(answer.p_value), answer
        assert isnan(answer.p_value) or 0 <= answer.p_value <= 1, answer
        if isnan(answer.estimate):
            continue
        if isnan(answer.conf_low) or isnan(answer.conf_high):
            assert answer.reason or answer.method == "count", answer
        elif name_of(function).split("-")[0] not in SHIFTED:
            slack = 1e-9 * max(1.0, abs(answer.estimate))
            assert answer.conf_low - slack <= answer.estimate <= answer.conf_high + slack, answer


@pytest.mark.parametrize("function", OF_PAIRS, ids=name_of)
@given(people=pairs)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_pairs_of_any_kind(function, people):
    before, after = [one for one, _ in people], [other for _, other in people]
    # A bootstrap interval of a few skewed values may miss the mean; everything else must hold it.
    found = function(before, after)
    if name_of(function).startswith("bootstrap"):
        assert all(answer.estimable or answer.reason for answer in answers(found))
        return
    assert_honest(function, found)


@pytest.mark.parametrize("function", OF_CODES, ids=name_of)
@given(people=coded)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_codes_of_any_kind(function, people):
    assert_honest(function, function([one for one, _ in people], [other for _, other in people]))


@pytest.mark.parametrize("function", OF_RATINGS, ids=name_of)
@given(st.integers(1, 4).flatmap(
    lambda raters: st.lists(st.lists(st.one_of(st.integers(0, 3), st.none()), min_size=raters, max_size=raters),
                            min_size=1, max_size=9)))  # fmt: skip
@settings(max_examples=40, deadline=None, derandomize=True)
def test_ratings_of_any_kind(function, ratings):
    found = function(np.array(ratings, dtype=float))
    for answer in answers(found):
        # A BCa interval of a handful of things need not hold the value.
        if "bootstrap" not in answer.method:
            assert_honest(function, answer)


@pytest.mark.parametrize("function", OF_FOUR_COUNTS, ids=name_of)
@given(st.tuples(cell, cell, cell, cell))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_four_counts_of_any_kind(function, counts):
    assert_honest(function, function(*counts))


@pytest.mark.parametrize("function", OF_TWO_GROUPS, ids=name_of)
@given(st.tuples(cell, cell, cell, cell))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_two_groups_of_any_kind(function, counts):
    yes_1, no_1, yes_0, no_0 = counts
    assert_honest(function, function(yes_1, yes_1 + no_1, yes_0, yes_0 + no_0))


@pytest.mark.parametrize("function", OF_A_SHARE, ids=name_of)
@given(cell, cell)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_share_of_any_kind(function, yes, no):
    assert_honest(function, function(yes, yes + no))


@pytest.mark.parametrize("function", OF_TABLES, ids=name_of)
@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_tables_of_any_kind(function, counts):
    assert_honest(function, function(counts))


@pytest.mark.parametrize("function", OF_SQUARES, ids=name_of)
@given(st.lists(cell, min_size=9, max_size=9))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_square_tables_of_any_kind(function, counts):
    assert_honest(function, function(np.array(counts).reshape(3, 3)))


@given(st.lists(st.tuples(cell, cell, cell, cell), max_size=4))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_strata_of_any_kind(counts):
    strata = np.array([[[a, b], [c, d]] for a, b, c, d in counts]).reshape(-1, 2, 2)
    for function in (
        tables.mantel_haenszel, partial(tables.mantel_haenszel, measure="risk_ratio"), tables.mantel_haenszel_test,
        tables.breslow_day, partial(tables.breslow_day, tarone=False),
    ):  # fmt: skip
        found = function(strata)
        if found.estimate == 0:
            continue
        assert_honest(function, found)


@given(cell, cell)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_movers_of_any_kind(b, c):
    for function in (
        proportions.mcnemar, partial(proportions.mcnemar, method="mid_p"), proportions.mcnemar_odds_ratio,
        partial(proportions.mcnemar, method="asymptotic"), proportions.mcnemar_exact,
    ):  # fmt: skip
        assert_honest(function, function(b, c))


@given(st.lists(st.tuples(scores, scores, scores), max_size=9))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_three_measures_of_any_kind(people):
    x, y, given_ = ([row[place] for row in people] for place in range(3))
    for function in (association.partial_correlation, association.semi_partial_correlation):
        assert_honest(function, function(x, y, given_))
        assert_honest(function, function(x, y, given_, ranks=True))


@given(st.lists(st.lists(codes, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_answers_of_any_kind(answers_given):
    assert_honest(tables.cochran_q, tables.cochran_q(np.array(answers_given, dtype=float)))


@given(st.lists(st.tuples(cell, cell), max_size=5))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_trends_of_any_kind(groups):
    found = tables.cochran_armitage([yes for yes, _ in groups], [yes + no for yes, no in groups])
    assert_honest(tables.cochran_armitage, found)


@given(coded, st.lists(st.integers(0, 3), min_size=12, max_size=12))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_documents_of_any_kind(people, documents):
    one, other = [first for first, _ in people], [second for _, second in people]
    found = agreement.kappa_by_documents(one, other, documents[: len(people)], seed=1, resamples=100)
    assert found.estimable or found.reason
    if people:
        both = np.array(one, dtype=float)[:, np.newaxis], np.array(other, dtype=float)[:, np.newaxis]
        pooled = agreement.pooled_kappa(*both, seed=1, resamples=100)
        assert pooled.estimable or pooled.reason


@pytest.mark.parametrize("function", [*OF_PAIRS, *OF_CODES], ids=name_of)
def test_infinite_and_worded_values_are_refused(function):
    with pytest.raises(ValueError, match="finite"):
        function([1, 0, np.inf], [1, 0, 1])
    with pytest.raises(ValueError, match="must be numbers"):
        function(["1", "0", "1"], [1, 0, 1])
    with pytest.raises(ValueError, match="equally long"):
        function([1, 0, 1], [1, 0])


@pytest.mark.parametrize("function", OF_PAIRS, ids=name_of)
@pytest.mark.parametrize("size", [1e-59, 1e59])
def test_very_small_and_very_large_units_are_borne(function, size):
    before, after = np.random.default_rng(3).uniform(1, 9, size=(2, 9)) * size
    found = function(before, after)
    if not name_of(function).startswith("bootstrap"):
        assert_honest(function, found)


@pytest.mark.parametrize("size", [1e61, -1e61, 1e300])
def test_what_is_beyond_the_size_of_measurements_is_refused(size):
    with pytest.raises(ValueError, match="size of measurements"):
        paired.mean_change([1, 2, size], [1, 2, 3])


@pytest.mark.parametrize("function", [*OF_TABLES, *OF_SQUARES], ids=name_of)
@pytest.mark.parametrize("counts", [[[1, -1], [2, 3]], [[1.5, 1], [2, 3]], [[np.nan, 1], [2, 3]]])
def test_what_is_no_count_is_refused(function, counts):
    with pytest.raises(ValueError, match="whole numbers"):
        function(counts)


@pytest.mark.parametrize("function", [*OF_PAIRS, *OF_CODES], ids=name_of)
def test_all_missing_is_an_answer(function):
    for found in answers(function([None, None, None], [1, 0, 1])):
        assert found.method == "count" or found.n == 0 or found.estimand == "not_assessable"
    assert bootstrap_mean([None, None], seed=1).n == 0
