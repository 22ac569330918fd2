"""What an interval tells of its n beside a rounded count, and that no small number follows from it."""

import math

import numpy as np
import pytest
from scipy import stats

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import ROUNDED
from earlyeval.protect.told_by_width import _ends_of_spread, _reach, between, together

pytestmark = pytest.mark.unit
MEASURE = {
    "programme": "p", "site": "s", "strand": "family", "outcome": "mood", "instrument": "form", "label": "heard: Mood",
    "time_point": "after", "comparison": "after - before",
}  # fmt: skip


def change(n, sd, **cells):
    half = stats.t.ppf(0.975, n - 1) * sd / math.sqrt(n)
    return MEASURE | {
        "question": "by-theme", "estimand": "mean_change", "subgroup": "heard", "unit": "points", "n": n,
        "estimate": 2.3, "conf_low": 2.3 - half, "conf_high": 2.3 + half, "conf_level": 0.95,
    } | cells  # fmt: skip


def spread(n, sd):
    low, high = (sd * math.sqrt((n - 1) / stats.chi2.ppf(share, n - 1)) for share in (0.975, 0.025))
    return change(n, sd, estimand="sd_change", estimate=sd, conf_low=low, conf_high=high)


def row(cells):
    return as_row(records(results_frame([cells]))[0])


def test_a_reader_of_interval_and_spread_finds_no_more_than_is_said():
    """A reader of his own tries every n with scipy's quantiles: what fits is what the gate takes him to know."""
    random = np.random.default_rng(3)
    for _ in range(60):
        n, sd = int(random.integers(9, 60)), round(float(random.uniform(1, 12)), 3)
        told, cells = between(row(change(n, sd)), ROUNDED), change(n, sd)
        half, seen = (round(cells["conf_high"], 1) - round(cells["conf_low"], 1)) / 2, round(sd, 1)
        fits = [
            m
            for m in range(max(2, n - 25), n + 26)
            if abs(stats.t.ppf(0.975, m - 1) / math.sqrt(m) * seen - half)
            <= 0.05 + 0.05 * stats.t.ppf(0.975, m - 1) / math.sqrt(m) + 1e-9
        ]
        assert abs(told[0] - min(fits)) <= 1
        assert abs(told[1] - max(fits)) <= 1
        assert told[0] <= n <= told[1]


def test_few_people_are_told_to_the_very_number():
    assert between(row(change(10, 4.0)), ROUNDED) == (10, 10)
    assert between(row(spread(10, 9.0)), ROUNDED) == (10, 10)
    low, high = between(row(change(67, 4.0)), ROUNDED)
    assert high - low > 5


def test_between_which_numbers_a_reader_with_exact_quantiles_finds_n():
    """Each solved by trying every n with scipy 1.17's t and chi-square; nothing is told of 30 more or fewer."""
    of_means = [
        (2, 4.0, (2, 2)), (3, 4.0, (3, 3)), (5, 1.0, (5, 5)), (5, 0.3, (4, 6)), (6, 0.04, (2, 35)),
        (40, 0.04, (11, 69)), (30, 2.0, (29, 40)), (67, 4.0, (57, 72)), (60, 12.0, (58, 62)), (100, 30.0, (97, 100)),
    ]  # fmt: skip
    of_spreads = [
        (2, 4.0, (2, 2)), (4, 4.0, (4, 4)), (6, 0.04, (2, 35)), (40, 0.04, (11, 69)), (30, 2.0, (24, 38)),
        (67, 4.0, (57, 89)), (60, 12.0, (58, 65)), (100, 30.0, (95, 102)),
    ]  # fmt: skip
    for made, cases in ((change, of_means), (spread, of_spreads)):
        for n, sd, told in cases:
            assert between(row(made(n, sd)), ROUNDED) == told


def test_of_each_kind_of_mean_and_spread_an_interval_tells():
    for estimand in ("mean", "item_mean", "mean_change"):
        assert between(row(change(10, 4.0, estimand=estimand)), ROUNDED) == (10, 10)
    for estimand in ("sd", "sd_change"):
        assert between(row(spread(10, 9.0) | {"estimand": estimand}), ROUNDED) == (10, 10)


def test_what_has_no_interval_or_another_tells_nothing():
    for cells in (
        {"conf_low": None, "conf_high": None},
        {"conf_level": None},
        *({"conf_level": level} for level in (-0.5, 0.0, 1.0, 1.5)),
        {"estimand": "model_change"},
        {"estimand": "sd", "conf_low": 2.3, "conf_high": 2.3},
        {"conf_low": 2.3, "conf_high": 2.3},
        {"n": 1},
        {"n": None},
    ):
        assert between(row(change(10, 4.0) | cells), ROUNDED) == (0.0, math.inf)


def test_several_intervals_tell_what_all_of_them_do():
    assert together([(8, 20), (10, 30), (0.0, math.inf)]) == (10, 20)
    assert together([]) == (0.0, math.inf)


def test_the_width_of_an_interval_is_that_of_student():
    """What is left out is the next term of the same series: Abramowitz and Stegun 1964, 26.7.5."""
    z = stats.norm.ppf(0.975)
    for df in (20, 60, 200):
        left_out = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * df**4)
        short = stats.t.ppf(0.975, df) - _reach(df + 1, 0.95) * math.sqrt(df + 1)
        assert 0.85 * left_out < short < 1.15 * left_out


def test_the_interval_of_a_spread_is_that_of_chi_square():
    for n, near in ((10, 0.01), (40, 0.001)):
        ends = [math.sqrt((n - 1) / stats.chi2.ppf(share, n - 1)) for share in (0.975, 0.025)]
        assert _ends_of_spread(n, 0.95) == pytest.approx(ends, rel=near)
    assert _ends_of_spread(2, 0.95)[1] == pytest.approx(1e-9**-1.5)  # of two people the cube root is below nought


def test_one_who_did_not_improve_does_not_follow_from_the_interval_of_all_nine():
    """8 to 12 improved, and of nine there is an interval: the star is the ninth. A rounded nine leaves them open."""
    groups = [
        MEASURE | {"question": "by-group", "estimand": "proportion", "unit": "people", "subgroup": name, "n": n,
                   "n_expected": n, "estimate": 1.0}
        for name, n in (("improved", 8), ("unchanged", 1))
    ]  # fmt: skip
    shown = release(results_frame([*groups, change(9, 4.0), spread(9, 4.0)]), ROUNDED).rows
    assert shown.loc[[0, 2], "n"].isna().any()
    is_told = shown.loc[2, "conf_low"] == shown.loc[2, "conf_low"]
    assert shown["n"].isna().iloc[0] or not is_told
