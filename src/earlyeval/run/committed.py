"""``earlyeval notebooks``: run the committed notebooks again, as they stand, on the synthetic data of the clone."""

import os
import tempfile
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.foundations.paths import CLONE, NOTEBOOKS
from earlyeval.report.notebooks import read_notebook
from earlyeval.run.execute import NotebookTask
from earlyeval.run.executors import execute_all
from earlyeval.run.kernel_process import Kernels
from earlyeval.run.parameters import declared_parameters
from earlyeval.run.publish import publish_file
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

MADE_UP = "synthetic"


def run_committed(request: Request) -> int:
    """Execute every committed notebook and put it back with its outputs: all of them, or none."""
    sources = sorted(NOTEBOOKS.glob("*.ipynb"))
    for source in sources:
        refuse_other_data(source)
    jobs, screen = request.checked_jobs(cores=os.cpu_count() or 1), Screen()
    environment = {name: value for name, value in os.environ.items() if name != "EARLYEVAL_DATA"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = [
            NotebookTask(
                source=source, target=folder / source.name, log=CLONE / "restricted/logs" / f"{source.stem}.log",
                cwd=folder, environment=environment, timeout=request.checked_timeout,
            )
            for source in sources
        ]  # fmt: skip
        with Kernels() as kernels, screen.counted("notebooks", total=len(tasks)) as bar:
            executed = execute_all(tasks, kernels=kernels, jobs=jobs, done=lambda _: bar.advance())
        for path in executed:
            publish_file(NOTEBOOKS / path.name, path.read_bytes())
    screen.line(f"{len(executed)} notebooks executed on synthetic data and put back in notebooks/")
    return 0


def refuse_other_data(source: Path) -> None:
    """Refuse a committed notebook whose parameters could take in anything but made-up data."""
    parameters = declared_parameters(read_notebook(source))
    if parameters.get("DATA", MADE_UP) != MADE_UP or parameters.get("STUDY", ""):
        raise SurroundingsError(
            f"notebooks/{source.name}: committed notebooks run on synthetic data only. "
            'Set DATA = "synthetic" and STUDY = "" in its parameters cell; use `make lab` for other data.'
        )
