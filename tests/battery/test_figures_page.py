"""The table of figures in docs/trust.md is what the record of the runs says, no more."""

import importlib.util
import json

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.unit
SPEC = importlib.util.spec_from_file_location("trust_figures", CLONE / "tools" / "trust_figures.py")
trust_figures = importlib.util.module_from_spec(SPEC)


@pytest.fixture(scope="module", autouse=True)
def loaded():
    import sys

    sys.modules["trust_figures"] = trust_figures  # its dataclass asks for its own module
    SPEC.loader.exec_module(trust_figures)
    yield
    del sys.modules["trust_figures"]


def test_the_page_is_what_the_record_says():
    assert trust_figures.page() == trust_figures.PAGE.read_text(encoding="utf-8"), "tools/trust_figures.py page"


def test_every_figure_names_tests_that_there_are():
    for figure in trust_figures.FIGURES.values():
        for place in figure.tests:
            path, _, name = place.partition("::")
            assert f"def {name}(" in (CLONE / path).read_text(encoding="utf-8") or not name


def test_nothing_in_the_record_that_is_no_figure():
    assert {one["figure"] for one in trust_figures.recorded()} <= set(trust_figures.FIGURES)


@pytest.fixture
def record(monkeypatch, tmp_path):
    monkeypatch.setattr(trust_figures, "RECORD", tmp_path / "record.json")
    return lambda: json.loads((tmp_path / "record.json").read_text())


def test_a_figure_without_a_run_says_so(record):
    lines = trust_figures.table().splitlines()
    assert len(lines) == len(trust_figures.FIGURES) + 2
    assert all("not run" in line for line in lines[2:])


def test_parts_add_up_and_a_later_run_takes_the_place_of_an_earlier(record):
    for part, failed in (("1/2", 3), ("2/2", 0), ("1/2", 1)):
        trust_figures.note("kills", part, tried=100, failed=failed, seconds=60)
    assert [(one["part"], one["failed"]) for one in record()] == [("1/2", 1), ("2/2", 0)]
    assert "| 200 | 200 | 1 | 2.0 min |" in trust_figures.table()
    trust_figures.note("kills", "1/1", tried=200, failed=0, seconds=60)
    assert [one["part"] for one in record()] == ["1/1"]
    trust_figures.note("kills", "1/4", tried=50, failed=0, seconds=30)
    assert "| 200 | 50 | 0 | 0.5 min |" in trust_figures.table()


def test_trials_and_failures_are_read_from_a_report_of_pytest(tmp_path):
    path = tmp_path / "report.xml"
    counted = '<properties><property name="tried" value="4"/><property name="failed" value="1"/></properties>'
    path.write_text(f"<testsuite><testcase>{counted}</testcase><testcase>{counted}</testcase></testsuite>")
    assert trust_figures.counted(trust_figures.ElementTree.parse(path)) == (8, 2)
