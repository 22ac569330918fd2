"""A real trial (Proudfoot et al. 2003, doi:10.1017/S0033291702007225): complete cases and mixed models as R has them.

The data are not part of the project. Set EARLYEVAL_REAL_STUDIES to the folder that holds beat-the-blues.csv.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.statistics import groups, mixed_models

FOLDER = Path(os.environ.get("EARLYEVAL_REAL_STUDIES") or CLONE.parent / "shared" / "real")
TRIAL = FOLDER / "beat-the-blues.csv"
pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not TRIAL.is_file(), reason="the real trial is not on this machine (EARLYEVAL_REAL_STUDIES)"),
]
# R 4.2.2, lme4 1.1-31, lmerTest 3.1-3. b <- read.csv("beat-the-blues.csv")
# b$treatment <- relevel(factor(b$treatment), "TAU")
# l: one row per person and later month with a score; all mixed models with
# control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14))


@pytest.fixture(scope="module")
def people():
    found = pd.read_csv(TRIAL)
    return found.assign(treated=(found["treatment"] == "BtheB").astype(float))


@pytest.fixture(scope="module")
def visits(people):
    later = ["bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"]
    long = people.melt(["id", "bdi.pre", "treated", "drug", "length"], later, var_name="visit", value_name="bdi")
    return long.assign(month=long["visit"].str.slice(4, 5).astype(float))


def error(estimate):
    return estimate.estimate / estimate.statistic


def test_adjusted_difference_at_eight_months_with_covariates(people):
    # f <- lm(bdi.8m ~ bdi.pre + treatment + drug + length, b); summary(f); confint(f)
    found = groups.adjusted_difference(
        people["bdi.8m"], people["bdi.pre"], people["treated"], people[["drug", "length"]]
    )
    assert found.estimate == pytest.approx(-3.081504620928335, rel=1e-10)
    assert error(found) == pytest.approx(2.383724139733584, rel=1e-10)
    assert found.p_value == pytest.approx(0.202424520562999, rel=1e-10)
    assert (found.conf_low, found.conf_high) == pytest.approx((-7.87693904638602, 1.71392980452935), rel=1e-10)
    assert (found.n, found.n_smallest, found.df) == (52, 25, 47)


def test_adjusted_difference_at_eight_months_without_covariates(people):
    # f <- lm(bdi.8m ~ bdi.pre + treatment, b)
    found = groups.adjusted_difference(people["bdi.8m"], people["bdi.pre"], people["treated"])
    assert found.estimate == pytest.approx(-4.0104896753358039, rel=1e-10)
    assert error(found) == pytest.approx(2.3807032710706260, rel=1e-10)
    assert (found.conf_low, found.conf_high) == pytest.approx((-8.794692015831913, 0.773712665160305), rel=1e-9)


def test_the_mixed_model_of_the_handbook(visits):
    # lmer(bdi ~ bdi.pre + month + treatment + drug + length + (1 | id), l)
    design = pd.DataFrame(
        {
            "intercept": 1.0,
            "bdi.pre": visits["bdi.pre"],
            "month": visits["month"],
            "treated": visits["treated"],
            "drug": (visits["drug"] == "Yes").astype(float),
            "long": (visits["length"] == ">6m").astype(float),
        }
    )
    fit = mixed_models.random_intercept(visits["bdi"], design, visits["id"])
    wanted = {
        "intercept": (5.573746246589961, 2.299544198530251, 102.8868921749959),
        "bdi.pre": (0.640350813708760, 0.079916407237806, 98.5189585310576),
        "month": (-0.701598139746213, 0.146940720350270, 197.5416357464828),
        "treated": (-2.315105077036614, 1.715153021792446, 92.1842686623421),
        "drug": (-2.815994254215107, 1.772919844792395, 93.1674111390567),
        "long": (0.179015307230379, 1.681634631359459, 95.0483240830647),
    }
    for name, (value, standard_error, df) in wanted.items():
        found = fit.coefficients[name]
        assert found.estimate == pytest.approx(value, rel=1e-6)
        assert error(found) == pytest.approx(standard_error, rel=1e-6)
        assert found.df == pytest.approx(df, rel=1e-5)
    assert (fit.var_group, fit.var_residual) == pytest.approx((51.9315972599841, 25.2863636787041), rel=1e-6)
    assert (fit.n, fit.n_groups) == (280, 97)


def test_the_difference_at_eight_months_from_every_score(visits):
    # l$m <- factor(l$month); f <- lmer(bdi ~ bdi.pre + m * treatment + (1 | id), l)
    # contest1D(f, c(0, 0, 0, 0, 0, 1, 0, 0, 1), confint = TRUE)
    design = pd.DataFrame({"intercept": 1.0, "bdi.pre": visits["bdi.pre"]})
    for month in (3, 5, 8):
        design[f"m{month}"] = (visits["month"] == month).astype(float)
    design["treated"] = visits["treated"]
    for month in (3, 5, 8):
        design[f"m{month}:treated"] = design[f"m{month}"] * visits["treated"]
    found = mixed_models.random_intercept(visits["bdi"], design, visits["id"]).contrast([0, 0, 0, 0, 0, 1, 0, 0, 1])
    assert found.estimate == pytest.approx(-0.920639181791975, rel=1e-6)
    assert error(found) == pytest.approx(2.14335923616998, rel=1e-6)
    assert found.df == pytest.approx(208.774229054585, rel=1e-5)
    assert (found.conf_low, found.conf_high) == pytest.approx((-5.14604016934654, 3.30476180576259), rel=1e-6)
    assert found.p_value == pytest.approx(0.667979816915958, rel=1e-6)
