import dataclasses
import math
import re

import pandas as pd
import pytest

from earlyeval.foundations import estimands
from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import gate
from earlyeval.protect.gate import RELEASED_COLUMNS, Released, joined, release

pytestmark = pytest.mark.unit

CHANGE = {"estimand": "mean_change", "n": 98, "n_expected": 120, "estimate": -2.3456, "conf_low": -3.111,
          "conf_high": -1.222, "conf_level": 0.95, "p_value": 0.01234, "statistic": -5.4321, "df": 97.0}  # fmt: skip


def test_a_released_object_cannot_be_made_without_the_gate(profile):
    with pytest.raises(ProtectionError, match="Only the gate"):
        Released(pd.DataFrame(), profile, "release")


def test_a_released_object_cannot_be_made_from_another(profile):
    real = release(results_frame([CHANGE]), profile, level="release")
    with pytest.raises(ProtectionError):
        dataclasses.replace(real, released_rows=pd.DataFrame())


def test_changing_the_rows_changes_a_copy_only(profile):
    real = release(results_frame([CHANGE]), profile, level="release")
    taken = real.rows
    taken.loc[0, "estimate"] = 99.0
    assert real.rows.loc[0, "estimate"] == -2.3


def test_the_results_frame_is_not_changed(profile):
    frame = results_frame([CHANGE])
    before = frame.copy()
    release(frame, profile, level="release")
    pd.testing.assert_frame_equal(before, frame)


def test_columns_of_a_released_frame(profile):
    rows = release(results_frame([CHANGE]), profile, level="release").rows
    assert tuple(rows.columns) == RELEASED_COLUMNS


def test_no_rows_pass_as_no_rows(profile):
    assert len(release(results_frame([]), profile, level="release").rows) == 0


@pytest.mark.parametrize("spoil", [
    lambda frame: frame.assign(person_id="7"),
    lambda frame: frame.drop(columns="n_expected"),
    lambda frame: pd.concat([frame, frame[["n"]]], axis=1),
    lambda frame: frame.to_dict("records"),
])  # fmt: skip
def test_a_frame_that_is_not_a_results_table_is_refused(profile, spoil):
    with pytest.raises(ProtectionError):
        release(spoil(results_frame([CHANGE])), profile, level="release")


def test_an_unknown_quantity_is_refused(profile):
    frame = results_frame([CHANGE]).assign(estimand="maximum")
    with pytest.raises(ProtectionError, match="not in the table of estimands"):
        release(frame, profile, level="release")


def test_a_quantity_of_unknown_kind_is_refused(profile, monkeypatch):
    monkeypatch.setitem(estimands.ESTIMANDS, "range", estimands.Estimand("extreme", "range"))
    with pytest.raises(ProtectionError, match="no disclosure rule"):
        release(results_frame([{"estimand": "range", "n": 50, "estimate": 3.0}]), profile, level="release")


@pytest.mark.parametrize("sensitivity", ["identifier", "text", ""])
def test_identifiers_and_words_of_people_never_pass(profile, restricted, sensitivity):
    frame = results_frame([CHANGE | {"sensitivity": sensitivity}])
    with pytest.raises(ProtectionError):
        release(frame, profile, level="release")
    with pytest.raises(ProtectionError):
        release(frame, restricted, level="restricted")


def test_a_change_is_rounded_and_what_gives_n_away_is_taken_out(released):
    row = released(CHANGE)
    assert (row["estimate"], row["conf_low"], row["conf_high"], row["p_value"]) == (-2.3, -3.1, -1.2, 0.012)
    assert (row["n"], row["n_expected"], row["status"]) == (100.0, 120.0, "rounded")
    assert math.isnan(row["df"])
    assert math.isnan(row["statistic"])
    assert set(row["hidden"].split()) == {"df", "statistic"}


def test_a_standardised_change_keeps_two_decimals(released):
    assert released(CHANGE | {"estimand": "g_av", "estimate": 0.4567})["estimate"] == 0.46


def test_a_count_is_rounded_and_its_estimate_with_it(released):
    row = released({"estimand": "count", "n": 48, "estimate": 48})
    assert (row["n"], row["estimate"], row["status"], row["mark"]) == (50.0, 50.0, "rounded", "")


def test_zero_is_shown_or_hidden_as_the_profile_says(released, zero_hidden):
    row = {"estimand": "count", "n": 0, "estimate": 0}
    assert released(row)["n"] == 0
    assert released(row, under=zero_hidden)["status"] == "hidden"
    assert released(row, under=zero_hidden)["mark"] == "[c]"


def test_a_share_is_made_from_rounded_counts(released):
    row = released({"estimand": "proportion", "n": 48, "n_expected": 104, "estimate": 48 / 104})
    assert row["estimate"] == round(50 / 105, 2)


def test_a_wilson_interval_is_made_again_from_rounded_counts(released, profile):
    from earlyeval.protect.rounding import wilson_limits

    low, high = wilson_limits(48, 104, conf_level=0.95)
    share = {"estimand": "proportion", "n": 48, "n_expected": 104, "conf_level": 0.95}
    row = released(share | {"conf_low": low, "conf_high": high})
    again = wilson_limits(50, 105, conf_level=0.95)
    assert (row["conf_low"], row["conf_high"]) == (round(again[0], 2), round(again[1], 2))
    other = released(share | {"conf_low": low - 0.01, "conf_high": high})
    assert math.isnan(other["conf_low"])
    assert "conf_low" in other["hidden"]


