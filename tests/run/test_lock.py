"""One run at a time for one report."""

import subprocess
import sys
import time

import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.foundations.paths import study_paths
from earlyeval.run.lock import locked, shared_lock

pytestmark = pytest.mark.unit

HOLDER = """
import sys, time
from pathlib import Path
from earlyeval.run.lock import locked
with locked(Path(sys.argv[1]), tell=print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def holder(tmp_path):
    started = []

    def start(seconds: float):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path / "a.lock"), str(seconds)], stdout=subprocess.PIPE
        )
        started.append(process)
        process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_second_waits_and_says_for_whom(tmp_path, holder):
    first, said = holder(1.0), []
    began = time.monotonic()
    with locked(tmp_path / "a.lock", tell=said.append):
        assert time.monotonic() - began > 0.3
    assert len(said) == 1
    assert f"process {first.pid}, since " in said[0]


def test_whatever_stands_in_it_is_read(tmp_path, holder):
    """Another machine, or another program, may have written there; whether it is held is no question of its words."""
    (tmp_path / "a.lock").write_bytes(b"process 1, on another machine \xff\xfe\x00\x1b[2J")
    with locked(tmp_path / "a.lock", tell=lambda _: None):
        pass
    holder(0.7)
    (tmp_path / "a.lock").write_bytes(b"process 7 \xff\xfe\x00\x1b[2J")
    said = []
    with locked(tmp_path / "a.lock", tell=said.append):
        pass
    assert said == ["Another run (process 7 [2J) is working on the same report; waiting for it."]


def test_it_gives_up_at_last(tmp_path, holder):
    holder(60)
    with pytest.raises(SurroundingsError, match="still works on the same report"):
        locked(tmp_path / "a.lock", tell=lambda _: None, patience=0.3).__enter__()


def test_a_killed_holder_holds_nothing(tmp_path, holder):
    first, said = holder(60), []
    first.kill()
    first.wait()
    with locked(tmp_path / "a.lock", tell=said.append):
        assert said == []


def test_another_report_is_not_held_up(tmp_path, holder):
    holder(60)
    with locked(tmp_path / "b.lock", tell=lambda _: pytest.fail("waited")):
        pass


def test_what_all_reports_share_is_locked_beside_the_tidy_tables(tmp_path):
    paths = study_paths(tmp_path)
    assert shared_lock(paths, "index") == paths.data / "tidy" / ".locks" / "index.lock"
    assert shared_lock(paths, "index") != shared_lock(paths, "plan")
