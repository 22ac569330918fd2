"""The Gini coefficient on numbers that can be worked out on paper."""

import numpy as np
import pytest

from earlyeval.statistics.gini import gini

pytestmark = pytest.mark.spec


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5], 4 / 15),  # sum of |x - y| over all ordered pairs 40, 2 n^2 mean = 150
        ([5, 1, 4, 2, 3, np.nan], 4 / 15),  # neither order nor a missing value matters
        ([0, 0, 0, 10], 3 / 4),  # one has everything: (n - 1) / n
    ],
)
def test_the_coefficient_is_half_the_relative_mean_difference(values, expected):
    assert gini(values).estimate == pytest.approx(expected)


def test_the_jackknife_error_is_that_of_leaving_each_out():
    values = np.array([0.0, 1, 1, 3, 7, 12, 12, 20])
    n = values.size
    without = np.array([gini(np.delete(values, place)).estimate for place in range(n)])
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    assert gini(values).std_error == pytest.approx(error)


def test_all_alike_has_no_interval_and_nothing_no_answer():
    assert gini([2, 2, 2, 2]).estimate == pytest.approx(0)
    assert np.isnan(gini([2, 2, 2, 2]).conf_low)
    assert not gini([0, 0, 0]).estimable
    assert not gini([1, 2]).estimable
    with pytest.raises(ValueError, match="never negative"):
        gini([-1, 2, 3])
