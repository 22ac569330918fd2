"""Killed at any moment, on a full or closed disk, twice at once: the published report is whole, the old or the new."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import bytes_of, change_returns, report_of, verified

pytestmark = pytest.mark.end_to_end
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups and tmpfs of Linux")
ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can mount a disk of its own")
# Kilobytes beyond what the study takes: from nothing at all to just enough.
SIZES = (16, 512, 1536, 48, 64, 128, 192, 256, 384, 640, 768, 1024)


def stages(study):
    return [path for path in study.rglob(".stage-*") if "reports" in path.parts]


@LINUX
def test_killed_at_any_moment_a_report_is_whole(report, begin, study, tally):
    began = time.monotonic()
    assert report().returncode == 0
    took = time.monotonic() - began
    for number in tally.of(200, sample=3):
        change_returns(study, number)
        with tally.trial(number):
            began = time.monotonic()
            begun = begin("report", "riverside")
            if begun.ends(within=random.Random(number).uniform(0.01, took)):
                took = time.monotonic() - began  # it ended by itself: aim below that from now on
            else:
                begun.killed()
                took *= 1.02
            verified(report_of(study))
            assert len(stages(study)) <= 1, "a killed run leaves one stage at most"
    done = report()
    assert done.returncode == 0, done.stderr
    assert stages(study) == []
    verified(report_of(study))


@LINUX
def test_with_its_kernel_killed_a_report_stays_as_it_was(report, begin, study, tally):
    assert report().returncode == 0
    for number in tally.of(40, sample=1):
        change_returns(study, number)
        before, chance = bytes_of(report_of(study)), random.Random(number)
        with tally.trial(number):
            begun, kernels = begin("report", "riverside"), []
            while not kernels and not begun.ends(within=0.01):
                kernels = working_in(study, but=begun.process)
            time.sleep(chance.uniform(0, 0.3))
            for process in kernels:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            assert begun.ends()
            assert begun.returncode in (0, 5), begun.stderr
            assert "Traceback" not in begun.stderr
            assert working_in(study, but=0) == []
            verified(report_of(study))
            assert begun.returncode == 0 or bytes_of(report_of(study)) == before


def working_in(study, *, but):
    """Return the processes whose working folder is in the study: the kernels of its notebooks."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(process.name) != but and Path(os.readlink(process / "cwd")).is_relative_to(study):
                found.append(int(process.name))
    return found


@contextlib.contextmanager
def disk(folder, *, options):
    """Mount a disk of its own in memory."""
    folder.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False).returncode:
        pytest.skip("this machine does not let tests mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def ended_well_or_untouched(done, place, before):
    """The last report is there, whole; where the run failed it is the one of before, and one line says why."""
    assert verified(report_of(place))
    if done.returncode:
        assert done.returncode == 6, done.stderr
        assert "Traceback" not in done.stderr
        assert "disk" in done.stderr
        assert bytes_of(report_of(place)) == before


@LINUX
@ROOT
def test_a_disk_that_is_full_leaves_the_report_as_it_was(report, study, tmp_path, tally):
    assert report().returncode == 0
    needed = sum(4 * (1 + path.stat().st_size // 4096) for path in study.rglob("*")) + 64  # in pages of 4 kB
    codes = []
    for number in tally.of(len(SIZES), sample=2):
        with disk(tmp_path / "disk", options=f"size={needed + SIZES[number]}k") as folder, tally.trial(SIZES[number]):
            there = folder / "study"
            subprocess.run(["cp", "-a", study, there], check=True)
            before = bytes_of(report_of(there))
            change_returns(there, number)
            done = report(folder=there)
            ended_well_or_untouched(done, there, before)
            codes.append(done.returncode)
    assert 6 in codes, "the smallest disk was large enough"


@LINUX
@ROOT
@pytest.mark.parametrize("how", ["read-only", "no more files"])
def test_a_disk_that_takes_no_file_leaves_the_report_as_it_was(report, study, tmp_path, how):
    assert report().returncode == 0
    number = len(list(study.rglob("*")))
    with disk(tmp_path / "disk", options=f"nr_inodes={number + 12}") as folder:
        there = folder / "study"
        subprocess.run(["cp", "-a", study, there], check=True)
        before = bytes_of(report_of(there))
        change_returns(there, 0)
        if how == "read-only":
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        done = report(folder=there)
        assert done.returncode == 6
        ended_well_or_untouched(done, there, before)


@LINUX
def test_files_that_may_not_grow_leave_the_report_as_it_was(report, study):
    assert report().returncode == 0
    before = bytes_of(report_of(study))
    change_returns(study, 0)
    done = report(file_size=20_000)
    assert done.returncode == 6
    assert "a file would become larger than allowed here" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert bytes_of(report_of(study)) == before


@LINUX
def test_two_runs_at_once_both_end_well(begin, study, tally):
    for number in tally.of(20, sample=1):
        change_returns(study, number)
        with tally.trial(number):
            pair = [begin("report", "riverside") for _ in range(2)]
            assert all(one.ends() for one in pair)
            assert [one.returncode for one in pair] == [0, 0], [one.stderr for one in pair]
            verified(report_of(study))
            said = [one.stdout for one in pair]
            assert sum("5/5 write" in words for words in said) == 1, "the second found the first's report"
