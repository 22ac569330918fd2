"""More than the measure's own error, and across the cut-off: who counts as what."""

import pytest

from earlyeval.analyse.reliable_change import caseness, reliable_change

pytestmark = pytest.mark.spec

PEOPLE = """
    person_id  role
    ann        mother
    bea        mother
    cat        mother
    dee        mother
    eve        mother
"""
# Threshold 6, case from 10 upward, lower is better.
SCORES = """
    person_id  outcome  time_point  score
    ann        mood     baseline    16
    ann        mood     endpoint    6
    bea        mood     baseline    25
    bea        mood     endpoint    15
    cat        mood     baseline    12
    cat        mood     endpoint    9
    dee        mood     baseline    4
    dee        mood     endpoint    12
    eve        mood     baseline    9
"""


@pytest.fixture
def study(make_study, instrument_with_error):
    return make_study(
        people=PEOPLE,
        scores=SCORES,
        outcomes=({"cut_off": "case"},),
        instruments={"mood": instrument_with_error},
    )


@pytest.fixture
def instrument_with_error():
    import json

    from earlyeval.registry.instruments import Instrument

    sourced = {"source": "made-up", "verified": True}
    scale = {
        "id": "total",
        "label": "Total",
        "method": "supplied",
        "direction": "lower_is_better",
        "lowest": 0,
        "highest": 27,
        "cut_offs": [{"id": "case", "label": "at or above ten", "at_least": 10, **sourced}],
        "reliable_change": [{"route": "published", "threshold": 6.0, **sourced}],
    }
    facts = {
        "id": "mood", "name": "Mood", "full_name": "Mood", "construct_measured": "mood", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "made up", **sourced},
        "versions": [{"id": "v1", "subscales": [scale], "worked_examples": []}],
        "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(facts))


EXPECTED = {
    "recovered": 1,  # ann: from 16 to 6
    "improved": 1,  # bea: ten points better, still a case
    "unchanged": 1,  # cat: three points, though across the cut-off
    "deteriorated": 1,  # dee: eight points worse
    "reliably_better": 2,
    "not_assessable": 1,  # eve was measured once
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_everybody_has_one_class(study, name, expected):
    rows = reliable_change(study)
    found = rows[rows["subgroup"] == name].iloc[0]
    assert found["n"] == expected
    assert found["n_expected"] == (5 if name == "not_assessable" else 4)


def test_the_method_names_the_threshold_and_its_route(study):
    assert set(reliable_change(study)["method"].iloc[:4]) == {
        "reliable change of 6.00 points or more (published route)"
    }


def test_where_no_cut_off_is_looked_at_nobody_can_have_recovered_and_so_nothing_is_said_of_it(
    make_study, instrument_with_error
):
    rows = reliable_change(make_study(people=PEOPLE, scores=SCORES, instruments={"mood": instrument_with_error}))
    assert "recovered" not in set(rows["subgroup"])
    assert dict(zip(rows["subgroup"], rows["n"], strict=True))["improved"] == 2


def test_no_threshold_is_a_reason(make_study):
    rows = reliable_change(make_study(people=PEOPLE, scores=SCORES))
    assert list(rows["estimable"]) == [False]


def test_caseness_before_and_after(study):
    rows = caseness(study)
    shares = rows[rows["estimand"] == "proportion"]
    assert list(zip(shares["time_point"], shares["n"], strict=True)) == [("baseline", 3), ("endpoint", 2)]
    assert rows[rows["estimand"] == "mcnemar"].iloc[0]["n"] == 4


def test_the_p_value_of_a_few_moves_is_guarded_by_the_smaller_number(make_study, instrument_with_error):
    from earlyeval.protect.gate import release

    people, scores = ["person_id role"], ["person_id outcome time_point score"]
    for place in range(30):
        people.append(f"p{place:02} mother")
        before, after = (15, 5) if place < 12 else (5, 15) if place < 15 else (5, 5)
        scores += [f"p{place:02} mood baseline {before}", f"p{place:02} mood endpoint {after}"]
    study = make_study(
        people="\n".join(people), scores="\n".join(scores), outcomes=({"cut_off": "case"},), profiles=True,
        instruments={"mood": instrument_with_error},
    )  # fmt: skip
    rows = caseness(study)
    test = rows[rows["estimand"] == "mcnemar"]
    assert test["n_smallest"].tolist() == [3]
    released = release(test, study.registry.profile).rows
    assert released["p_value"].isna().all(), "twelve and three could be worked out from it"
