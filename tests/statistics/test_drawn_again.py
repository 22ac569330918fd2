"""Rank correlation and two groups, drawn again: R's boot up to chance, and no digit from order or pieces."""

import numpy as np
import pytest

from earlyeval.statistics import drawn_again
from earlyeval.statistics.drawn_again import drawn_difference, drawn_spearman

pytestmark = pytest.mark.reference

ONE = np.array([1, 1, 2, 1, 0, 2, 4, 3, 0, -2, 0, 1.0])
ZERO = np.array([-5, 0, -2, -1, -1, -1, 1, 2, 0.0])
X = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8.0])
Y = np.array([2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5.0])


# R 4.2.2, boot 1.3-28.1, set.seed(1), R = 200000, strata = group; quantile(t, c(.025, .975), type = 7)
@pytest.mark.parametrize(
    ("quantity", "value", "low", "high"),
    [("hedges_g", 1.0183685, 0.2808, 2.0208), ("cliffs_delta", 0.5648148, 0.1296296, 0.9166667)],
)
def test_two_groups_are_boot_s_up_to_chance(quantity, value, low, high):
    found = drawn_difference(ONE, ZERO, seed=3, quantity=quantity, resamples=100_000)
    assert found.estimate == pytest.approx(value, abs=1e-6)
    assert (found.conf_low, found.conf_high) == pytest.approx((low, high), abs=0.015)
    assert (found.n, found.n_smallest) == (21, 9)


# boot(cbind(x, y), function(r, i) cor(r[i, 1], r[i, 2], method = "spearman"), R = 20000)
def test_rank_correlation_is_boot_s_up_to_chance():
    found = drawn_spearman(X, Y, seed=3, resamples=20_000)
    assert found.estimate == pytest.approx(0.1415797, abs=1e-6)
    assert (found.conf_low, found.conf_high) == pytest.approx((-0.5019267, 0.8327120), abs=0.02)
    assert np.isnan(found.p_value)


def test_order_and_pieces_change_no_digit(monkeypatch):
    mixed = np.random.default_rng(0).permutation(12)
    whole = drawn_spearman(X, Y, seed=5, resamples=300), drawn_difference(ONE, ZERO, seed=5, resamples=300)
    monkeypatch.setattr(drawn_again, "CELLS_AT_ONCE", 60)
    again = drawn_spearman(X[mixed], Y[mixed], seed=5, resamples=300)
    assert (again, drawn_difference(ONE[mixed], ZERO[::-1], seed=5, resamples=300)) == whole


def test_better_turns_the_sign():
    up, down = (drawn_difference(ONE, ZERO, seed=1, resamples=200, better=better) for better in (1, -1))
    assert (down.estimate, down.conf_low) == pytest.approx((-up.estimate, -up.conf_high), rel=1e-12)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: drawn_spearman(X[:4], Y[:4], seed=1),
        lambda: drawn_spearman(X, np.ones(12), seed=1),
        lambda: drawn_difference(ONE, ZERO[:4], seed=1),
        lambda: drawn_difference(np.ones(6), np.ones(6), seed=1),
    ],
)
def test_too_few_or_no_spread_is_an_answer(asked):
    found = asked()
    assert not found.estimable
    assert np.isnan(found.estimate)
    assert not any(sign.isdigit() for sign in found.reason)
