"""A study of one place with one notebook, and runs of it as a user's own process, whatever happens to them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import v4, writes

from earlyeval.registry.new_study import lay_out

FULL = bool(os.environ.get("EARLYEVAL_FULL"))
PLACE = ("riverside", "parent-group")
CELLS = (
    ("markdown", "# Miniature\n\nWho took part, and what changed?", ()),
    ("code", 'SITE = "riverside"\nPROGRAMME = "parent-group"\nSTUDY = ""\nLEVEL = "release"\nDATA = "auto"',
     ("parameters",)),
    ("code", "from earlyeval import present\nfrom earlyeval.analyse import change, flow\n"
     "from earlyeval.study import load_study", ()),
    ("code", "study = load_study(SITE, PROGRAMME, study=STUDY, level=LEVEL, data=DATA)\n"
     "show = present.under(study.profile, **study.setting)", ()),
    ("code", "stages = flow.flow(study)", ()),
    ("code", "show.flow(stages)", ()),
    ("code", "changes = change.family_change(study)", ()),
    ("code", "show.change(changes)", ()),
)  # fmt: skip


def times(full, sample):
    """Return how often a promise is tried: as the mark asks in test-full, a sample of it otherwise."""
    return full if FULL else sample


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory):
    """A folder with the one notebook."""
    folder = tmp_path_factory.mktemp("notebooks")
    made = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    cells = [made[kind](source, metadata={"tags": list(tags)}) for kind, source, tags in CELLS]
    kernel = {"display_name": "earlyeval", "language": "python", "name": "earlyeval"}
    (folder / "05-miniature.ipynb").write_text(writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})))
    return folder


@pytest.fixture
def study(tmp_path):
    """The example study, laid out anew."""
    lay_out(tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture
def command(notebooks):
    """Return the words that run a command on the miniature, without the study."""
    return [sys.executable, "-P", str(Path(__file__).parent / "miniature.py"), str(notebooks)]


@pytest.fixture
def run(command, study):
    """Return a function that runs a report of the miniature to its end."""

    def done(*more, folder=None, cwd=None, **environment):
        return subprocess.run(
            [*command, "report", "riverside", "--study", str(folder or study), *more],
            capture_output=True, text=True, check=False, timeout=300, cwd=cwd, env={**os.environ, **environment},
        )  # fmt: skip

    return done


def verified(report):
    """Return the manifest of a published report, having verified that it is whole: every file it names, no other."""
    made = json.loads((report / "manifest.json").read_text())
    there = {
        path.relative_to(report).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in report.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert there == made["outputs"]
    return made


def report_of(study):
    return study.joinpath("reports", *PLACE)


def bytes_of(folder):
    """Return every file below a folder by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def change_returns(study, number):
    """Leave out one answer, another for each number."""
    path = study.joinpath("raw", *PLACE, "phq-9.csv")
    original = study / "phq-9.original"
    if not original.exists():
        shutil.copy(path, original)
    lines = original.read_text().splitlines()
    del lines[1 + number % (len(lines) - 1)]
    path.write_text("\n".join(lines) + "\n")
