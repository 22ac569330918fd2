"""Where a library's answer is wrong or rounded, ours is right: a test for each row that says "do not trust"."""

import re
import warnings

import numpy as np
import pytest

from earlyeval.statistics import agreement, association, multiplicity, paired, proportions, reliability, tables

pytestmark = pytest.mark.reference

# R's `sleep` and, of the agreement, Shrout and Fleiss 1979.
BEFORE = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
AFTER = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
RATINGS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def test_constant_change_has_no_p_where_scipy_and_pingouin_say_zero():
    import pingouin
    from scipy.stats import ttest_rel

    before, after = np.arange(6.0), np.arange(6.0) + 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ttest_rel(after, before).pvalue == 0
        assert pingouin.ttest(after, before, paired=True)["p_val"].iloc[0] == 0
    found = paired.mean_change(before, after)
    assert not found.estimable
    assert np.isnan(found.p_value)


def test_paired_d_keeps_its_sign_and_its_name_where_pingouin_s_does_not():
    import pingouin

    theirs = pingouin.compute_effsize(AFTER, BEFORE, paired=True, eftype="cohen")
    back = pingouin.compute_effsize(BEFORE, AFTER, paired=True, eftype="cohen")
    ours = {name: paired.standardised_change(name, BEFORE, AFTER).estimate for name in ("d_z", "d_av_rms")}
    assert abs(theirs) == pytest.approx(ours["d_av_rms"], rel=1e-9)
    assert abs(theirs) != pytest.approx(ours["d_z"], rel=0.1)
    assert paired.standardised_change("d_av_rms", AFTER, BEFORE).estimate == pytest.approx(-ours["d_av_rms"], rel=1e-12)
    assert abs(back) == abs(theirs)


def test_interval_of_d_is_the_pivot_s_where_pingouin_s_is_symmetric():
    import pingouin

    ours = paired.standardised_change("d_z", BEFORE, AFTER)
    theirs = pingouin.compute_esci(stat=ours.estimate, nx=10, ny=1, paired=True, decimals=6)
    assert ours.estimate - theirs[0] == pytest.approx(theirs[1] - ours.estimate, abs=1e-4)
    # R: uniroot(function(x) pt(4.06212768338203656, 9, ncp = x) - c(.975, .025)) / sqrt(10)
    assert (ours.conf_low, ours.conf_high) == pytest.approx((0.414627756380205, 2.118016513977067), rel=1e-9)


def test_hedges_correction_is_exact_where_others_approximate():
    ours = paired.standardised_change("g_z", BEFORE, AFTER).estimate
    plain = paired.standardised_change("d_z", BEFORE, AFTER).estimate
    # R: exp(lgamma(4.5) - log(sqrt(4.5)) - lgamma(4)) = 0.913874891792553; 1 - 3 / (4 * 9 - 1) = 0.914286
    assert ours / plain == pytest.approx(0.913874891792553, rel=1e-12)


def test_signed_rank_names_its_method_and_r_s_answers_both_come():
    from scipy.stats import wilcoxon

    change = np.round(AFTER - BEFORE, 6)
    zeros = np.zeros(10)
    # wilcox.test(d, exact = FALSE)$p.value 0.00909069832; coin, exact: 0.00390625
    corrected = paired.signed_rank(zeros, change, method="normal")
    exact = paired.signed_rank(zeros, change)
    assert (corrected.p_value, exact.p_value) == pytest.approx((0.009090698, 0.00390625), rel=1e-6)
    assert "continuity" in corrected.method
    assert "exact" in exact.method
    # scipy's statistic is the smaller of both rank sums; R's V is the upward one.
    assert exact.statistic == 45
    assert wilcoxon(change).statistic == 0


def test_float_noise_makes_no_ranks():
    from scipy.stats import wilcoxon

    before, after = np.array([0.1, 0.2, 0.7, 1.1, 0.4, 0.3]), np.array([0.3, 0.4, 0.9, 0.9, 0.6, 0.5])
    clean = paired.signed_rank(np.zeros(6), [2, 2, 2, -2, 2, 2])
    assert paired.signed_rank(before, after).p_value == clean.p_value
    assert np.unique(np.abs(after - before)).size > 1
    assert wilcoxon(after - before).pvalue != pytest.approx(clean.p_value)


def test_a_large_site_needs_no_table_of_all_pairs():
    generator = np.random.default_rng(1)
    before = generator.integers(0, 28, 100_000).astype(float)
    after = np.clip(before + generator.integers(-3, 6, 100_000), 0, 27)
    shift = paired.hodges_lehmann(before, after)
    assert shift.conf_low <= shift.estimate <= shift.conf_high
    assert paired.signed_rank(before, after).p_value >= 0
    assert paired.rank_biserial(before, after).estimate > 0


