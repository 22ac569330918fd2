"""Spearman's correlation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import association

pytestmark = pytest.mark.reference

X = [1, 3, 2, 5, 4, 7, 6, 8, 9, 12, 10, 11]
Y = [2, 1, 4, 3, 7, 5, 9, 6, 8, 11, 12, 10]


def test_value_p_and_interval():
    # R 4.2.2: cor.test(x, y, method = "spearman", exact = FALSE);
    # tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((1 + r^2 / 2) / (12 - 3)))
    found = association.spearman(X, Y)
    assert found.estimate == pytest.approx(0.839160839160839167, rel=1e-12)
    assert found.p_value == pytest.approx(0.000642825988627823, rel=1e-9)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.428983467374803, 0.962440551541927), rel=1e-10)


def test_ties():
    # cor.test(x, y, method = "spearman", exact = FALSE)
    found = association.spearman([0, 1, 1, 2, 5, 6, 6, 9, 12, 12, 3], [4, 3, 1, 1, 0, -2, -2, -5, -4, -6, 2])
    assert (found.estimate, found.p_value) == pytest.approx((-9.44830082788561e-01, 1.17600810866954e-05), rel=1e-9)


@pytest.mark.parametrize(("size", "p_value"), [(7, 0.166666666666667)])
def test_few_people_have_the_exact_p(size, p_value):
    # cor.test(x[1:7], y[1:7], method = "spearman", exact = TRUE)
    assert association.spearman(X[:size], Y[:size]).p_value == pytest.approx(p_value, rel=1e-12)


def test_exact_p_of_six():
    # cor.test(1:6, c(2, 1, 4, 3, 6, 5), method = "spearman")
    found = association.spearman([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5])
    assert found.p_value == pytest.approx(0.0583333333333333, rel=1e-12)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=8))
@settings(max_examples=25, deadline=None)
def test_exchanging_and_reversing(people):
    x, y = (np.array(side) for side in zip(*people, strict=True))
    here, exchanged, reversed_ = association.spearman(x, y), association.spearman(y, x), association.spearman(x, -y)
    assert here.estimable == exchanged.estimable
    if here.estimable:
        assert exchanged.estimate == pytest.approx(here.estimate, abs=1e-12)
        assert reversed_.estimate == pytest.approx(-here.estimate, abs=1e-12)
        assert reversed_.p_value == pytest.approx(here.p_value, rel=1e-12)


def test_perfect_agreement_has_no_p_of_zero():
    many = association.spearman(range(12), range(12))
    assert (many.estimate, many.estimable) == (1, True)
    assert np.isnan(many.p_value)
    assert np.isnan(many.conf_low)
    assert many.reason
    four = association.spearman([1, 2, 3, 4], [1, 2, 3, 4])
    assert four.p_value == pytest.approx(2 / 24, rel=1e-12)


@pytest.mark.parametrize(("x", "y"), [([], []), ([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, np.nan, 3], [1, 2, 3])])
def test_what_cannot_be_told(x, y):
    found = association.spearman(x, y)
    assert not found.estimable
    assert found.reason
