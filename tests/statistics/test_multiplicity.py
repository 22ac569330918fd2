"""Holm's p values."""

import numpy as np
import pytest

from earlyeval.statistics.multiplicity import holm

pytestmark = pytest.mark.reference


def test_missing_p_values_are_not_tests():
    # R 4.2.2: p.adjust(c(.01, .04, .03, .005, NA), "holm"): 0.03 0.06 0.06 0.02 NA
    found = holm([0.01, 0.04, 0.03, 0.005, np.nan])
    assert found[:4] == pytest.approx([0.03, 0.06, 0.06, 0.02], rel=1e-12)
    assert np.isnan(found[4])


def test_never_above_one_and_in_the_order_given():
    assert holm([0.9, 0.8]).tolist() == [1.0, 1.0]
    assert holm([]).size == 0
    assert np.isnan(holm([np.nan])).all()


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.5, 1.2])
