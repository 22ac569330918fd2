import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.protect.rounding import rounded_count, rounded_number, rounded_share, wilson_limits

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("count", "base", "expected"), [
    (0, 5, 0), (1, 5, 5), (7, 5, 5), (8, 5, 10), (12, 5, 10), (13, 5, 15), (15, 10, 20), (104, 5, 105), (3, 1, 3),
    (3, 20, 20),
])  # fmt: skip
def test_a_count_goes_to_the_nearest_multiple_and_only_zero_to_zero(count, base, expected):
    assert rounded_count(count, base=base) == expected


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from([1, 5, 10, 20]))
def test_rounding_keeps_the_order_of_counts(one, other, base):
    low, high = sorted((one, other))
    assert rounded_count(low, base=base) <= rounded_count(high, base=base)


def test_missing_stays_missing():
    assert math.isnan(rounded_count(math.nan, base=5))
    assert math.isnan(rounded_number(math.nan, decimals=1))
    assert math.isnan(rounded_number(math.inf, decimals=1))


def test_no_negative_zero():
    assert str(rounded_number(-0.04, decimals=1)) == "0.0"


def test_a_share_is_rounded_in_percent():
    assert rounded_share(50, 105, decimals=0) == 0.48
    assert rounded_share(50, 105, decimals=1) == 0.476


def test_wilson_limits_of_a_published_example():
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, Table I: 81 of 263
    low, high = wilson_limits(81, 263, conf_level=0.95)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_limits_stay_between_none_and_all():
    assert wilson_limits(0, 20, conf_level=0.95)[0] == pytest.approx(0, abs=1e-12)
    assert wilson_limits(20, 20, conf_level=0.95)[1] == pytest.approx(1)
