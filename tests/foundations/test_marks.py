"""The mark of the gate: of one level, of just this output, and borne by being written to a file and read again."""

import nbformat
import pytest
from nbformat import v4

from earlyeval.foundations.marks import level_of, marked

pytestmark = pytest.mark.unit

DATA = {"text/html": "<p>One.</p>\n<p>Two.</p>\n", "text/plain": "One.\nTwo.", "image/png": "QUJD\n"}


@pytest.mark.parametrize("level", ["release", "restricted"])
def test_an_output_says_at_which_level_it_passed(level):
    assert level_of(DATA, marked(DATA, {"image/png": {"alt": "a"}}, level=level)) == level


def test_what_carries_no_mark_or_another_passed_at_no_level():
    mark = marked(DATA, {}, level="restricted")
    claimed = {"earlyeval": {**mark["earlyeval"], "level": "release"}}
    for metadata in ({}, {"earlyeval": "release"}, {"earlyeval": {}}, claimed, marked({}, {}, level="release")):
        assert level_of(DATA, metadata) == ""


def test_one_letter_changed_is_another_output():
    assert level_of({**DATA, "text/plain": "One.\nTwo!"}, marked(DATA, {}, level="release")) == ""


def test_a_notebook_file_keeps_the_mark(tmp_path):
    output = v4.new_output("display_data", data=DATA, metadata=marked(DATA, {}, level="release"))
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell("", outputs=[output])]), tmp_path / "a.ipynb")
    again = nbformat.read(tmp_path / "a.ipynb", as_version=4)["cells"][0]["outputs"][0]
    assert level_of(again["data"], again["metadata"]) == "release"
