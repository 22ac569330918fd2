"""Pages that list reports are written again when anything they are made from changed, or somebody edited them."""

import dataclasses
from types import SimpleNamespace

import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.run.pages_record import note_pages, pages_are_current
from earlyeval.run.surroundings import Surroundings

pytestmark = pytest.mark.unit

HERE = Surroundings(code={"src/a.py": "1"}, lock="2", packages={}, python="3.11.9")
REGISTRY = SimpleNamespace(
    programmes={},
    sites={name: SimpleNamespace(programmes=[SimpleNamespace(programme="group")]) for name in ("hilltop", "seaside")},
)


@pytest.fixture
def paths(tmp_path):
    for site in REGISTRY.sites:
        folder = tmp_path / "reports" / site / "group"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
        (folder.parent / "index.html").write_text(site)
    (tmp_path / "reports" / "index.html").write_text("all")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "study.yaml").write_text("id: study")
    return StudyPaths(root=tmp_path, data=tmp_path)


def current(paths, sites=("hilltop",), surroundings=HERE):
    return pages_are_current(REGISTRY, paths, sites=sites, surroundings=surroundings)


def test_before_anything_was_noted_they_are_not(paths):
    assert not current(paths)


@pytest.mark.parametrize(
    ("place", "counts_for_hilltop"),
    [
        ("reports/index.html", True),
        ("reports/hilltop/index.html", True),
        ("reports/seaside/index.html", False),
        ("reports/seaside/group/manifest.json", True),  # the overview tells of it
        ("registry/study.yaml", True),
        ("tidy/.locks/pages.json", True),
    ],
)
def test_what_changes_them(paths, place, counts_for_hilltop):
    note_pages(REGISTRY, paths, surroundings=HERE)
    assert current(paths)
    assert current(paths, sites=["hilltop", "seaside"])
    (paths.root / place).write_text("edited")
    assert current(paths) is not counts_for_hilltop


def test_other_code_writes_other_pages(paths):
    note_pages(REGISTRY, paths, surroundings=HERE)
    assert not current(paths, surroundings=dataclasses.replace(HERE, code={}))


def test_a_page_that_is_gone_is_written_again(paths):
    note_pages(REGISTRY, paths, surroundings=HERE)
    (paths.reports / "index.html").unlink()
    assert not current(paths)
