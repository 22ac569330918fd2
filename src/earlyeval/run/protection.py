"""The protection plan of a study: one node between all result rows and every report.

Rows of different places can be subtracted from one another, so they are protected as one universe. The plan holds
one hash for each report: that of its slice. A report is made again when its slice changed, and only then.
"""

import hashlib
import json
from collections.abc import Callable, Mapping

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.withheld import read_withheld, withheld_file, withheld_text
from earlyeval.protect.gate import Released, release
from earlyeval.registry.profiles import Profile
from earlyeval.run.lock import locked, shared_lock
from earlyeval.run.plan import Job
from earlyeval.run.plan_in_force import Place, plan_file, plan_in_force
from earlyeval.run.publish import publish_file

MadeOf = Mapping[Place, str]
_NOTE = "made-of.txt"


def put_in_force(
    paths: StudyPaths, slices: Mapping[Place, Released], *, tell: Callable[[str], None], made_of: MadeOf | None = None
) -> None:
    """Store what some places may show, and bring the plan of the study up to date with it, under its lock.

    Slices of places that are not named stay as they were. ``made_of``: what stands for the inputs of each.
    """
    with locked(shared_lock(paths, "plan"), tell=tell):
        for (site, programme), released in slices.items():
            folder = paths.stage("protected", site, programme)
            folder.mkdir(parents=True, exist_ok=True)
            waiting = folder / "released.waiting"
            released.rows.to_parquet(waiting)
            waiting.replace(folder / "released.parquet")
            store_withheld(paths, (site, programme), released, made_of=(made_of or {}).get((site, programme), ""))
        changed = {"/".join(place): slice_hash(released) for place, released in slices.items()}
        plan = {**plan_in_force(paths), **changed}
        publish_file(plan_file(paths), (json.dumps(plan, indent=1, sort_keys=True) + "\n").encode())


def store_withheld(paths: StudyPaths, place: Place, released: Released, *, made_of: str = "") -> None:
    """Leave for the notebooks of a report what its plan withholds, so that every page of it hides the same."""
    target = withheld_file(paths, site=place[0], programme=place[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    note = target.with_name(_NOTE)
    note.unlink(missing_ok=True)
    publish_file(target, withheld_text(released.withheld).encode())
    if made_of:
        publish_file(note, made_of.encode())


def known_inputs(job: Job) -> str:
    """Return one sha256 over all that the plan of a report follows from: returns, registry, code, packages."""
    return hashlib.sha256(json.dumps(job.inputs, sort_keys=True).encode()).hexdigest()


def is_planned(job: Job) -> bool:
    """Say whether the plan that lies there is that of just these inputs, and can be read."""
    site, programme = job.place
    if read_withheld(job.paths, site=site, programme=programme) is None:
        return False
    try:
        made_of = withheld_file(job.paths, site=site, programme=programme).with_name(_NOTE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return made_of == known_inputs(job)


def protected(slices: Mapping[Place, pd.DataFrame], profile: Profile, *, level: str) -> dict[Place, Released]:
    """Return what may be shown of each place's result rows, all rows of a place planned together.

    Raises
    ------
    ProtectionError
        A row that the profile has no rule for, or a hidden number that could be worked out.
    """
    return {place: release(rows, profile, level=level) for place, rows in slices.items()}


def slice_hash(released: Released) -> str:
    """Return the sha256 of what may be shown: the rows in their order, each cell."""
    return rows_hash(released.rows, profile=released.profile.id, level=released.level)


def rows_hash(rows: pd.DataFrame, *, profile: str, level: str) -> str:
    """Return the sha256 of rows that passed the gate under a profile and at a level.

    It is published, and whoever has the ledger can try it out: at release level it knows nothing of rows that the
    ledger leaves out, not even how many there are.
    """
    rows = without_private(rows) if level == "release" else rows
    digest = hashlib.sha256(json.dumps([*rows.columns, profile, level]).encode())
    digest.update(pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes())
    return digest.hexdigest()


def without_private(rows: pd.DataFrame) -> pd.DataFrame:
    """Return released rows without those that pass nothing but their being there: how many there are is a count."""
    is_private = rows["estimand"].map(lambda name: ESTIMANDS[name].kind == "private").astype(bool)
    return rows[~is_private].reset_index(drop=True)
