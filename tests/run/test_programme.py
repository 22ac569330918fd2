"""A programme over its sites, from the command line: made once, made again only when a site may show something else."""

import json
import shutil
from types import SimpleNamespace

import pytest

from earlyeval.foundations.errors import ProtectionError, ReturnsRefusedError, UnknownNameError
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.withheld import withheld_file
from earlyeval.registry.load import load_registry
from earlyeval.run import programme_rows
from earlyeval.run.batch import Batch
from earlyeval.run.programme_making import worked_out
from earlyeval.run.programme_outputs import absent_in_words
from earlyeval.run.programme_plan import programme_job, programmes_of_several_sites
from earlyeval.run.programme_rows import make_rows, without_rows
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now
from earlyeval.study import load_programme

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def three_sites(tmp_path_factory):
    from earlyeval.run.command_line import main

    folder = tmp_path_factory.mktemp("made-up") / "study"
    arguments = ("--families", "90", "--sites", "3", "--programmes", "two-waves", "--folder", str(folder))
    assert main(["synthesise", *arguments]) == 0
    return folder


@pytest.fixture
def study(three_sites, tmp_path):
    return shutil.copytree(three_sites, tmp_path / "study")


def job_of(folder, *, programme="two-waves", data="auto"):
    paths = study_paths(folder)
    registry = load_registry(paths)
    return programme_job(
        registry, paths, programme=programme, level="release", data=data, surroundings=surroundings_now()
    )


def test_it_stands_on_every_site_that_sent_returns(study):
    shutil.rmtree(study / "synthetic" / "site-003")
    assert [job.site for job in job_of(study).sites] == ["site-001", "site-002"]


def test_real_returns_of_one_site_leave_made_up_ones_out(study):
    for site in ("site-001", "site-002"):
        shutil.copytree(study / "synthetic" / site, study / "raw" / site)
    (study / "registry" / "study.yaml").write_text(
        (study / "registry" / "study.yaml").read_text().replace("synthetic: true", "synthetic: false")
    )
    job = job_of(study)
    assert [one.site for one in job.sites] == ["site-001", "site-002"]
    assert {one.data for one in job.sites} == {job.data}


def test_one_site_with_returns_is_refused_in_one_paragraph(study):
    for site in ("site-002", "site-003"):
        shutil.rmtree(study / "synthetic" / site)
    with pytest.raises(ReturnsRefusedError, match=r"only one site \(site-001\) has returns .* takes two"):
        job_of(study)


def test_no_site_with_returns_is_refused(study):
    shutil.rmtree(study / "synthetic")
    with pytest.raises(ReturnsRefusedError, match="no site has returns"):
        job_of(study)


def test_one_declared_site_is_refused_with_the_command_for_its_report(study):
    for site in ("site-002", "site-003"):
        (study / "registry" / "sites" / f"{site}.yaml").unlink()
    with pytest.raises(UnknownNameError, match=r"runs at one site only .* make report SITE=site-001"):
        job_of(study)


def test_an_unknown_programme_is_refused_with_the_nearest(study):
    with pytest.raises(UnknownNameError, match="Did you mean 'two-waves'"):
        job_of(study, programme="two-wave")


def test_all_programmes_leaves_out_those_that_cannot_be(study):
    paths, registry = study_paths(study), load_registry(study_paths(study))
    shared = {"level": "release", "data": "auto", "surroundings": surroundings_now()}
    assert programmes_of_several_sites(registry, paths, **shared) == ["two-waves"]
    shutil.rmtree(study / "synthetic")
    assert programmes_of_several_sites(registry, paths, **shared) == []


@pytest.fixture(scope="module")
def made(three_sites, tmp_path_factory):
    """A finished synthesis; one site has a name that is markup, mathematics and a number of people."""
    from earlyeval.run.command_line import main

    folder = shutil.copytree(three_sites, tmp_path_factory.mktemp("made") / "study")
    site = folder / "registry" / "sites" / "site-002.yaml"
    name = 'name: "<script>alert(1)</script> $x$ 12 of 40 people"'
    site.write_text(site.read_text().replace("name: Site 002", name))
    assert main(["programme", "two-waves", "--study", str(folder)]) == 0
    return folder


