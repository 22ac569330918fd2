"""Make one report from its beginning to its publication. Importing this imports everything heavy: only when needed."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from earlyeval import __version__
from earlyeval.foundations.errors import NotebookFailedError, ReturnsRefusedError, SurroundingsError
from earlyeval.foundations.paths import CLONE, NOTEBOOKS
from earlyeval.protect.gate import Released
from earlyeval.run.cells import Cell, cells_of, empty_folder, gather, kept, note_finished, waiting_folder
from earlyeval.run.code_tables import write_code_tables
from earlyeval.run.execute import NotebookTask
from earlyeval.run.executors import execute_all
from earlyeval.run.kernel_process import Kernels
from earlyeval.run.manifest import write_manifest
from earlyeval.run.outputs import write_outputs
from earlyeval.run.plan import Job
from earlyeval.run.protection import slice_hash
from earlyeval.run.publish import staged, swept
from earlyeval.run.record import write_record
from earlyeval.run.screen import Screen
from earlyeval.study import Study, load_study, stages
from earlyeval.study.door import CHANGED, EXPECTED_KEY

SUMMARY_FIRST = ("08", "01", "02", "03", "04", "05", "06", "07", "00")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Making:
    """How a report is made, beside what it says: which kernels, how many at once, for how long, told to whom."""

    kernels: Kernels
    jobs: int
    timeout: float
    screen: Screen
    tell: Tell


def analysed(job: Job, *, tell: Tell) -> tuple[Study, pd.DataFrame]:
    """Return the study with all its result rows: those that are stored for these very inputs, else made now.

    Raises
    ------
    EarlyevalError
        Registry or returns refused.
    """
    place = {"site": job.site, "programme": job.programme}
    study = load_study(study=job.paths.root, level=job.level, data=job.data, **place)
    rows = sum(len(table) for table in study.tables.values())
    noted = len(study.findings)
    tell(f"  1/5 read       {len(job.returns)} files, {rows} rows; {noted} {'note' if noted == 1 else 'notes'}")
    results = study.stored
    if results is None:
        from earlyeval.analyse.everything import all_results  # half a second, spared where rows are kept

        results = all_results(study)
        made = stages.Stored(study.tables, study.scores, study.findings, study.data, results)
        stages.write(job.paths, study.key, made, **place)
    tell(f"  2/5 analyse    {len(results)} results")
    return study, results


def build_report(job: Job, study: Study, results: pd.DataFrame, *, released: Released, making: Making) -> None:
    """Execute the notebooks of a report, as far as they are not there already, and publish it.

    Whoever calls holds the lock of the report. ``released`` is its slice of the study's protection plan.

    Raises
    ------
    EarlyevalError
        A notebook, the disk, or inputs that changed under way: nothing is published, the last report is untouched.
    """
    hidden = int((released.rows["status"] == "hidden").sum())
    making.tell(f"  3/5 protect    {hidden} of {len(results)} hidden under the profile {study.profile.id}")
    protection = slice_hash(released)
    cells = cells_of(job, site_notebooks(), study_key=study.key, protection=protection)
    with staged(job.target, private=job.level == "restricted") as stage:
        try:
            executed = _executed(job, cells, key=study.key, making=making)
        except NotebookFailedError:
            refuse_changed(job)  # one sentence, where every notebook refuses for the same reason
            raise
        notebooks = gather(cells, executed, folder=stage / "notebooks")
        names = write_outputs(job, study, results, released=released, notebooks=notebooks, folder=stage)
        names += write_code_tables(study, stage) if job.level == "restricted" else []
        making.tell(f"  5/5 write      {', '.join(names)}")
        refuse_changed(job)
        keys = {cell.name: cell.key for cell in cells}
        write_manifest(stage, job.inputs, facts=facts_of(study), protection=protection, cells=keys)
    swept(waiting_folder(job))
    write_record(job)


def facts_of(study: Study) -> dict[str, object]:
    """Return what a reader wants to quote about a report, for its manifest."""
    return {
        "study": study.registry.facts.id,
        "title": study.registry.facts.title,
        "seed": study.registry.facts.seed,
        "site": study.site.id,
        "site_name": study.site.name,
        "programme": study.programme.id,
        "programme_name": study.programme.name,
        "profile": study.profile.id,
        "level": study.level,
        "data": study.data,
        "earlyeval": __version__,
    }


def site_notebooks() -> list[Path]:
    """Return the notebooks of a site's report in page order: the summary first, data quality last."""
    found = {path.name[:2]: path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))}
    ordered = [found[number] for number in SUMMARY_FIRST if number in found]
    if not ordered:
        raise SurroundingsError("The folder notebooks/ holds no notebook of a report. Clone the repository again.")
    return ordered


def kernel_surroundings(job: Job, *, key: str) -> dict[str, str]:
    """Return the environment variables that a notebook's kernel gets: ours, with the study to read and its key."""
    environment = {name: value for name, value in os.environ.items() if name != "EARLYEVAL_DATA"}
    if job.paths.root != CLONE:
        environment["EARLYEVAL_DATA"] = str(job.paths.root)
    environment[EXPECTED_KEY] = key  # a kernel reads the returns itself: they must be those of this report
    return environment


def refuse_changed(job: Job) -> None:
    """Refuse to publish a report whose returns, registry or code are no longer those the run began with.

    Raises
    ------
    SurroundingsError
        Anything a report depends on is different now.
    """
    try:
        now = job.inputs_now()
    except (OSError, ReturnsRefusedError):  # a file went
        raise SurroundingsError(CHANGED) from None
    if any(now[name] != job.inputs[name] for name in ("returns", "registry")):
        raise SurroundingsError(CHANGED)
    if now != job.inputs:
        raise SurroundingsError(CHANGED.replace("The returns or the registry", "The code or its packages"))


def _executed(job: Job, cells: list[Cell], *, key: str, making: Making) -> dict[str, Path]:
    """Return where each cell's notebook lies, having executed those that do not lie anywhere yet."""
    places = kept(job, cells)
    folder = waiting_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    environment = kernel_surroundings(job, key=key)
    by_target = {folder / cell.name: cell for cell in cells if cell.name not in places}
    tasks = [
        NotebookTask(
            source=cell.source, target=target, log=job.logs / f"{cell.source.stem}.log",
            parameters=job.parameters, environment=environment, timeout=making.timeout,
            cwd=empty_folder(folder, cell),
        )
        for target, cell in by_target.items()
    ]  # fmt: skip
    began = time.monotonic()
    with making.screen.counted("notebooks", total=len(tasks)) as bar:

        def done(task: NotebookTask) -> None:
            note_finished(by_target[task.target], task.target)
            bar.advance()

        made = execute_all(tasks, kernels=making.kernels, jobs=making.jobs, done=done)
    unchanged = f"; {len(places)} unchanged" if places else ""
    making.tell(f"  4/5 notebooks  {len(made)} in {time.monotonic() - began:.0f} s{unchanged}")
    return {**places, **{path.name: path for path in made}}
