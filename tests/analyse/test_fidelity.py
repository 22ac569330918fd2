"""Was it delivered as intended: components seen, by whom, and what was adapted."""

import pytest

from earlyeval.analyse.fidelity import fidelity

pytestmark = pytest.mark.spec

COURSE = {
    "fidelity_scale": [0, 2],
    "components": [
        {"id": "greet", "label": "Greeting"},
        {"id": "watch", "label": "Watching"},
        {"id": "song", "label": "Song", "core": False},
    ],
}
SESSIONS = "session_id kind delivered\n s1 - yes\n s2 - yes"
FIDELITY = """
    session_id  component  observer_role  rating  adaptation  was_planned
    s1          greet      self           2       none        -
    s1          greet      external       1       tailored    yes
    s1          watch      self           2       none        -
    s1          song       self           0       dropped     no
    s2          greet      self           2       none        -
    s2          greet      external       2       none        -
    s2          watch      peer           -       none        -
"""


def rows_of(make_study):
    return fidelity(make_study(programme=COURSE, sessions=SESSIONS, fidelity=FIDELITY))


def test_the_most_independent_observer_of_a_session_counts(make_study, told):
    rows = rows_of(make_study)

    shares = rows[(rows["estimand"] == "proportion") & (rows["subgroup"] == "")]
    assert told(shares, "outcome", "n", "n_expected") == [
        ("all-core-components", 2, 3),  # greeting as intended in s2 alone, watching in s1
        ("greet", 1, 2),
        ("watch", 1, 1),
        ("song", 0, 1),
        ("agreement", 1, 2),
    ]


def test_each_role_is_shown_with_all_that_it_saw(make_study, told):
    rows = rows_of(make_study)

    roles = rows[rows["respondent"].isin(["self", "external", "peer"]) & (rows["subgroup"] != "")]
    assert told(roles, "subgroup", "label", "n", "n_expected") == [
        ("external", "An outside observer", 1, 2),
        ("self", "The practitioners themselves", 3, 3),
    ]


def test_ratings_are_also_averaged_and_sessions_counted(make_study, told):
    rows = rows_of(make_study)

    means = rows[rows["estimand"] == "mean"]
    assert told(means, "outcome", "estimate", "n", "estimable", "unit") == [
        ("greet", 1.5, 2, True, "points"),
        ("watch", None, 1, False, "points"),
        ("song", None, 1, False, "points"),
    ]
    assert told(rows[rows["estimand"] == "count"], "outcome", "n") == [("sessions-observed", 2)]


def test_adaptations_are_told_by_kind_and_by_whether_they_were_planned(make_study, told):
    rows = rows_of(make_study)

    adapted = rows[(rows["outcome"] == "adaptation") & (rows["n"] > 0)]
    assert told(adapted, "subgroup", "label", "comparison", "n", "n_expected") == [
        ("tailored", "Tailored to the group", "planned", 1, 5),
        ("dropped", "Left out", "not planned", 1, 5),
    ]


def test_without_observations_one_row_says_so(make_study, told):
    rows = fidelity(make_study(programme=COURSE))

    assert told(rows, "outcome", "estimable", "reason") == [
        ("all-core-components", False, "No fidelity observations were returned.")
    ]


def test_agreement_needs_both(make_study, told):
    only_self = "session_id component observer_role rating\n s1 greet self 2"
    rows = fidelity(make_study(programme=COURSE, sessions=SESSIONS, fidelity=only_self))

    said = rows[~rows["estimable"] & rows["outcome"].isin(["agreement", "adaptation"])]
    assert told(said, "outcome", "reason") == [
        ("adaptation", "Adaptations were not recorded."),
        ("agreement", "No session was rated both by the practitioners and by another observer."),
    ]
