"""Every number of reference/*.yaml against our estimators, and docs/statistics.md against what the script makes."""

import importlib.util
import re

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.reference

PATH = CLONE / "tools" / "statistics_page.py"
SPEC = importlib.util.spec_from_file_location("statistics_page", PATH)
statistics_page = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(statistics_page)
ENTRIES = statistics_page.entries()
DIGITS = re.compile(r"\| (\d+) \|$", re.MULTILINE)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['file']}: {entry['quantity']}")
def test_our_answer_is_the_reference_answer(entry):
    found, wanted = statistics_page.found_by(entry), statistics_page.expected_of(entry)
    assert statistics_page.is_close(entry), f"{found!r} is not {wanted!r} ({entry['call']}, {entry['version']})"


def test_no_quantity_is_named_twice():
    names = [(entry["file"], entry["quantity"]) for entry in ENTRIES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_tolerance_is_wider_than_a_likelihood_needs():
    wide = [entry["quantity"] for entry in ENTRIES if float(entry["tolerance"]) > 1e-4]
    assert wide == []


def test_data_files_are_named_with_their_source_and_licence():
    readme = (statistics_page.REFERENCE / "README.md").read_text(encoding="utf-8")
    silent = [
        path.name for path in sorted((statistics_page.REFERENCE / "data").glob("*.csv")) if path.name not in readme
    ]
    assert silent == []


def test_the_page_is_what_the_script_makes():
    committed, made = statistics_page.PAGE.read_text(encoding="utf-8"), statistics_page.page()
    # The last digit of agreement is the machine's; everything else must be the same.
    assert DIGITS.sub("|", committed) == DIGITS.sub("|", made), "run tools/statistics_page.py"
    pairs = zip(DIGITS.findall(committed), DIGITS.findall(made), strict=True)
    assert all(abs(int(old) - int(new)) <= 1 for old, new in pairs), "run tools/statistics_page.py"
