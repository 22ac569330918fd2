"""A kernel that dies, a cell that never ends, memory that is used up: told, nothing published, no process left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import CELLS, PLACE, bytes_of, change_returns, report_of, verified, written

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for in /proc"),
]
LIMIT = 8  # seconds
LOST = "lost.py"  # the name by which a process that a cell started would be found
LEAVES = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', '{LOST}'])\n"
# What a cell does, and what is said of it.
ENDS = {
    "it never ends": (LEAVES + "while True:\n    pass", f"longer than {LIMIT} seconds"),
    "it waits for ever": ("import time\ntime.sleep(10_000)", f"longer than {LIMIT} seconds"),
    "it does not let itself be interrupted": (
        "import signal, time\nfor number in (2, 15):\n    signal.signal(number, signal.SIG_IGN)\ntime.sleep(10_000)",
        f"longer than {LIMIT} seconds",
    ),
    "the kernel ends as if all were well": ("import os\nos._exit(0)", "the kernel died"),
    "the kernel is killed": (LEAVES + "import os\nos.kill(os.getpid(), 9)", "the kernel died"),
    "the kernel crashes": ("import ctypes\nctypes.string_at(0)", "the kernel died"),
    "memory is used up": (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))\nheld = bytearray(2**33)",
        "MemoryError",
    ),
    "the kernel is told to stop": ("import os\nos.kill(os.getpid(), 15)", "the kernel died"),
}  # fmt: skip


@pytest.fixture
def processes_of(study):
    """Return a function that lists processes that a run of this study left behind."""

    def found():
        names = [f"{study}", LOST]
        left = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                where, words = os.readlink(process / "cwd"), (process / "cmdline").read_bytes().decode()
            except OSError:
                continue
            if where.startswith(names[0]) or LOST in words:
                left.append(words)
        return left

    return found


def test_what_does_not_end_well_is_told_and_nothing_is_published(report, begin, study, processes_of, tmp_path, tally):
    assert report().returncode == 0
    before, kinds = bytes_of(report_of(study)), list(ENDS)
    for number in tally.of(5 * len(kinds), sample=2):
        kind = kinds[(number * 3) % len(kinds)]
        source, words = ENDS[kind]
        folder = tmp_path / f"notebooks-{number}"
        folder.mkdir()
        change_returns(study, number)
        with tally.trial(kind):
            begun = begin(
                "report",
                "riverside",
                "--timeout",
                str(LIMIT if "longer" in words else 600),
                notebooks=written(folder, [*CELLS, ("code", source, ())]),
            )
            assert begun.ends(within=300)
            assert begun.returncode == 5, begun.stderr
            told = " ".join(begun.stderr.split())
            assert words in told
            assert "Traceback" not in told
            assert processes_of() == []
            assert bytes_of(report_of(study)) == before
    assert verified(report_of(study))


def test_a_log_of_what_went_wrong_is_for_its_user_alone(begin, study, tmp_path):
    begun = begin("report", "riverside", notebooks=written(tmp_path, [*CELLS, ("code", "1 / 0", ())]))
    assert begun.ends()
    logs = [path for path in study.joinpath("restricted", "logs", *PLACE).rglob("*") if path.is_file()]
    assert len(logs) == 1
    assert subprocess.run(["stat", "-c", "%a", logs[0]], capture_output=True, check=True).stdout.strip() == b"600"
