"""Drawing again: the seed alone decides, whatever the pieces or the order; each kind is what its name says."""

import time

import numpy as np
import pytest

from earlyeval.statistics import paired, resampling
from earlyeval.statistics.bootstrap_intervals import acceleration_of, interval_of

pytestmark = pytest.mark.reference

BEFORE = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
AFTER = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
KINDS = ("bca", "percentile", "basic", "studentised")


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        # boot 1.3-28.1: set.seed(1); d <- sleep$extra[11:20] - sleep$extra[1:10]
        # b <- boot(d, function(z, i) c(mean(z[i]), var(z[i]) * 9 / 100), R = 200000); boot.ci(b, type = "all")
        ("bca", 1.05, 2.64),
        ("percentile", 0.95, 2.38),
        ("basic", 0.780, 2.210),
        ("studentised", 0.948, 3.104),
    ],
)
def test_each_kind_is_boot_s_up_to_chance(kind, low, high):
    found = paired.bootstrap_change(BEFORE, AFTER, seed=3, resamples=100_000, kind=kind)
    assert (found.conf_low, found.conf_high) == pytest.approx((low, high), abs=0.02)
    assert kind.lower() in found.method.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_pieces_and_order_change_no_digit(kind, monkeypatch):
    whole = paired.bootstrap_change(BEFORE, AFTER, seed=5, resamples=1000, kind=kind)
    mixed = np.random.default_rng(0).permutation(10)
    assert paired.bootstrap_change(BEFORE[mixed], AFTER[mixed], seed=5, resamples=1000, kind=kind) == whole
    monkeypatch.setattr(resampling, "CELLS_AT_ONCE", 70)
    assert paired.bootstrap_change(BEFORE, AFTER, seed=5, resamples=1000, kind=kind) == whole


def test_pieces_and_order_of_documents_change_no_digit(monkeypatch):
    totals = np.random.default_rng(1).integers(0, 9, size=(12, 3)).astype(float)

    def ratio(sums):
        return sums[:, 0] / sums[:, 1]

    settings = {"seed": 2, "resamples": 500, "level": 0.95}
    whole = resampling.bootstrap_of_totals(totals, ratio, **settings)
    assert resampling.bootstrap_of_totals(totals[::-1], ratio, **settings) == whole
    monkeypatch.setattr(resampling, "CELLS_AT_ONCE", 100)
    assert resampling.bootstrap_of_totals(totals, ratio, **settings) == whole


def test_ten_thousand_draws_of_sixty_pairs_take_less_than_a_fifth_of_a_second():
    change = np.random.default_rng(1).integers(-9, 9, 60)
    times = []
    for _ in range(3):
        started = time.process_time()
        paired.bootstrap_change(np.zeros(60), change, seed=1, resamples=10_000)
        times.append(time.process_time() - started)
    assert min(times) < 0.2


def test_bca_corrects_shares_as_efron_does():
    # R: z <- qnorm(.55); w <- z + qnorm(c(.025, .975)); pnorm(z + w / (1 - .03 * w)): 0.05337592378, 0.99062568319
    # Of 0, 1, ... 100000 the value that has 55 % below it is 55000.
    replicates = np.arange(100_001.0)
    low, high = interval_of("bca", replicates, 55_000.0, acceleration=0.03, level=0.95)
    assert (low, high) == pytest.approx((5337.592378, 99062.568319), rel=1e-4)
    plain = interval_of("percentile", replicates, 55_000.0, acceleration=0.03, level=0.95)
    assert plain == pytest.approx((2500, 97500), rel=1e-9)
    assert interval_of("basic", replicates, 55_000.0, acceleration=0.0, level=0.95) == pytest.approx((12500, 107500))


def test_acceleration_is_skewness_over_six_and_that_of_the_jackknife():
    values = np.array([1.0, 2, 4, 9, 3, 7])
    centred = values - values.mean()
    assert acceleration_of(values) == pytest.approx((centred**3).sum() / 6 / (centred**2).sum() ** 1.5, rel=1e-12)
    left_out = np.array([np.delete(values, place).mean() for place in range(6)])
    assert acceleration_of(-left_out) == pytest.approx(acceleration_of(values), rel=1e-9)
    assert acceleration_of(np.ones(4)) == 0


def test_a_mean_by_any_road_is_the_same_mean():
    values = np.array([3.0, 8, 1, 9, 4, 4, 7])
    as_mean = resampling.bootstrap_mean([*values, None], seed=1)
    assert (as_mean.estimate, as_mean.n) == (values.mean(), 7)
    general = resampling.bootstrap(values[:, None], lambda rows: rows[:, 0].mean(), seed=1, resamples=3000)
    assert general.estimate == values.mean()
    assert (general.conf_low, general.conf_high) == pytest.approx((as_mean.conf_low, as_mean.conf_high), abs=0.25)
    again = resampling.bootstrap(values[::-1, None], lambda rows: rows[:, 0].mean(), seed=1, resamples=3000)
    assert again == general
    assert "bca" in general.method


def test_quantities_without_an_answer_or_spread_have_no_interval():
    rows = np.arange(8.0)[:, None]
    assert not resampling.bootstrap(rows, lambda _: np.nan, seed=1).estimable
    assert not resampling.bootstrap(rows[:2], lambda given: given.mean(), seed=1).estimable
    constant = resampling.bootstrap(rows, lambda _: 3.0, seed=1, resamples=100)
    assert (constant.estimate, np.isnan(constant.conf_low)) == (3, True)
    assert constant.reason
    seldom = resampling.bootstrap(
        rows, lambda given: given.mean() if np.unique(given).size == 8 else np.nan, seed=1, resamples=100
    )
    assert np.isnan(seldom.conf_low)
    assert not resampling.bootstrap_mean([2, 2, 2, 2, 2], seed=1).estimable


def test_kinds_are_held_to_their_names():
    with pytest.raises(ValueError, match="kind is"):
        paired.bootstrap_change(BEFORE, AFTER, seed=1, kind="normal")
    with pytest.raises(ValueError, match="at least 100"):
        paired.bootstrap_change(BEFORE, AFTER, seed=1, resamples=10)
    with pytest.raises(ValueError, match="kind is"):
        resampling.bootstrap(
            np.arange(5.0)[:, None], lambda rows: rows.mean(), seed=1, resamples=100, kind="studentised"
        )


def test_few_values_studentised_may_have_no_end():
    found = paired.bootstrap_change(np.zeros(5), [0, 0, 0, 0, 1], seed=1, kind="studentised")
    assert found.estimate == pytest.approx(0.2)
    assert np.isnan(found.conf_low)
    assert found.reason


def test_intervals_of_draws_made_elsewhere():
    draws = np.random.default_rng(3).normal(5, 1, 999)
    found = resampling.intervals_of_draws(draws, 5.0)
    assert set(found) == {"normal", "basic", "percentile"}
    low, high = np.quantile(draws, [0.025, 0.975], method="weibull")
    assert found["percentile"].conf_low == pytest.approx(low)
    assert found["basic"].conf_low == pytest.approx(10 - high)
    with pytest.raises(ValueError, match="twenty draws"):
        resampling.intervals_of_draws(draws[:9], 5.0)
    with pytest.raises(ValueError, match="error of the data"):
        resampling.intervals_of_draws(draws, 5.0, error=1.0)
    with pytest.raises(ValueError, match="one side"):
        resampling.intervals_of_draws(draws, 50.0, influences=[1, -1, 0])
