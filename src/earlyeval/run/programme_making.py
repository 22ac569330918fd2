"""Make the synthesis of a programme: the sites' rows, what they may show together, the notebook, the page."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from earlyeval.analyse.everything_across import all_across
from earlyeval.foundations.errors import NotebookFailedError, SurroundingsError
from earlyeval.foundations.paths import CLONE, NOTEBOOKS
from earlyeval.protect.gate import Released, release
from earlyeval.protect.sites import SiteGate
from earlyeval.run.execute import NotebookTask
from earlyeval.run.executors import execute_all
from earlyeval.run.lock import locked
from earlyeval.run.making import Making
from earlyeval.run.manifest import write_manifest
from earlyeval.run.programme_outputs import absent_in_words, facts_of, write_programme_outputs
from earlyeval.run.programme_plan import ProgrammeJob
from earlyeval.run.protection import put_in_force, slice_hash
from earlyeval.run.publish import staged, swept
from earlyeval.study import Synthesis, load_programme
from earlyeval.study.across import EXPECTED_KEYS
from earlyeval.study.door import CHANGED

NUMBER = "09"
UNCHANGED = "nothing changed in what the sites may show: the synthesis is up to date"


def make_programme(job: ProgrammeJob, making: Making) -> None:
    """Make and publish one synthesis, where the sites' rows are kept already; else they are made on the way.

    Nothing is written again where what the sites may show is what the published synthesis stands on.

    Raises
    ------
    EarlyevalError
        Fewer than two sites can be read, a notebook, the disk, or inputs that changed under way: nothing is
        published, the last synthesis is untouched.
    """
    with locked(job.lock, tell=making.screen.line):
        synthesis = load_programme(job.programme, study=job.paths.root, level=job.level, data=job.data)
        making.tell(f"  1/4 sites      {len(synthesis.sites)} with returns{absent_in_words(synthesis)}")
        results, released = worked_out(synthesis)
        hidden = int((released.rows["status"] == "hidden").sum())
        making.tell(f"  2/4 protect    {hidden} of {len(results)} hidden under the profile {synthesis.profile.id}")
        if job.level == "release":
            put_in_force(job.paths, {job.place: released}, tell=making.screen.line)
        protection, sites = slice_hash(released), slices_of_sites(released)
        if _stands(job, protection, sites):
            making.tell(f"  {UNCHANGED}")
        else:
            _publish(job, synthesis, results, released=released, making=making)
        job.note()


def worked_out(synthesis: Synthesis) -> tuple[pd.DataFrame, Released]:
    """Return every result row of a synthesis, and the same as they passed the gate."""
    gate = SiteGate(synthesis.profile, synthesis.level, synthesis.withheld)
    results = all_across(synthesis, gate)
    return results, release(results, synthesis.profile, level=synthesis.level, withheld=synthesis.withheld)


def slices_of_sites(released: Released) -> dict[str, str]:
    """Return for each site the hash of what the synthesis shows of it."""
    rows = released.rows
    places = (rows["site"] == site for site in sorted(set(rows["site"])) if site)
    taken = [released.take(place) for place in places]
    return {str(part.rows["site"].iloc[0]): slice_hash(part) for part in taken}


def _stands(job: ProgrammeJob, protection: str, sites: Mapping[str, str]) -> bool:
    """Say whether the published synthesis was made from just this, though returns behind it may have changed."""
    from earlyeval.run.manifest import is_current

    return is_current(job.target, {**job.inputs, "sites": dict(sites)}, protection=protection)


def _publish(
    job: ProgrammeJob, synthesis: Synthesis, results: pd.DataFrame, *, released: Released, making: Making
) -> None:
    folder = job.stage / f"notebooks-{job.level}"
    with staged(job.target, private=job.level == "restricted") as stage:
        try:
            executed = _executed(job, synthesis, folder, making=making)
        except NotebookFailedError:
            _refuse_changed(job)
            raise
        (stage / "notebooks").mkdir()
        notebooks = [path.rename(stage / "notebooks" / path.name) for path in executed]
        names = write_programme_outputs(job, synthesis, results, released=released, notebooks=notebooks, folder=stage)
        making.tell(f"  4/4 write      {', '.join(names)}")
        _refuse_changed(job)
        inputs = {**job.inputs, "sites": slices_of_sites(released)}
        write_manifest(stage, inputs, facts=facts_of(synthesis), protection=slice_hash(released))
    swept(folder)


def _executed(job: ProgrammeJob, synthesis: Synthesis, folder: Path, *, making: Making) -> list[Path]:
    sources = sorted(NOTEBOOKS.glob(f"{NUMBER}-*.ipynb"))
    if not sources:
        raise SurroundingsError("The folder notebooks/ holds no notebook across sites. Clone the repository again.")
    environment = {name: value for name, value in os.environ.items() if name != "EARLYEVAL_DATA"}
    if job.paths.root != CLONE:
        environment["EARLYEVAL_DATA"] = str(job.paths.root)
    environment[EXPECTED_KEYS] = synthesis.key
    folder.mkdir(parents=True, exist_ok=True)
    working = folder / "working"
    swept(working)
    working.mkdir()
    tasks = [
        NotebookTask(
            source=source, target=folder / source.name, log=job.logs / f"{source.stem}.log",
            parameters=job.parameters, environment=environment, timeout=making.timeout, cwd=working,
        )
        for source in sources
    ]  # fmt: skip
    began = time.monotonic()
    with making.screen.counted("notebooks", total=len(tasks)) as bar:
        made = execute_all(tasks, kernels=making.kernels, jobs=making.jobs, done=lambda _: bar.advance())
    making.tell(f"  3/4 notebooks  {len(made)} in {time.monotonic() - began:.0f} s")
    return list(made)


def _refuse_changed(job: ProgrammeJob) -> None:
    if not job.is_as_it_was():
        raise SurroundingsError(CHANGED)
