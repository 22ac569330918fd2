"""The pivot of the non-central t where a distribution function of a library gives out."""

import pytest

from earlyeval.statistics.normal_theory import noncentrality_interval

pytestmark = pytest.mark.reference


@pytest.mark.parametrize(
    ("statistic", "df", "low", "high"),
    [
        # scipy's distribution function is not a number for a non-centrality far below a t value as large as this.
        # The definition, integrated over the standard deviation (scipy quad), gives .025 and .975 at these ends;
        # R 4.2.2's pt agrees at the lower end and warns at the upper that its precision is not full.
        (35.73686880699194, 1856, 33.461011996691205, 38.00543351209743),
        # R 4.2.2: uniroot(function(d) pt(2.5, 9, d) - p, c(-5.5, 10.5), tol = 1e-12), p = .975 and .025
        (2.5, 9, 0.182943963044967, 4.71541229121258),
    ],
)
def test_large_and_small_t_values_have_their_interval(statistic, df, low, high):
    assert noncentrality_interval(statistic, df, 0.95) == pytest.approx((low, high), rel=1e-6)
