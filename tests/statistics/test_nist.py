"""NIST's certified sets (Statistical Reference Datasets, itl.nist.gov/div898/strd): digits that must not be lost.

The one-way sets come with scipy's own tests, Longley's with statsmodels; Norris's 36 points stand here.
"""

from math import log10
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from earlyeval.statistics import groups, regression
from earlyeval.statistics.design import design

pytestmark = pytest.mark.reference

ONE_WAY = Path(scipy.stats.__file__).parent / "tests" / "data" / "nist_anova"
# Certified F, and digits that a double can carry.
CERTIFIED = {
    "SiRstv": (1.18046237440255, 12), "AtmWtAg": (15.9467335677930, 9), "SmLs01": (21.0, 13), "SmLs02": (201.0, 13),
    "SmLs03": (2001.0, 13), "SmLs04": (21.0, 9), "SmLs05": (201.0, 9), "SmLs06": (2001.0, 9), "SmLs07": (21.0, 4),
    "SmLs08": (201.0, 4), "SmLs09": (2001.0, 4),
}  # fmt: skip
NORRIS_Y = [
    0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
    557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2,
    0.2,
]  # fmt: skip
NORRIS_X = [
    0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5,
    11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1,
    448.9, 0.5,
]  # fmt: skip
LONGLEY = {
    "intercept": (-3482258.63459582, 890420.383607373),
    "GNPDEFL": (15.0618722713733, 84.9149257747669),
    "GNP": (-0.358191792925910e-01, 0.334910077722432e-01),
    "UNEMP": (-2.02022980381683, 0.488399681651699),
    "ARMED": (-1.03322686717359, 0.214274163161675),
    "POP": (-0.511041056535807e-01, 0.226073200069370),
    "YEAR": (1829.15146461355, 455.478499142212),
}


def digits(found, wanted):
    return 15.0 if found == wanted else -log10(abs(found - wanted) / abs(wanted))


@pytest.mark.parametrize("name", CERTIFIED)
@pytest.mark.skipif(not ONE_WAY.is_dir(), reason="this scipy came without its tests")
def test_one_way(name):
    lines = (ONE_WAY / f"{name}.dat").read_text(encoding="ascii").splitlines()[60:]
    rows = np.array([[float(cell) for cell in line.split()] for line in lines if line.strip()])
    wanted, least = CERTIFIED[name]
    assert digits(groups.one_way(rows[:, 1], rows[:, 0])["f_test"].statistic, wanted) >= least


def test_norris():
    fit = regression.linear(NORRIS_Y, design({"x": NORRIS_X}))
    intercept, slope = fit.coefficients["intercept"], fit.coefficients["x"]
    assert digits(intercept.estimate, -0.262323073774029) >= 12
    assert digits(intercept.std_error, 0.232818234301152) >= 12
    assert digits(slope.estimate, 1.00211681802045) >= 12
    assert digits(slope.std_error, 0.429796848199937e-03) >= 12
    assert digits(fit.sigma, 0.884796396144373) >= 12
    assert digits(fit.r_squared, 0.999993745883712) >= 12
    assert digits(fit.overall_test().statistic, 5436385.54079785) >= 11


def test_longley():
    from statsmodels.datasets import longley

    data = longley.load_pandas()
    fit = regression.linear(data.endog, design(data.exog))
    for name, (value, error) in LONGLEY.items():
        assert digits(fit.coefficients[name].estimate, value) >= 12
        assert digits(fit.coefficients[name].std_error, error) >= 12
    assert digits(fit.sigma, 304.854073561965) >= 12
    assert digits(fit.overall_test().statistic, 330.285339234588) >= 12
