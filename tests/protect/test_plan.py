"""The plan of a place: what is withheld, wherever it is told, and the proof that nothing hidden can be worked out."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import gate, pattern_search
from earlyeval.protect.gate import release
from earlyeval.protect.plan import Proof, proven, row_key, withheld_of
from earlyeval.protect.primary import SMALL

pytestmark = pytest.mark.unit
PLACE = {"programme": "group", "site": "here", "question": "reach", "strand": "family", "unit": "parents"}


def share(n, whole, **more):
    estimate = n / whole if whole else math.nan
    counts = {"n": n, "n_expected": whole, "estimate": estimate}
    return {**PLACE, "estimand": "proportion", "outcome": "parity", **counts, **more}


BREAKDOWN = [share(3, 63, subgroup="a"), share(20, 63, subgroup="b"), share(40, 63, subgroup="c")]
PINNED_BY_ROUNDING = [share(6, 18, subgroup="a"), share(12, 18, subgroup="b")]


def shown(rows, profile, **more):
    return release(results_frame(rows), profile, **more).rows


def test_without_rounding_a_second_part_is_withheld(shipped):
    rows = shown(BREAKDOWN, shipped["dfe-cin"])
    assert rows["status"].tolist() == ["hidden", "hidden", "rounded"]
    assert rows["n"].isna().tolist() == [True, True, False]
    assert rows["n_expected"].tolist() == [63, 63, 63]
    assert set(rows.loc[:1, "rule"]) == {SMALL}  # which of the two is the small one is not told
    assert set(rows.loc[:1, "mark"]) == {"c"}


def test_with_rounding_nothing_more_is_hidden_than_has_to_be(shipped):
    assert shown(BREAKDOWN, shipped["nhs-hes-child"])["n"].isna().tolist() == [True, False, False]
    hidden = shown(PINNED_BY_ROUNDING, shipped["nhs-hes-child"])
    assert hidden["n"].isna().tolist() == [True, True]


def test_what_is_withheld_is_withheld_where_it_is_told_again(shipped):
    again = share(20, 63, question="criteria", outcome="target", label="Target", subgroup="x")
    rows = shown([*BREAKDOWN, again], shipped["dfe-cin"])
    assert rows["n"].isna().tolist() == [True, True, False, True]


def test_a_count_that_one_row_hides_is_hidden_in_every_other(shipped):
    # 60 of 63: the three others are few, so 60 is hidden; a mean over these 60 must not tell it
    again = {**PLACE, "estimand": "count", "outcome": "parity", "subgroup": "yes", "n": 60, "estimate": 60}
    rows = [share(60, 63, subgroup="yes"), again]
    assert shown(rows, shipped["dfe-cin"])["n"].isna().all()


def test_a_withheld_denominator_takes_the_share_and_leaves_the_number(shipped):
    rows = [share(30, 63, subgroup="a")]
    key = row_key(results_frame(rows).iloc[0].to_dict())
    row = shown(rows, shipped["nhs-hes-child"], withheld={key: frozenset({"n_expected"})}).iloc[0]
    assert (row["n"], math.isnan(row["n_expected"]), math.isnan(row["estimate"])) == (30, True, True)


def test_a_row_that_could_not_be_estimated_is_withheld_too(shipped):
    rows = [BREAKDOWN[0], BREAKDOWN[1] | {"estimable": False, "reason": "The answers say nothing."}, BREAKDOWN[2]]
    assert shown(rows, shipped["dfe-cin"])["n"].isna().tolist() == [True, True, False]


def test_a_mean_keeps_its_value_where_its_denominator_alone_goes(shipped):
    counts = {"n": 40, "n_expected": 43}
    mean = {**PLACE, "estimand": "mean", "outcome": "score", "unit": "points", "estimate": 3.25, **counts}
    row = shown([mean], shipped["dfe-cin"]).iloc[0]
    assert (row["n"], math.isnan(row["n_expected"]), row["estimate"]) == (40, True, 3.2)


def test_a_plan_that_will_not_do_is_replaced_by_one_that_will(shipped):
    rows = shown(BREAKDOWN, shipped["dfe-cin"], withheld={})
    assert rows["n"].isna().sum() == 2
    kept = release(results_frame(BREAKDOWN), shipped["dfe-cin"])
    assert sum(len(columns) for columns in kept.withheld.values()) == 1
    same = release(results_frame(BREAKDOWN), shipped["dfe-cin"], withheld=kept.withheld)
    assert same.withheld is kept.withheld
    assert same.rows.equals(kept.rows)


def test_what_was_withheld_goes_with_the_rows(shipped):
    released = release(results_frame(BREAKDOWN), shipped["dfe-cin"])
    some = released.take(released.rows["subgroup"] == "c")
    assert some.withheld == gate.joined([some, released]).withheld == released.withheld


def test_the_names_of_rows_in_a_plan_tell_nothing(shipped):
    released = release(results_frame(BREAKDOWN), shipped["dfe-cin"])
    assert all(set(key) <= set("0123456789abcdef") and len(key) == 24 for key in released.withheld)


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0)])
def test_the_order_of_rows_decides_nothing(shipped, order):
    one = shown(BREAKDOWN, shipped["dfe-cin"]).set_index("subgroup")["n"]
    other = shown([BREAKDOWN[place] for place in order], shipped["dfe-cin"]).set_index("subgroup")["n"]
    assert one.to_dict() == pytest.approx(other.to_dict(), nan_ok=True)


def test_released_rows_that_give_a_number_away_are_refused(shipped):
    profile, rows = shipped["dfe-cin"], results_frame(BREAKDOWN).to_dict("records")
    open_rows = [row | ({"n": math.nan} if row["n"] == 3 else {}) for row in rows]
    with pytest.raises(ProtectionError, match="1 hidden numbers could be worked out"):
        proven(rows, open_rows, profile, withheld={})


def test_one_count_shown_as_two_numbers_is_refused(shipped):
    rows = results_frame([*BREAKDOWN, BREAKDOWN[1] | {"method": "again"}]).to_dict("records")
    spoilt = [row | {"n": math.nan if row["n"] == 3 else row["n"] + number} for number, row in enumerate(rows)]
    with pytest.raises(ProtectionError, match="two different numbers"):
        proven(rows, spoilt, shipped["dfe-cin"], withheld={})


def test_a_proof_says_what_it_looked_at(shipped):
    rows = results_frame(BREAKDOWN).to_dict("records")
    passed = shown(BREAKDOWN, shipped["dfe-cin"]).to_dict("records")
    withheld = withheld_of(rows, shipped["dfe-cin"])
    assert proven(rows, passed, shipped["dfe-cin"], withheld=withheld) == Proof(hidden=2, families=1)


@pytest.mark.parametrize("silent", [lambda *_, **__: None, lambda *_, **__: True])
def test_a_silent_audit_refuses(shipped, monkeypatch, silent):
    monkeypatch.setattr(gate, "proven", silent)
    for more in ({}, {"withheld": {}}):
        with pytest.raises(ProtectionError, match="came to no end"):
            shown(BREAKDOWN, shipped["dfe-cin"], **more)


def test_a_search_that_finds_nothing_does_not_open_the_rows(shipped, monkeypatch):
    monkeypatch.setattr(pattern_search, "suppressed", lambda linked, _: plan_nothing(linked))
    with pytest.raises(ProtectionError):
        shown(BREAKDOWN, shipped["dfe-cin"])


def plan_nothing(linked):
    from earlyeval.protect.secondary import Pattern

    return Pattern(linked.gone)


@pytest.mark.parametrize(("n", "stays"), [(29, False), (30, True), (40, True)])
def test_a_mean_over_many_stays_where_its_n_goes(shipped, n, stays):
    mean = {**PLACE, "estimand": "mean", "outcome": "score", "unit": "points", "n": n, "estimate": 3.25}
    key = row_key(results_frame([mean]).iloc[0].to_dict())
    row = shown([mean], shipped["nhs-hes-child"], withheld={key: frozenset({"n"})}).iloc[0]
    assert (math.isnan(row["n"]), not math.isnan(row["estimate"])) == (True, stays)
