"""Made-up instruments for the tests of scoring."""

import json

import pandas as pd
import pytest
from hypothesis import settings

from earlyeval.registry.instruments import Instrument
from earlyeval.registry.plan import StudyFacts
from earlyeval.registry.whole import Registry
from earlyeval.tidy.columns import DTYPES
from earlyeval.tidy.tables import TABLES

FACT = {"source": "made-up", "verified": True}

# A law holds on a slow machine too, and a failure must come again.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def made_subscale(**facts):
    defaults = {
        "id": "total", "label": "Total", "items": ["q1", "q2", "q3", "q4"], "method": "sum",
        "direction": "lower_is_better", "lowest": 0, "highest": 12,
        "missing": {"rule": "prorate", "at_most_missing": 1, **FACT},
    }  # fmt: skip
    return {**defaults, **facts}


def made_instrument(*subscales, items=None, response=None, name="mood"):
    data = {
        "id": name, "name": name, "full_name": name, "construct_measured": "made up", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "made up", **FACT},
        "versions": [{
            "id": name,
            "response": response or {"lowest": 0, "highest": 3},
            "items": items if items is not None else [{"id": f"q{number}"} for number in range(1, 5)],
            "subscales": list(subscales) or [made_subscale()],
            "worked_examples": [],
        }],
        "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(data))


def made_registry(*instruments):
    return Registry(
        facts=StudyFacts(id="little", title="Little", seed=1), programmes={}, sites={},
        instruments={instrument.id: instrument for instrument in instruments}, outcomes={}, plans={}, criteria={},
        profiles={}, returns=(), references={},
    )  # fmt: skip


def made_tables(**rows):
    """Return tidy tables from lists of mappings; what is left out is missing."""
    tables = {}
    for name, table in TABLES.items():
        frame = pd.DataFrame(rows.get(name, []), columns=[column.name for column in table.columns])
        tables[name] = frame.astype({column.name: DTYPES[column.type] for column in table.columns})
    flags = tables["responses"]["is_not_applicable"].fillna(False).astype("bool")
    tables["responses"] = tables["responses"].assign(is_not_applicable=flags)
    return tables


def made_answers(person, answers, *, time_point="before", instrument="mood", day=None):
    return [
        {
            "person_id": person, "instrument": instrument, "version": instrument, "time_point": time_point,
            "item": item, "value": None if answer == "na" else answer, "is_not_applicable": answer == "na",
            "completed_on": day,
        }
        for item, answer in answers.items()
    ]  # fmt: skip


@pytest.fixture
def subscale():
    return made_subscale


@pytest.fixture
def instrument():
    return made_instrument


@pytest.fixture
def registry():
    return made_registry


@pytest.fixture
def tables():
    return made_tables


@pytest.fixture
def answers():
    return made_answers


@pytest.fixture(scope="session")
def made():
    """Everything above in one mapping, for tests that hypothesis runs many times."""
    return {
        "subscale": made_subscale, "instrument": made_instrument, "registry": made_registry, "tables": made_tables,
        "answers": made_answers,
    }  # fmt: skip
