"""Working copies for JupyterLab: never the committed notebooks, never overwritten."""

import stat

import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.report.notebooks import read_notebook
from earlyeval.run import lab
from earlyeval.run.request import Request

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path, monkeypatch, write_notebook):
    source = write_notebook("1")
    (tmp_path / "notebooks").mkdir()
    source.rename(tmp_path / "notebooks" / source.name)
    monkeypatch.setattr(lab, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(Request, "paths", StudyPaths(root=tmp_path, data=tmp_path))
    return tmp_path


def test_copies_lie_under_restricted_and_are_the_same(folder):
    place, copied = lab.copies(Request())
    assert place == folder / "restricted" / "scratch"
    assert copied == 1
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    name = "05-family-outcomes.ipynb"
    assert (place / name).read_bytes() == (folder / "notebooks" / name).read_bytes()


def test_a_copy_that_was_worked_on_is_kept(folder):
    place, _ = lab.copies(Request())
    mine = place / "05-family-outcomes.ipynb"
    mine.write_text("mine")
    assert lab.copies(Request()) == (place, 0)
    assert mine.read_text() == "mine"


def test_a_named_place_stands_in_the_parameters_of_its_copies(folder, monkeypatch):
    monkeypatch.setattr(lab, "asked_for", lambda request: (("luton", "baby-steps"),))
    place, _ = lab.copies(Request(site="luton"))
    assert place == folder / "restricted" / "scratch" / "luton" / "baby-steps"
    source = read_notebook(place / "05-family-outcomes.ipynb")["cells"][1]["source"]
    assert "SITE = 'luton'" in source
    assert "DATA = 'auto'" in source
