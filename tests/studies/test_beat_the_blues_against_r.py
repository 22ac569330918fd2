"""Beat the Blues: the report's own rows against R 4.2.2 (stats; lme4 1.1-31; lmerTest 3.1-3).

The R calls, with ``d`` the file, ``treatment`` releveled to TAU first and the columns renamed pre, m2, m3, m5, m8::

    lm(m8 ~ pre + treatment + drug + length, d)                                        # complete cases
    lmer(bdi ~ 0 + time + time:treatment + pre + drug + length + (1 | id), long)       # every score after baseline
    lm(m8 ~ pre + treatment + drug + length, carried)                                  # last score carried forward
    t.test(m8 ~ treatment, d)
"""

import pytest

from earlyeval.analyse.arms import arms
from earlyeval.analyse.change import family_change
from earlyeval.analyse.everything import QUESTIONS
from earlyeval.study import load_study

pytestmark = pytest.mark.reference

# estimand: (n, estimate, low, high, p, tolerance): R's printed digits
R_AT_EIGHT_MONTHS = {
    "adjusted_difference": (52, -3.081504620928, -7.87693904639, 1.71392980453, 0.2024245205630, 1e-9),
    "carried_forward_difference": (100, -1.814070661136, None, None, 0.368475133145, 1e-9),
    "model_difference": (97, -0.040049574145, None, None, 0.985550443100, 1e-5),
    "mean_difference": (52, -4.748148148, -9.9743702, 0.4780739, None, 1e-7),
}
R_MODEL_BY_TIME = {
    # time: (estimate, standard error x t quantile not given by R: df), both from coef(summary(m))
    "month-2": (-3.032446458156, 130.8632382045),
    "month-3": (-2.708589529000, 158.7515828381),
    "month-5": (-2.060144710610, 183.3936197967),
    "month-8": (-0.040049574145, 195.5830401048),
}


@pytest.fixture
def trial(real_study):
    return load_study("uk-primary-care", "beat-the-blues", study=real_study("beat-the-blues").root)


def at(rows, estimand, time_point="month-8"):
    found = rows[(rows["estimand"] == estimand) & (rows["time_point"] == time_point)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_differences_at_eight_months_are_those_of_r(trial):
    rows = arms(trial)
    for estimand, (n, estimate, low, high, p_value, tolerance) in R_AT_EIGHT_MONTHS.items():
        row = at(rows, estimand)
        assert row["n"] == n, estimand
        assert row["estimate"] == pytest.approx(estimate, abs=tolerance), estimand
        if low is not None:
            assert (row["conf_low"], row["conf_high"]) == pytest.approx((low, high), abs=tolerance), estimand
        if p_value is not None:
            assert row["p_value"] == pytest.approx(p_value, abs=tolerance), estimand


@pytest.mark.parametrize("time_point", R_MODEL_BY_TIME)
def test_the_mixed_model_at_each_time_is_that_of_lmer(trial, time_point):
    estimate, df = R_MODEL_BY_TIME[time_point]
    row = at(arms(trial), "model_difference", time_point)
    assert row["estimate"] == pytest.approx(estimate, abs=1e-5)
    assert row["df"] == pytest.approx(df, rel=1e-5)


def test_the_three_answers_disagree(trial):
    rows = arms(trial)
    names = ("adjusted_difference", "model_difference", "carried_forward_difference")
    estimates = [at(rows, name)["estimate"] for name in names]
    assert max(estimates) - min(estimates) > 3


def test_completers_alone_look_better_than_everybody_with_the_last_score_carried_forward(trial):
    rows = family_change(trial)
    completers = rows[rows["estimand"] == "mean_change"].iloc[0]["estimate"]
    carried = rows[rows["estimand"] == "carried_forward_change"].iloc[0]["estimate"]
    assert completers == pytest.approx(-11.88462, abs=1e-5)
    assert completers < carried < 0


def test_strands_that_the_trial_lacks_say_so_and_nothing_fails(trial):
    for question in QUESTIONS:
        rows = question(trial)
        assert not rows["estimate"].isin([float("inf"), float("-inf")]).any()
