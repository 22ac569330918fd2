"""A share whose rounded counts would read all or none has no percentage and no interval."""

import math

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.rounding import FEW, NEARLY_ALL, rounded_count, wilson_limits
from earlyeval.registry.profiles import CountRule

pytestmark = pytest.mark.unit


def share(n, total, **more):
    low, high = wilson_limits(n, total, conf_level=0.95)
    limits = {"conf_low": low, "conf_high": high, "conf_level": 0.95}
    return {"estimand": "proportion", "n": n, "n_expected": total, "estimate": n / total} | limits | more


@pytest.mark.parametrize(("n", "total"), [(28, 32), (34, 36), (30, 30), (40, 42), (33, 33), (2998, 3010)])
def test_all_and_nearly_all_are_one_and_the_same(released, n, total):
    row = released(share(n, total))
    assert (row["status"], row["rule"], row["mark"]) == ("rounded", NEARLY_ALL, "")
    assert all(math.isnan(row[name]) for name in ("estimate", "conf_low", "conf_high"))
    assert row["n"] == rounded_count(n, base=5)
    assert row["hidden"] == ""


def test_every_pair_of_counts_that_rounds_alike_reads_alike(profile):
    pairs = [(n, total) for total in range(28, 33) for n in range(28, total + 1)]
    rows = release(results_frame([share(*pair) for pair in pairs]), profile, level="release").rows
    assert len(rows.assign(conf_level=0.95).drop_duplicates()) == 1


def test_more_than_none_is_never_nought_per_cent(released):
    row = released(share(8, 4000))
    assert (row["rule"], row["n"]) == (FEW, 10)
    assert math.isnan(row["estimate"])
    assert released(share(0, 40))["estimate"] == 0


def test_a_profile_that_does_not_round_prints_all_where_it_is_all(released, make_profile):
    exact = make_profile(count=CountRule(hide_from=1, hide_to=7, zero="show", round_to=1, symbol="*"))
    assert released(share(30, 30), under=exact)["estimate"] == 1
    assert released(share(2990, 3000), under=exact)["rule"] == NEARLY_ALL


def test_a_verdict_on_nearly_all_has_no_share_either(released):
    row = released({"estimand": "pitfall", "n": 34, "n_expected": 36, "direction": "moderate"})
    assert math.isnan(row["estimate"])
    assert (row["rule"], row["direction"]) == (NEARLY_ALL, "moderate")
