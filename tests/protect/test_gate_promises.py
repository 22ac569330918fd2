"""Whatever rows go in: the promises of docs/protection.md, tried on thousands of made-up rows."""

import math
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import results_frame
from earlyeval.protect.curves import OF_CURVES
from earlyeval.protect.gate import release
from earlyeval.protect.rounding import rounded_count

pytestmark = pytest.mark.unit

FEWEST = 3  # possible values that a hidden number keeps
COUNTS = ("n", "n_expected", "n_smallest")
FLOORS = {"summary": 8, "item_summary": 20, "change": 8, "model": 8, "test": 8, "agreement": 8}
NUMBER, SHARE = st.floats(-50, 50, allow_nan=False), st.floats(0, 1)


@st.composite
def a_row(draw):
    estimand = draw(st.sampled_from(sorted(ESTIMANDS)))
    kind = ESTIMANDS[estimand].kind
    n = draw(st.integers(0, 60))
    row = {"estimand": estimand, "n": n, "estimable": draw(st.booleans()), "p_value": draw(st.floats(0, 1)),
           "statistic": draw(NUMBER), "df": draw(st.floats(1, 80)), "conf_level": 0.95}  # fmt: skip
    if kind in ("share", "ratio") or draw(st.booleans()):
        row["n_expected"] = n + draw(st.integers(0, 40))
    if draw(st.booleans()):
        row["n_smallest"] = draw(st.integers(0, n))
    if kind in FLOORS:
        number = SHARE if estimand in OF_CURVES else NUMBER  # a point of a curve that is no share is refused
        row |= {"estimate": draw(number), "conf_low": draw(number), "conf_high": draw(number)}
    return row


@pytest.mark.parametrize("base", [1, 5, 10])
@settings(deadline=None, max_examples=60, derandomize=True)
@given(rows=st.lists(a_row(), min_size=1, max_size=25))
def test_no_released_number_says_more_than_it_may(make_profile, base, rows):
    from earlyeval.registry.profiles import CountRule

    profile = make_profile(count=CountRule(hide_from=1, hide_to=7, zero="show", round_to=base, symbol="*"))
    out = release(results_frame(rows), profile, level="release").rows.to_dict("records")
    for true, row in zip(rows, out, strict=True):
        _counts_are_safe(true, row, base)
        _estimate_is_safe(true, row, base)


def _counts_are_safe(true, row, base):
    for name in COUNTS:
        if not math.isnan(row[name]):
            assert row[name] % base == 0
            assert not 1 <= true[name] <= 7
            assert (row[name] == 0) == (true[name] == 0)
    if not math.isnan(row["n_expected"]) and not math.isnan(row["n"]):
        assert row["n"] <= row["n_expected"]
        if 1 <= true["n_expected"] - true["n"] <= 7:
            assert len(_others_left_open(row, base)) >= FEWEST
    assert math.isnan(row["df"])
    assert math.isnan(row["statistic"])


def _others_left_open(row, base):
    """Return every number that the others of the group may be, for a reader of this row who knows the rules."""
    pairs = product(*(_may_be(row[name], base) for name in ("n", "n_expected")))
    return sorted({whole - part for part, whole in pairs if whole >= part})


@cache
def _may_be(released, base):
    near = range(int(released) - base, int(released) + base + 1)
    return [
        count for count in near if count >= 0 and not 1 <= count <= 7 and rounded_count(count, base=base) == released
    ]


def _estimate_is_safe(true, row, base):
    kind = ESTIMANDS[row["estimand"]].kind
    if all(math.isnan(row[name]) for name in ("estimate", "conf_low", "conf_high", "p_value")):
        return
    assert row["status"] in ("rounded", "shown")
    assert true["estimable"]
    assert true["n"] >= FLOORS.get(kind, 0)
    if kind in ("count", "share") and not math.isnan(row["estimate"]):
        assert kind == "count" or true["n"] == 0 or not base > 1 or row["n"] != row["n_expected"]
        expected = row["n"] if kind == "count" else round(row["n"] / row["n_expected"], 2)
        assert row["estimate"] == expected
    if kind in FLOORS and not math.isnan(row["estimate"]):
        assert round(row["estimate"], 2) == row["estimate"]
