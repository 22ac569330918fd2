"""Item by item nothing is shown of a questionnaire that holds an item for a person at the service to see."""

import dataclasses

import pytest

from earlyeval.analyse.staff_items import staff_items
from earlyeval.registry.instruments import Safeguarding
from earlyeval.study import load_study

pytestmark = pytest.mark.unit

ITEM = "confidence-1"


def test_no_single_item_of_its_score_is_shown():
    study = load_study("wandsworth", "think-baby", data="synthetic")
    shown = staff_items(study)
    confidence = shown["subscale"] == "confidence"
    assert shown.loc[confidence, "estimable"].all()
    assert confidence.sum() > 4

    rule = Safeguarding(item=ITEM, at_least=1, source="made-up", verified=True)
    staff = study.registry.instruments["staff-confidence"].model_copy(update={"safeguarding": (rule,)})
    registry = dataclasses.replace(
        study.registry, instruments={**study.registry.instruments, "staff-confidence": staff}
    )
    withheld = staff_items(dataclasses.replace(study, registry=registry, stored=None))
    (row,) = withheld[withheld["subscale"] == "confidence"].to_dict("records")
    assert not row["estimable"]
    assert "no item of it is shown by itself" in row["reason"]
    others = withheld[withheld["subscale"] != "confidence"].reset_index(drop=True)
    expected = shown[~confidence].reset_index(drop=True)
    assert others["estimate"].tolist() == expected["estimate"].tolist()
