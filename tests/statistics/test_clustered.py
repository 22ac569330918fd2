"""Clusters: statsmodels' and clubSandwich's errors, what few clusters cannot tell, likeness and its cost."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import clustered
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

AIR = pd.read_csv(Path(__file__).with_name("reference") / "data" / "airquality.csv")


def fitted(rows, variance="CR2", **options):
    return clustered.linear_regression(
        rows["Ozone"], design(rows[["Wind"]]), rows["Month"], variance=variance, **options
    )


def test_statsmodels_has_cr1s_and_cr0_but_no_cr2():
    import statsmodels.api as sm

    whole = AIR.dropna(subset=["Ozone"])
    columns = design(whole[["Wind"]]).set_axis(whole.index)
    for variance, corrected in (("CR1S", True), ("CR0", False)):
        theirs = sm.OLS(whole["Ozone"], columns).fit(
            cov_type="cluster", cov_kwds={"groups": whole["Month"], "use_correction": corrected}
        )
        assert fitted(AIR, variance).coefficients["Wind"].std_error == pytest.approx(theirs.bse["Wind"], rel=1e-10)
    # clubSandwich 0.5.8: coef_test(lm(Ozone ~ Wind, a), vcovCR(f, a$Month, type = "CR2"), test = "Satterthwaite")
    ours = fitted(AIR).coefficients["Wind"]
    assert ours.std_error > theirs.bse["Wind"]
    assert ours.df < 4


def test_every_row_its_own_cluster_is_hc2():
    import statsmodels.api as sm

    whole = AIR.dropna(subset=["Ozone"]).reset_index(drop=True)
    theirs = sm.OLS(whole["Ozone"], design(whole[["Wind"]])).fit(cov_type="HC2")
    ours = clustered.linear_regression(whole["Ozone"], design(whole[["Wind"]]), whole.index)
    assert ours.coefficients["Wind"].std_error == pytest.approx(theirs.bse["Wind"], rel=1e-10)


def test_balanced_arms_of_clusters_are_the_t_test_of_cluster_means():
    chance = np.random.default_rng(4)
    values, cluster = chance.normal(size=40), np.repeat(np.arange(8), 5)
    arm = (cluster >= 4).astype(float)
    found = clustered.mean_difference(values, arm, cluster)
    means = values.reshape(8, 5).mean(axis=1)
    from scipy.stats import ttest_ind

    wanted = ttest_ind(means[4:], means[:4])
    assert (found.statistic, found.df, found.p_value) == pytest.approx((wanted.statistic, 6, wanted.pvalue), rel=1e-9)


def test_a_weight_of_two_is_the_row_twice():
    twice = pd.concat([AIR, AIR[AIR["Day"] > 20]])
    weights = np.where(AIR["Day"] > 20, 2.0, 1.0)
    for variance in ("CR0", "CR1"):
        ours = fitted(AIR, variance, weights=weights).coefficients["Wind"]
        other = fitted(twice, variance).coefficients["Wind"]
        assert (ours.estimate, ours.std_error) == pytest.approx((other.estimate, other.std_error), rel=1e-10)


@pytest.mark.parametrize("variance", ["CR0", "CR1", "CR1S", "CR2", "CR3"])
def test_order_labels_and_units_do_not_matter(variance):
    moved = AIR.sample(frac=1, random_state=1).assign(Month=lambda rows: "m" + rows["Month"].astype(str))
    one, other = fitted(AIR, variance), fitted(moved.assign(Ozone=moved["Ozone"] * 10 - 3), variance)
    found, again = one.coefficients["Wind"], other.coefficients["Wind"]
    assert (again.estimate, again.std_error) == pytest.approx((10 * found.estimate, 10 * found.std_error), rel=1e-9)
    assert again.df == pytest.approx(found.df, rel=1e-9)


@pytest.mark.parametrize("variance", ["CR0", "CR1", "CR2"])
def test_one_cluster_in_each_arm_tells_nothing(variance):
    found = clustered.mean_difference([1, 2, 3, 5.0], [0, 0, 1, 1], ["a", "a", "b", "b"], variance=variance)
    assert not found.estimable
    assert "too few clusters" in found.reason
    assert np.isnan(found.p_value)


def test_what_cannot_be_fitted():
    for values, cluster, words in (
        ([1, 2, 3], [1, 1, 1], "only one cluster"), ([], [], "no row"), ([1], [1], "only one cluster"),
        ([2, 2, 2, 2], [1, 1, 2, 2], "without remainder"), ([None] * 3, [1, 2, 3], "no row"),
    ):  # fmt: skip
        found = clustered.mean(values, cluster)
        assert not found.estimable
        assert words in found.reason
    with pytest.raises(ValueError, match="df_method is"):
        fitted(AIR, df_method="guess")
    with pytest.raises(ValueError, match="above zero"):
        fitted(AIR, "CR0", weights=np.zeros(len(AIR)))
    with pytest.raises(ValueError, match="variance is one of"):
        fitted(AIR, "HC3")
    with pytest.raises(ValueError, match="coded 0 and 1"):
        clustered.mean_difference([1, 2], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="one weight"):
        fitted(AIR).contrast([1, 2, 3])


def test_likeness_of_groups_that_are_all_alike_or_quite_apart():
    apart = clustered.icc_anova([1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3])
    assert not apart.estimable
    same = clustered.icc_anova([2, 2, 2, 2], [1, 1, 2, 2])
    assert "All values are the same" in same.reason
    one = clustered.icc_anova([1, 2, 3], [1, 1, 1])
    assert "only one group" in one.reason
    below = clustered.icc_anova([1, 5, 2, 4, 1.5, 4.6], [1, 1, 2, 2, 3, 3])
    assert below.estimate < 0
    assert clustered.effective_sample_size([1, 5, 2, 4, 1.5, 4.6], [1, 1, 2, 2, 3, 3]).estimate == 6
    assert clustered.icc_mixed([1, 5, 2, 4, 1.5, 4.6], [1, 1, 2, 2, 3, 3]).estimate == 0
    for function in (clustered.icc_mixed, clustered.design_effect_of, clustered.effective_sample_size):
        assert not function([1, 2, 3], [1, 1, 1]).estimable


def test_printed_f_gives_the_same_likeness():
    balanced = [1.0, 2, 4, 5, 7, 9, 4, 4, 3]
    whole = clustered.icc_anova(balanced, [1, 1, 1, 2, 2, 2, 3, 3, 3])
    printed = clustered.icc_anova_from_summary(whole.statistic, 3, 9)
    assert (printed.estimate, printed.conf_high) == pytest.approx((whole.estimate, whole.conf_high), rel=1e-12)
    with pytest.raises(ValueError, match="above zero"):
        clustered.icc_anova_from_summary(-1, 3, 9)
    with pytest.raises(ValueError, match="at least one"):
        clustered.design_effect(0.1, 0.5)


def test_likeness_after_adjustment():
    found = clustered.icc_mixed(AIR["Ozone"], AIR["Month"], design(AIR[["Temp", "Wind"]]))
    assert found.estimate < clustered.icc_mixed(AIR["Ozone"], AIR["Month"]).estimate
    assert 0 <= found.conf_low <= found.estimate <= found.conf_high < 1
