"""One place of twelve sends what cannot be read: the others' reports are as without it, and everybody is told."""

import os
import re
import shutil
import subprocess

import pytest

from earlyeval.run.command_line import main

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
    "nothing in it": lambda text: "",
}


@pytest.fixture
def sites(tmp_path, capsys):
    """A made-up study of twelve places."""
    folder = tmp_path / "study"
    made = ["--families", f"{SITES * 15}", "--sites", f"{SITES}", "--programmes", "two-waves"]
    assert main(["synthesise", *made, "--folder", str(folder)]) == 0
    return folder


def reports(command, folder, *words, jobs=2):
    done = [*command, *(words or ("reports",)), "--study", str(folder), "--jobs", str(jobs)]
    return subprocess.run(done, capture_output=True, text=True, check=False)


def site_pages(folder):
    return {path.name: bytes_of(path) for path in sorted((folder / "reports").glob("site-*"))}


def test_places_made_at_once_are_what_they_are_one_after_another(command, sites, tmp_path, tally):
    one_by_one = tmp_path / "one by one"
    shutil.copytree(sites, one_by_one)
    assert reports(command, sites).returncode == 0
    together = site_pages(sites)
    assert len(together) == SITES
    for number in tally.of(SITES, sample=0):
        name = f"site-{number + 1:03d}"
        with tally.trial(name):
            done = reports(command, one_by_one, "report", name, jobs=1)
            assert done.returncode == 0, done.stderr
            assert site_pages(one_by_one)[name] == together[name]


def test_one_broken_place_of_twelve_takes_nobody_down(command, sites, tmp_path, tally):
    assert reports(command, sites).returncode == 0
    before = site_pages(sites)
    for number in tally.of(len(BREAKING), sample=0):
        kind, broken = list(BREAKING)[number], f"site-{1 + 5 * number % SITES:03d}"
        folder = tmp_path / f"broken-{number}"
        shutil.copytree(sites, folder, ignore=lambda *_: ["reports", "tidy", "scored", "analysed", "protected"])
        path = folder / "synthetic" / broken / "two-waves" / "phq-9.csv"
        path.write_text(BREAKING[kind](path.read_text()))
        with tally.trial(kind, broken):
            done = reports(command, folder)
            assert done.returncode == 3, done.stderr
            assert f"{broken}/two-waves/phq-9.csv" in done.stderr, "which file"
            assert "Traceback" not in done.stderr
            assert site_pages(folder) == {name: pages for name, pages in before.items() if name != broken}
            for name in sorted(set(before) - {broken}):
                verified(folder / "reports" / name / "two-waves")
            assert f"without {broken}" in " ".join(done.stdout.split())
            page = (folder / "reports" / "programmes" / "two-waves" / "index.html").read_text()
            assert f"{SITES - 1} of {SITES}" in page
