"""Every question is answered for every study: a strand without data gives rows with reasons, never an error."""

import pytest

from earlyeval.analyse.everything import QUESTIONS
from earlyeval.foundations.results import COLUMNS

pytestmark = pytest.mark.unit

TRIAL = {
    "kind": "trial",
    "participants": "patients",
    "strands": ["family"],
    "arms": [{"id": "usual", "label": "Usual care", "reference": True}, {"id": "online", "label": "Online"}],
    "characteristics": [{"id": "drug", "label": "Took a drug", "values": {"yes": "Yes", "no": "No"}}],
}
SURVEY = {
    "kind": "survey",
    "strands": ["family"],
    "time_points": [{"id": "once", "label": "Once", "order": 1, "weeks": 0, "role": "other"}],
}
DELIVERED = {
    "session_kinds": [
        {"id": "training", "label": "Training", "strand": "staff", "planned": 3},
        {"id": "play", "label": "Play group", "strand": "family", "drop_in": True},
    ],
    "definitions": [{"id": "done", "term": "completed", "label": "Done", "session_kind": "play", "at_least": 2}],
    "components": [{"id": "greet", "label": "Greeting"}],
}
PEOPLE = """
    person_id  role         arm     drug
    a          participant  usual   yes
    b          participant  usual   no
    c          participant  online  yes
    d          participant  online  -
"""
SCORES = """
    person_id  outcome  time_point  score
    a          mood     baseline    12
    b          mood     baseline    14
    c          mood     baseline    11
    d          mood     baseline    15
    a          mood     endpoint    10
    c          mood     endpoint    6
    d          mood     endpoint    9
"""


@pytest.fixture(params=["trial", "survey", "declared but nothing returned", "nothing at all"])
def study(request, make_study):
    return {
        "trial": lambda: make_study(programme=TRIAL, plan={"comparison": "arms"}, people=PEOPLE, scores=SCORES),
        "survey": lambda: make_study(programme=SURVEY, outcomes=({"time_points": ["once"]},)),
        "declared but nothing returned": lambda: make_study(programme=DELIVERED),
        "nothing at all": lambda: make_study(outcomes=()),
    }[request.param]()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question)
def test_every_question_has_an_answer_or_a_reason(question, study):
    rows = question(study)

    assert list(rows.columns) == list(COLUMNS)
    assert (rows["question"] == question.question).all()
    assert (rows.loc[~rows["estimable"], "reason"] != "").all()
