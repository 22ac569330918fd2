"""The bootstrap of the mean change."""

import time

import numpy as np
import pytest

from earlyeval.statistics import paired

pytestmark = pytest.mark.reference

BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_bca_is_boot_s_up_to_chance():
    # boot 1.3-28.1: set.seed(1); boot.ci(boot(d, function(z, i) mean(z[i]), R = 200000), type = "bca"): 1.05, 2.64
    found = paired.bootstrap_change(BEFORE, AFTER, seed=3, resamples=100_000)
    assert found.estimate == pytest.approx(1.58, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((1.05, 2.64), abs=0.015)


def test_the_seed_alone_decides():
    one, again, other = (paired.bootstrap_change(BEFORE, AFTER, seed=seed) for seed in (7, 7, 8))
    assert one == again
    assert one != other
    assert paired.bootstrap_change(BEFORE[::-1], AFTER[::-1], seed=7) == one


def test_ten_thousand_resamples_of_sixty_pairs_are_quick():
    change = np.random.default_rng(1).integers(-9, 9, 60)
    paired.bootstrap_change(np.zeros(60), change, seed=1, resamples=10_000)
    started = time.process_time()
    paired.bootstrap_change(np.zeros(60), change, seed=1, resamples=10_000)
    assert time.process_time() - started < 1.0


def test_many_people_are_drawn_in_pieces():
    change = np.random.default_rng(1).normal(size=5000)
    found = paired.bootstrap_change(np.zeros(5000), change, seed=1, resamples=999)
    half = 1.96 / np.sqrt(5000)
    assert found.conf_high - found.conf_low == pytest.approx(2 * half, rel=0.15)


@pytest.mark.parametrize("after", [[], [1], [1, 2, 3, 4], [2, 2, 2, 2, 2, 2]])
def test_too_few_or_no_spread(after):
    found = paired.bootstrap_change(np.zeros(len(after)), after, seed=1)
    assert not found.estimable
    assert found.n == len(after)
    assert found.reason
