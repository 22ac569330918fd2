"""Run a command as a process of its own and say what it took: wall, CPU, and memory of everything it started."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True)
class Took:
    """Seconds of wall and of CPU, and the most memory at any moment, shared pages counted once (MiB)."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def taken(command: Sequence[str], *, cwd: Path | None = None, environment: dict[str, str] | None = None) -> Took:
    """Run a command to its end; stop this script when it fails.

    CPU is what the system counts for the process and all that it and its children waited for; memory is looked at
    ten times a second.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    memory = _Memory(process.pid)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    memory.stop()
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode(errors='replace')}")
    return Took(wall, used.ru_utime + used.ru_stime, memory.most)


def alternating(ways: dict[str, Callable[[], Took]], *, rounds: int) -> dict[str, Took]:
    """Take several ways in turn, so that what else the machine does falls on all of them; return medians of each."""
    found: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return {name: _median(runs) for name, runs in found.items()}


def _median(runs: list[Took]) -> Took:
    return Took(*(statistics.median(getattr(run, field) for run in runs) for field in ("wall_s", "cpu_s", "peak_mib")))


class _Memory(threading.Thread):
    """Looks at the memory of a process and of all below it, until it is stopped."""

    def __init__(self, process_id: int) -> None:
        super().__init__(daemon=True)
        self.most, self._root, self._over = 0.0, process_id, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            self.most = max(self.most, sum(_proportional(one) for one in _below(self._root)) / MEBIBYTE)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _below(root: int) -> list[int]:
    """Return a process and all whose ancestor it is, those in sessions of their own too."""
    above = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    above[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found = [root]
    for one in found:
        found.extend(process for process, parent in above.items() if parent == one and process not in found)
    return found


def _proportional(process_id: int) -> int:
    """Return a process's memory in bytes, each shared page divided among those who share it."""
    try:
        with open(f"/proc/{process_id}/smaps_rollup", "rb") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(b"Pss:"))
    except (OSError, StopIteration):
        return 0
