"""Items as they are scored: person by person, in the scale's own order, "na" as the registry counts it."""

import json

import numpy as np
import pytest

from earlyeval.analyse.consistency import _items_by_person
from earlyeval.registry.instruments import Instrument

pytestmark = pytest.mark.spec

MOOD = {
    "id": "mood",
    "name": "Mood",
    "full_name": "Mood",
    "construct_measured": "mood",
    "respondents": ["parent"],
    "licence": {"licence_class": "A", "terms": "made up", "source": "made-up", "verified": True},
    "versions": [
        {
            "id": "v1",
            "response": {"lowest": 0, "highest": 3},
            "items": [{"id": "q1"}, {"id": "q2", "not_applicable_scores": 0}, {"id": "q3", "reversed": True}],
            "subscales": [
                {
                    "id": "total",
                    "label": "Total",
                    "method": "sum",
                    "direction": "lower_is_better",
                    "items": ["q3", "q1", "q2"],
                    "lowest": 0,
                    "highest": 9,
                    "missing": {"rule": "all", "source": "made-up", "verified": True},
                }
            ],
            "worked_examples": [],
        }
    ],
    "sources": ["made-up"],
}


def test_answers_stand_by_person_and_item(make_study):
    study = make_study(
        instruments={"mood": Instrument.model_validate_json(json.dumps(MOOD))},
        responses="""
            person_id  instrument  version  time_point  item  value  is_not_applicable
            cyd        mood        v1       baseline    q1    2      no
            ann        mood        v1       baseline    q2    -      yes
            ann        mood        v1       baseline    q3    1      no
            ann        mood        v1       endpoint    q1    3      no
            ann        mood        v2       baseline    q1    3      no
            ann        mood        v1       baseline    q9    3      no
        """,
    )
    nan = np.nan
    expected = [[2, nan, 0], [nan, 2, nan]]  # ann, cyd; q3 turned round, q1, q2
    np.testing.assert_array_equal(expected, _items_by_person(study, study.outcomes[0]))
