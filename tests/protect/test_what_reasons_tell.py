"""A reason is published as well: why a hidden number has no interval, or that everybody answered alike."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.known_answers import known_row
from earlyeval.protect.known_rows import ROUNDED
from earlyeval.protect.one_row import protected_row
from earlyeval.protect.second_look import Looked, looked_at
from earlyeval.protect.texts import NOT_TOLD

pytestmark = pytest.mark.unit
ALIKE = "All values are the same, so no interval can be worked out."


def shown(profile, **cells):
    row = {"programme": "p", "site": "s", "question": "q", "strand": "family", "estimand": "mean", "unit": "points"}
    return release(results_frame([row | cells]), profile).rows.iloc[0]


@pytest.mark.parametrize("reason", [ALIKE, "Nobody had left in this way by then, so there is no interval."])
def test_a_hidden_number_does_not_say_why_it_has_no_interval(make_profile, reason):
    row = shown(make_profile(), n=3, estimate=5.0, reason=reason)
    assert (row["status"], row["reason"]) == ("hidden", "")


def test_the_mean_of_many_who_are_all_alike_is_everybodys_answer(make_profile):
    row = shown(make_profile(), n=40, estimate=5.0, reason=ALIKE)
    assert (row["status"], row["reason"]) == ("hidden", "")
    assert row["estimate"] != row["estimate"]


def test_what_could_not_be_worked_out_for_that_reason_does_not_say_so(make_profile):
    for reason in (ALIKE, "Everybody changed by the same amount, so no test can be worked out."):
        row = shown(make_profile(), estimand="signed_rank", n=40, estimable=False, reason=reason)
        assert row["reason"] == NOT_TOLD


def test_other_reasons_stay(make_profile):
    row = shown(make_profile(), n=40, estimate=5.0, reason="No interval is given.")
    assert (row["status"], row["reason"]) == ("rounded", "No interval is given.")
    verdict = shown(make_profile(), estimand="criterion", n=3, n_expected=40, direction="go", reason="Go on.")
    assert verdict["reason"] == "Go on."


def test_the_second_look_lets_no_row_say_that_everybody_answered_alike():
    for reason in (ALIKE, "Everybody changed by the same amount, so no test can be worked out."):
        row = known_row({"estimand": "signed_rank", "n": 40, "estimable": False, "reason": reason})
        made = protected_row(row, ROUNDED, {})
        assert looked_at([row], [made], ROUNDED, withheld={}) == Looked(1)
        with pytest.raises(ProtectionError, match="that everybody answered alike"):
            looked_at([row], [made | {"reason": reason}], ROUNDED, withheld={})
        open_row = row | {"sensitivity": "open"}
        assert looked_at([open_row], [made | {"sensitivity": "open", "reason": reason}], ROUNDED, withheld={})
