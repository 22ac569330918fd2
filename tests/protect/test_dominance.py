"""Sums of visits, words and minutes that a few people make up: hidden, and judged by code of its own."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import GATE_COLUMNS, records, results_frame
from earlyeval.protect.audit_of_answers import answers_audited
from earlyeval.protect.dominance import DOMINATED, is_dominated
from earlyeval.protect.gate import release

pytestmark = pytest.mark.unit
VISITS = {"estimand": "count", "unit": "visits", "question": "visits", "programme": "group", "site": "here"}


def given(*amounts, **more):
    """Return a row of a sum with the shares of the two who gave most."""
    largest = sorted(amounts, reverse=True)[:2]
    shares = [amount / sum(amounts) for amount in largest] + [0.0] * (2 - len(largest)) if sum(amounts) else []
    told = dict(zip(("share_largest", "share_second"), shares, strict=False))
    return VISITS | {"n": sum(amounts), "estimate": sum(amounts)} | told | more


def only(row, profile):
    return release(results_frame([row]), profile).rows.iloc[0]


@pytest.mark.parametrize(("amounts", "dominated"), [
    ([10, 10, 10], False), ([91, 5, 4], True), ([80, 11, 9], True), ([50, 30, 20], False), ([50, 44, 6], True),
    ([40, 10], True), ([40], True), ([0, 0], False), ([0, 5, 5, 5], False), ([45, 45, 10], False), ([46, 45, 9], True),
    ([100, 60, 9], True), ([100, 60, 17], True), ([100, 60, 18], False),
])  # fmt: skip
def test_two_that_hold_nine_tenths_or_a_rival_that_comes_near(shipped, amounts, dominated):
    profile = shipped["nhs-hes-child"]
    row = records(results_frame([given(*amounts)]))[0]
    assert is_dominated(row, profile) is dominated
    released = only(given(*amounts), profile)
    if sum(amounts) > 7:
        assert (released["status"] == "hidden") is dominated
        assert math.isnan(released["n"]) is dominated
        assert (released["rule"] == DOMINATED) is dominated


def test_a_profile_may_hold_the_largest_alone_to_a_share(shipped):
    profile = shipped["nhs-hes-child"]
    rule = profile.dominance.model_copy(update={"largest": 1, "share": 0.6})
    one = profile.model_copy(update={"dominance": rule})
    row = records(results_frame([given(61, 20, 19)]))[0]
    assert is_dominated(row, one)
    assert not is_dominated(row | {"share_largest": 0.60}, one)


@pytest.mark.parametrize("unit", ["words", "characters", "turns", "minutes"])
def test_open_sums_of_one_voice_are_hidden_too(shipped, unit):
    row = given(900, 50, 40, sensitivity="open", unit=unit)
    assert only(row, shipped["nhs-hes-child"])["status"] == "hidden"
    assert only(given(300, 300, 300, sensitivity="open", unit=unit), shipped["nhs-hes-child"])["estimate"] == 900


@pytest.mark.parametrize("estimand", ["visit_rate", "event_rate", "share_of_time"])
def test_a_rate_that_two_make_up_is_hidden(shipped, estimand):
    rate = given(91, 5, 4, estimand=estimand, unit="families", n=40, estimate=3.2)
    assert only(rate, shipped["nhs-hes-child"])["status"] == "hidden"
    assert only(rate, shipped["nhs-hes-child"])["n"] == 40
    assert only(rate | {"share_largest": 0.1, "share_second": 0.1}, shipped["nhs-hes-child"])["estimate"] == 3.2


def test_a_sum_of_which_nobody_knows_who_gave_it_is_hidden(shipped):
    unknown = VISITS | {"n": 90, "estimate": 90}
    assert only(unknown, shipped["nhs-hes-child"])["status"] == "hidden"
    assert only(unknown | {"n": 0, "estimate": 0}, shipped["nhs-hes-child"])["estimate"] == 0


def test_a_share_of_too_few_for_a_percentage_does_not_show_the_sum(shipped):
    part = given(9, 1, estimand="proportion", n=10, n_expected=15, estimate=10 / 15)
    assert math.isnan(only(part, shipped["nhs-hes-child"])["n"])


def test_what_people_are_counted_in_is_no_sum(shipped):
    assert only(VISITS | {"unit": "parents", "n": 90, "estimate": 90}, shipped["nhs-hes-child"])["estimate"] == 90


def test_who_gave_most_is_never_released(shipped):
    released = release(results_frame([given(30, 30, 30)]), shipped["nhs-hes-child"]).rows
    assert not set(GATE_COLUMNS) & set(released.columns)


def test_the_judge_refuses_a_sum_that_two_make_up(shipped):
    profile = shipped["nhs-hes-child"]
    rows = records(results_frame([given(91, 5, 4)]))
    with pytest.raises(ProtectionError, match="two people make up"):
        answers_audited(rows, rows, profile)
    with pytest.raises(ProtectionError, match="two people make up"):
        answers_audited([rows[0] | {"share_largest": math.nan}], rows, profile)
    fair = records(results_frame([given(30, 30, 30)]))
    assert answers_audited(fair, fair, profile) == 0
    hidden = [rows[0] | {"n": math.nan, "estimate": math.nan}]
    assert answers_audited(rows, hidden, profile) == 0
