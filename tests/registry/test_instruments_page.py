"""docs/instruments.md says what the registry says."""

import importlib.util

import pytest

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.registry

SPEC = importlib.util.spec_from_file_location("instruments_page", CLONE / "tools" / "instruments_page.py")
instruments_page = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(instruments_page)


def test_the_page_is_as_the_tool_makes_it() -> None:
    made = instruments_page.PAGE.read_text(encoding="utf-8") == instruments_page.page()
    assert made, "Make it again: python tools/instruments_page.py"


def test_every_instrument_and_version_is_on_the_page() -> None:
    page = instruments_page.PAGE.read_text(encoding="utf-8")
    instruments = load_registry(study_paths(CLONE)).instruments
    assert len(instruments) >= 30
    for instrument in instruments.values():
        assert f"\n## {instrument.name}\n" in page
        assert all(f"`{version.id}`" in page for version in instrument.versions)
