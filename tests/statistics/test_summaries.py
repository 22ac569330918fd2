"""Means, spreads, middles and quarters."""

import numpy as np
import pytest

from earlyeval.statistics import summaries

pytestmark = pytest.mark.reference

VALUES = [3, 1, 4, 1, 5, 9, 2, 6]


def test_against_r():
    # R 4.2.2: t.test(x)$conf.int, sd(x), sqrt(7 * var(x) / qchisq(c(.975, .025), 7)), quantile(x, c(.25, .5, .75))
    found = summaries.describe(VALUES)
    assert found["mean"].estimate == 3.875
    assert (found["mean"].conf_low, found["mean"].conf_high) == pytest.approx(
        (1.57730004315924, 6.17269995684075), rel=1e-12
    )
    assert found["sd"].estimate == pytest.approx(2.74837614393871, rel=1e-12)
    wanted = [1.75, 3.5, 5.25]
    assert [found[name].estimate for name in ("quartile_1", "median", "quartile_3")] == wanted
    assert {answer.n for answer in found.values()} == {8}


def test_the_interval_of_the_spread():
    # chi-square quantiles with 7 df: qchisq(c(.975, .025), 7) = 16.0127642746293, 1.68986918067684
    found = summaries.sd(VALUES)
    wanted = 2.74837614393871 * np.sqrt(7 / np.array([16.0127642746293, 1.6898691806773]))
    assert (found.conf_low, found.conf_high) == pytest.approx(wanted, rel=1e-9)


def test_missing_values_are_left_out_of_n_too():
    assert summaries.mean([*VALUES, None, np.nan]) == summaries.mean(VALUES)
    assert summaries.quartiles([*VALUES, np.nan])[0] == summaries.quartile_1(VALUES)


@pytest.mark.parametrize("values", [[], [4], [np.nan, np.nan], [np.nan, 4]])
def test_fewer_than_two_values(values):
    for answer in summaries.describe(values).values():
        assert not answer.estimable
        assert answer.n == np.isfinite(np.array(values, dtype=float)).sum()
        assert answer.reason


def test_values_all_alike_have_a_mean_and_no_interval():
    found = summaries.describe([2, 2, 2])
    assert (found["mean"].estimate, found["sd"].estimate, found["median"].estimate) == (2, 0, 2)
    assert np.isnan(found["mean"].conf_low)
    assert "same" in found["mean"].reason
