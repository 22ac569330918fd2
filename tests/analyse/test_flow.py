"""From referral to analysis, and who was measured again: little tables in, counted stages out."""

import pytest

from earlyeval.analyse.flow import flow, retention

pytestmark = pytest.mark.spec

REFERRALS = """
    referral_id  family_id  decision   in_specification
    r1           f1         accepted   yes
    r2           f2         accepted   no
    r3           f3         declined   -
    r4           f3         accepted   yes
    r5           f4         declined   no
"""
PEOPLE = """
    person_id  family_id  role    consented  started_on
    ann        f1         mother  yes        2025-01-06
    bea        f2         mother  yes        2025-01-13
    cat        f3         mother  no         -
    baby       f1         child   yes        2025-01-06
    eve        -          staff   -          -
"""
SESSIONS = """
    session_id  kind   number  delivered
    s1          group  1       yes
    s2          group  2       no
"""
ATTENDANCE = """
    session_id  person_id  status
    s1          ann        late
    s1          bea        absent
    s2          bea        attended
"""
SCORES = """
    person_id  outcome  time_point  score
    ann        mood     baseline    12
    bea        mood     baseline    9
    ann        mood     endpoint    8
    bea        mood     endpoint    -
    cat        mood     baseline    9
"""
GROUPS = {"session_kinds": [{"id": "group", "label": "Group", "strand": "family"}]}


def test_each_stage_is_counted_with_the_stage_it_is_a_part_of(make_study, told):
    study = make_study(
        programme=GROUPS, referrals=REFERRALS, people=PEOPLE, sessions=SESSIONS, attendance=ATTENDANCE, scores=SCORES
    )

    rows = flow(study)

    families = rows[rows["strand"] == "family"]
    assert told(families, "outcome", "unit", "estimand", "n", "n_expected", "comparison") == [
        ("referred", "families", "count", 4, None, ""),
        ("accepted", "families", "count", 3, None, ""),
        ("accepted", "families", "proportion", 3, 4, "referred"),
        ("in-specification", "families", "count", 2, None, ""),
        ("in-specification", "families", "proportion", 2, 3, "accepted"),
        ("on-record", "parents", "count", 3, None, ""),
        ("consented", "parents", "count", 2, None, ""),
        ("consented", "parents", "proportion", 2, 3, "on-record"),
        ("started", "parents", "count", 2, None, ""),
        ("started", "parents", "proportion", 2, 2, "consented"),
        ("attended-once", "parents", "count", 1, None, ""),  # bea came only to a session that was not held
        ("attended-once", "parents", "proportion", 1, 2, "started"),
        ("measured-before", "parents", "count", 2, None, ""),  # cat did not start
        ("measured-before", "parents", "proportion", 2, 2, "started"),
        ("measured-after", "parents", "count", 1, None, ""),
        ("measured-after", "parents", "proportion", 1, 2, "measured-before"),
        ("analysed", "parents", "count", 1, None, ""),
        ("analysed", "parents", "proportion", 1, 1, "measured-after"),
    ]


def test_the_change_from_families_to_people_is_said(make_study):
    rows = flow(make_study(referrals=REFERRALS, people=PEOPLE))

    said = rows[rows["note"] != ""]
    assert list(said["outcome"]) == ["on-record"]
    assert said["note"].iloc[0] == "From the stage 'Parents on record' on, people are counted and no longer families."


def test_staff_are_a_flow_of_their_own(make_study, told):
    rows = flow(make_study(people=PEOPLE))

    staff = rows[(rows["strand"] == "staff") & rows["estimable"]]
    assert told(staff, "outcome", "label", "unit", "n") == [("staff-on-record", "Staff on record", "staff", 1)]


def test_stages_without_data_say_what_is_missing(make_study, told):
    study = make_study(people="person_id role\n ann participant", scores="", outcomes=())

    rows = flow(study)

    asked = rows[(rows["strand"] == "family") & ~rows["estimable"]]
    assert told(asked, "outcome", "reason") == [
        ("referred", "No referrals were returned."),
        ("consented", "Consent was not returned."),
        ("started", "No starting dates were returned."),
        ("attended-once", "No attendance was returned."),
        ("measured-before", "No outcome is declared for these people."),
    ]
    assert asked["n"].isna().all()


ARMS = {
    "strands": ["family"],
    "arms": [{"id": "usual", "label": "Usual care", "reference": True}, {"id": "course", "label": "The course"}],
}
IN_ARMS = """
    person_id  role         arm
    a          participant  usual
    b          participant  usual
    c          participant  course
    d          participant  course
    e          participant  course
"""
OVER_TIME = """
    person_id  outcome  time_point  score
    a          mood     baseline    10
    b          mood     baseline    11
    c          mood     baseline    12
    d          mood     baseline    13
    a          mood     endpoint    10
    c          mood     endpoint    9
    d          mood     endpoint    8
    e          mood     endpoint    8
"""


