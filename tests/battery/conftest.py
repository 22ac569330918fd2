"""A study of one place with one notebook, and runs of it as a user's own process, whatever happens to them."""

import contextlib
import hashlib
import itertools
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from nbformat import v4, writes

from earlyeval.registry.new_study import lay_out

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


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory):
    """A folder with the one notebook."""
    return written(tmp_path_factory.mktemp("notebooks"), CELLS)


def written(folder, cells):
    """Write the miniature's notebook with some cells; return its folder."""
    made = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    cells = [made[kind](source, metadata={"tags": list(tags)}) for kind, source, tags in cells]
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

    def done(*more, folder=None, cwd=None, before=None, **environment):
        return subprocess.run(
            [*command, "report", "riverside", "--study", str(folder or study), *more],
            capture_output=True, text=True, check=False, timeout=300, cwd=cwd, preexec_fn=before,
            env={**os.environ, **environment},
        )  # fmt: skip

    return done


class Begun:
    """A run that has begun: a process and a session of its own. What it prints goes to files."""

    def __init__(self, address, request):
        self._request, self._connection = request, socket.socket(socket.AF_UNIX)
        self._connection.connect(address)
        self._connection.sendall(json.dumps(request).encode() + b"\n")
        self._answers = self._connection.makefile()
        self.process, self.returncode = json.loads(self._answers.readline())["process"], None

    def ends(self, *, within=300.0):
        """Wait; say whether it ended in time."""
        if self.returncode is None and select.select([self._connection], [], [], within)[0]:
            self.returncode = json.loads(self._answers.readline())["code"]
            self._connection.close()
        return self.returncode is not None

    def killed(self):
        """Kill it and its group, at whatever moment it is."""
        with contextlib.suppress(ProcessLookupError):  # not its own group yet, or it has ended
            os.killpg(self.process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        assert self.ends()

    @property
    def stdout(self):
        return Path(self._request["out"]).read_text()

    @property
    def stderr(self):
        return Path(self._request["err"]).read_text()


@pytest.fixture(scope="session")
def server(notebooks, tmp_path_factory):
    """Return the socket of a process that has imported everything and forks a run for whoever asks."""
    address = Path(tempfile.mkdtemp(prefix="ee-battery-")) / "socket"  # a socket's path has at most 107 characters
    command = [sys.executable, "-P", str(Path(__file__).parent / "forking.py"), str(notebooks), str(address)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout.readline() == b"ready\n"
        yield str(address)
        process.stdin.close()
        process.wait()
    shutil.rmtree(address.parent)


@pytest.fixture
def begin(server, study, tmp_path):
    """Return a function that begins a command on the study (or another, by ``folder``) in a process of its own."""
    count = itertools.count()

    def begun(*words, folder=None, notebooks=None, file_size=0, **environment):
        number = next(count)
        request = {
            "words": [*words, "--study", str(folder or study)], "cwd": str(tmp_path), "env": environment,
            "out": str(tmp_path / f"out-{number}"), "err": str(tmp_path / f"err-{number}"),
            "notebooks": str(notebooks or ""), "file_size": file_size,
        }  # fmt: skip
        return Begun(server, request)

    return begun


@pytest.fixture
def report(begin):
    """Return a function that makes the miniature's report to its end."""

    def made(**how):
        begun = begin("report", "riverside", **how)
        assert begun.ends()
        return begun

    return made


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
