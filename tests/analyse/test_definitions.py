"""The same people under each declared definition, and since when each holds."""

import pytest

from earlyeval.analyse.definitions import definitions, since
from earlyeval.registry.programmes import StageDefinition

pytestmark = pytest.mark.spec

COURSE = {
    "session_kinds": [{"id": "group", "label": "Group", "strand": "family", "planned": 4}],
    "definitions": [
        {"id": "done", "term": "completed", "label": "Came three times", "session_kind": "group", "at_least": 3,
         "in_force_until": "2024-12-31"},
        {"id": "done-now", "term": "completed", "label": "Came twice", "session_kind": "group", "at_least": 2,
         "agreed_on": "2024-11-02", "in_force_from": "2025-01-01"},
    ],
    "stage_definitions": [
        {"id": "began", "term": "enrolled", "label": "Has a starting day", "stage": "started"},
        {"id": "on-list", "term": "enrolled", "label": "On the list", "stage": "on-record"},
        {"id": "fits", "term": "in_specification", "label": "Fits", "stage": "in-specification"},
    ],
}  # fmt: skip
PEOPLE = """
    person_id  role    started_on
    ann        mother  2025-01-06
    bea        mother  2025-01-06
    cat        mother  -
"""
SESSIONS = """
    session_id  kind   delivered
    s1          group  yes
    s2          group  yes
    s3          group  yes
"""
ATTENDANCE = """
    session_id  person_id  status
    s1          ann        attended
    s2          ann        attended
    s3          ann        attended
    s1          bea        attended
    s2          bea        attended
"""


@pytest.fixture
def rows(make_study):
    study = make_study(people=PEOPLE, sessions=SESSIONS, attendance=ATTENDANCE, programme=COURSE)
    return definitions(study).set_index("outcome")


def test_everybody_is_counted_under_every_definition(rows):
    assert list(rows.index) == ["began", "on-list", "fits", "done", "done-now"]
    assert rows.loc[["began", "on-list", "done", "done-now"], "n"].tolist() == [2, 3, 1, 2]
    assert rows.loc[["done", "done-now"], "n_expected"].tolist() == [2, 2]


def test_the_word_and_since_when_it_holds_stand_beside_the_number(rows):
    assert rows["subgroup"].tolist() == ["enrolled", "enrolled", "in_specification", "completed", "completed"]
    assert rows.loc["done", "note"] == "not agreed in advance, until 2024-12-31"
    assert rows.loc["done-now", "note"] == "agreed on 2024-11-02, in force from 2025-01-01"


def test_what_was_not_returned_is_said(rows):
    assert not rows.loc["fits", "estimable"]
    assert rows.loc["fits", "reason"].endswith("not returned.")


def test_a_programme_that_defines_nothing_has_no_rows(make_study):
    assert definitions(make_study(people=PEOPLE)).empty


def test_a_definition_in_force_from_a_day_until_another():
    one = StageDefinition(
        id="a", term="enrolled", label="A", stage="started", in_force_from="2024-01-01", in_force_until="2024-12-31"
    )
    assert since(one) == "not agreed in advance, in force from 2024-01-01, until 2024-12-31"
