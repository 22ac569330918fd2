"""A report that could not be made again is marked on the pages that list it, until it is made."""

import json
from types import SimpleNamespace

import pytest

from earlyeval.foundations.paths import StudyPaths, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run import report
from earlyeval.run.not_renewed import WORDS, not_renewed, note_run, record_of
from earlyeval.run.pages_record import _from, note_pages, pages_are_current
from earlyeval.run.place_pages import write_place_pages
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now

pytestmark = pytest.mark.unit
BRADFORD, LUTON = ("bradford", "baby-steps"), ("luton", "baby-babble")


@pytest.fixture
def paths(tmp_path):
    """A study in whose reports two places have one each."""
    paths = StudyPaths(root=tmp_path, data=tmp_path)
    for site, programme in (BRADFORD, LUTON):
        folder = paths.reports / site / programme
        folder.mkdir(parents=True)
        facts = {"site": site, "programme": programme, "programme_name": programme, "data": "synthetic",
                 "profile": "nhs-hes-child"}  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps({"facts": facts}))
    return paths


def closed(paths, *, made, failed):
    """End a run in which some reports were made and others failed; return the pages that list reports."""
    registry = load_registry(study_paths())
    jobs = [SimpleNamespace(registry=registry, paths=paths, site=site, place=(site, programme), level="release",
                            surroundings=surroundings_now(), page=paths.reports / site / programme / "index.html")
            for site, programme in made]  # fmt: skip
    report._close(jobs, failed=failed, screen=Screen())
    pages = [paths.reports / "index.html", *(paths.reports / site / "index.html" for site in ("bradford", "luton"))]
    return [WORDS in page.read_text() if page.is_file() else None for page in pages]


def test_the_report_of_a_place_that_failed_is_marked_until_it_is_made(paths):
    assert closed(paths, made=[BRADFORD, LUTON], failed=[]) == [False, False, False]
    assert closed(paths, made=[BRADFORD], failed=[LUTON]) == [True, False, True]
    assert closed(paths, made=[BRADFORD], failed=[]) == [True, False, True], "nobody tried it again"
    assert closed(paths, made=[LUTON], failed=[]) == [False, False, False]


def test_a_place_without_a_report_has_nothing_that_could_be_old(paths):
    assert closed(paths, made=[BRADFORD], failed=[("wandsworth", "think-baby")]) == [False, False, None]
    assert not record_of(paths).exists()


@pytest.mark.parametrize("text", ["", "{", "3", '[["a"]]', '{"a": "b"}', "\0"])
def test_a_record_that_cannot_be_read_marks_nothing(paths, text):
    record_of(paths).parent.mkdir(parents=True)
    record_of(paths).write_text(text)
    assert not_renewed(paths) == frozenset()
    note_run(paths, made=[BRADFORD], failed=[LUTON])
    assert not_renewed(paths) == {LUTON}


def test_pages_without_the_mark_are_not_current(paths):
    registry, surroundings = load_registry(study_paths()), surroundings_now()
    write_place_pages(registry, paths, sites=["bradford", "luton"])
    note_pages(registry, paths, surroundings=surroundings)
    known = {"sites": ["luton"], "surroundings": surroundings}
    assert pages_are_current(registry, paths, **known)
    before = _from(registry, paths, surroundings)
    note_run(paths, made=[], failed=[LUTON])
    assert not pages_are_current(registry, paths, **known)
    assert _from(registry, paths, surroundings) != before
