"""One report's page, made in process, against nbconvert's command run on each of the same notebooks.

    python benchmarks/rendering.py [rounds]          prints JSON, seconds of wall and of CPU; the two alternate

``first`` is the first page of a new process, imports included; ``later`` the pages after it, as in a run of many
reports. ``commands`` is what most people would write: ``jupyter nbconvert --to html``, one notebook after another.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.paths import NOTEBOOKS

LATER = 5
ONE_PROCESS = """
import json, resource, sys, time
from pathlib import Path
def spent():
    own = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), own.ru_utime + own.ru_stime
target, times, *names = sys.argv[1:]
found = []
for _ in range(1 + int(times)):
    before = spent()
    from earlyeval.report.page import write_page
    write_page([Path(name) for name in names], Path(target), title="Benchmark")
    found.append([now - then for now, then in zip(spent(), before)])
print(json.dumps(found))
"""


def notebooks() -> list[str]:
    """Return the notebooks of a report in the order of their numbers."""
    return [str(path) for path in sorted(NOTEBOOKS.glob("0*.ipynb"))]


def in_process(folder: Path) -> dict[str, list[float]]:
    """Write the same page several times in a new process; return (wall, CPU) of the first and of a later one."""
    page = str(folder / "index.html")
    command = [sys.executable, "-P", "-c", ONE_PROCESS, page, str(LATER), *notebooks()]
    first, *later = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {"first": first, "later": [statistics.median(times) for times in zip(*later, strict=True)]}


def by_commands(folder: Path) -> dict[str, list[float]]:
    """Convert each notebook by nbconvert's command; return (wall, CPU) of all of them together."""
    convert = [
        sys.executable,
        "-P",
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--output-dir",
        str(folder),
        "--log-level=ERROR",
    ]
    before = _children()
    for name in notebooks():
        subprocess.run([*convert, name], check=True, capture_output=True)
    return {"commands": [now - then for now, then in zip(_children(), before, strict=True)]}


def _children() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def measure(rounds: int = 3) -> dict[str, dict[str, float]]:
    """Return the medians over some rounds, the two ways alternating, and how many times faster a later page is."""
    found: dict[str, list[list[float]]] = {}
    ways: tuple[Callable[[Path], dict[str, list[float]]], ...] = (in_process, by_commands)
    with tempfile.TemporaryDirectory() as name:
        for _ in range(rounds):
            for way in ways:
                for what, times in way(Path(name)).items():
                    found.setdefault(what, []).append(times)
    medians = {what: [statistics.median(part) for part in zip(*times, strict=True)] for what, times in found.items()}
    made = {what: {"wall": round(wall, 3), "cpu": round(cpu, 3)} for what, (wall, cpu) in medians.items()}
    return {**made, "times_faster": {"later": round(medians["commands"][0] / medians["later"][0], 1)}}


if __name__ == "__main__":
    print(json.dumps(measure(*(int(argument) for argument in sys.argv[1:2])), indent=1))
