"""What an interval tells of its n beside a rounded count, and that no small number follows from it."""

import math

import numpy as np
import pytest
from scipy import stats

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release
from earlyeval.protect.told_by_width import ANY, between

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


def test_a_reader_of_interval_and_spread_finds_no_more_than_is_said(make_profile):
    """A reader of his own tries every n with scipy's quantiles: what fits is what the gate takes him to know."""
    random = np.random.default_rng(3)
    for _ in range(60):
        n, sd = int(random.integers(9, 60)), round(float(random.uniform(1, 12)), 3)
        told, cells = between(row(change(n, sd)), make_profile()), change(n, sd)
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


def test_few_people_are_told_to_the_very_number(make_profile):
    assert between(row(change(10, 4.0)), make_profile()) == (10, 10)
    assert between(row(spread(10, 9.0)), make_profile()) == (10, 10)
    low, high = between(row(change(67, 4.0)), make_profile())
    assert high - low > 5


def test_what_has_no_interval_or_another_tells_nothing(make_profile):
    for cells in (
        change(10, 4.0, conf_low=None, conf_high=None),
        change(10, 4.0, conf_level=None),
        change(10, 4.0, estimand="model_change"),
        change(10, 4.0, conf_low=2.3, conf_high=2.3),
    ):
        assert between(row(cells), make_profile()) == ANY


def test_one_who_did_not_improve_does_not_follow_from_the_interval_of_all_nine(make_profile):
    """8 to 12 improved, and of nine there is an interval: the star is the ninth. A rounded nine leaves them open."""
    groups = [
        MEASURE | {"question": "by-group", "estimand": "proportion", "unit": "people", "subgroup": name, "n": n,
                   "n_expected": n, "estimate": 1.0}
        for name, n in (("improved", 8), ("unchanged", 1))
    ]  # fmt: skip
    shown = release(results_frame([*groups, change(9, 4.0), spread(9, 4.0)]), make_profile()).rows
    assert shown.loc[[0, 2], "n"].isna().any()
    is_told = shown.loc[2, "conf_low"] == shown.loc[2, "conf_low"]
    assert shown["n"].isna().iloc[0] or not is_told
