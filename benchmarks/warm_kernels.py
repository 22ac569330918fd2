"""One notebook's overhead over its own cells: warm kernel, ordinary kernel, and the plain papermill command.

    python benchmarks/warm_kernels.py [rounds]          prints JSON, seconds; the three alternate

The overhead is the wall time of executing a notebook less the time in which its cells were being executed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from earlyeval.foundations.paths import NOTEBOOKS
from earlyeval.run.execute import NotebookTask, execute_notebook
from earlyeval.run.kernel_process import Kernels

NOTEBOOK = NOTEBOOKS / "01-participants.ipynb"


def in_process(kernels: Kernels, folder: Path) -> dict[str, float]:
    """Execute the notebook as the runner does; papermill's own call is timed cell by cell."""
    from papermill.clientwrap import PapermillNotebookClient

    spent, plain = [], PapermillNotebookClient.papermill_execute_cells

    def timed(self):
        began = time.perf_counter()
        try:
            return plain(self)
        finally:
            spent.append(time.perf_counter() - began)

    PapermillNotebookClient.papermill_execute_cells = timed
    try:
        task = NotebookTask(NOTEBOOK, folder / "made.ipynb", folder / "log", folder, environment=dict(os.environ))
        began = time.perf_counter()
        execute_notebook(task, kernels=kernels)
        wall = time.perf_counter() - began
        return {"wall": wall, "cells": spent[0], "overhead": wall - spent[0]}
    finally:
        PapermillNotebookClient.papermill_execute_cells = plain


def by_command(folder: Path) -> dict[str, float]:
    """Execute the notebook by papermill's command and the kernel python3, as most people would."""
    made = folder / "made.ipynb"
    command = [sys.executable, "-P", "-m", "papermill", "-k", "python3", "--no-progress-bar", str(NOTEBOOK), str(made)]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    wall = time.perf_counter() - began
    cells = json.loads(made.read_text(encoding="utf-8"))["cells"]
    inside = sum(cell["metadata"]["papermill"]["duration"] or 0 for cell in cells)
    return {"wall": wall, "cells": inside, "overhead": wall - inside}


def measure(rounds: int = 5) -> dict[str, dict[str, float]]:
    """Return for each way the median of every figure; the parent's start is not counted (it is shared by a run)."""
    found: dict[str, list[dict[str, float]]] = {"warm": [], "ordinary": [], "papermill command": []}
    with tempfile.TemporaryDirectory() as name, Kernels() as warm, Kernels(warm=False) as ordinary:
        folder = Path(name)
        in_process(warm, folder)  # starts the parent, imports papermill
        for _ in range(rounds):
            found["warm"].append(in_process(warm, folder))
            found["ordinary"].append(in_process(ordinary, folder))
            found["papermill command"].append(by_command(folder))
        if set(warm.why_fresh) != {""}:
            raise SystemExit(f"not warm: {dict(warm.why_fresh)}")
    return {
        way: {figure: round(statistics.median(one[figure] for one in runs), 3) for figure in runs[0]}
        for way, runs in found.items()
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5), indent=1))
