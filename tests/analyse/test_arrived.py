"""What arrived, what was noted, what is missing, what could be linked."""

import pytest

from earlyeval.analyse.arrived import findings, linkage, missingness, returns
from earlyeval.tidy.findings import Finding

pytestmark = pytest.mark.spec

PEOPLE = """
    person_id  role    started_on
    ann        mother  2025-01-06
    bea        mother  2025-01-06
    cat        mother  2025-01-06
    dot        mother  2025-01-06
    out        mother  -
"""
SCORES = """
    person_id  outcome  time_point  score  is_prorated
    ann        mood     baseline    12     no
    bea        mood     baseline    9      yes
    cat        mood     baseline    -      no
    out        mood     baseline    9      no
    ann        mood     endpoint    8      no
    bea        mood     endpoint    7      no
    dot        mood     endpoint    8      no
"""


def test_every_table_is_a_row_and_what_did_not_arrive_is_nought(make_study, told):
    rows = returns(make_study(people=PEOPLE))

    assert told(rows[rows["n"] > 0], "outcome", "label", "n", "sensitivity") == [("people", "People", 5, "personal")]
    assert told(rows[rows["outcome"] == "sessions"], "unit", "n", "sensitivity") == [("sessions", 0, "open")]


def test_findings_of_a_kind_are_added_and_their_words_hold_no_number(make_study, told):
    found = (
        Finding("attendance", "a.csv", 0, "person_id", "unknown_person", "set_aside", 3, "3 rows ..."),
        Finding("attendance", "b.csv", 0, "person_id", "unknown_person", "set_aside", 4, "4 rows ..."),
        Finding("people", "p.csv", 0, "arm", "never_heard_of", "note", 2, "2 cells ..."),
    )
    rows = findings(make_study(findings=found))

    assert told(rows, "outcome", "label", "note", "n") == [
        (
            "attendance",
            "A row about somebody who is not in the table of people; it could not be linked",
            "set_aside",
            7,
        ),
        ("people", "Never heard of", "note", 2),
    ]


def test_no_findings_is_an_answer(make_study, told):
    assert told(findings(make_study()), "label", "n") == [("Nothing was found that had to be noted or set aside.", 0)]


def test_forms_are_counted_down_to_usable_scores(make_study, told):
    rows = missingness(make_study(people=PEOPLE, scores=SCORES))

    assert told(rows, "time_point", "subgroup", "n", "n_expected") == [
        ("baseline", "", 2, 4),
        ("baseline", "returned", 3, 4),
        ("baseline", "scorable", 2, 3),
        ("baseline", "prorated", 1, 2),
        ("endpoint", "", 1, 4),
        ("endpoint", "returned", 3, 4),
        ("endpoint", "scorable", 3, 3),
        ("endpoint", "prorated", 0, 3),
    ]


def test_people_are_linked_by_their_id_alone(make_study, told):
    rows = linkage(make_study(people=PEOPLE, scores=SCORES))

    assert told(rows, "subgroup", "n") == [("both", 2), ("before-only", 1), ("after-only", 1)]


def test_outcomes_measured_once_have_no_links(make_study, told):
    rows = linkage(make_study(outcomes=({"time_points": ["endpoint"]},)))

    reason = "Nothing was planned to be measured both before and after."
    assert told(rows, "estimable", "reason") == [(False, reason)]


def test_a_study_of_nothing_is_answered(make_study):
    study = make_study(outcomes=())

    assert not missingness(study)["estimable"].any()
    assert not linkage(study)["estimable"].any()
