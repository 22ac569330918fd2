"""Not applicable is not missing: whoever an outcome is not for stands in no denominator of it."""

import json

import pytest

from earlyeval.analyse.arrived import linkage, missingness
from earlyeval.analyse.change import family_change
from earlyeval.analyse.lost import lost_to_follow_up
from earlyeval.analyse.pitfalls import pitfalls
from earlyeval.analyse.reliable_change import reliable_change
from earlyeval.registry.instruments import Instrument

pytestmark = pytest.mark.spec

PARTNER = {"id": "partner", "label": "Has a partner", "values": {"yes": "Yes", "no": "No"}}
FOR_COUPLES = {"applicable_when": {"characteristic": "partner", "values": ["yes"]}}
# gil never said whether she has a partner, so a form is expected of her; eve has none and answered all the same.
PEOPLE = """
    person_id  role    started_on  partner
    ann        mother  2025-01-06  yes
    bea        mother  2025-01-06  yes
    cyd        father  2025-01-06  yes
    dot        mother  2025-01-06  no
    eve        mother  2025-01-06  no
    gil        mother  2025-01-06  -
"""
SCORES = """
    person_id  outcome  time_point  score
    ann        mood     baseline    12
    bea        mood     baseline    9
    cyd        mood     baseline    10
    eve        mood     baseline    30
    ann        mood     endpoint    8
    bea        mood     endpoint    7
    eve        mood     endpoint    1
"""


@pytest.fixture
def couples(make_study):
    return make_study(people=PEOPLE, scores=SCORES, outcomes=(FOR_COUPLES,), programme={"characteristics": [PARTNER]})


def test_people_without_a_partner_are_in_no_denominator(couples, told):
    rows = missingness(couples)
    assert told(rows, "time_point", "subgroup", "n", "n_expected") == [
        ("baseline", "", 1, 4),
        ("baseline", "returned", 3, 4),
        ("baseline", "scorable", 3, 3),
        ("baseline", "prorated", 0, 3),
        ("baseline", "does-not-apply", 2, None),
        ("endpoint", "", 2, 4),
        ("endpoint", "returned", 2, 4),
        ("endpoint", "scorable", 2, 2),
        ("endpoint", "prorated", 0, 2),
        ("endpoint", "does-not-apply", 2, None),
    ]
    assert told(linkage(couples), "subgroup", "n") == [("both", 2), ("before-only", 1), ("after-only", 0)]


def test_their_answers_are_in_no_mean_and_no_change(couples, told):
    rows = family_change(couples)
    means = rows[rows["estimand"].isin(["mean", "mean_change"])]
    assert told(means, "estimand", "subgroup", "time_point", "n", "n_expected", "estimate") == [
        ("mean", "all", "baseline", 3, 4, 10.3333),
        ("mean", "all", "endpoint", 2, 4, 7.5),
        ("mean", "pairs", "baseline", 2, 4, 10.5),
        ("mean", "pairs", "endpoint", 2, 4, 7.5),
        ("mean_change", "pairs", "endpoint", 2, 4, -3.0),
    ]


def test_they_do_not_count_as_lost_anywhere(couples, told):
    lost = lost_to_follow_up(couples)
    assert told(lost[lost["estimand"] == "mean"], "subgroup", "n", "n_expected") == [("kept", 2, 3), ("lost", 1, 3)]
    told_of_loss = pitfalls(couples)
    assert told(told_of_loss[told_of_loss["outcome"] == "left-out"], "n", "n_expected") == [(2, 4)]


