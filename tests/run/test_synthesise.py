"""earlyeval synthesise: a whole made-up study that the other commands take unchanged."""

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.command_line import main
from earlyeval.run.request import request_from
from earlyeval.run.synthesise import lay_out
from earlyeval.run.wanted_study import wanted_study
from earlyeval.study import load_study
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.end_to_end


def synthesise(*arguments):
    return main(["synthesise", *(str(argument) for argument in arguments)])


def bytes_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def every_pair(folder):
    registry = load_registry(study_paths(folder))
    pairs = [(site, run.programme) for site, place in registry.sites.items() for run in place.programmes]
    return registry, pairs


@pytest.mark.parametrize(
    ("programmes", "ending"),
    [("open-door", "csv"), ("two-waves", "csv"), ("two-waves", "parquet"), ("open-door,two-waves", "parquet")],
)
def test_every_place_of_a_study_passes_its_check(tmp_path, capsys, programmes, ending):
    folder = tmp_path / "study"
    options = ("--programmes", programmes, "--format", ending, "--jobs", 1)
    assert synthesise("--families", 480, "--sites", 4, "--folder", folder, *options) == 0
    assert "480 made-up families at 4 sites" in capsys.readouterr().out
    assert main(["sites", "--study", str(folder)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    registry, pairs = every_pair(folder)
    assert len(pairs) == 4 * len(programmes.split(","))
    n_families = 0
    for site, programme in pairs:
        returns = read_returns(registry, study_paths(folder), site=site, programme=programme)
        assert returns.data == "synthetic"
        if programme == "two-waves":  # some are measured after the programme only, and nothing else is odd
            assert set(returns.findings["rule"]) <= {"after_without_before"}
        people = returns.tables["people"]
        n_families += int((people["consented"] & (people["role"] != "staff")).sum())
    assert n_families == 480
    assert main(["check", "site-003", "--study", str(folder)]) == 0


def test_one_place_is_scored_and_shows_its_planted_change(tmp_path):
    folder = tmp_path / "study"
    assert synthesise("--families", 3000, "--sites", 2, "--programmes", "two-waves", "--folder", folder) == 0
    study = load_study("site-002", "two-waves", study=folder)
    scores = study.scores[(study.scores["instrument"] == "phq-9") & (study.scores["subscale"] == "total")]
    wide = scores.pivot(index="person_id", columns="time_point", values="score")
    change = (wide["endpoint"] - wide["baseline"]).dropna()
    rows = (folder / "planted.csv").read_text().splitlines()
    planted = float(next(row for row in rows if row.startswith("site-002,two-waves") and "phq-9" in row).split(",")[5])
    assert abs(change.mean() - planted) < 3.5 * change.std() / len(change) ** 0.5


@pytest.mark.parametrize("programme", ["open-door", "two-waves"])
def test_csv_and_parquet_are_read_as_the_same_returns(tmp_path, programme):
    found = {}
    for ending in ("csv", "parquet"):
        folder = tmp_path / ending
        options = ("--programmes", programme, "--format", ending)
        assert synthesise("--families", 90, "--sites", 2, "--folder", folder, *options) == 0
        found[ending] = read_returns(every_pair(folder)[0], study_paths(folder), site="site-002", programme=programme)
    assert found["csv"].tables.keys() == found["parquet"].tables.keys()
    for name, table in found["csv"].tables.items():
        same = [one.drop(columns="file", errors="ignore") for one in (table, found["parquet"].tables[name])]
        pd.testing.assert_frame_equal(*same)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_each_place_finds_its_own_rows_in_the_national_file(tmp_path, ending):
    options = ("--families", 240, "--sites", 3, "--programmes", "two-waves")
    assert synthesise(*options, "--folder", tmp_path / "places") == 0
    assert synthesise(*options, "--one-file", "--format", ending, "--folder", tmp_path / "national") == 0
    key = ["person_id", "time_point", "instrument", "item"]
    for site, programme in every_pair(tmp_path / "national")[1]:
        answers = []
        for folder in (tmp_path / "places", tmp_path / "national"):
            returns = read_returns(every_pair(folder)[0], study_paths(folder), site=site, programme=programme)
            assert returns.data == "synthetic"
            answers.append(returns.tables["responses"].dropna(subset="value").sort_values(key, ignore_index=True))
        pd.testing.assert_frame_equal(answers[0][[*key, "value"]], answers[1][[*key, "value"]])
    assert main(["check", "site-002", "--study", str(tmp_path / "national")]) == 0


def test_large_studies_are_parquet_unless_asked_otherwise():
    values = {"families": "50000", "sites": "10"}
    assert wanted_study(request_from(values)).ending == "parquet"
    assert wanted_study(request_from({**values, "families": "49999"})).ending == "csv"
    assert wanted_study(request_from({**values, "format": "csv"})).ending == "csv"
    assert wanted_study(request_from({**values, "one_file": "yes"})).ending == "csv"


def test_workers_change_no_byte(tmp_path, monkeypatch):
    values = {"families": "520", "sites": "6", "programmes": "two-waves,open-door", "folder": "unused"}
    monkeypatch.setattr("earlyeval.run.synthesise._LONG", 0.0)
    for jobs in ("1", "2"):
        (tmp_path / jobs).mkdir()
        lay_out(wanted_study(request_from({**values, "jobs": jobs})), tmp_path / jobs)
    assert bytes_below(tmp_path / "1") == bytes_below(tmp_path / "2")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--families", "0", "--sites", "1"), "families must be a whole number from 1 to 10000000; found '0'."),
        (("--families", "-5", "--sites", "1"), "families must be a whole number"),
        (("--families", "9" * 400, "--sites", "1"), "families must be a whole number"),
        (("--families", "\u0661\u0662", "--sites", "1"), "families must be a whole number"),
        (("--families", "1000", "--sites", "0"), "sites must be a whole number from 1 to 2000; found '0'."),
        (("--families", "1000", "--sites", "$(x)"), "sites must be a whole number"),
        (("--families", "100", "--sites", "200"), "at least 8000 are needed"),
        (("--families", "1000"), "How many sites?"),
        (("--sites", "3"), "How many families?"),
        (("--families", "1000", "--sites", "3", "--seed", "-1"), "seed must be a whole number from 0"),
        (("--families", "1000", "--sites", "3", "--programmes", "opendoor"), "Did you mean 'open-door'?"),
        (("--families", "1000", "--sites", "3", "--format", "xlsx"), "Known: csv, parquet."),
        (("--families", "1000", "--sites", "3", "--jobs", "0"), "JOBS must be a whole number"),
        (("--families", "1000", "--sites", "3", "--one-file", "--programmes", "open-door"), "ask for two-waves alone"),
        (("wandsworth", "--families", "1000", "--sites", "3"), "give no place"),
        (("--families", "1000", "--sites", "3", "--study", "other"), "give no place"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert synthesise(*arguments) == 2
    told = capsys.readouterr()
    assert words in " ".join(told.err.split())
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_taken_is_left_alone(tmp_path, capsys):
    (tmp_path / "kept").write_text("kept")
    assert synthesise("--families", 100, "--sites", 2, "--folder", tmp_path) == 2
    assert "not empty" in capsys.readouterr().err
    assert synthesise("--families", 100, "--sites", 2, "--folder", tmp_path / "kept" / "below") == 6
    assert "cannot be written" in capsys.readouterr().err
    assert bytes_below(tmp_path) == {"kept": b"kept"}


def test_without_a_folder_the_name_says_what_lies_in_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert synthesise("--families", 100, "--sites", 2, "--programmes", "two-waves") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["synthetic-100-families-2-sites"]


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_interrupted_it_leaves_no_half_study_and_nobody_behind(tmp_path, told, code):
    command = [sys.executable, "-P", "-m", "earlyeval", "synthesise", "--families", "24000", "--sites", "300",
               "--folder", "study", "--jobs", "2"]  # fmt: skip
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list(tmp_path.glob(".stage-study-*/synthetic/*/*")):
        time.sleep(0.02)
    process.send_signal(told)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert not (tmp_path / "study").exists()
    assert "Traceback" not in errors
    while time.monotonic() < deadline and group_lives(process.pid):
        time.sleep(0.05)
    assert not group_lives(process.pid)
    if told == signal.SIGKILL:  # it could not clean up: the next run does
        assert list(tmp_path.iterdir())
        command[6], command[8] = "200", "2"
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        assert [path.name for path in tmp_path.iterdir()] == ["study"]
    else:
        assert list(tmp_path.iterdir()) == []


def group_lives(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
