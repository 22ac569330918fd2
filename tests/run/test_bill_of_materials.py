"""The bill of materials: every package once, with version and licence; the same bytes for the same environment."""

import json
from datetime import UTC, datetime

import pytest

from earlyeval.run.bill_of_materials import bill_of_materials, installed, licence_list, licence_of

pytestmark = pytest.mark.unit

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def test_it_names_every_package_of_the_environment_once():
    parts = json.loads(bill_of_materials(made_at=NOON, lock="a"))["components"]
    assert sorted(part["name"] for part in parts) == list(installed())
    assert all(part["version"] for part in parts)


def test_the_same_environment_gives_the_same_bytes():
    assert bill_of_materials(made_at=NOON, lock="a") == bill_of_materials(made_at=NOON, lock="a")
    assert bill_of_materials(made_at=NOON, lock="b") != bill_of_materials(made_at=NOON, lock="a")


def test_it_is_valid_by_the_schema_of_cyclonedx():
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    try:
        found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill_of_materials(made_at=NOON, lock="a"))
    except ImportError as missing:  # the validator's own extra is not in the lock
        pytest.skip(f"CycloneDX's validator needs {missing.name}")
    assert found is None


def test_no_address_from_which_anything_was_fetched():
    assert "://" not in bill_of_materials(made_at=NOON, lock="a").replace("http://cyclonedx.org/schema", "")


def test_licences_are_named():
    assert licence_of(installed()["pandas"]).startswith("BSD")
    assert len(licence_list().splitlines()) == len(installed())
