"""What arrived, what was noted, what is missing, what could be linked."""

from dataclasses import replace

import pandas as pd
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
        ("baseline", "", 2, 5),  # out did not start and answered all the same
        ("baseline", "returned", 4, 5),
        ("baseline", "scorable", 3, 4),
        ("baseline", "prorated", 1, 3),
        ("endpoint", "", 2, 5),
        ("endpoint", "returned", 3, 5),
        ("endpoint", "scorable", 3, 3),
        ("endpoint", "prorated", 0, 3),
    ]


CHILDREN = PEOPLE + "amy child -\n ben child -\n cid child -\n"


def test_forms_about_children_are_expected_of_children(make_study, told):
    scores = "person_id outcome time_point score\n amy mood baseline 9\n ben mood baseline -\n amy mood endpoint 7"
    study = make_study(people=CHILDREN, scores=scores)

    assert told(missingness(study), "time_point", "subgroup", "unit", "n", "n_expected")[:3] == [
        ("baseline", "", "children", 2, 3),
        ("baseline", "returned", "children", 2, 3),
        ("baseline", "scorable", "children", 1, 2),
    ]
    assert told(linkage(study), "subgroup", "unit", "n")[0] == ("both", "children", 1)


def test_a_childs_form_beside_those_of_parents_is_not_dropped(make_study, told):
    scores = SCORES + "amy mood baseline 9 no"
    rows = missingness(make_study(people=CHILDREN, scores=scores))

    assert told(rows, "time_point", "subgroup", "n", "n_expected")[:2] == [
        ("baseline", "", 2, 6),
        ("baseline", "returned", 5, 6),
    ]


def test_forms_that_no_outcome_reads_are_told(make_study, told):
    study = make_study(people=PEOPLE, scores=SCORES)
    other = study.scores.assign(version="v2")
    unread = replace(study, scores=pd.concat([study.scores, other[other["time_point"] == "endpoint"]]))

    words = "Forms of an instrument, or of a version of it, that no outcome reads"
    assert told(findings(unread), "label", "subgroup", "n") == [(words, "note", 3)]
    assert findings(study)["label"].iloc[0].startswith("Nothing was found")


def test_forms_that_a_question_about_experience_reads_are_read(make_study):
    asked = {"id": "liked", "label": "Liked it", "instrument": "mood", "version": "v2", "item": "q", "positive": [1]}
    study = make_study(people=PEOPLE, scores=SCORES, plan={"experience": [asked]})
    unread = replace(study, scores=study.scores.assign(version="v2"))

    assert findings(unread)["label"].iloc[0].startswith("Nothing was found")


def test_people_are_linked_by_their_id_alone(make_study, told):
    rows = linkage(make_study(people=PEOPLE, scores=SCORES))

    assert told(rows, "subgroup", "n") == [("both", 2), ("before-only", 1), ("after-only", 1)]


def test_another_version_at_the_other_time_is_said_and_never_put_together(make_study, told):
    study = make_study(people=PEOPLE, scores=SCORES)
    pairs = linkage(study)
    own = study.scores
    is_end = own["time_point"] == "endpoint"
    ended = own.loc[is_end, "person_id"].iloc[0]
    switched = own.assign(version=own["version"].mask(is_end & (own["person_id"] == ended), "v2"))
    doubled = pd.concat([own, own[is_end].assign(version="v2")])

    assert "other-version" not in told(pairs, "subgroup")
    assert ("other-version", 1) in told(linkage(replace(study, scores=switched)), "subgroup", "n")
    assert ("duplicate", int(is_end.sum())) in told(linkage(replace(study, scores=doubled)), "subgroup", "n")


def test_outcomes_measured_once_have_no_links(make_study, told):
    rows = linkage(make_study(outcomes=({"time_points": ["endpoint"]},)))

    reason = "Nothing was planned to be measured both before and after."
    assert told(rows, "estimable", "reason") == [(False, reason)]


def test_a_study_of_nothing_is_answered(make_study):
    study = make_study(outcomes=())

    assert not missingness(study)["estimable"].any()
    assert not linkage(study)["estimable"].any()
