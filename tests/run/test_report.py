"""The chain above a single report: what is up to date, what is made, what fails, what is said."""

import fcntl
import stat
from types import SimpleNamespace

import pytest

from earlyeval.foundations.errors import ProtectionError, ReturnsRefusedError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.run import report
from earlyeval.run.request import Request

pytestmark = pytest.mark.unit


@pytest.fixture
def chain(tmp_path, monkeypatch):
    """report_all with plan, makers and pages replaced; ``made`` notes what was made."""
    paths = StudyPaths(root=tmp_path, data=tmp_path / "data")
    world = SimpleNamespace(made=[], pages=[], done=set(), failing={}, together=[], listed=False)

    def planned(registry, paths, *, site, programme, level, data, surroundings):
        if (site, programme) in world.failing:
            raise world.failing[site, programme]
        target = paths.reports / site / programme
        return SimpleNamespace(
            site=site, programme=programme, level=level, paths=paths, registry=registry, page=target / "index.html",
            target=target, place=(site, programme), size_bytes=1, surroundings=None,
            name=f"{site} · {programme} · synthetic data", is_done=lambda protection: (site, programme) in world.done,
        )  # fmt: skip

    def make_one(batch, job, *, jobs):
        batch.screen.line(job.name)
        world.made.append(job.place)
        batch.there.append(job)

    def make_several(batch, *, jobs):
        world.together.append([job.place for job in batch.to_make])
        for job in batch.to_make:
            world.made.append(job.place)
            batch.there.append(job)

    registry = SimpleNamespace(returns=(), site=lambda name: SimpleNamespace(programmes=("one",)))
    monkeypatch.setattr(report, "load_registry", lambda paths: registry)
    monkeypatch.setattr(report, "planned", planned)
    monkeypatch.setattr(report, "pages_are_current", lambda *given, **named: world.listed)
    monkeypatch.setattr(report, "note_pages", lambda *given, **named: None)
    monkeypatch.setattr("earlyeval.run.several.make_one", make_one)
    monkeypatch.setattr("earlyeval.run.several.make_several", make_several)
    monkeypatch.setattr(
        "earlyeval.run.place_pages.write_place_pages", lambda registry, paths, *, sites: world.pages.extend(sites)
    )
    monkeypatch.setattr(Request, "paths", paths)
    return world


def test_a_report_is_made_and_its_page_named_last(chain, capsys, tmp_path):
    assert report.report_all(Request(), [("luton", "baby-steps")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "luton · baby-steps · synthetic data"
    assert lines[-1] == f"Open: {tmp_path}/reports/luton/baby-steps/index.html"
    assert chain.made == [("luton", "baby-steps")]
    assert chain.pages == ["luton"]


def test_an_unchanged_report_is_not_made_again(chain, capsys):
    chain.done.add(("luton", "baby-steps"))
    assert report.report_all(Request(), [("luton", "baby-steps")]) == 0
    assert chain.made == []
    assert "nothing changed" in capsys.readouterr().out


def test_one_that_fails_does_not_stop_the_others_and_gives_its_code(chain, capsys):
    chain.failing = {("luton", "a"): ReturnsRefusedError("people.csv, row 2"), ("luton", "c"): ProtectionError("no")}
    assert report.report_all(Request(), [("luton", "a"), ("luton", "b"), ("luton", "c")]) == 3
    assert chain.made == [("luton", "b")]
    said = capsys.readouterr().err
    assert "luton · a failed" in said
    assert "people.csv, row 2" in said


def test_the_restricted_level_touches_no_page_of_reports(chain):
    assert report.report_all(Request(level="restricted"), [("luton", "a")]) == 0
    assert chain.pages == []


def test_pages_that_are_current_are_not_written_again(chain):
    chain.listed = True
    chain.done.add(("luton", "a"))
    assert report.report_all(Request(), [("luton", "a")]) == 0
    assert chain.pages == []


def test_many_reports_stay_readable(chain, capsys):
    assert report.report_all(Request(), [(f"place{number}", "a") for number in range(20)]) == 0
    assert len(capsys.readouterr().out.splitlines()) <= 25


def test_pages_that_list_reports_are_written_under_a_lock(chain, monkeypatch, tmp_path):
    held = []

    def pages(registry, paths, *, sites):
        with (tmp_path / "data/tidy/.locks/pages.lock").open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        held.append(True)

    monkeypatch.setattr("earlyeval.run.place_pages.write_place_pages", pages)
    assert report.report_all(Request(), [("luton", "a")]) == 0
    assert held


def test_a_file_in_the_place_of_the_reports_is_told_before_the_work(chain, tmp_path, capsys):
    (tmp_path / "reports").write_text("")
    assert report.report_all(Request(), [("luton", "a")]) == 6
    assert chain.made == []
    assert "reports" in capsys.readouterr().err


def test_what_is_restricted_is_closed_whatever_is_made(chain, tmp_path):
    (tmp_path / "restricted").mkdir(mode=0o755)
    report.report_all(Request(), [("luton", "a")])
    assert stat.S_IMODE((tmp_path / "restricted").stat().st_mode) == 0o700