class TestMade:
    """From the notebook to the index."""

    def test_page_workbook_manifest_and_notebook_lie_there(self, made):
        folder = made / "reports" / "programmes" / "two-waves"
        assert {path.name for path in folder.iterdir()} == {"index.html", "tables.xlsx", "manifest.json", "notebooks"}
        assert "programmes/two-waves/index.html" in (made / "reports" / "index.html").read_text()

    def test_markup_in_a_name_stays_a_name(self, made):
        page = (made / "reports" / "programmes" / "two-waves" / "index.html").read_text()
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ 12 of 40 people" in page

    def test_nothing_is_made_again_until_something_changes(self, made, capsys):
        from earlyeval.run.command_line import main

        page = made / "reports" / "programmes" / "two-waves" / "index.html"
        before = page.stat().st_mtime_ns
        assert main(["programme", "two-waves", "--study", str(made)]) == 0
        assert "nothing changed" in capsys.readouterr().out
        assert main(["why", "--programme", "two-waves", "--study", str(made)]) == 0
        assert "nothing changed" in capsys.readouterr().out
        assert page.stat().st_mtime_ns == before

    @pytest.mark.parametrize("gone", ["the plan", "what it is of"])
    def test_a_site_without_its_plan_is_planned_as_its_own_report_is(self, made, tmp_path, gone):
        """Rows are kept of a restricted run too, which plans nothing."""
        folder = shutil.copytree(made, tmp_path / "study")
        jobs, batch = job_of(folder).sites, Batch(Request(study=str(folder)), Screen(), several=True)
        assert without_rows(jobs) == []
        plan = withheld_file(study_paths(folder), site="site-001", programme="two-waves")
        before = plan.read_bytes()
        if gone == "the plan":
            plan.unlink()
            with pytest.raises(ProtectionError, match="make report SITE=site-001"):
                worked_out(load_programme("two-waves", study=folder))
        else:
            plan.with_name("made-of.txt").write_text("another")
        assert [job.site for job in without_rows(jobs)] == ["site-001"]
        make_rows(batch, without_rows(jobs), jobs_at_once=1)
        assert plan.read_bytes() == before
        assert without_rows(jobs) == []

    def test_a_site_that_cannot_be_planned_is_told_and_has_no_plan(self, made, tmp_path, monkeypatch, capsys):
        folder = shutil.copytree(made, tmp_path / "study")
        jobs, batch = job_of(folder).sites, Batch(Request(study=str(folder)), Screen(), several=True)
        plan = withheld_file(study_paths(folder), site="site-001", programme="two-waves")
        plan.unlink()

        def refuses(*_, **__):
            raise ProtectionError("No end.")

        monkeypatch.setattr(programme_rows, "protected", refuses)
        make_rows(batch, jobs[:1], jobs_at_once=1)
        assert (batch.code, plan.exists()) == (ProtectionError.exit_code, False)
        assert "No end." in capsys.readouterr().err

    def test_returns_that_show_nothing_else_make_no_other_synthesis(self, made, capsys):
        from earlyeval.run.command_line import main

        people = made / "synthetic" / "site-001" / "two-waves" / "people.csv"
        lines = people.read_text().splitlines()
        people.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
        page = made / "reports" / "programmes" / "two-waves" / "index.html"
        before = page.stat().st_mtime_ns
        assert main(["programme", "two-waves", "--study", str(made)]) == 0
        assert "nothing changed in what the sites may show" in capsys.readouterr().out
        assert page.stat().st_mtime_ns == before

    def test_a_site_that_joins_makes_another_synthesis(self, made, capsys):
        from earlyeval.run.command_line import main

        manifest = made / "reports" / "programmes" / "two-waves" / "manifest.json"
        before = json.loads(manifest.read_text())
        shutil.rmtree(made / "synthetic" / "site-003")
        assert main(["programme", "two-waves", "--study", str(made)]) == 0
        after = json.loads(manifest.read_text())
        assert set(before["inputs"]["sites"]) - set(after["inputs"]["sites"]) == set()
        assert before["inputs"]["sites"]["site-003"] != after["inputs"]["sites"]["site-003"]
        assert before["protection"] != after["protection"]  # what is told of all sites together
        assert after["facts"]["sites_without_returns"] == {"site-003": "no returns yet"}


def test_a_page_says_which_sites_are_not_in_it_and_why():
    synthesis = SimpleNamespace(absent={"site-b": "no returns yet", "site-c": "not usable"})
    assert absent_in_words(synthesis) == "; without site-b (no returns yet), site-c (not usable)"
    assert absent_in_words(SimpleNamespace(absent={})) == ""