def test_who_came_is_not_told_of_parents_where_only_children_are_listed(make_study, told):
    register = "session_id person_id status\n s1 baby attended"
    rows = flow(make_study(programme=GROUPS, people=PEOPLE, sessions=SESSIONS, attendance=register))

    came = rows[(rows["outcome"] == "attended-once") & (rows["strand"] == "family")]
    reason = "The register lists nobody whom this kind of session is for."
    assert told(came, "estimable", "reason") == [(False, reason)]


def test_measured_again_is_on_the_same_outcome(make_study, told):
    scores = """
        person_id  outcome  time_point  score
        ann        mood     baseline    12
        ann        calm     endpoint    8
        bea        calm     baseline    12
        bea        calm     endpoint    8
    """
    rows = flow(make_study(people=PEOPLE, outcomes=({}, {"id": "calm"}), scores=scores))

    again = rows[rows["outcome"].isin(["measured-before", "measured-after"]) & (rows["estimand"] == "count")]
    assert told(again, "outcome", "n") == [("measured-before", 2), ("measured-after", 1)]


def test_children_in_an_arm_are_not_people_of_it(make_study, told):
    people = IN_ARMS + "kim child course\n ken child usual\n"
    rows = flow(make_study(programme=ARMS, people=people, scores=OVER_TIME))

    on_record = rows[rows["outcome"] == "on-record"]
    assert told(on_record, "arm", "n") == [("", 5), ("usual", 2), ("course", 3)]


def test_retention_of_an_outcome_about_children_is_of_children(make_study, told):
    people = "person_id role\n ann mother\n amy child\n ben child"
    scores = "person_id outcome time_point score\n amy mood baseline 9\n ben mood baseline 8\n amy mood endpoint 7"
    study = make_study(programme={"strands": ["family"]}, people=people, scores=scores)

    assert told(retention(study), "time_point", "unit", "n", "n_expected") == [
        ("baseline", "children", 2, 2),
        ("endpoint", "children", 1, 2),
    ]


def test_arms_stand_beside_all(make_study, told):
    rows = flow(make_study(programme=ARMS, people=IN_ARMS, scores=OVER_TIME))

    again = rows[rows["outcome"] == "measured-after"]
    assert told(again, "arm", "estimand", "n", "n_expected") == [
        ("", "count", 3, None),
        ("", "proportion", 3, 4),
        ("usual", "count", 1, None),
        ("usual", "proportion", 1, 2),
        ("course", "count", 2, None),
        ("course", "proportion", 2, 2),
    ]


def test_retention_is_of_those_measured_before_and_arms_are_compared_at_the_end(make_study, told):
    rows = retention(make_study(programme=ARMS, people=IN_ARMS, scores=OVER_TIME))

    assert told(rows, "time_point", "subgroup", "estimand", "n", "n_expected", "estimate") == [
        ("baseline", "", "proportion", 4, 5, 0.8),
        ("baseline", "usual", "proportion", 2, 2, 1),
        ("baseline", "course", "proportion", 2, 3, 0.6667),
        ("endpoint", "", "proportion", 3, 4, 0.75),
        ("endpoint", "usual", "proportion", 1, 2, 0.5),
        ("endpoint", "course", "proportion", 2, 2, 1),
        ("endpoint", "difference", "proportion_difference", 4, None, 0.5),
    ]
    assert rows["comparison"].iloc[-1] == "course - usual"
    assert rows["n_smallest"].iloc[-1] == 2


def test_retention_leaves_out_what_was_asked_looking_back(make_study):
    points = [
        {"id": "baseline", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
        {
            "id": "then",
            "label": "Looking back",
            "order": 2,
            "weeks": 9,
            "role": "other",
            "retrospective_of": "baseline",
        },
    ]
    outcomes = ({"time_points": ["baseline", "then"]},)
    study = make_study(programme={"time_points": points, "strands": ["family"]}, outcomes=outcomes, people=IN_ARMS)

    assert list(retention(study)["time_point"]) == ["baseline"]


def test_a_study_of_nobody_is_answered(make_study):
    study = make_study()

    rows = flow(study)
    assert not rows["estimable"].any()
    assert list(rows["reason"].tail(2)) == ["No parents were returned.", "No staff were returned."]
    assert not retention(study)["estimable"].any()
