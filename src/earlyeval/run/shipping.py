"""Send a report's inputs to a worker that does not see our disk, and bring back what it made.

A parcel is a zip of files, named relative to the study. The worker lays it out as a study folder of its own, which is
gone when the task ends.
"""

import dataclasses
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from earlyeval.foundations.errors import NotebookFailedError, SurroundingsError
from earlyeval.foundations.paths import SHIPPED_REGISTRY, StudyPaths
from earlyeval.registry.files import INHERITED_FOLDERS, REFERENCES_FILE, inherits
from earlyeval.run.making import refuse_changed
from earlyeval.run.manifest import NAME, read_manifest, write_manifest
from earlyeval.run.plan import Job
from earlyeval.run.publish import staged
from earlyeval.run.tasks import Settings, report_task, rows_task

Parcel = bytes
STAGES = ("tidy", "scored", "analysed")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of every file in a parcel: the same content is the same bytes


def pack_inputs(job: Job) -> Parcel:
    """Return what a worker needs for one report: its registry, its returns, and its stages as far as they are made.

    Raises
    ------
    SurroundingsError
        Returns lie outside the study folder: where they lie cannot be sent along.
    """
    data = job.paths.data
    outside = [path for path in job.returns if not path.is_relative_to(data)]
    if outside:
        raise SurroundingsError(
            f"{job.site} · {job.programme}: its returns lie outside the study folder and cannot be shipped. Let the "
            "workers see the same disk and leave INPUTS=shipped out."
        )
    return _zipped([*_own_registry(job), *sorted(job.returns), *_stage_files(job)], root=data)


def rows_from_parcel(job: Job, parcel: Parcel) -> tuple[pd.DataFrame, Parcel]:
    """On a worker: return the result rows of a parcel's study and its stages, to be kept by whoever sent it."""
    with _laid_out(job, parcel) as there:
        rows = rows_task(there)
        return rows, _zipped(_stage_files(there), root=there.paths.data)


def report_from_parcel(job: Job, settings: Settings, parcel: Parcel) -> Parcel:
    """On a worker: make the report of a parcel's study and return its folder."""
    with _laid_out(job, parcel) as there:
        try:
            report_task(there, settings)
        except NotebookFailedError as error:  # the log it names is gone with the folder
            told = str(error).replace(str(there.paths.root), "of the worker")
            raise NotebookFailedError(f"{told} That log is not kept: make this report here to see it.") from None
        return _zipped([path for path in sorted(there.target.rglob("*")) if path.is_file()], root=there.target)


def keep_stages(job: Job, parcel: Parcel) -> None:
    """Put stages that a worker made where this machine would have put them; their key comes with them."""
    _unzipped(parcel, job.paths.data)
    for name in STAGES:
        os.chmod(job.paths.stage(name, job.site, job.programme), 0o700)


def publish_parcel(job: Job, parcel: Parcel) -> None:
    """Publish a report that a worker made, with a manifest of the inputs as they are named here."""
    with staged(job.target, private=job.level == "restricted") as stage:
        _unzipped(parcel, stage)
        made = read_manifest(stage)
        (stage / NAME).unlink()
        refuse_changed(job)
        write_manifest(stage, job.inputs, facts=made["facts"], protection=made["protection"], cells=made["cells"])


def _own_registry(job: Job) -> Iterator[Path]:
    """Yield the files of a registry that the worker's own clone does not bring."""
    for path in job.registry_files:
        if inherits(job.paths) and path.is_relative_to(SHIPPED_REGISTRY):
            continue
        if not inherits(job.paths) and (path.parent.name in INHERITED_FOLDERS or path.name == REFERENCES_FILE):
            continue
        yield path


def _stage_files(job: Job) -> Iterator[Path]:
    for name in STAGES:
        folder = job.paths.stage(name, job.site, job.programme)
        yield from (path for path in sorted(folder.glob("*")) if path.is_file() and not path.name.startswith("made-"))


@contextmanager
def _laid_out(job: Job, parcel: Parcel) -> Iterator[Job]:
    """Lay a parcel out as a study folder; give the same job on it."""
    with tempfile.TemporaryDirectory(prefix="earlyeval-") as name:
        root = Path(name).resolve()
        _unzipped(parcel, root)
        returns = {root / path.relative_to(job.paths.data): words for path, words in job.returns.items()}
        yield dataclasses.replace(job, paths=StudyPaths(root=root, data=root), returns=returns)


def _zipped(files: Iterable[Path], *, root: Path) -> Parcel:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parcel:
        for path in files:
            if path.is_file():
                parcel.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix(), EARLIEST), path.read_bytes())
    return made.getvalue()


def _unzipped(parcel: Parcel, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(parcel)) as opened:
        opened.extractall(folder)  # no name leads out of the folder: zipfile takes such parts away
