"""The pages that list reports, made from the manifests that lie there."""

import json

import pytest

from earlyeval.foundations.paths import CLONE, StudyPaths, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.place_pages import write_place_pages

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def study(tmp_path):
    return load_registry(study_paths(CLONE)), StudyPaths(root=tmp_path, data=tmp_path / "data")


def manifest(paths, site, programme, **facts):
    folder = paths.reports / site / programme
    folder.mkdir(parents=True)
    known = {
        "site_name": "Wandsworth", "programme": programme, "programme_name": "Think Baby", "data": "synthetic",
        "profile": "nhs-hes-child", **facts,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({"facts": known}))


def test_place_and_overview_list_what_lies_there_and_carry_the_mark(study):
    registry, paths = study
    manifest(paths, "wandsworth", "think-baby")
    manifest(paths, "nowhere", "think-baby", programme_name="Undeclared")
    write_place_pages(registry, paths, sites=["wandsworth"])
    place = (paths.reports / "wandsworth" / "index.html").read_text()
    overview = (paths.reports / "index.html").read_text()
    assert 'href="think-baby/index.html"' in place
    assert 'href="think-baby/tables.xlsx"' in place
    assert 'href="wandsworth/index.html"' in overview
    assert "Undeclared" not in overview
    for page in (place, overview):
        assert "Synthetic demonstration data" in page


def test_pages_on_real_data_carry_no_mark(study):
    registry, paths = study
    manifest(paths, "wandsworth", "think-baby", data="real")
    write_place_pages(registry, paths, sites=["wandsworth"])
    assert "Synthetic" not in (paths.reports / "wandsworth" / "index.html").read_text()


def test_what_a_killed_run_left_of_a_page_is_swept(study):
    registry, paths = study
    manifest(paths, "wandsworth", "think-baby")
    for folder in (paths.reports, paths.reports / "wandsworth"):
        (folder / ".stage-index.html-abcdefgh").write_text("half")
    write_place_pages(registry, paths, sites=["wandsworth"])
    assert not list(paths.reports.rglob(".stage-*"))
