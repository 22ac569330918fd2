"""Oddities of answers, ids, registers and counts: each is counted and said, nothing is changed by it."""

import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.odd_rows import sums_that_differ

pytestmark = pytest.mark.spec

PEOPLE = "person_id,role\n"
MOOD = "person_id,time_point,completed_on,q1,q2,q3,q4\n"


@pytest.fixture(autouse=True)
def _short_questionnaire(monkeypatch):
    """The little study's questionnaire has four items."""
    monkeypatch.setattr("earlyeval.tidy.odd_answers.FEWEST_ITEMS", 4)
    monkeypatch.setattr("earlyeval.tidy.odd_answers.FEWEST_ANSWERS", 10)


RULES = ["same_again", "filled_down", "never_lowest", "near_ids", "id_of_nobody", "decimal_id", "far_days",
         "present_at_nothing", "longer_than_session", "sums_differ"]  # fmt: skip


def test_a_person_who_is_there_twice_is_no_near_id_of_themselves(arrive):
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({"people.csv": f"{PEOPLE}A1,mother\nA1,mother\nB1,mother\n"})
    assert "near_ids" not in set(refusal.value.findings["rule"])


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_odd_in_the_undamaged_delivery(found, rule):
    assert found({}, rule) is None


def test_a_person_who_gave_the_very_same_answers_again(found):
    rows = "A1,before,,1,2,0,3\nA1,after,,1,2,0,3\nA2,before,,1,1,1,1\nA2,after,,1,1,1,1\n"
    assert found({"mood.csv": MOOD + rows}, "same_again") == (
        1, "1 form of mood with the very answers that the person gave before.",
    ), "one answer to every question is another finding"  # fmt: skip


def test_a_form_that_was_filled_down_from_the_row_above(found):
    rows = "A1,before,,1,2,0,3\nA2,before,,1,2,0,3\nA3,before,,1,2,0,2\n"
    assert found({"mood.csv": MOOD + rows}, "filled_down") == (
        1, "1 form of mood with the very answers of the line above.",
    )  # fmt: skip


def test_a_form_that_was_coded_from_one_instead_of_nought(found):
    rows = "A1,before,,1,2,3,1\nA2,before,,1,2,1,3\nA3,before,,3,3,1,2\n"
    assert found({"mood.csv": MOOD + rows}, "never_lowest") == (
        12, "No answer of mood is 0, the lowest there is: was the form coded from 1?",
    )  # fmt: skip
    assert found({"mood.csv": MOOD + rows.replace("3,3,1,2", "3,3,0,2")}, "never_lowest") is None


@pytest.mark.parametrize("twin", ["a1", "A 1", "A-1", "A01", "Al", "A_1"])
def test_ids_that_differ_from_another_in_next_to_nothing_are_never_matched(arrive, valid, twin):
    returns = arrive(valid | {"people.csv": PEOPLE + f"A1,mother\nA2,father\nA3,mother\n{twin},mother\n"})
    own = returns.findings[returns.findings["rule"] == "near_ids"]
    assert own["sentence"].tolist() == [
        "1 id that differs from another only by capitals, blanks, marks or noughts: taken for different people."
    ]
    assert len(returns.tables["people"]) == 4


def test_words_for_nobody_and_numbers_with_decimals_are_kept_and_said(arrive, valid):
    returns = arrive(valid | {"people.csv": PEOPLE + "A1,mother\nA2,father\nA3,mother\nNone,mother\n7.0,mother\n"})
    assert returns.tables["people"]["person_id"].tolist() == ["A1", "A2", "A3", "None", "7.0"]
    assert {"id_of_nobody", "decimal_id"} <= set(returns.findings["rule"])


def test_days_far_from_the_programme(found):
    people = "person_id,role,started_on\nA1,mother,2024-09-01\nA2,father,2042-09-01\nA3,mother,2019-09-01\n"
    assert found({"people.csv": people}, "far_days") == (
        2, "2 days more than a year before the programme began here, or after it ended.",
    )  # fmt: skip


def test_visits_to_sessions_that_were_not_held_and_longer_than_the_session(found):
    visits = "session_id,person_id,status,minutes\nS1,A1,attended,95\nS2,A1,attended,\nS2,A2,absent,\n"
    assert found({"attendance.csv": visits}, "present_at_nothing")[0] == 1
    assert found({"attendance.csv": visits}, "longer_than_session")[0] == 1


def test_forms_of_people_who_are_all_unknown_leave_nothing_to_compare(found):
    assert found({"people.csv": PEOPLE + "Z1,mother\n"}, "after_without_before") is None


def test_counts_of_the_whole_site_that_are_not_the_sums_of_its_teams():
    counts = pd.DataFrame(
        {
            "contact": "c2", "quarter": ["2024-04", "2024-04", "2024-04", "2024-07", "2024-07"],
            "cluster": ["north", "south", None, "north", None],
            "due": [10.0, 20, 30, 12, 11], "in_time": [8.0, 15, 23, 9, 9], "late": [1.0, 2, None, 1, 1],
        }
    )  # fmt: skip
    assert [finding.rows for finding in sums_that_differ(counts)] == [1]
    assert list(sums_that_differ(counts[counts["quarter"] == "2024-04"])) == []
    assert list(sums_that_differ(counts.iloc[:2])) == []


def test_people_whose_consent_is_not_said_beside_others(found):
    said = "person_id,role,consented\nA1,mother,yes\nA2,mother,\n"
    assert found({"people.csv": said}, "consent_unsaid") == (
        1, '1 person whose consent is not said: their answers are used, as only a "no" sets them aside. Say yes or no.',
    )  # fmt: skip
    assert found({"people.csv": said.replace("yes", "")}, "consent_unsaid") is None, "the flow says so of everybody"
