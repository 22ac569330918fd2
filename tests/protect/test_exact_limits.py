"""Exact limits from released counts: the same as those of scipy, and nothing exact left in a released ratio."""

import math

import pytest
from scipy.special import betainc, gammaincc
from scipy.stats import binomtest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.exact_limits import beta_share, clopper_pearson_limits, gamma_above, mid_p_limits
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry
from earlyeval.statistics.exact_rates import standardised_ratio_mid_p
from earlyeval.statistics.proportion_intervals import clopper_pearson

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("x", [0.0, 0.01, 0.3, 0.5, 0.77, 0.999, 1.0])
@pytest.mark.parametrize(("first", "second"), [(1, 1), (0.5, 3), (20, 61), (5, 400), (3000, 7000)])
def test_incomplete_beta_is_that_of_scipy(x, first, second):
    assert beta_share(x, first, second) == pytest.approx(betainc(first, second, x), rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("x", [0.01, 1.0, 4.5, 20.0, 900.0, 5100.0])
@pytest.mark.parametrize("shape", [1.0, 2.0, 21.0, 1000.0, 5000.0])
def test_incomplete_gamma_is_that_of_scipy(shape, x):
    assert gamma_above(shape, x) == pytest.approx(gammaincc(shape, x), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("count", "total"), [(0, 10), (10, 10), (20, 80), (5, 2000), (1, 1)])
def test_limits_of_a_share_are_those_of_clopper_and_pearson(count, total):
    found = binomtest(count, total).proportion_ci(0.95, method="exact")
    assert clopper_pearson_limits(count, total, conf_level=0.95) == pytest.approx((found.low, found.high), abs=1e-9)


@pytest.mark.parametrize("count", [0, 1, 3, 20, 700])
def test_mid_p_limits_are_those_of_statistics(count):
    found = standardised_ratio_mid_p(count, 1.0)
    assert mid_p_limits(count, conf_level=0.95) == pytest.approx((found.conf_low, found.conf_high), rel=1e-7, abs=1e-9)


class TestReleased:
    @pytest.fixture(scope="class")
    @classmethod
    def profile(cls):
        return load_registry(study_paths("")).profile

    def row(self, observed, of, expected):
        ratio = standardised_ratio_mid_p(observed, expected).as_row()
        return {"unit": "births", **ratio, "n": observed, "n_expected": of, "statistic": expected}

    def test_a_ratio_says_no_more_than_rounded_counts(self, profile):
        same = [release(results_frame([self.row(n, 81, 31.0)]), profile).rows for n in (18, 19, 20, 21, 22)]
        assert len({(rows.loc[0, "estimate"], rows.loc[0, "conf_low"], rows.loc[0, "n"]) for rows in same}) == 1
        assert same[0].loc[0, "estimate"] == round(20 / (31.0 * 80 / 81), 2)
        assert math.isnan(same[0].loc[0, "p_value"])
        assert math.isnan(same[0].loc[0, "statistic"])

    def test_a_small_number_of_events_hides_it(self, profile):
        rows = release(results_frame([self.row(3, 81, 6.2)]), profile).rows
        assert rows.loc[0, "status"] == "hidden"
        assert rows.loc[0, ["estimate", "conf_low", "conf_high", "n"]].isna().all()

    def test_an_exact_interval_is_released_from_rounded_counts(self, profile):
        row = {"unit": "births", **clopper_pearson(21, 81).as_row()}
        released = release(results_frame([row]), profile).rows.loc[0]
        low, high = clopper_pearson_limits(20, 80, conf_level=0.95)
        assert (released["conf_low"], released["conf_high"]) == (round(low, 2), round(high, 2))
