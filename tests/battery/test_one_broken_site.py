"""One place of many sends what cannot be read: the others' reports are as without it, and everybody is told.

Minutes long, so a part of ``make test-full`` alone; ``tests/run/test_not_renewed.py`` tries what marks its report.
"""

import os
import re
import shutil
import subprocess

import pytest

from earlyeval.run.command_line import main
from earlyeval.run.not_renewed import WORDS

from .conftest import bytes_of, verified

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(os.environ.get("EARLYEVAL_FULL") != "1", reason="minutes long: a part of make test-full"),
]
SITES = 12
BREAKING = {
    "a row that is too long": lambda text: text.rstrip("\n") + ",1,2\n",
    "an unknown time": lambda text: re.sub(",(baseline|endpoint|before|after),", ",sometime,", text, count=1),
    "a file that is no text": lambda text: "\0" + text,
    "words where a number belongs": lambda text: re.sub(r",\d,", ",many,", text, count=1),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A made-up study of several places."""
    folder = tmp_path_factory.mktemp("sites") / "study"
    made = ["--families", f"{SITES * 20}", "--sites", f"{SITES}", "--programmes", "two-waves"]
    assert main(["synthesise", *made, "--folder", str(folder)]) == 0
    return folder


def reports(command, folder, *words, jobs=2):
    done = [*command, *(words or ("reports",)), "--study", str(folder), "--jobs", str(jobs)]
    return subprocess.run(done, capture_output=True, text=True, check=False)


def site_reports(folder):
    """Return the files of each place's report; the pages that list them are not of it."""
    return {path.name: bytes_of(path / "two-waves") for path in sorted((folder / "reports").glob("site-*"))}


def test_places_made_at_once_are_what_they_are_one_after_another(command, sites, tmp_path, tally):
    one_by_one, at_once = (shutil.copytree(sites, tmp_path / name) for name in ("one by one", "at once"))
    assert reports(command, at_once).returncode == 0
    together = site_reports(at_once)
    assert len(together) == SITES
    for number in tally.of(SITES, sample=1):
        name = f"site-{number + 1:03d}"
        with tally.trial(name):
            done = reports(command, one_by_one, "report", name, jobs=1)
            assert done.returncode == 0, done.stderr
            assert site_reports(one_by_one)[name] == together[name]


def test_one_broken_place_takes_nobody_down(command, sites, tmp_path, tally):
    whole = shutil.copytree(sites, tmp_path / "whole")
    assert reports(command, whole).returncode == 0
    before = site_reports(whole)
    assert len(before) == SITES
    for number in tally.of(len(BREAKING), sample=1):
        kind, broken = list(BREAKING)[number], f"site-{1 + 5 * number % SITES:03d}"
        folder = shutil.copytree(whole, tmp_path / f"broken-{number}")
        path = folder / "synthetic" / broken / "two-waves" / "phq-9.csv"
        kept, others = path.read_text(), sorted(set(before) - {broken})
        for other in others if number == 0 else []:  # they sent something too: an answer less
            sent = folder / "synthetic" / other / "two-waves" / "phq-9.csv"
            sent.write_text("".join(sent.read_text().splitlines(keepends=True)[:-1]))
        path.write_text(BREAKING[kind](kept))
        assert path.read_text() != kept
        with tally.trial(kind, broken):
            done = reports(command, folder)
            assert done.returncode == 3, done.stderr
            said = " ".join(done.stderr.split())
            assert f"{broken}/two-waves/phq-9.csv" in said, "which file"
            assert "its last report, if there is one, is untouched" in said
            assert "Traceback" not in done.stderr
            after = site_reports(folder)
            assert after[broken] == before[broken]
            for name in others:
                verified(folder / "reports" / name / "two-waves")
            marked = [page for page in listing(folder) if WORDS in page.read_text()]
            assert [page.parent.name for page in marked] == ["reports", broken]
            if number == 0:
                without = shutil.copytree(folder, tmp_path / "without")
                shutil.rmtree(without / "synthetic" / broken)
                shutil.rmtree(without / "reports")
                reports(command, without)
                assert {name: after[name] for name in others} == site_reports(without)
                assert all(after[name] != before[name] for name in others)
            path.write_text(kept)
            assert reports(command, folder).returncode == 0
            assert not [page for page in listing(folder) if WORDS in page.read_text()]


def listing(folder):
    """Return the pages that list reports."""
    return [folder / "reports" / "index.html", *sorted((folder / "reports").glob("site-*/index.html"))]
