"""Killed at any moment, on a full or closed disk, twice at once: the published report is whole, the old or the new."""

import os
import random
import resource
import signal
import subprocess
import sys
import time

import pytest

from .conftest import bytes_of, change_returns, report_of, times, verified

pytestmark = pytest.mark.end_to_end
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups and tmpfs of Linux")


def stages(study):
    return [path for path in study.rglob(".stage-*") if "reports" in path.parts]


@LINUX
def test_killed_at_any_moment_a_report_is_whole(run, command, study):
    assert run().returncode == 0
    chance, took = random.Random(20240909), 0.0
    for number in range(times(200, 4)):
        change_returns(study, number)
        began = time.monotonic()
        with subprocess.Popen(
            [*command, "report", "riverside", "--study", str(study)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        ) as process:  # fmt: skip
            took = took or 6.0
            try:
                process.wait(timeout=chance.uniform(0.05, took))
                took = time.monotonic() - began  # it ended by itself: aim below that from now on
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        verified(report_of(study))
        assert len(stages(study)) <= 1, "a killed run leaves one stage at most"
    done = run()
    assert done.returncode == 0, done.stderr
    assert stages(study) == []
    verified(report_of(study))


@LINUX
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can mount a disk of a given size")
def test_a_disk_that_is_full_leaves_the_report_as_it_was(run, study, tmp_path):
    assert run().returncode == 0
    disk = tmp_path / "disk"
    disk.mkdir()
    needed = sum(4 * (1 + path.stat().st_size // 4096) for path in study.rglob("*")) + 64  # in pages of 4 kB
    sizes = [needed + extra for extra in (16, 48, 64, 128, 192, 256, 384, 512, 640, 768, 1024, 1536)]
    for number, kilobytes in enumerate(sizes[:: times(1, 6)]):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", disk], check=False)
        if mounted.returncode:
            pytest.skip("this machine does not let tests mount a disk")
        try:
            there = disk / "study"
            subprocess.run(["cp", "-a", study, there], check=True)
            before = bytes_of(report_of(there))
            change_returns(there, number)
            done = run(folder=there)
            assert verified(report_of(there))
            if done.returncode:
                assert done.returncode == 6, done.stderr
                assert "Traceback" not in done.stderr
                assert "disk" in done.stderr
                assert bytes_of(report_of(there)) == before
        finally:
            subprocess.run(["umount", disk], check=True)


@LINUX
def test_files_that_may_not_grow_leave_the_report_as_it_was(command, run, study):
    assert run().returncode == 0
    before = bytes_of(report_of(study))
    change_returns(study, 0)
    done = subprocess.run(
        [*command, "report", "riverside", "--study", str(study)], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)), timeout=300,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert bytes_of(report_of(study)) == before


@LINUX
def test_two_runs_at_once_both_end_well(command, study):
    for number in range(times(20, 2)):
        change_returns(study, number)
        words = [*command, "report", "riverside", "--study", str(study)]
        pair = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        said = [process.communicate(timeout=300) for process in pair]
        assert [process.returncode for process in pair] == [0, 0], said
        verified(report_of(study))
        assert sum("5/5 write" in out for out, _ in said) == 1, "the second found the first's report"
