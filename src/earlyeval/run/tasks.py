"""The two tasks that make one report, for any process on any machine: its result rows, then the report itself.

Between them stands the protection plan of the whole study. Both take plain data and give plain data.
"""

import threading
from dataclasses import dataclass

import pandas as pd

from earlyeval.run.kernel_process import Kernels
from earlyeval.run.lock import locked
from earlyeval.run.making import Making, Tell, analysed, build_report
from earlyeval.run.plan import Job
from earlyeval.run.protection import known_inputs, protected, put_in_force, slice_hash, store_withheld
from earlyeval.run.screen import Screen

ALREADY = "nothing changed: the report is up to date"


@dataclass(frozen=True)
class Settings:
    """How a report is made: how many notebooks at once, and the seconds after which one counts as stuck."""

    jobs: int
    timeout: float


def rows_task(job: Job) -> pd.DataFrame:
    """Return the result rows of one programme at one place; they are stored on the way.

    Raises
    ------
    EarlyevalError
        Registry or returns refused.
    """
    with locked(job.lock, tell=_unheard):
        return analysed(job, tell=_unheard)[1]


def report_task(job: Job, settings: Settings) -> str:
    """Make and publish one report after the plan is made; return the hash of the slice that it shows."""
    making = Making(_kernels(), settings.jobs, settings.timeout, Screen(), _unheard)
    with locked(job.lock, tell=_unheard):
        study, results = analysed(job, tell=_unheard)
        released = protected({job.place: results}, study.profile, level=job.level)[job.place]
        if job.level == "release":
            store_withheld(job.paths, job.place, released, made_of=known_inputs(job))  # its own disk, where it has one
        build_report(job, study, results, released=released, making=making)
        return slice_hash(released)


def whole_task(job: Job, settings: Settings, *, kernels: Kernels, screen: Screen, tell: Tell) -> None:
    """Make one report from its beginning to its publication, in this process, telling each step."""
    making = Making(kernels, settings.jobs, settings.timeout, screen, tell)
    with locked(job.lock, tell=screen.line):
        if job.is_done():
            tell(f"  {ALREADY}")
            return
        study, results = analysed(job, tell=tell)
        slices = protected({job.place: results}, study.profile, level=job.level)
        if job.level == "release":
            put_in_force(job.paths, slices, tell=screen.line, made_of={job.place: known_inputs(job)})
        build_report(job, study, results, released=slices[job.place], making=making)


_PER_PROCESS: dict[str, Kernels] = {}
_ONE_AT_A_TIME = threading.Lock()


def _kernels() -> Kernels:
    """Return the kernels of this worker process, kept for its whole life: the imports are paid once."""
    with _ONE_AT_A_TIME:
        if "kernels" not in _PER_PROCESS:
            _PER_PROCESS["kernels"] = Kernels()
        return _PER_PROCESS["kernels"]


def _unheard(_: str) -> None:
    """Say nothing: a worker has no screen."""
