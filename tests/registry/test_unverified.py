"""Whatever kind of fact nobody checked is told, for the score that leans on it and for no other."""

import json
from typing import Any

import pytest

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.entry import Sourced
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import load_registry
from earlyeval.registry.walk import entries, unverified_facts

pytestmark = pytest.mark.unit

SURE = {"source": "made-up", "verified": True}
UNSURE = {"source": "made-up", "verified": False}
# Every kind of fact of a score, with what the reader is told of it.
KINDS: dict[str, tuple[Any, str]] = {
    "missing": ({"rule": "all"}, "rule for missing items"),
    "bands": ([{"label": "low", "lowest": 0}], "bands"),
    "cut_offs": ([{"id": "case", "label": "case", "at_least": 3}], "cut-off"),
    "form_cut_offs": ([{"form": "6-month", "cut_off": 3}], "cut-offs of age forms"),
    "reliability": ([{"kind": "alpha", "value": 0.8}], "published reliability"),
    "norms": ([{"label": "all", "kind": "general", "mean": 2}], "norm"),
    "reliable_change": ([{"route": "published", "threshold": 2}], "threshold of reliable change"),
    "natural_changes": ([{"label": "all", "lowest": 0, "highest": 1}], "change without a programme"),
}


def marked(fact: Any, mark: dict[str, Any]) -> Any:
    return [{**part, **mark} for part in fact] if isinstance(fact, list) else {**fact, **mark}


def instrument(unsure: str, *, subscales: tuple[str, ...] = ("total",)) -> Instrument:
    """An instrument with every kind of fact, of which one kind is not verified, on the first subscale."""

    def mark(kind: str, at: int = 0) -> dict[str, Any]:
        return UNSURE if kind == unsure and at == 0 else SURE

    scales = [
        {
            "id": name, "label": name.title(), "items": ["q1"], "direction": "lower_is_better",
            "lowest": 0, "highest": 3,
            "conversion": {str(raw): raw for raw in range(4)}, "conversion_source": "made-up",
            "conversion_verified": mark("conversion", at)["verified"],
            **{kind: marked(fact, mark(kind, at)) for kind, (fact, _) in KINDS.items()},
        }
        for at, name in enumerate(subscales)
    ]  # fmt: skip
    data = {
        "id": "mood", "name": "Mood", "full_name": "Mood", "construct_measured": "mood", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "free", **mark("licence")},
        "versions": [
            {
                "id": name, "response": {"lowest": 0, "highest": 3}, "items": [{"id": "q1"}], "subscales": scales,
                "scoring": mark("scoring") if name == "mood" else SURE, "worked_examples": [],
            }
            for name in ("mood", "other")
        ],
        "safeguarding": [{"item": "q1", "at_least": 1, **mark("safeguarding")}],
        "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(data))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        *((kind, told) for kind, (_, told) in KINDS.items()),
        ("conversion", "conversion table"), ("scoring", "items and coding"), ("licence", "licence"),
        ("safeguarding", "safeguarding item"),
    ],
)  # fmt: skip
def test_each_kind_of_fact_is_told_in_words(kind: str, told: str) -> None:
    assert unverified_facts(instrument(kind), version="mood", subscale="total") == (told,)
    assert unverified_facts(instrument("nothing"), version="mood", subscale="total") == ()


def test_every_kind_of_fact_that_the_registry_knows_is_among_them() -> None:
    kinds = {type(part).__name__ for _, part in entries(instrument("nothing")) if isinstance(part, Sourced)}
    assert kinds == {known.__name__ for known in Sourced.__subclasses__() if known.__module__.endswith("instruments")}


def test_the_other_version_and_the_other_score_do_not_lean_on_it() -> None:
    two = instrument("cut_offs", subscales=("total", "part"))
    assert unverified_facts(two, version="mood", subscale="total") == ("cut-off",)
    assert unverified_facts(two, version="mood", subscale="part") == ()
    assert unverified_facts(two) == ("cut-off (Total)",)
    assert unverified_facts(instrument("scoring"), version="other", subscale="total") == ()


def test_a_total_leans_on_how_its_parts_are_scored_and_not_on_how_they_are_read() -> None:
    shipped = load_registry(study_paths(CLONE)).instruments["sdq"]
    version = shipped.versions[0]
    unsure = [
        scale.model_copy(
            update={
                "missing": scale.missing.model_copy(update={"verified": False}),
                "bands": tuple(band.model_copy(update={"verified": False}) for band in scale.bands),
            }
        )
        if scale.id == "peer"
        else scale
        for scale in version.subscales
    ]
    changed = shipped.model_copy(update={"versions": (version.model_copy(update={"subscales": tuple(unsure)}),)})
    told = unverified_facts(changed, version=version.id, subscale="total")
    assert told == ("rule for missing items (Peer problems)",)
