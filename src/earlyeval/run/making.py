"""Make one report from its beginning to its publication. Importing this imports everything heavy: only when needed."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from earlyeval import __version__
from earlyeval.analyse.everything import all_results
from earlyeval.foundations.errors import NotebookFailedError, ReturnsRefusedError, SurroundingsError
from earlyeval.foundations.paths import CLONE, NOTEBOOKS
from earlyeval.protect.gate import Released, release
from earlyeval.run.execute import NotebookTask
from earlyeval.run.executors import execute_all
from earlyeval.run.manifest import write_manifest
from earlyeval.run.outputs import write_outputs
from earlyeval.run.plan import Job
from earlyeval.run.publish import staged
from earlyeval.run.screen import Screen
from earlyeval.study import Study, load_study, stages
from earlyeval.study.door import CHANGED, EXPECTED_KEY

SUMMARY_FIRST = ("08", "01", "02", "03", "04", "05", "06", "07", "00")


def make_report(job: Job, *, screen: Screen, tell: Callable[[str], None], jobs: int, timeout: float) -> Study:
    """Make and publish the report of one programme at one place; the caller holds its lock.

    Raises
    ------
    EarlyevalError
        Returns refused, protection, a notebook or the disk: nothing is published, the last report is untouched.
    """
    study, results = analysed(job, tell)
    released = release(results, study.profile, level=job.level)
    hidden = int((released.rows["status"] == "hidden").sum())
    if job.level == "release":
        _store_protected(job, released)
    tell(f"  3/5 protect    {hidden} of {len(results)} hidden under the profile {study.profile.id}")
    with staged(job.target, private=job.level == "restricted") as stage:
        try:
            executed = _executed(job, stage, key=study.key, screen=screen, tell=tell, jobs=jobs, timeout=timeout)
        except NotebookFailedError:
            refuse_changed(job)  # one sentence, where every notebook refuses for the same reason
            raise
        names = write_outputs(job, study, results, released=released, notebooks=executed, folder=stage)
        tell(f"  5/5 write      {', '.join(names)}")
        refuse_changed(job)
        write_manifest(stage, job.inputs, facts=facts_of(study))
    return study


def analysed(job: Job, tell: Callable[[str], None]) -> tuple[Study, pd.DataFrame]:
    """Return the study with all its result rows: those that are stored for these very inputs, else made now."""
    place = {"site": job.site, "programme": job.programme}
    study = load_study(study=job.paths.root, level=job.level, data=job.data, **place)
    rows = sum(len(table) for table in study.tables.values())
    noted = len(study.findings)
    tell(f"  1/5 read       {len(job.returns)} files, {rows} rows; {noted} {'note' if noted == 1 else 'notes'}")
    results = study.stored
    if results is None:
        results = all_results(study)
        made = stages.Stored(study.tables, study.scores, study.findings, study.data, results)
        stages.write(job.paths, study.key, made, **place)
    tell(f"  2/5 analyse    {len(results)} results")
    return study, results


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


def _executed(
    job: Job, stage: Path, *, key: str, screen: Screen, tell: Callable[[str], None], jobs: int, timeout: float
) -> list[Path]:
    folder = stage / "notebooks"
    folder.mkdir()
    environment = kernel_surroundings(job, key=key)
    tasks = [
        NotebookTask(
            source=source, target=folder / source.name, log=job.logs / f"{source.stem}.log", cwd=stage,
            parameters=job.parameters, environment=environment, timeout=timeout,
        )
        for source in site_notebooks()
    ]  # fmt: skip
    began = time.monotonic()
    with screen.counted("notebooks", total=len(tasks)) as done:
        executed = execute_all(tasks, jobs=jobs, done=done)
    tell(f"  4/5 notebooks  {len(executed)} in {time.monotonic() - began:.0f} s")
    return executed


def _store_protected(job: Job, released: Released) -> None:
    folder = job.paths.stage("protected", job.site, job.programme)
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f"released.{os.getpid()}"
    released.rows.to_parquet(waiting)
    waiting.replace(folder / "released.parquet")
    about = {"profile": released.profile.id, "level": released.level, "data": job.data}
    (folder / "about.json").write_text(json.dumps(about, sort_keys=True) + "\n", encoding="utf-8")
