"""How much each person received, and who received enough by each definition."""

import pytest

from earlyeval.analyse.dose import dose

pytestmark = pytest.mark.spec

COURSE = {
    "session_kinds": [{"id": "group", "label": "Group", "strand": "family", "planned": 4}],
    "definitions": [
        {"id": "engaged", "term": "engaged", "label": "Came once", "session_kind": "group", "at_least": 1,
         "main": True, "agreed_on": "2024-12-01"},
        {"id": "done", "term": "completed", "label": "Came three times", "session_kind": "group", "at_least": 3},
    ],
}  # fmt: skip
PEOPLE = """
    person_id  role    started_on
    ann        mother  2025-01-06
    bea        mother  2025-01-06
    cat        mother  2025-01-06
    dot        mother  2025-01-06
    out        mother  -
"""
SESSIONS = """
    session_id  kind   delivered
    s1          group  yes
    s2          group  yes
    s3          group  yes
    s4          group  no
"""
ATTENDANCE = """
    session_id  person_id  status
    s1          ann        attended
    s2          ann        late
    s3          ann        left_early
    s1          bea        attended
    s2          bea        absent
    s4          cat        attended
    s1          dot        attended
    s2          dot        attended
    s1          out        attended
"""


def test_definitions_spread_and_bands_are_of_all_who_started(make_study, told):
    rows = dose(make_study(programme=COURSE, people=PEOPLE, sessions=SESSIONS, attendance=ATTENDANCE))

    assert told(rows, "outcome", "subgroup", "estimand", "n", "n_expected", "estimate") == [
        ("engaged", "", "proportion", 3, 4, 0.75),
        ("done", "", "proportion", 1, 4, 0.25),
        ("group", "", "median", 4, None, 1.5),
        ("group", "", "quartile_1", 4, None, 0.75),
        ("group", "", "quartile_3", 4, None, 2.25),
        ("group", "No", "proportion", 1, 4, 0.25),
        ("group", "1 to 2", "proportion", 2, 4, 0.5),
        ("group", "3 or more", "proportion", 1, 4, 0.25),
    ]


def test_what_was_agreed_in_advance_is_told_from_what_was_not(make_study, told):
    rows = dose(make_study(programme=COURSE, people=PEOPLE, sessions=SESSIONS, attendance=ATTENDANCE))

    assert told(rows.head(2), "outcome", "analysis", "planned", "note") == [
        ("engaged", "secondary", True, "Agreed in advance."),
        ("done", "sensitivity", False, "Not agreed in advance."),
    ]


def test_without_attendance_every_definition_says_so(make_study, told):
    rows = dose(make_study(programme=COURSE, people=PEOPLE))

    assert told(rows, "outcome", "estimable", "reason") == [
        ("engaged", False, "No attendance was returned."),
        ("done", False, "No attendance was returned."),
        ("group", False, "No attendance was returned."),
    ]


def test_where_only_children_are_listed_families_are_counted(make_study, told):
    people = """
        person_id  family_id  role    started_on
        ann        f1         mother  2025-01-06
        amy        f1         child   2025-01-06
        bea        f2         mother  2025-01-06
        ben        f2         child   2025-01-06
        cat        f3         mother  -
        sue        -          staff   -
    """
    register = "session_id person_id status\n s1 amy attended\n s1 sue attended"
    rows = dose(make_study(programme=COURSE, people=people, sessions=SESSIONS, attendance=register))

    engaged = rows[rows["outcome"] == "engaged"]
    assert told(engaged, "unit", "estimand", "n", "n_expected") == [("families", "proportion", 1, 2)]


def test_a_register_of_nobody_of_the_strand_is_no_dose(make_study):
    register = "session_id person_id status\n s1 sue attended"
    study = make_study(programme=COURSE, people=PEOPLE + "sue staff -\n", sessions=SESSIONS, attendance=register)

    assert set(dose(study)["reason"]) == {"The register lists nobody whom this kind of session is for."}
