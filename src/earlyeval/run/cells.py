"""The cells of the runner's matrix: one notebook of one report. Each is kept under the key of all it depends on.

A notebook whose key is unchanged is taken from the published report, or from where a run that was killed left it;
only the others are executed.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earlyeval.run.plan import Job
from earlyeval.run.surroundings import file_hash

FOLDER = "notebooks"  # inside a published report


@dataclass(frozen=True)
class Cell:
    """One notebook of a report: its source, and the sha256 of everything that its outputs depend on."""

    source: Path
    key: str

    @property
    def name(self) -> str:
        """The notebook's file name."""
        return self.source.name


def cells_of(job: Job, sources: Sequence[Path], *, study_key: str, protection: str) -> list[Cell]:
    """Return the cells of a report in the order of its notebooks.

    ``study_key`` stands for returns, registry and the code that reads them; ``protection`` for what may be shown.
    """
    shared = [study_key, protection, job.surroundings.of_notebooks, json.dumps(job.parameters, sort_keys=True)]
    return [Cell(source, _hash([*shared, source.name, file_hash(source)])) for source in sources]


def waiting_folder(job: Job) -> Path:
    """Return where executed notebooks wait for their report: beside its result rows, as private as these."""
    return job.paths.stage("analysed", job.site, job.programme) / f"{FOLDER}-{job.level}"


def empty_folder(waiting: Path, cell: Cell) -> Path:
    """Return a folder for a notebook to work in: what it leaves there reaches no other notebook and no report."""
    folder = waiting / f"{cell.source.stem}.working"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def note_finished(cell: Cell, executed: Path) -> None:
    """Record that a notebook in the waiting folder is whole; without this it is never believed."""
    record = executed.with_suffix(".json")
    waiting = executed.with_suffix(".writing")
    waiting.write_text(json.dumps({"key": cell.key, "sha256": file_hash(executed)}), encoding="utf-8")
    waiting.replace(record)


def kept(job: Job, cells: Sequence[Cell]) -> dict[str, Path]:
    """Return for each cell that need not be executed again where its notebook lies, by file name."""
    made = job.made
    found = {}
    for cell in cells:
        waiting = waiting_folder(job) / cell.name
        published = job.target / FOLDER / cell.name
        if _is_whole(cell, waiting, record=_read(waiting.with_suffix(".json"))):
            found[cell.name] = waiting
        elif _is_whole(cell, published, record=_published(made, cell)):
            found[cell.name] = published
    return found


def gather(cells: Sequence[Cell], places: Mapping[str, Path], *, folder: Path) -> list[Path]:
    """Copy the notebooks of a report from where they lie into its folder; return them in the order of the cells."""
    folder.mkdir()
    return [Path(shutil.copyfile(places[cell.name], folder / cell.name)) for cell in cells]


def _is_whole(cell: Cell, path: Path, *, record: Mapping[str, Any]) -> bool:
    return record.get("key") == cell.key and path.is_file() and file_hash(path) == record.get("sha256")


def _published(made: Mapping[str, Any], cell: Cell) -> dict[str, Any]:
    key, content = made.get("cells", {}).get(cell.name), made.get("outputs", {}).get(f"{FOLDER}/{cell.name}")
    return {"key": key, "sha256": content}


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
