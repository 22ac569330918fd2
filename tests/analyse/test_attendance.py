"""Which sessions were held, who was expected, who came."""

import pytest

from earlyeval.analyse.attendance import attendance, sessions
from earlyeval.analyse.drop_in import visits

pytestmark = pytest.mark.spec

TRAINING = {
    "session_kinds": [
        {"id": "training", "label": "Training", "strand": "staff", "planned": 3},
        {"id": "play", "label": "Play group", "strand": "family", "drop_in": True},
    ]
}
CLUSTERS = {"clusters": [{"id": "north", "label": "North"}, {"id": "south", "label": "South"}]}
SESSIONS = """
    session_id  kind      number  held_on     cluster  delivered  cancelled_reason
    t1          training  1       2025-01-07  -        yes        -
    t2          training  2       2025-02-04  -        no         snow
    p1          play      1       2025-01-08  north    yes        -
    p2          play      2       2025-02-05  north    yes        -
    p3          play      1       2025-01-09  south    yes        -
    p4          play      2       2025-02-06  south    no         -
"""
PEOPLE = """
    person_id  family_id  role
    sue        -          staff
    tom        -          staff
    una        -          staff
    ann        f1         mother
    abe        f1         father
    bea        f2         mother
"""


def test_sessions_planned_held_and_cancelled(make_study, told):
    rows = sessions(make_study(programme=TRAINING, delivery=CLUSTERS, sessions=SESSIONS, people=PEOPLE))

    assert told(rows, "outcome", "cluster", "subgroup", "label", "estimand", "n", "n_expected") == [
        ("training", "", "planned", "Training", "count", 3, None),
        ("training", "", "held", "Training, held", "count", 1, None),
        ("training", "", "held", "Training, held", "proportion", 1, 2),
        ("training", "", "cancelled", "Training, cancelled", "count", 1, None),
        ("training", "", "cancelled: snow", "Snow", "count", 1, None),
        ("play", "", "held", "Play group, held", "count", 3, None),
        ("play", "", "held", "Play group, held", "proportion", 3, 4),
        ("play", "", "cancelled", "Play group, cancelled", "count", 1, None),
        ("play", "", "cancelled: no reason given", "No reason given", "count", 1, None),
        ("play", "north", "held", "Play group, held", "count", 2, None),
        ("play", "north", "held", "Play group, held", "proportion", 2, 2),
        ("play", "north", "cancelled", "Play group, cancelled", "count", 0, None),
        ("play", "south", "held", "Play group, held", "count", 1, None),
        ("play", "south", "held", "Play group, held", "proportion", 1, 2),
        ("play", "south", "cancelled", "Play group, cancelled", "count", 1, None),
    ]
    assert set(rows["sensitivity"]) == {"open"}


def test_expected_are_those_whom_the_register_lists(make_study, told):
    register = """
        session_id  person_id  status
        t1          sue        attended
        t1          tom        absent_notified
        t1          una        not_expected
        t2          tom        attended
    """
    rows = attendance(make_study(programme=TRAINING, sessions=SESSIONS, people=PEOPLE, attendance=register))

    assert told(rows, "subgroup", "unit", "estimand", "n", "n_expected") == [
        ("", "places", "proportion", 1, 2),
        ("session-1", "staff", "count", 1, None),
        ("session-1", "staff", "proportion", 1, 2),
    ]
    assert set(rows["note"]) == {""}


def test_a_register_without_absences_is_taken_against_everybody(make_study, told):
    register = """
        session_id  person_id  status
        t1          sue        attended
        t1          tom        left_early
    """
    rows = attendance(make_study(programme=TRAINING, sessions=SESSIONS, people=PEOPLE, attendance=register))

    assert told(rows, "subgroup", "n", "n_expected") == [
        ("", 2, 3),
        ("session-1", 2, None),
        ("session-1", 2, 3),
    ]
    assert set(rows["note"]) == {"The register lists only those who came; everybody is taken as expected."}


IN_CLUSTERS = """
    session_id  kind   number  cluster  delivered
    a1          group  1       north    yes
    a2          group  1       south    yes
"""
GROUP = {"session_kinds": [{"id": "group", "label": "Group", "strand": "family"}]}
FAMILIES = """
    person_id  family_id  role    cluster
    ann        f1         mother  north
    abe        f1         father  north
    amy        f1         child   north
    bea        f2         mother  south
    ben        f2         child   south
    sue        -          staff   -
"""


