"""How many reports or notebooks fit this machine at the same time."""

import contextlib
import os
import resource
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError

MEBIBYTE = 1024 * 1024
# Measured (benchmarks/RESULTS.md): a worker with the kernel it waits for, on a study of a few hundred families.
NEEDED_BY_ONE = 500 * MEBIBYTE
LEFT_FREE = 500 * MEBIBYTE
_MEMORY = Path("/proc/meminfo")
# Measured: a report of one small notebook needs some 70 open files, and two kernels at once 20 more.
FEWEST_FILES, WANTED_FILES = 128, 4096
# A container's own limit, and what it uses of it: control groups of version 2, then 1.
_LIMITS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes")),
)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def available_memory() -> int | None:
    """Return the bytes of memory that are free for us: of the machine, or of our container; None where unknown."""
    known = [free for limit, used in _LIMITS if (free := _free_of(limit, used)) is not None]
    try:
        lines = _MEMORY.read_text(encoding="ascii").splitlines()
        known += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    except (OSError, ValueError):
        pass  # no Linux: as much as is asked for
    return min(known) if known else None


def at_once(asked: int, *, largest_bytes: int = 0) -> int:
    """Return how many of ``asked`` may run at the same time without the memory running out; at least one.

    Parameters
    ----------
    asked : int
        As many as the user or the cores allow.
    largest_bytes : int
        Size of the largest report's returns on disk. In memory they take several times as much.
    """
    available = available_memory()
    if available is None:
        return asked
    needed = NEEDED_BY_ONE + 6 * largest_bytes
    return max(1, min(asked, (available - LEFT_FREE) // needed))


def allow_open_files() -> None:
    """Let this process and those it starts have as many files open as reports need, as far as the machine lets it.

    Raises
    ------
    SurroundingsError
        The machine does not let it: kernels would wait for one another until they count as stuck.
    """
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    infinite = resource.RLIM_INFINITY
    if now != infinite and now < WANTED_FILES:
        wanted = WANTED_FILES if most == infinite else min(WANTED_FILES, most)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))
        now = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if now != infinite and now < FEWEST_FILES:
        raise SurroundingsError(
            f"Only {now} files may be open at once here, and a report needs {FEWEST_FILES}. Nothing was changed. Raise "
            "the limit (ulimit -n 1024) and run again."
        )


def _free_of(limit: Path, used: Path) -> int | None:
    try:
        return int(limit.read_text(encoding="ascii")) - int(used.read_text(encoding="ascii"))
    except (OSError, ValueError):  # "max": no limit
        return None
