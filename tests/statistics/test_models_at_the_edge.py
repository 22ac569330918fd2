"""Models with too little to go on: a sentence, never a number; and the same answer however it is asked for."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import clustered, meta_analysis, missing_data, mixed_models, regression, survival
from earlyeval.statistics.design import design
from earlyeval.statistics.estimating_equations import EquationOptions, estimating_equations

pytestmark = pytest.mark.unit

CHANCE = np.random.default_rng(11)
ROOM = np.repeat(np.arange(12), 5)
PLATE, ASSESSOR = np.repeat(np.arange(10), 6), np.tile(np.arange(6), 10)
X = CHANCE.normal(size=60)
Y = 2 + 0.5 * X + CHANCE.normal(size=12)[ROOM] + CHANCE.normal(size=60)
YES = (CHANCE.random(60) < 0.4).astype(float)
COLUMNS = design({"x": X})


def crossed(y=Y, groups=None, columns=COLUMNS, **options):
    return mixed_models.crossed_intercepts(y, columns, groups or {"plate": PLATE, "assessor": ASSESSOR}, **options)


def generalised(y=YES, columns=COLUMNS, group=ROOM, **options):
    return mixed_models.generalised_random_intercept(
        y, columns, group, options=mixed_models.GeneralisedOptions(**options)
    )


def test_crossed_groupings_answer_alike_however_they_are_asked():
    wanted = crossed()
    order = CHANCE.permutation(60)
    turned = crossed(Y[order], {"assessor": ASSESSOR[order], "plate": PLATE[order]}, design({"x": X[order]}))
    assert turned.log_likelihood == pytest.approx(wanted.log_likelihood, rel=1e-9)
    assert turned.variances["plate"] == pytest.approx(wanted.variances["plate"], rel=1e-5, abs=1e-8)
    odd = pd.Series(Y, index=np.arange(60)[::-1] + 7)
    named = crossed(odd, {"plate": [f"p{one}" for one in PLATE], "assessor": pd.Series(ASSESSOR, index=odd.index)})
    assert named.coefficients["x"].estimate == pytest.approx(wanted.coefficients["x"].estimate, rel=1e-9)
    gap = crossed(np.append(Y, np.nan), {"plate": np.append(PLATE, 3), "assessor": np.append(ASSESSOR, 2)},
                  design({"x": np.append(X, 0.2)}))  # fmt: skip
    assert gap.n == 60
    assert gap.coefficients["x"].std_error == pytest.approx(wanted.coefficients["x"].std_error, rel=1e-9)


def test_nested_groupings_are_crossed_ones_with_labels_of_their_own():
    outer = ROOM // 3
    nested = mixed_models.nested_intercepts(Y, COLUMNS, outer, ROOM)
    same = crossed(Y, {"outer": outer, "inner": ROOM})
    assert same.log_likelihood == pytest.approx(nested.log_likelihood, rel=1e-10)
    assert same.coefficients["x"].df == pytest.approx(nested.coefficients["x"].df, rel=1e-4)


def test_crossed_groupings_that_cannot_be_told_apart():
    for groups, words in (
        ({"a": ROOM, "b": [f"r{one}" for one in ROOM]}, "cannot be told apart"),
        ({"a": np.arange(60), "b": ROOM}, "cannot be told apart"),
        ({"a": np.zeros(60), "b": ROOM}, "only one group"),
        ({"b": ROOM, "a": np.zeros(60)}, "cannot be told apart"),
    ):
        found = crossed(Y, groups)
        assert not found.estimable
        assert words in found.reason
        assert np.isnan(found.coefficients["x"].estimate)
    with pytest.raises(ValueError, match="two groupings or more"):
        crossed(Y, {"a": ROOM})


def test_shares_by_row_are_shares_by_count():
    groups, arm = np.repeat(np.arange(8), 2), np.tile([0, 1], 8)
    yes, trials = np.array([2, 5, 1, 7, 2, 4, 3, 6, 0, 3, 2, 2, 4, 8, 1, 5]), np.full(16, 10)
    together = generalised(yes, design({"arm": arm}), groups, trials=trials, nodes=9)
    rows = np.concatenate([np.r_[np.ones(k), np.zeros(n - k)] for k, n in zip(yes, trials, strict=True)])
    apart = generalised(rows, design({"arm": np.repeat(arm, 10)}), np.repeat(groups, 10), nodes=9)
    assert apart.coefficients["arm"].estimate == pytest.approx(together.coefficients["arm"].estimate, rel=1e-6)
    assert apart.var_group == pytest.approx(together.var_group, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(
    ("y", "group", "words"),
    [
        (np.zeros(60), ROOM, "the same"),
        (np.ones(60), ROOM, "the same"),
        (YES, np.zeros(60), "only one group"),
        ((X > 0).astype(float), ROOM, "without limit"),
        (np.full(60, np.nan), ROOM, "no row"),
    ],
)
def test_yes_and_no_that_cannot_be_modelled(y, group, words):
    found = generalised(y, group=group)
    assert not found.estimable
    assert words in found.reason
    assert not found.ratios["x"].estimable


def test_no_variance_between_groups_is_said():
    found = generalised(np.tile([0.0, 1.0, 0.0, 1.0, 1.0], 12))
    assert found.is_boundary
    assert found.var_group == 0
    assert "came out as zero" in found.method
    lone = mixed_models.random_intercept(np.tile([1.0, 2, 3, 4, 5], 12), design(rows=60), ROOM)
    interval = mixed_models.variance_intervals(lone)["sd_group"]
    assert (interval.estimate, interval.conf_low) == (0, 0)
    assert interval.conf_high > 0


def test_counts_outside_their_trials_are_refused():
    for y, options in (([2, 0], {"trials": [1, 1]}), ([-1, 0], {}), ([0.5, 1], {}), ([1, 0], {"trials": [0, 1]})):
        with pytest.raises(ValueError, match=r"whole numbers|above zero"):
            generalised(y, design(rows=2), [1, 2], **options)
    with pytest.raises(ValueError, match="nodes"):
        generalised(nodes=0)


def test_models_that_cannot_be_compared():
    small, large = (mixed_models.random_intercept(Y, one, ROOM) for one in (design(rows=60), COLUMNS))
    with pytest.raises(ValueError, match="maximum likelihood"):
        mixed_models.likelihood_ratio_test(small, large)
    with pytest.raises(ValueError, match="more parameters"):
        mixed_models.likelihood_ratio_test(small, small)
    nothing = mixed_models.random_intercept(Y, COLUMNS, np.zeros(60))
    assert not mixed_models.likelihood_ratio_test(nothing, nothing).estimable
    assert not mixed_models.variance_intervals(nothing)["sd_residual"].estimable


def test_weights_alike_are_no_weights_and_scales_of_contrasts_do_not_matter():
    plain = clustered.linear_regression(Y, COLUMNS, ROOM)
    weighed = clustered.linear_regression(Y, COLUMNS, ROOM, weights=np.r_[np.full(59, 2.0), 2.0 + 1e-12])
    assert weighed.coefficients["x"].df == pytest.approx(plain.coefficients["x"].df, rel=1e-6)
    assert weighed.coefficients["x"].std_error == pytest.approx(plain.coefficients["x"].std_error, rel=1e-6)
    one, other = plain.joint_test([[1, 0], [0, 1]]), plain.joint_test([[7, 0], [3, -2]])
    assert (one.statistic, one.df_2) == pytest.approx((other.statistic, other.df_2), rel=1e-8)
    few = clustered.linear_regression(Y, COLUMNS, ROOM // 6)
    assert not few.joint_test(np.eye(2)).estimable


def test_equations_that_lack_what_they_need():
    with pytest.raises(ValueError, match="need the time"):
        estimating_equations(Y, COLUMNS, ROOM, correlation="ar1")
    with pytest.raises(ValueError, match="two rows at one time"):
        estimating_equations(Y, COLUMNS, ROOM, correlation="ar1", options=EquationOptions(time=np.zeros(60)))
    with pytest.raises(ValueError, match="exposure goes with poisson"):
        estimating_equations(Y, COLUMNS, ROOM, options=EquationOptions(exposure=np.full(60, 2.0)))
    with pytest.raises(ValueError, match=r"errors is one of"):
        EquationOptions(errors="bootstrap")


def test_errors_for_few_groups_are_larger():
    time = np.tile(np.arange(5), 12)
    found = {
        errors: estimating_equations(
            Y, COLUMNS, ROOM, correlation="ar1", options=EquationOptions(time=time, errors=errors)
        ).coefficients["x"].std_error
        for errors in ("robust", "kauermann_carroll", "mancl_derouen", "fay_graubard")
    }  # fmt: skip
    assert found["robust"] < found["kauermann_carroll"] < found["mancl_derouen"]
    assert found["fay_graubard"] > found["robust"]


def test_fine_and_gray_without_another_way_is_cox_by_breslow():
    time, event = CHANCE.exponential(size=60), (CHANCE.random(60) < 0.7).astype(float)
    wanted = survival.cox(time, event, {"x": X}, options=survival.CoxOptions(ties="breslow"))
    found = survival.fine_gray(time, event, {"x": X})
    assert found.coefficients["x"].estimate == pytest.approx(wanted.coefficients["x"].estimate, rel=1e-8)
    for other, columns, words in (
        (np.zeros(60), X, "Nobody had the event"), (event, np.ones(60), "do not vary"),
        (event, np.where((event == 1), 1.0, 0.0), "0 or infinite"),
    ):  # fmt: skip
        refused = survival.fine_gray(time, other, {"x": columns})
        assert not refused.estimable
        assert words in refused.reason


def test_pairs_nobody_can_order():
    assert not survival.concordance([1, 2, 3], [0, 0, 0], [3, 2, 1]).estimable
    assert survival.concordance([1, 2, 3], [1, 1, 1], [3, 2, 1]).estimate == 1
    assert survival.concordance([1, 2, 3], [1, 1, 1], [0, 0, 0]).estimate == 0.5


def test_few_studies_of_several_effects():
    effects, variances = [0.1, 0.3, 0.5, 0.2], [0.02, 0.03, 0.02, 0.04]
    for study, words in (
        ([1, 1, 1, 1], "only one study"),
        ([1, 2, 3, 4], "No study has more"),
        ([], "not more effects"),
    ):
        k = len(study)
        found = meta_analysis.pool_nested(effects[:k], variances[:k], study=study)
        assert not found.estimable
        assert words in found.reason
    order = [2, 0, 3, 1]
    one = meta_analysis.pool_nested(effects, variances, study=["a", "a", "b", "b"])
    other = meta_analysis.pool_nested(
        [effects[place] for place in order], [variances[place] for place in order], study=list("baba")
    )
    assert other.pooled.estimate == pytest.approx(one.pooled.estimate, rel=1e-7)


def test_tables_without_events():
    nothing = meta_analysis.mantel_haenszel("OR", a=[0, 0], b=[10, 12], c=[0, 0], d=[9, 14])
    assert not nothing.pooled.estimable
    assert not meta_analysis.peto(a=[0], b=[10], c=[0], d=[9]).pooled.estimable
    assert meta_analysis.influence(meta_analysis.pool([0.1, 0.2], [0.1, 0.1])).empty


def test_imputations_that_agree_or_are_too_few():
    matrices = [[[0.1, 0.0], [0.0, 0.1]]]
    assert not missing_data.pool_joint_test([[1.0, 2.0]], matrices).test.estimable
    alike = missing_data.pool_joint_test([[1.0, 2.0]] * 3, matrices * 3, complete_df=20)
    assert alike.riv == 0
    assert alike.test.statistic == pytest.approx(25)
    assert not missing_data.pool_shares([0, 3], [10, 10]).pooled.estimable
    assert not missing_data.pool_statistics([3.0], df=1).test.estimable


def test_unequal_spread_changes_errors_not_coefficients():
    plain, robust = (regression.linear(Y, COLUMNS, errors=errors) for errors in ("classical", "HC3"))
    assert robust.coefficients["x"].estimate == plain.coefficients["x"].estimate
    assert robust.coefficients["x"].std_error != plain.coefficients["x"].std_error
    with pytest.raises(ValueError, match=r"errors is one of"):
        regression.linear(Y, COLUMNS, errors="HC9")


def test_groups_of_one_size_have_the_variances_of_the_analysis_of_variance():
    # lme4 1.1-31 stops 7e-8 from this closed form (R 4.2.2, whatever the tolerances): the flat top, not ours, is off.
    groups, each = 400, 150
    group = np.repeat(np.arange(groups), each)
    chance = np.random.default_rng(5)
    y = 3 + chance.normal(0, 0.7, groups)[group] + chance.normal(0, 3, group.size)
    rows = y.reshape(groups, each)
    means = rows.mean(axis=1)
    within = ((rows - means[:, np.newaxis]) ** 2).sum() / (groups * (each - 1))
    between = each * means.var(ddof=1)
    found = mixed_models.random_intercept(y, design(rows=y.size), group)
    assert found.var_residual == pytest.approx(within, rel=1e-11)
    assert found.var_group == pytest.approx((between - within) / each, rel=1e-11)