def test_an_estimate_that_is_not_what_its_counts_say_is_refused(profile):
    for row in (
        {"estimand": "proportion", "n": 48, "n_expected": 104, "estimate": 0.9},
        {"estimand": "count", "n": 50, "estimate": 3},
    ):
        with pytest.raises(ProtectionError, match="not what its counts say"):
            release(results_frame([row]), profile, level="release")


def test_a_p_value_that_rounds_to_nothing_stays_below_a_thousandth(released):
    assert released(CHANGE | {"p_value": 0.00004})["p_value"] == 0.0


def test_the_restricted_level_takes_a_profile_made_for_it(profile, restricted):
    with pytest.raises(ProtectionError, match="not made for the restricted level"):
        release(results_frame([CHANGE]), profile, level="restricted")
    with pytest.raises(ProtectionError, match="at the restricted level only"):
        release(results_frame([CHANGE]), restricted, level="release")
    with pytest.raises(ProtectionError, match="no such level"):
        release(results_frame([CHANGE]), profile, level="public")


def test_rows_pass_the_restricted_level_as_they_are(released, restricted):
    row = released(CHANGE | {"n": 3, "n_expected": 5}, under=restricted, level="restricted")
    assert (row["n"], row["estimate"], row["df"], row["status"]) == (3, -2.3456, 97.0, "shown")


def test_a_row_that_cannot_be_estimated_keeps_its_reason_and_no_number(released):
    row = released({"estimand": "mean", "estimable": False, "n": 0, "n_expected": 60, "estimate": 4.0,
                    "reason": "Nobody was measured at both times on the PHQ-9."})  # fmt: skip
    assert (row["status"], row["reason"]) == ("not_estimable", "Nobody was measured at both times on the PHQ-9.")
    assert row["n"] == 0
    assert math.isnan(row["estimate"])
    assert row["n_expected"] == 60


@pytest.mark.parametrize("reason", ["Only 5 pairs.", "fewer than 2 people", "There was one pair.", "n=3"])
def test_a_reason_with_a_number_in_it_is_replaced(released, reason):
    row = released({"estimand": "mean", "estimable": False, "reason": reason})
    assert row["reason"] == "Too few people to report."


@pytest.mark.parametrize("words", ["paired t, n = 12", "t(11)", "df=11", "of 12 pairs", "12 of 40 answered"])
@pytest.mark.parametrize("column", ["method", "note", "label"])
def test_numbers_of_people_among_words_are_refused_without_being_echoed(profile, words, column):
    with pytest.raises(ProtectionError, match="number of people") as refused:
        release(results_frame([CHANGE | {column: words}]), profile, level="release")
    assert not re.search("1[12]", str(refused.value))


def test_the_facts_of_a_registry_may_hold_published_numbers(released):
    row = released({"estimand": "statement", "sensitivity": "open", "note": "Norm from 580 people"})
    assert row["note"] == "Norm from 580 people"


def test_sessions_pass_as_they_are_and_people_marked_open_do_not(released):
    held = {
        "estimand": "proportion",
        "n": 5,
        "n_expected": 6,
        "estimate": 5 / 6,
        "unit": "sessions",
        "sensitivity": "open",
    }
    assert (released(held)["n"], released(held)["status"]) == (5, "shown")
    assert released(held | {"unit": "people"})["status"] == "hidden"
    assert released(held | {"sensitivity": "personal"})["status"] == "hidden"


def test_the_rating_of_a_handful_of_people_is_not_given(released):
    row = released({"estimand": "criterion", "n": 3, "n_expected": 5, "direction": "go", "reason": "Go on."})
    assert (row["direction"], row["reason"], row["status"]) == ("", "Too few people to report.", "hidden")


def test_a_verdict_without_numbers_is_shown(released):
    row = released({"estimand": "pitfall", "direction": "weaker", "note": "There was no comparison group."})
    assert (row["status"], row["direction"]) == ("shown", "weaker")


def test_taken_rows_stay_released_and_are_joined_again(profile):
    real = release(results_frame([CHANGE, CHANGE | {"estimand": "g_av"}]), profile, level="release")
    one = real.take(real.rows["estimand"] == "g_av")
    assert list(one.rows["estimand"]) == ["g_av"]
    assert len(joined([real, one]).rows) == 3


def test_one_released_set_joined_is_itself(profile):
    real = release(results_frame([CHANGE]), profile, level="release")
    again = joined([real])
    pd.testing.assert_frame_equal(again.rows, real.rows)
    assert (again.profile, again.level, again.withheld) == (real.profile, real.level, real.withheld)


def test_a_gate_that_answers_nothing_shows_nothing(profile, monkeypatch):
    monkeypatch.setattr(gate, "_passed", lambda *_, **__: None)
    with pytest.raises(
        ProtectionError, match=r"^The audit of these rows came to no end, so nothing of them is shown\.$"
    ):
        release(results_frame([CHANGE]), profile, level="release")


def test_where_rows_could_be_called_released_without_the_gate_nothing_is_shown(profile, monkeypatch):
    monkeypatch.setattr(Released, "__post_init__", lambda *_: None)
    with pytest.raises(ProtectionError, match="can be made without the gate"):
        release(results_frame([CHANGE]), profile, level="release")


def test_rows_of_different_profiles_are_not_joined(profile, zero_hidden):
    sets = [release(results_frame([CHANGE]), each, level="release") for each in (profile, zero_hidden)]
    with pytest.raises(ProtectionError, match="different profiles"):
        joined(sets)
    with pytest.raises(ProtectionError):
        joined([])
