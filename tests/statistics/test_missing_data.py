"""The last value carried forward."""

import numpy as np
import pytest

from earlyeval.statistics.missing_data import last_value_carried_forward

pytestmark = pytest.mark.spec


def test_each_gap_takes_the_last_value_before_it_and_a_first_gap_stays():
    given = np.array([[np.nan, 1, np.nan, 3], [2, np.nan, np.nan, np.nan], [np.nan, np.nan, np.nan, np.nan]])
    found = last_value_carried_forward(given)
    wanted = [[np.nan, 1, 1, 3], [2, 2, 2, 2], [np.nan] * 4]
    np.testing.assert_array_equal(found, wanted)
    assert np.isnan(given[1, 1])


def test_empty_tables():
    assert last_value_carried_forward(np.empty((0, 3))).shape == (0, 3)
    assert last_value_carried_forward(np.empty((2, 0))).shape == (2, 0)