def test_yates_is_asked_for_and_not_the_default():
    from scipy.stats import chi2_contingency

    counts = [[12, 5], [3, 9]]
    assert chi2_contingency(counts).pvalue == pytest.approx(
        tables.chi_square(counts, continuity=True).p_value, rel=1e-12
    )
    # chisq.test(matrix(c(12, 3, 5, 9), 2), correct = FALSE)$p.value
    assert tables.chi_square(counts).p_value == pytest.approx(0.0155343414146834, rel=1e-10)


def test_share_intervals_at_the_ends_where_statsmodels_clips_or_forgets():
    from statsmodels.stats.proportion import proportion_confint

    assert proportion_confint(0, 10, method="jeffreys")[0] > 0
    assert proportions.jeffreys(0, 10).conf_low == 0
    assert proportions.jeffreys(10, 10).conf_high == 1
    assert proportion_confint(0, 10, method="agresti_coull")[0] == 0
    assert proportions.agresti_coull(0, 10).conf_low == pytest.approx(-0.0433545058876566, rel=1e-9)


def test_alpha_is_listwise_with_all_its_digits_where_pingouin_s_is_pairwise_and_rounded():
    import pingouin

    generator = np.random.default_rng(2)
    items = generator.normal(size=(30, 4)) + generator.normal(size=(30, 1))
    items[3, 1] = np.nan
    import pandas as pd

    theirs, interval = pingouin.cronbach_alpha(data=pd.DataFrame(items))
    ours = reliability.alpha(items)
    assert ours.n == 29
    assert ours.estimate == pytest.approx(reliability.alpha(np.delete(items, 3, axis=0)).estimate, rel=1e-12)
    assert ours.estimate != pytest.approx(theirs, rel=1e-6)
    assert np.round(interval, 3) == pytest.approx(interval)
    assert ours.conf_low != round(ours.conf_low, 3)


def test_icc_has_an_interval_with_all_its_digits():
    # psych 2.2.9: ICC(x, lmer = FALSE)$results, row ICC2
    found = agreement.intraclass_correlation(RATINGS, "icc_a1")
    assert (found.conf_low, found.conf_high) == pytest.approx((0.0187865133747120, 0.761084369648953), rel=1e-10)


def test_one_category_is_a_reason_where_others_give_nan_or_raise():
    ones = [1, 1, 1, 1]
    for found in (
        agreement.cohen_kappa(ones, ones), agreement.fleiss_kappa(np.ones((4, 3))),
        agreement.krippendorff_alpha(np.ones((4, 3)), "nominal"), agreement.gwet_ac1(np.ones((4, 3))),
        agreement.pooled_kappa(np.ones((4, 1)), np.ones((4, 1))),
    ):  # fmt: skip
        assert not found.estimable
        assert re.search("category|are the same", found.reason)


def test_a_code_that_nobody_gave_has_an_ac1_when_the_categories_are_known():
    found = agreement.gwet_ac1(np.zeros((12, 2)), categories=[0, 1])
    assert (found.estimate, found.estimable) == (1.0, True)
    assert found.reason


def test_missing_p_values_are_not_tests_where_statsmodels_counts_them():
    from statsmodels.stats.multitest import multipletests

    p_values = [0.008, 0.02, np.nan]
    assert multipletests([0.008, 0.02, 1.0], method="holm")[1][0] == pytest.approx(0.024)
    assert multiplicity.holm(p_values)[0] == pytest.approx(0.016, rel=1e-12)
    assert multiplicity.benjamini_hochberg(p_values)[0] == pytest.approx(0.016, rel=1e-12)
    assert np.isnan(multiplicity.benjamini_hochberg(p_values)[2])


def test_partial_correlation_has_all_its_digits_where_pingouin_rounds():
    import pandas as pd
    import pingouin

    data = pd.DataFrame(np.random.default_rng(3).normal(size=(20, 3)), columns=["x", "y", "z"])
    theirs = pingouin.partial_corr(data, "x", "y", "z")
    ours = association.partial_correlation(data["x"], data["y"], data["z"])
    assert ours.estimate == pytest.approx(theirs["r"].iloc[0], rel=1e-10)
    interval = np.array(theirs["CI95"].iloc[0] if "CI95" in theirs else theirs["CI95%"].iloc[0], dtype=float)
    assert interval == pytest.approx(np.round(interval, 2))
    assert ours.conf_low == pytest.approx(interval[0], abs=0.0051)
    assert ours.conf_low != round(ours.conf_low, 2)


def test_perfect_correlation_has_no_p_of_zero():
    found = association.pearson([1, 2, 3, 4], [2, 4, 6, 8])
    assert found.estimate == 1
    assert np.isnan(found.p_value)
    assert found.reason
