"""The plan of a place as the runner leaves it for its notebooks."""

import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.withheld import read_withheld, withheld_file, withheld_text

pytestmark = pytest.mark.unit
PLACE = {"site": "here", "programme": "group"}


@pytest.fixture
def target(tmp_path):
    file = withheld_file(StudyPaths(root=tmp_path, data=tmp_path), **PLACE)
    file.parent.mkdir(parents=True)
    return file


def test_a_plan_is_read_as_it_was_written(target, tmp_path):
    plan = {"b": frozenset({"n_expected", "n"}), "a": frozenset({"n"})}
    target.write_text(withheld_text(plan), encoding="utf-8")
    assert read_withheld(StudyPaths(root=tmp_path, data=tmp_path), **PLACE) == plan
    assert withheld_text(plan) == withheld_text(dict(reversed(plan.items())))


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"a": 3}'])
def test_what_cannot_be_read_is_no_plan(target, tmp_path, text):
    if text is not None:
        target.write_text(text, encoding="utf-8")
    assert read_withheld(StudyPaths(root=tmp_path, data=tmp_path), **PLACE) is None
