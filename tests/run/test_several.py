"""Several reports of one study, for real: only what changed is made again, whoever kills the run."""

import os
import signal
import subprocess
import sys
import time

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.run import report
from earlyeval.run.manifest import read_manifest
from earlyeval.run.request import Request
from earlyeval.run.why import why

pytestmark = pytest.mark.end_to_end

PLACES = (("hilltop", "parent-group"), ("seaside", "parent-group"))


def make(study, **options):
    return report.report_all(Request(study=str(study), **options), PLACES)


def files_of(folder):
    """Return each published file's bytes, and when it was written."""
    return {path: (path.stat().st_ino, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}


def told(study, capsys, place="hilltop"):
    capsys.readouterr()
    assert why(Request(study=str(study)), [(place, "parent-group")]) == 0
    return capsys.readouterr().out


def test_touching_one_return_rebuilds_that_report_alone_and_the_pages_that_list_it(study_of, capsys):
    study = study_of("hilltop", "seaside")
    assert "no report was made yet" in told(study, capsys)
    assert make(study, jobs="2") == 0
    reports = study / "reports"
    before = files_of(reports)
    assert (reports / "index.html").is_file()
    assert (reports / "hilltop" / "index.html").is_file()
    assert "nothing changed" in told(study, capsys)

    returned = study / "raw/hilltop/parent-group/phq-9.csv"
    times = returned.stat()
    lines = returned.read_text().splitlines()
    returned.write_text("\n".join([*lines[:-1]]) + "\n")
    os.utime(returned, ns=(times.st_atime_ns, times.st_mtime_ns))  # an edit that keeps the time is caught as well
    assert "return hilltop/parent-group/phq-9.csv changed" in told(study, capsys)
    assert make(study, jobs="2") == 0
    after = files_of(reports)
    changed = {path.relative_to(reports).as_posix() for path in before if before[path] != after[path]}
    assert "hilltop/parent-group/index.html" in changed
    assert {name.split("/")[0] for name in changed} == {"hilltop"}
    assert read_manifest(reports / "hilltop/parent-group")["inputs"]["returns_sha256"]

    page = reports / "seaside/parent-group/index.html"
    page.write_text(page.read_text().replace("Seaside", "Seaside, edited"), encoding="utf-8")
    with page.open("a") as file:
        file.write("<!-- by hand -->")
    assert "report, by hand: index.html changed" in told(study, capsys, "seaside")
    assert make(study) == 0
    assert files_of(reports / "seaside")[page][1] == before[page][1]


def test_only_the_notebook_that_changed_is_executed_again(study_of, monkeypatch, capsys, tmp_path):
    from earlyeval.run import making

    study = study_of("hilltop")
    sources = tmp_path / "notebooks"
    sources.mkdir()
    for source in making.site_notebooks()[:3]:
        (sources / source.name).write_bytes(source.read_bytes())
    monkeypatch.setattr(making, "NOTEBOOKS", sources)
    executed, execute_all = [], making.execute_all

    def noted(tasks, **options):
        executed.append([task.source.name for task in tasks])
        return execute_all(tasks, **options)

    monkeypatch.setattr(making, "execute_all", noted)
    request = Request(study=str(study), jobs="2")
    assert report.report_all(request, PLACES[:1]) == 0
    edited = sorted(sources.iterdir())[1]
    edited.write_text(edited.read_text().replace('"cells": [', '"cells":  [', 1))
    (study / "reports/hilltop/parent-group/index.html").unlink()  # so that the report is made again
    assert report.report_all(request, PLACES[:1]) == 0
    assert [len(executed[0]), executed[1]] == [3, [edited.name]]


COMMAND = "import sys; from earlyeval.run.command_line import main; sys.exit(main(sys.argv[1:]))"


def begun(study, *options):
    command = [sys.executable, "-P", "-c", COMMAND, "reports", "--study", str(study), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)


def wait_for(study, pattern, seconds=120):
    give_up = time.monotonic() + seconds
    while not list(study.glob(pattern)) and time.monotonic() < give_up:
        time.sleep(0.02)
    assert list(study.glob(pattern)), pattern


def processes_of(study):
    """Return the processes that know of the study by their command, environment or open folder."""
    found, mark = [], os.fsencode(study)
    for folder in os.listdir("/proc"):
        if folder.isdigit() and int(folder) != os.getpid():
            try:
                with (
                    open(f"/proc/{folder}/environ", "rb") as environment,
                    open(f"/proc/{folder}/cmdline", "rb") as line,
                ):
                    if mark in environment.read() or mark in line.read():
                        found.append(int(folder))
            except OSError:
                continue
    return found


def gone(study, seconds=30):
    give_up = time.monotonic() + seconds
    while processes_of(study) and time.monotonic() < give_up:
        time.sleep(0.1)
    return processes_of(study) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_behind_but_what_is_whole(study_of, how):
    study = study_of("hilltop", "seaside")
    run = begun(study, "--jobs", "2")
    wait_for(study, "analysed/*/*/notebooks-release/*.json")  # one notebook is whole, others are under way
    run.send_signal(how)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Interrupted" in said
    assert b"Traceback" not in said
    assert gone(study)
    assert list(study.glob("reports/*/.stage-*")) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_a_killed_run_is_taken_up_where_it_was(study_of):
    study = study_of("hilltop", "seaside")
    run = begun(study, "--jobs", "2")
    wait_for(study, "analysed/*/*/notebooks-release/*.json")
    run.kill()
    run.communicate(timeout=60)
    assert gone(study)
    finished = {
        path: path.with_suffix(".ipynb").stat().st_mtime_ns
        for path in study.glob("analysed/*/*/notebooks-release/*.json")
    }
    rows = {path: path.stat().st_mtime_ns for path in study.glob("analysed/*/*/results.parquet")}
    assert finished
    assert len(rows) == 2
    again = begun(study, "--jobs", "1")
    wait_for(study, "reports/*/parent-group/manifest.json")
    kept = {
        path for path in finished if path.exists() and path.with_suffix(".ipynb").stat().st_mtime_ns != finished[path]
    }
    assert kept == set(), "a whole notebook was executed a second time"
    again.communicate(timeout=240)
    assert again.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in rows} == rows, "result rows were made a second time"
    paths = study_paths(study)
    assert all((paths.reports / place / programme / "index.html").is_file() for place, programme in PLACES)


def test_a_report_that_protection_refuses_does_not_stop_the_others(monkeypatch):
    from types import SimpleNamespace

    from earlyeval.foundations.errors import ProtectionError
    from earlyeval.run import several

    kept, told = {}, []

    def protected(rows, profile, *, level):
        if ("b", "group") in rows:
            raise ProtectionError("A row holds a number of people.")
        return dict(rows)

    monkeypatch.setattr(several, "protected", protected)
    monkeypatch.setattr(several, "put_in_force", lambda paths, slices, *, tell, made_of: kept.update(slices))
    registry = SimpleNamespace(profile=None)
    job = SimpleNamespace(level="release", paths=None, registry=registry, place=("a", "group"), inputs={})
    batch = SimpleNamespace(
        to_make=[job], failed=lambda name, error: told.append(name), screen=SimpleNamespace(line=None)
    )
    rows = {("a", "group"): 1, ("b", "group"): 2}
    several._put_plan_in_force(batch, rows)
    assert told == ["b · group"]
    assert list(kept) == list(rows) == [("a", "group")]
