"""A cluster of 1 and of 2 workers on this machine, and from their tasks a plan for 10,000 reports on 64 workers.

    python benchmarks/cluster.py [reports]      prints JSON

The plan hands measured tasks to simulated workers as the runner would: all result rows, the largest first; then the
protection plan in one process; then all reports. It is first held against the two runs that were measured.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from heapq import heapify, heapreplace
from pathlib import Path

from reports import OURS, STAGES

WORKERS_PLANNED, REPORTS_PLANNED = 64, 10_000
FAMILIES_EACH = 60
CLUSTER = """
import dask, sys, time
dask.config.set({"distributed.worker.daemon": False})
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=":0") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def started(workers: int, folder: Path):
    """Start a cluster as a process of its own; give its address."""
    script = folder / "cluster.py"
    script.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, "-P", str(script), str(workers)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def run(study: Path, address: str) -> float:
    """Make all reports from nothing on a cluster; return the seconds."""
    for name in STAGES:
        shutil.rmtree(study / name, ignore_errors=True)
    began = time.perf_counter()
    subprocess.run(
        [*OURS, "reports", "--study", str(study), "--scheduler", address], check=True, capture_output=True,
        env={**os.environ, "EARLYEVAL_DATA": str(study)},
    )  # fmt: skip
    return time.perf_counter() - began


def seconds_of_tasks(study: Path, address: str) -> dict[str, list[float]]:
    """Make all reports once more, each task timed; and the plan between them."""
    from earlyeval.foundations.paths import study_paths
    from earlyeval.registry.load import load_registry
    from earlyeval.run.cluster import cluster_workers
    from earlyeval.run.places import everywhere
    from earlyeval.run.plan import planned
    from earlyeval.run.protection import protected, put_in_force
    from earlyeval.run.request import Request
    from earlyeval.run.surroundings import surroundings_now
    from earlyeval.run.tasks import Settings, report_task, rows_task

    for name in STAGES:
        shutil.rmtree(study / name, ignore_errors=True)
    paths, surroundings = study_paths(study), surroundings_now()
    registry = load_registry(paths)
    jobs = [
        planned(
            registry, paths, site=site, programme=programme, level="release", data="auto", surroundings=surroundings
        )
        for site, programme in everywhere(Request(study=str(study)))
    ]
    took: dict[str, list[float]] = {"rows": [], "plan": [], "report": []}

    def timed(kind, function):
        began = time.perf_counter()
        result = function()
        took[kind].append(time.perf_counter() - began)
        return result

    with cluster_workers(address, surroundings=surroundings, tell=lambda _: None) as workers:
        rows = {job.place: timed("rows", workers.submit(rows_task, job).result) for job in jobs}
        timed("plan", lambda: put_in_force(paths, protected(rows, registry.profile, level="release"), tell=print))
        for job in jobs:
            timed("report", workers.submit(report_task, job, Settings(jobs=1, timeout=600.0)).result)
    took["plan"] = [took["plan"][0] / len(jobs)]
    return took


def simulated(tasks: list[float], workers: int) -> float:
    """Return when the last task ends, the longest handed out first, each to whoever is free."""
    free = [0.0] * workers
    heapify(free)
    for seconds in sorted(tasks, reverse=True):
        heapreplace(free, free[0] + seconds)
    return max(free)


def plan(took: dict[str, list[float]], *, reports: int, workers: int) -> float:
    """Return the seconds that some reports take on some workers, each like one of those that were measured."""

    def like_measured(kind: str) -> list[float]:
        return [took[kind][number % len(took[kind])] for number in range(reports)]

    rows, made = (simulated(like_measured(kind), workers) for kind in ("rows", "report"))
    return rows + sum(like_measured("plan")) + made


def main() -> None:
    """Measure, hold the simulation against it, and plan."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with tempfile.TemporaryDirectory(prefix="earlyeval-bench-") as name:
        folder = Path(name)
        study = folder / "study"
        words = ["--families", str(FAMILIES_EACH * number), "--sites", str(number), "--programmes", "open-door"]
        subprocess.run([*OURS, "synthesise", *words, "--folder", str(study)], check=True, capture_output=True)
        seconds: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(2):
            for workers in seconds:
                with started(workers, folder) as address:
                    seconds[workers].append(run(study, address))
        with started(1, folder) as address:
            took = seconds_of_tasks(study, address)
    measured = {workers: statistics.median(runs) for workers, runs in seconds.items()}
    print(
        json.dumps(
            {
                "reports": number,
                "measured_s": measured,
                "ratio": measured[1] / measured[2],
                "tasks_s": {kind: statistics.median(values) for kind, values in took.items()},
                "simulated_s": {workers: plan(took, reports=number, workers=workers) for workers in seconds},
                "plan": {
                    str(workers): plan(took, reports=REPORTS_PLANNED, workers=workers)
                    for workers in (1, 2, 8, 16, 32, WORKERS_PLANNED)
                },
            }
        )
    )


if __name__ == "__main__":
    main()