def test_who_came_to_the_session_of_another_cluster_came(make_study, told):
    register = """
        session_id  person_id  status
        a1          ann        attended
        a1          bea        attended
        a2          ann        attended
    """
    study = make_study(programme=GROUP, delivery=CLUSTERS, sessions=IN_CLUSTERS, people=FAMILIES, attendance=register)
    rows = attendance(study)

    assert told(rows, "cluster", "subgroup", "unit", "n", "n_expected") == [
        ("", "", "places", 3, 5),
        ("north", "", "places", 2, 3),  # ann and abe are of the north, bea came too
        ("south", "", "places", 1, 2),
        ("", "session-1", "parents", 2, None),
        ("", "session-1", "parents", 2, 3),
    ]


def test_children_and_staff_at_a_family_session_are_not_counted_as_parents(make_study, told):
    register = """
        session_id  person_id  status
        a1          ann        attended
        a1          abe        absent
        a1          amy        attended
        a1          sue        attended
    """
    rows = attendance(make_study(programme=GROUP, sessions=IN_CLUSTERS, people=FAMILIES, attendance=register))

    assert told(rows, "subgroup", "unit", "n", "n_expected") == [
        ("", "places", 1, 2),
        ("session-1", "parents", 1, None),
        ("session-1", "parents", 1, 2),
    ]


def test_where_only_children_are_listed_families_are_counted(make_study, told):
    register = """
        session_id  person_id  status
        a1          amy        attended
        a1          sue        attended
    """
    rows = attendance(make_study(programme=GROUP, sessions=IN_CLUSTERS, people=FAMILIES, attendance=register))

    assert told(rows, "subgroup", "unit", "n", "n_expected") == [
        ("", "places", 1, 1),
        ("session-1", "families", 1, None),
        ("session-1", "families", 1, 1),
    ]


def test_a_session_at_which_none_of_its_strand_is_listed_is_not_counted(make_study, told):
    register = "session_id person_id status\n a1 sue attended"
    rows = attendance(make_study(programme=GROUP, sessions=IN_CLUSTERS, people=FAMILIES, attendance=register))

    reason = "The register lists nobody whom this kind of session is for."
    assert told(rows, "estimable", "reason") == [(False, reason)]


def test_staff_at_a_drop_in_are_no_family(make_study):
    register = """
        session_id  person_id  status
        p1          ann        attended
        p1          sue        attended
    """
    rows = visits(make_study(programme=TRAINING, sessions=SESSIONS, people=PEOPLE, attendance=register))

    assert set(rows.loc[rows["unit"].isin(["visits", "families"]), "n"]) == {1}


def test_a_drop_in_is_counted_in_visits_of_families_month_by_month(make_study, told):
    register = """
        session_id  person_id  status
        p1          ann        attended
        p1          abe        attended
        p2          ann        late
        p2          bea        attended
        p3          bea        absent
    """
    study = make_study(programme=TRAINING, delivery=CLUSTERS, sessions=SESSIONS, people=PEOPLE, attendance=register)
    assert told(visits(study), "cluster", "subgroup", "label", "unit", "n") == [
        ("", "", "Play group", "visits", 3),
        ("", "", "Play group", "families", 2),
        ("north", "", "Play group", "visits", 3),
        ("north", "", "Play group", "families", 2),
        ("", "2025-01", "January 2025", "visits", 1),
        ("", "2025-01", "January 2025", "families", 1),
        ("", "2025-01", "January 2025", "new families", 1),
        ("", "2025-01", "January 2025", "returning families", 0),
        ("", "2025-02", "February 2025", "visits", 2),
        ("", "2025-02", "February 2025", "families", 2),
        ("", "2025-02", "February 2025", "new families", 1),
        ("", "2025-02", "February 2025", "returning families", 1),
    ]


def test_kinds_without_a_return_say_so(make_study, told):
    study = make_study(programme=TRAINING)

    unreturned = "No attendance was returned."
    assert told(attendance(study), "outcome", "estimable", "reason") == [("training", False, unreturned)]
    assert told(visits(study), "outcome", "estimable", "reason") == [("play", False, unreturned)]
    assert told(sessions(study), "outcome", "subgroup", "estimable", "n") == [
        ("training", "planned", True, 3),
        ("training", "", False, None),
        ("play", "", False, None),
    ]