def test_the_characteristic_may_stand_on_the_referral(make_study, told):
    people = PEOPLE.replace("partner\n", "family_id\n", 1)
    for place, name in enumerate(("ann", "bea", "cyd", "dot", "eve", "gil"), start=1):
        value = {"dot": "no", "eve": "no", "gil": "-"}.get(name, "yes")
        role = "father" if name == "cyd" else "mother"
        people = people.replace(
            f"{name}        {role}  2025-01-06  {value}", f"{name}        {role}  2025-01-06  f{place}"
        )
    referrals = "referral_id family_id decision partner\n" + "\n".join(
        f"r{place} f{place} accepted {value}" for place, value in enumerate(("yes", "yes", "yes", "no", "no", "-"), 1)
    )
    study = make_study(
        people=people,
        referrals=referrals,
        scores=SCORES,
        outcomes=(FOR_COUPLES,),
        programme={"characteristics": [PARTNER]},
    )
    assert told(missingness(study), "subgroup", "n", "n_expected")[:2] == [("", 1, 4), ("returned", 3, 4)]


def with_items(*, na_counts: bool) -> Instrument:
    scale = {
        "id": "total", "label": "Total", "items": ["q1", "q2"], "method": "sum", "direction": "higher_is_better",
        "lowest": 0, "highest": 6, "missing": {"rule": "all", "source": "made-up", "verified": True},
    }  # fmt: skip
    items = [{"id": name} | ({"not_applicable_scores": 2} if na_counts else {}) for name in ("q1", "q2")]
    version = {
        "id": "v1", "items": items, "response": {"lowest": 0, "highest": 3}, "subscales": [scale],
        "worked_examples": [],
    }  # fmt: skip
    facts = {
        "id": "mood", "name": "Mood", "full_name": "Mood", "construct_measured": "Mood", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "made up", "source": "made-up", "verified": True},
        "versions": [version], "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(facts))


# ann answered both items; bea said twice that it does not apply; cyd said so of one item and left the other out.
RESPONSES = """
    person_id  instrument  version  time_point  item  value  is_not_applicable
    ann        mood        v1       baseline    q1    1      no
    ann        mood        v1       baseline    q2    1      no
    ann        mood        v1       endpoint    q1    -      yes
    ann        mood        v1       endpoint    q2    -      yes
    bea        mood        v1       baseline    q1    -      yes
    bea        mood        v1       baseline    q2    -      yes
    cyd        mood        v1       baseline    q1    -      yes
"""
OF_FORMS = """
    person_id  outcome  time_point  score
    ann        mood     baseline    2
    ann        mood     endpoint    -
    bea        mood     baseline    -
    cyd        mood     baseline    -
"""


def test_a_form_of_nothing_but_not_applicable_is_not_missing_at_that_time(make_study, told):
    people = "person_id role\nann mother\nbea mother\ncyd father\ndot mother"
    study = make_study(
        people=people, scores=OF_FORMS, responses=RESPONSES, instruments={"mood": with_items(na_counts=False)}
    )
    assert told(missingness(study), "time_point", "subgroup", "n", "n_expected") == [
        # bea's forms never applied; cyd and dot are missing
        ("baseline", "", 2, 3),
        ("baseline", "returned", 2, 3),
        ("baseline", "scorable", 1, 2),
        ("baseline", "prorated", 0, 1),
        ("baseline", "does-not-apply", 1, None),
        # ann's form did not apply then either
        ("endpoint", "", 2, 2),
        ("endpoint", "returned", 0, 2),
        ("endpoint", "scorable", 0, 0),
        ("endpoint", "prorated", 0, 0),
        ("endpoint", "does-not-apply", 2, None),
    ]
    classes = reliable_change(study)
    assert told(classes, "estimable", "reason")[0][0] is False


def test_where_not_applicable_counts_as_a_score_it_is_an_answer(make_study, told):
    people = "person_id role\nann mother\nbea mother\ncyd father\ndot mother"
    study = make_study(
        people=people, scores=OF_FORMS, responses=RESPONSES, instruments={"mood": with_items(na_counts=True)}
    )
    assert told(missingness(study), "time_point", "subgroup", "n", "n_expected")[1] == ("baseline", "returned", 3, 4)
    assert "does-not-apply" not in set(missingness(study)["subgroup"])
