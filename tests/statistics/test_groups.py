"""Two groups compared: R's answers, properties, honest edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import groups

pytestmark = pytest.mark.reference

ONE, ZERO = [12, 15, 11, 18, 9, 14], [8, 10, 7, 13, 9, 9, 6, 11]
MADE_UP = pd.DataFrame(
    {
        "after": [10, 12, 9, 15, 8, 11, 7, 13, 6, 9],
        "before": [14, 15, 13, 18, 12, 16, 11, 17, 10, 13],
        "g": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        "site": ["b", "a", "c", "a", "b", "a", "b", "c", "c", "a"],
    }
)


def test_welch_is_r_s_t_test_and_pingouin_s():
    import pingouin

    # R 4.2.2: t.test(ONE, ZERO)
    found = groups.mean_difference(ONE, ZERO)
    assert (found.statistic, found.df) == pytest.approx((2.6550798076869118, 8.5279259967476140), rel=1e-12)
    assert found.p_value == pytest.approx(0.0274731030622977, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.5688445084215092, 7.5144888249118216), rel=1e-12)
    assert (found.n, found.n_smallest) == (14, 6)
    theirs = pingouin.ttest(ONE, ZERO, correction=True)
    assert found.p_value == pytest.approx(theirs["p_val"].iloc[0], rel=1e-10)


def test_hedges_g_is_metafor_s_with_the_exact_interval():
    # metafor 3.8-1: escalc("SMD", ...)$yi = 1.4154301586549
    # interval: J * uniroot(function(x) pt(t, 12, ncp = x) - .975, ...)$root / sqrt(48 / 14)
    found = groups.hedges_g(ONE, ZERO)
    wanted = (1.415430158654874, 0.255308858506646, 2.531367984399971)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-9)
    assert groups.hedges_g(ONE, ZERO, better=-1).estimate == pytest.approx(-wanted[0], rel=1e-12)


def test_standardised_mean_difference_has_bonett_s_interval():
    # s <- sqrt((var(x1) + var(x0)) / 2); se <- sqrt(d^2 (v1^2/5 + v0^2/7) / (8 s^4) + (v1/5 + v0/7) / s^2)
    found = groups.standardised_mean_difference(ONE, ZERO)
    wanted = (1.468541547372383, 0.116010577089291, 2.821072517655475)
    assert (found.estimate, found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-12)


def test_adjusted_difference_is_r_s_lm_with_a_text_covariate():
    # f <- lm(after ~ g + before + site); summary(f)$coefficients["g", ]; confint(f)["g", ]
    found = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], MADE_UP[["site"]])
    assert found.estimate == pytest.approx(-0.657178217821782, rel=1e-10)
    assert found.statistic == pytest.approx(-1.603565257846331, rel=1e-10)
    assert found.p_value == pytest.approx(0.169713934267625, rel=1e-10)
    assert (found.conf_low, found.conf_high) == pytest.approx((-1.710662247388108, 0.396305811744544), rel=1e-10)
    assert (found.n, found.n_smallest, found.df) == (10, 5, 5)


def test_a_text_covariate_is_its_own_columns_of_zero_and_one():
    coded = np.column_stack([MADE_UP["site"] == "b", MADE_UP["site"] == "c"]).astype(float)
    by_text = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], MADE_UP["site"])
    by_code = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], coded)
    assert by_text.estimate == pytest.approx(by_code.estimate, rel=1e-12)


def test_whoever_lacks_a_value_is_left_out_of_the_adjustment():
    extended = pd.concat([MADE_UP, pd.DataFrame({"after": [1.0], "before": [2.0], "g": [0], "site": [None]})])
    found = groups.adjusted_difference(extended["after"], extended["before"], extended["g"], extended[["site"]])
    assert found.n == 10


@given(st.integers(-40, 40), st.sampled_from([0.01, 2.0, 100.0]), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_constant_and_unit(constant, unit, chance):
    order = list(range(10))
    chance.shuffle(order)
    moved = MADE_UP.iloc[order]
    plain = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"])
    other = groups.adjusted_difference(moved["after"] * unit + constant, moved["before"] + constant, moved["g"])
    assert other.estimate == pytest.approx(plain.estimate * unit, rel=1e-7)
    assert other.p_value == pytest.approx(plain.p_value, rel=1e-7)


@given(st.lists(st.integers(0, 27), min_size=2, max_size=9), st.lists(st.integers(0, 27), min_size=2, max_size=9))
@settings(max_examples=50, deadline=None)
def test_exchanging_the_groups_flips_the_sign_and_keeps_the_width(one, zero):
    for function in (groups.mean_difference, groups.standardised_mean_difference, groups.hedges_g):
        here, there = function(one, zero), function(zero, one)
        assert here.estimable == there.estimable
        if here.estimable:
            assert here.estimate == pytest.approx(-there.estimate, rel=1e-9, abs=1e-9)
            assert here.conf_low == pytest.approx(-there.conf_high, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("function", [groups.mean_difference, groups.hedges_g, groups.standardised_mean_difference])
def test_one_person_or_nobody_or_no_spread(function):
    for one, zero in (([], [1, 2]), ([1], [1, 2]), ([np.nan, 3], [1, 2]), ([2, 2], [2, 2]), ([3, 3], [2, 2])):
        found = function(one, zero)
        assert not found.estimable
        assert found.n_smallest == min(np.isfinite(one).sum(), 2)
        assert found.reason


def test_an_adjusted_difference_that_cannot_be_told():
    one_group = groups.adjusted_difference([1, 2, 3], [1, 2, 4], [1, 1, 1])
    assert (one_group.estimable, one_group.n, one_group.n_smallest) == (False, 3, 0)
    too_few = groups.adjusted_difference([1, 2, 3], [1, 2, 4], [0, 1, 1])
    assert "too few" in too_few.reason
    same_as_group = groups.adjusted_difference(
        [1, 2, 3, 5, 4], [3, 4, 4, 2, 1], [0, 0, 1, 1, 1], [[0], [0], [1], [1], [1]]
    )
    assert "cannot be told apart" in same_as_group.reason
    perfect = groups.adjusted_difference([2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [0, 1, 0, 1, 0])
    assert "without remainder" in perfect.reason
    for found in (too_few, same_as_group, perfect):
        assert not found.estimable
        assert np.isnan(found.p_value)


def test_a_covariate_that_is_the_same_for_everybody_adjusts_for_nothing():
    plain = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"])
    constant = groups.adjusted_difference(MADE_UP["after"], MADE_UP["before"], MADE_UP["g"], np.ones((10, 1)))
    assert constant.estimate == plain.estimate


def test_bad_input_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="coded 0 and 1"):
        groups.adjusted_difference([1, 2], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="equally long"):
        groups.adjusted_difference([1, 2], [1, 2, 3], [0, 1])
    with pytest.raises(ValueError, match="one row for every person"):
        groups.adjusted_difference([1, 2], [1, 2], [0, 1], [[1], [2], [3]])


SLEEP = pd.read_csv(Path(__file__).with_name("reference") / "data" / "sleep.csv")
DRUG_2, DRUG_1 = (SLEEP.loc[SLEEP["group"] == code, "extra"].to_numpy() for code in (2, 1))


def test_exact_mann_whitney_counts_ties_where_scipy_does_not():
    from scipy.stats import mannwhitneyu

    # R 4.2.2, coin 1.4-2: wilcox_test(..., distribution = "exact"): 0.0658165364047717
    found = groups.mann_whitney(DRUG_2, DRUG_1)
    assert found.p_value == pytest.approx(0.0658165364047717, rel=1e-12)
    assert abs(mannwhitneyu(DRUG_2, DRUG_1, method="exact").pvalue - found.p_value) > 1e-3
    without = groups.mann_whitney([1.1, 2.2, 3.3, 7.0], [0.4, 0.5, 1.9])
    assert without.p_value == pytest.approx(mannwhitneyu([1.1, 2.2, 3.3, 7.0], [0.4, 0.5, 1.9]).pvalue, rel=1e-12)


def test_large_groups_by_ranks_are_scipy_s():
    from scipy.stats import brunnermunzel, mannwhitneyu

    chance = np.random.default_rng(5)
    one, zero = chance.integers(0, 28, 120), chance.integers(3, 28, 90)
    found = groups.mann_whitney(one, zero)
    assert found.p_value == pytest.approx(mannwhitneyu(one, zero).pvalue, rel=1e-10)
    assert groups.brunner_munzel(one, zero).p_value == pytest.approx(brunnermunzel(one, zero).pvalue, rel=1e-9)
    shift = groups.hodges_lehmann_shift(one, zero)
    assert shift.conf_low <= shift.estimate <= shift.conf_high


def test_welch_is_not_replaced_by_student_when_groups_are_equally_large():
    import pingouin

    # pingouin's default correction="auto" is Student's t for equal sizes: df 18 instead of 17.776
    assert pingouin.ttest(DRUG_2, DRUG_1)["dof"].iloc[0] == 18
    assert groups.mean_difference(DRUG_2, DRUG_1).df == pytest.approx(17.77647352, rel=1e-8)


def test_hedges_j_is_exact_where_pingouin_s_has_five_digits():
    import pingouin

    # exp(lgamma(18 / 2) - lgamma(17 / 2)) / sqrt(18 / 2) * d
    ours, d = groups.hedges_g(DRUG_2, DRUG_1).estimate, groups.cohen_d(DRUG_2, DRUG_1).estimate
    theirs = pingouin.compute_effsize(DRUG_2, DRUG_1, eftype="hedges")
    assert ours / d == pytest.approx(0.95765, abs=1e-4)
    assert abs(theirs / ours - 1) > 1e-7
    assert theirs == pytest.approx(ours, rel=1e-3)


def test_the_interval_of_d_is_not_symmetric_as_pingouin_s_is():
    import pingouin

    found = groups.cohen_d(DRUG_2, DRUG_1)
    low, high = pingouin.compute_esci(found.estimate, 10, 10, decimals=6)
    assert (found.conf_low, found.conf_high) != pytest.approx((low, high), abs=1e-3)
    # the pivot puts 2.5 % below and above: R pt(t, 18, ncp) at the ends
    from scipy.stats import nct

    t = found.estimate * np.sqrt(5)
    ends = [float(nct.cdf(t, 18, end * np.sqrt(5))) for end in (found.conf_low, found.conf_high)]
    assert ends == pytest.approx([0.975, 0.025], rel=1e-7)


def test_printed_moments_give_what_the_scores_give():
    triples = [(len(values), values.mean(), values.std(ddof=1)) for values in (DRUG_2, DRUG_1)]
    printed = groups.from_summary(*triples)
    for name, function in (
        ("mean_difference", groups.mean_difference), ("student_mean_difference", groups.student_mean_difference),
        ("cohen_d", groups.cohen_d), ("hedges_g", groups.hedges_g), ("glass_delta", groups.glass_delta),
        ("smd", groups.standardised_mean_difference),
    ):  # fmt: skip
        whole = function(DRUG_2, DRUG_1)
        assert printed[name].estimate == pytest.approx(whole.estimate, rel=1e-12)
        assert (printed[name].conf_low, printed[name].conf_high) == pytest.approx(
            (whole.conf_low, whole.conf_high), rel=1e-9
        )
    again = groups.from_t(groups.student_mean_difference(DRUG_2, DRUG_1).statistic, 10, 10)
    assert again["hedges_g"].estimate == pytest.approx(printed["hedges_g"].estimate, rel=1e-12)
    with pytest.raises(ValueError, match="not below zero"):
        groups.from_summary((10, 1.0, -2.0), (10, 1.0, 2.0))
    with pytest.raises(ValueError, match="at least two"):
        groups.from_t(2, 1, 10)


def test_one_way_from_a_printed_table_and_all_pairs():
    from scipy.stats import tukey_hsd

    plants = pd.read_csv(Path(__file__).with_name("reference") / "data" / "PlantGrowth.csv")
    table = plants.groupby("group")["weight"].agg(["size", "mean", "std"])
    whole = groups.one_way(plants["weight"], plants["group"])
    printed = groups.one_way_from_summary(table["size"], table["mean"], table["std"])
    assert printed["f_test"].statistic == pytest.approx(whole["f_test"].statistic, rel=1e-10)
    welch = groups.welch_one_way_from_summary(table["size"], table["mean"], table["std"])
    assert welch.p_value == pytest.approx(groups.welch_one_way(plants["weight"], plants["group"]).p_value, rel=1e-9)
    test = whole["f_test"]
    assert groups.eta_squared_from_f(test.statistic, 2, 27).conf_high == pytest.approx(
        whole["eta_squared"].conf_high, rel=1e-9
    )
    theirs = tukey_hsd(*[part["weight"] for _, part in plants.groupby("group")])
    pairs = groups.tukey_pairs(plants["weight"], plants["group"])
    assert pairs["ctrl", "trt2"].p_value == pytest.approx(theirs.pvalue[0, 2], rel=1e-6)
    assert pairs["trt1", "trt2"].conf_low == pytest.approx(-theirs.confidence_interval().high[1, 2], rel=1e-6)
    import pingouin

    uneven = pingouin.pairwise_gameshowell(plants, dv="weight", between="group")
    ours = groups.games_howell_pairs(plants["weight"], plants["group"])
    assert ours["ctrl", "trt1"].p_value == pytest.approx(uneven["pval"].iloc[0], rel=1e-6)


def test_permutation_deals_depend_on_the_seed_alone():
    chance = np.random.default_rng(6)
    one, zero = chance.normal(0.4, size=40), chance.normal(size=35)
    first = groups.permutation_test(one, zero, seed=3, resamples=2000)
    assert first == groups.permutation_test(one[::-1], zero[::-1], seed=3, resamples=2000)
    assert first.p_value == pytest.approx(groups.mean_difference(one, zero).p_value, abs=0.03)
    assert groups.permutation_test(one + 1000, zero + 1000, seed=3, resamples=2000).p_value == first.p_value
    # what was seen is one of the deals: p is never zero
    assert groups.permutation_test(one + 99, zero, resamples=999).p_value == pytest.approx(1 / 1000)


def test_baseline_balance_of_numbers_and_text():
    people = pd.DataFrame({"age": [20, 30, 25, 41, None], "area": ["a", "b", "a", "b", "b"]})
    found = groups.baseline_balance(people, [1, 1, 0, 0, 0])
    assert set(found) == {"age", "area: b"}
    assert found["age"].n == 4
    assert found["area: b"].estimate == pytest.approx((1 / 2 - 2 / 3) / np.sqrt((1 / 2 + 1 / 3) / 2))
    none = groups.baseline_balance({"age": [1, 2, 3]}, [1, 0, 0])
    assert not none["age"].estimable


@pytest.mark.parametrize(
    "function",
    [
        groups.mann_whitney, groups.mann_whitney_normal, groups.brunner_munzel, groups.cliffs_delta,
        groups.probability_of_superiority, groups.hodges_lehmann_shift, groups.permutation_test, groups.cohen_d,
        groups.glass_delta, groups.student_mean_difference,
    ],
)  # fmt: skip
def test_nobody_and_all_alike(function):
    empty = function([], [1, 2, 3])
    assert not empty.estimable
    assert empty.n == 3
    alike = function([2, 2, 2], [2, 2, 2])
    assert np.isnan(alike.p_value)
    assert np.isnan(alike.conf_low)
    assert alike.reason
    with pytest.raises(ValueError, match="finite"):
        function([1, np.inf], [1, 2])


def test_groups_that_do_not_overlap_have_no_interval_of_a12():
    found = groups.probability_of_superiority([5, 6, 7], [1, 2, 3])
    assert found.estimate == 1
    assert np.isnan(found.conf_low)
    assert "no interval" in found.reason
    assert not groups.brunner_munzel([5, 6, 7], [1, 2, 3]).estimable


@given(st.lists(st.integers(0, 27), min_size=2, max_size=8), st.lists(st.integers(0, 27), min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_exchanging_the_groups_mirrors_the_ranks(one, zero):
    here, there = groups.mann_whitney(one, zero), groups.mann_whitney(zero, one)
    assert here.estimable == there.estimable
    if here.estimable:
        assert here.p_value == pytest.approx(there.p_value, rel=1e-9)
        assert 0 < here.p_value <= 1
    shift, back = groups.hodges_lehmann_shift(one, zero), groups.hodges_lehmann_shift(zero, one)
    assert shift.estimate == pytest.approx(-back.estimate, abs=1e-12)
    found, mirrored = groups.cliffs_delta(one, zero), groups.cliffs_delta(zero, one)
    assert found.estimate == pytest.approx(-mirrored.estimate, abs=1e-12)


def test_several_groups_that_cannot_be_compared():
    for values, labels in (([], []), ([1, 2], ["a", "a"]), ([1, 2], ["a", "b"]), ([3, 3, 4, 4], ["a", "a", "b", "b"])):
        assert not groups.one_way(values, labels)["f_test"].estimable
        assert not groups.welch_one_way(values, labels).estimable
    assert not groups.tukey_pairs([1, 2], ["a", "b"])["a", "b"].estimable
    assert not groups.games_howell_pairs([1, 2, 2], ["a", "b", "b"])["a", "b"].estimable
    assert not groups.analysis_of_covariance([1, 2, 3], ["a", "a", "a"], {"x": [1, 2, 4]})["f_test"].estimable
    assert not groups.difference_in_differences([1, 2], [2, 4], [0, 1]).estimable
    with pytest.raises(ValueError, match="equally long"):
        groups.one_way([1, 2], ["a"])
