"""The bench of the coverage study: chance of its own for each cell, counting, and true values."""

import numpy as np
import pytest
from benchmarks.coverage import truths
from benchmarks.coverage.cells import Intervals, generator_of, key_of, loaded, measured, tallied, written
from benchmarks.coverage.family_pairs import FAMILIES
from benchmarks.coverage.shapes import SHAPES
from benchmarks.coverage.verdicts import verdict_of

from earlyeval.statistics import association, paired

pytestmark = pytest.mark.unit
PAIRS = FAMILIES[0]


def test_a_cell_gives_the_same_alone_and_after_others():
    situation = {"shape": "ties", "n": 6}
    alone = measured(PAIRS, situation, studies=150)
    measured(PAIRS, {"shape": "skew", "n": 6}, studies=150)
    assert measured(PAIRS, situation, studies=150) == alone


def test_cells_have_different_chance():
    keys = [key_of(PAIRS, situation) for situation in PAIRS.situations]
    assert len({generator_of(key).random() for key in keys}) == len(keys)


def test_both_tails_are_counted_apart():
    low, high = np.arange(1000.0) / 1000, np.arange(1000.0) / 1000 + 0.5
    cell = tallied(Intervals(low, high, 0.7))
    assert (cell["coverage"], cell["interval_below"], cell["interval_above"]) == (0.501, 0.2, 0.299)
    assert cell["width"] == 0.5


def test_an_end_that_is_missing_has_no_bound_and_both_missing_are_no_interval():
    low, high = np.tile([0.0, np.nan, 0.0, np.nan], 100), np.tile([1.0, 1.0, np.nan, np.nan], 100)
    cell = tallied(Intervals(low, high, 0.5))
    assert (cell["with_interval"], cell["coverage"]) == (0.75, 1.0)


def test_counted_studies_have_no_monte_carlo_error():
    cell = tallied(Intervals(np.array([0.0, 0.6]), np.array([0.5, 1.0]), 0.4, chances=np.array([0.9, 0.1])))
    assert (cell["coverage"], cell["error"]) == (0.9, 0.0)


@pytest.mark.parametrize(
    ("coverage", "error", "verdict"),
    [(0.95, 0.002, "holds"), (0.932, 0.002, "holds"), (0.93, 0.002, "short"), (0.975, 0.002, "wide")],
)
def test_a_verdict_needs_more_than_monte_carlo_error(coverage, error, verdict):
    assert verdict_of({"coverage": coverage, "error": error}) == verdict


def test_a_record_is_read_as_it_was_written(tmp_path):
    record = {"about": {"studies": 1}, "cells": {"b": {"family": "x"}, "a": {"family": "y"}}}
    written(tmp_path / "record.json", record)
    assert loaded(tmp_path / "record.json") == record


@pytest.mark.parametrize("name", list(SHAPES))
def test_true_values_are_where_very_large_studies_come_out(name):
    shape = SHAPES[name]
    before, after = (side[0] for side in shape.draw(np.random.default_rng(12), 1, 200_000))
    true = truths.moments(shape)
    seen = {
        "mean_0": before.mean(), "mean_1": after.mean(), "sd_0": before.std(), "sd_1": after.std(),
        "r": np.corrcoef(before, after)[0, 1], "sd_change": (after - before).std(),
    }  # fmt: skip
    for quantity, value in seen.items():
        assert value == pytest.approx(true[quantity], abs=0.01 * true["sd_0"])
    assert np.median(after - before) == pytest.approx(truths.median_change(shape), abs=0.05)
    assert paired.rank_biserial(before, after).estimate == pytest.approx(truths.rank_biserial(shape), abs=0.008)
    rho, tau = truths.rank_correlations(shape)
    assert association.spearman(before, after).estimate == pytest.approx(rho, abs=0.008)
    few = association.kendall(before[:60_000], after[:60_000])
    assert few.estimate == pytest.approx(tau, abs=0.012)


def test_chances_of_a_cut_shape_are_those_of_two_related_normals():
    from scipy.stats import multivariate_normal

    shape = SHAPES["ceiling"]
    both = multivariate_normal([0, 0], [[1, shape.r], [shape.r, 1]])
    below = shape.chances[:20, :24].sum()
    assert below == pytest.approx(both.cdf([shape.cuts[0][19], shape.cuts[1][23]]), abs=1e-6)
