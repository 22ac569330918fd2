"""What would tell how many people reached a safeguarding item cannot be declared as a result."""

from collections.abc import Callable
from typing import Any

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

FILE = "instruments/feeding-confidence"
SOURCE = {"source": "example-questionnaire", "verified": True}
RULE = {"item": "worried", "at_least": 3, **SOURCE}
ALONE = {
    "id": "worry", "label": "Worry", "items": ["worried"], "method": "sum", "direction": "lower_is_better",
    "lowest": 1, "highest": 5, "missing": {"rule": "all", **SOURCE},
}  # fmt: skip
SUM = {**ALONE, "id": "sum", "items": [], "subscales": ["worry"], "method": "sum_of_scores"}
MET = {
    **ALONE, "id": "met", "items": ["worried", "sure"], "method": "algorithm", "lowest": 0, "highest": 1,
    "conditions": [{"items": ["worried"], "counts_from": 3, "at_least": 1}],
}  # fmt: skip
EXAMPLES = ["versions", 0, "worked_examples"]


@pytest.fixture
def guarded(change: Callable[..., None], study_folder: Any) -> Callable[..., None]:
    """Declare a safeguarding item and one more score, and read the outcome from that score."""

    def declare(*scales: dict[str, Any]) -> None:
        known = load_registry(study_paths(study_folder)).version("feeding-confidence", "feeding-confidence")
        change(FILE, ["safeguarding"], [RULE])
        for number, scale in enumerate(scales, start=1):
            change(FILE, ["versions", 0, "subscales", number], scale)
        for number in range(len(known.worked_examples)):
            for scale in scales:
                change(FILE, [*EXAMPLES, number, "scores", scale["id"]], None)

    return declare


@pytest.mark.parametrize("scales", [[ALONE], [ALONE, SUM], [ALONE, MET]])
def test_a_score_that_rests_on_such_items_alone_is_no_outcome(guarded, refusal, scales) -> None:
    guarded(*scales)
    message = refusal("outcomes/parent-group", ["outcomes", 1, "subscale"], scales[-1]["id"])
    assert f"subscale: found '{scales[-1]['id']}', which rests on safeguarding items alone" in message


def test_a_score_that_holds_such_an_item_among_others_may_be_an_outcome(guarded, study_folder) -> None:
    guarded()
    assert load_registry(study_paths(study_folder)).outcomes["parent-group"][1].subscale == "total"


def test_such_an_item_is_no_experience_question(guarded, refusal) -> None:
    guarded()
    asked = {
        "id": "worry", "label": "Worry", "instrument": "feeding-confidence", "version": "feeding-confidence",
        "item": "worried", "positive": [1, 2],
    }  # fmt: skip
    message = refusal("plan/parent-group", ["experience"], [asked])
    assert "experience[worry].item: found 'worried', a safeguarding item. An answer to it is for a person" in message
