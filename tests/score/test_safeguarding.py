"""The internal list: who gave an answer that a person at the service must see, when, and to which item."""

import json

import pytest

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import load_registry
from earlyeval.score.safeguarding import COLUMNS, asks, to_be_seen

pytestmark = pytest.mark.spec

FACT = {"source": "made-up", "verified": True}


def guarded(instrument, *items, rules, name="mood"):
    data = json.loads(instrument(items=list(items), name=name).model_dump_json())
    data["safeguarding"] = [{"item": item, "at_least": bound, **FACT} for item, bound in rules.items()]
    return Instrument.model_validate_json(json.dumps(data))


def seen(frame):
    return frame[["person_id", "time_point", "instrument", "item", "counts"]].to_numpy().tolist()


ITEMS = [{"id": f"q{number}"} for number in range(1, 5)]


def test_an_answer_at_or_above_the_bound_is_seen(registry, instrument, tables, answers):
    mood = guarded(instrument, *ITEMS, rules={"q4": 1})
    rows = [
        *answers("B", {"q1": 3, "q2": 3, "q3": 3, "q4": 0}),
        *answers("A", {"q1": 0, "q2": 0, "q3": 0, "q4": 1}, day="2024-09-02"),
        *answers("A", {"q1": 0, "q4": 3}, time_point="after"),
        *answers("C", {"q4": None}),
        *answers("D", {"q4": "na"}),
    ]
    found = to_be_seen(registry(mood), tables(responses=rows))
    assert list(found.columns) == COLUMNS
    assert seen(found) == [["A", "after", "mood", "q4", 3], ["A", "before", "mood", "q4", 1]]
    assert str(found["completed_on"].iloc[1].date()) == "2024-09-02"


def test_the_bound_is_compared_with_what_the_answer_counts_for(registry, instrument, tables, answers):
    """On a form that is printed from most to least the code 3 is the least."""
    turned = guarded(instrument, *ITEMS[:3], {"id": "q4", "reversed": True}, rules={"q4": 1})
    rows = [*answers("A", {"q4": 3}), *answers("B", {"q4": 2})]
    assert seen(to_be_seen(registry(turned), tables(responses=rows))) == [["B", "before", "mood", "q4", 1]]


def test_every_item_that_is_declared_has_a_row_of_its_own(registry, instrument, tables, answers):
    bond = guarded(instrument, *ITEMS, rules={"q2": 1, "q4": 2})
    rows = answers("A", {"q1": 3, "q2": 1, "q3": 3, "q4": 2})
    assert [row[3] for row in seen(to_be_seen(registry(bond), tables(responses=rows)))] == ["q2", "q4"]


def test_without_such_items_there_is_nothing_to_see(registry, instrument, tables, answers):
    rows = answers("A", {"q1": 3, "q4": 3})
    plain, kept = registry(instrument()), tables(responses=rows)
    assert not asks(plain, kept)
    assert to_be_seen(plain, kept).empty
    other = registry(guarded(instrument, *ITEMS, rules={"q4": 1}, name="never-asked"), instrument())
    assert not asks(other, kept)


def test_the_answers_are_not_changed(registry, instrument, tables, answers):
    kept = tables(responses=answers("A", {"q4": 3}))
    before = kept["responses"].copy(deep=True)
    to_be_seen(registry(guarded(instrument, *ITEMS, rules={"q4": 1})), kept)
    assert kept["responses"].equals(before)


# Typed from the forms: the place of the answer that says the least harm, and of the next one.
@pytest.mark.parametrize(
    ("instrument", "version", "item", "least", "next_one"),
    [
        ("phq-9", "phq-9", "self-harm", 0, 1),
        ("epds", "epds", "q10", 0, 1),
        ("epds", "epds-printed", "q10", 3, 2),
        ("core-10", "core-10", "q6", 0, 1),
        ("core-10", "core-10-scored", "q6", 0, 1),
        ("pbq", "pbq", "q18", 0, 1),
        ("pbq", "pbq-2001", "q24", 0, 1),
        ("pbq", "pbq-scored", "q24", 0, 1),
    ],
)
def test_the_shipped_triggers(tables, answers, instrument, version, item, least, next_one):
    shipped = load_registry(study_paths(CLONE))
    rows = [*answers("A", {item: least}, instrument=instrument), *answers("B", {item: next_one}, instrument=instrument)]
    responses = tables(responses=[{**row, "version": version} for row in rows])
    found = to_be_seen(shipped, responses)
    assert found[["person_id", "item", "counts"]].to_numpy().tolist() == [["B", item, 1]]


def test_the_forms_without_such_an_item_have_none():
    shipped = load_registry(study_paths(CLONE)).instruments
    declared = {name: sorted(rule.item for rule in known.safeguarding) for name, known in shipped.items()}
    assert {name: items for name, items in declared.items() if items} == {
        "phq-9": ["self-harm"], "epds": ["q10"], "core-10": ["q6"], "pbq": ["q18", "q24"],
    }  # fmt: skip
