"""Cronbach's alpha: psych's answer at full precision, honest edges."""

import numpy as np
import pytest

from earlyeval.statistics import reliability

pytestmark = pytest.mark.reference

ITEMS = np.array(
    [
        [3, 4, 3, 5, 2],
        [2, 3, 2, 4, 1],
        [4, 4, 5, 5, 3],
        [1, 2, 2, 3, 2],
        [5, 5, 4, 5, 4],
        [3, 2, 3, 3, 3],
        [4, 5, 4, 4, 5],
        [2, 2, 1, 3, 2],
    ]
)


def test_alpha_is_psych_s_with_feldt_s_interval():
    # psych 2.2.9: a <- alpha(items)$total$raw_alpha; 1 - (1 - a) * qf(c(.975, .025), 7, 28)
    found = reliability.alpha(ITEMS)
    assert found.estimate == pytest.approx(0.9211337030191, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.780597214862369, 0.981983771403587), rel=1e-10)
    assert found.n == 8


def test_people_with_a_gap_are_left_out_whole():
    with_gap = np.vstack([ITEMS, [1, 5, np.nan, 1, 5]])
    assert reliability.alpha(with_gap) == reliability.alpha(ITEMS)


def test_order_of_people_and_items_and_a_constant_change_nothing():
    assert reliability.alpha(ITEMS[::-1, ::-1] * 2 + 7).estimate == pytest.approx(
        reliability.alpha(ITEMS).estimate, rel=1e-12
    )


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (np.empty((0, 3)), "two people"),
        ([[1, 2]], "two people"),
        ([[1], [2]], "one item"),
        ([[3, 3], [3, 3]], "do not vary"),
        ([[1, 5], [5, 1]], "do not vary"),
    ],
)
def test_what_cannot_be_told(items, words):
    found = reliability.alpha(items)
    assert not found.estimable
    assert words in found.reason


def test_items_that_all_say_the_same():
    found = reliability.alpha([[1, 1], [2, 2], [3, 3]])
    assert found.estimate == 1
    assert np.isnan(found.conf_low)
    assert found.reason
