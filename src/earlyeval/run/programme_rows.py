"""The result rows of sites that a synthesis needs and that are not kept: made by several processes, then protected."""

from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.run.batch import Batch
from earlyeval.run.plan import Job
from earlyeval.run.protection import protected, put_in_force
from earlyeval.run.routes import SameDisk
from earlyeval.run.workers import Call, Watcher, process_workers, run_all
from earlyeval.study import stages


def without_rows(jobs: Sequence[Job]) -> list[Job]:
    """Return the sites whose result rows are not kept for exactly their returns, their registry and this code."""
    return [job for job in jobs if not _is_kept(job)]


def make_rows(batch: Batch, jobs: Sequence[Job], *, jobs_at_once: int) -> None:
    """Make the rows of some sites and bring the protection plan up to date with them.

    A site that fails is told and left out; its last report is untouched. The exit code is that of the first.
    """
    if not jobs:
        return
    calls = [SameDisk().rows(job) for job in jobs]
    with batch.screen.counted("sites", total=len(calls)) as bar:
        if jobs_at_once == 1 or len(jobs) == 1:
            for call in calls:
                _run_here(call)
                bar.advance()
        else:
            with process_workers(min(jobs_at_once, len(calls))) as workers:
                run_all(calls, workers, watcher=Watcher(bar.running, lambda _: bar.advance()))
    made = {call.job.place: call.result for call in calls if call.error is None}
    for call in calls:
        if call.error is not None:
            batch.failed(call.name, call.error)
    first = jobs[0]
    if made and first.level == "release":
        put_in_force(first.paths, protected(made, first.registry.profile, level="release"), tell=batch.screen.line)


def _run_here(call: Call) -> None:
    try:
        call.result = call.function(*call.arguments())
    except EarlyevalError as error:
        call.error = error


def _is_kept(job: Job) -> bool:
    key = stages.key_of(job.paths, job.returns, site=job.site, programme=job.programme, data=job.data)
    return stages.has_results(job.paths, key, site=job.site, programme=job.programme)
