"""The result rows and plans of sites that a synthesis needs and that are not kept: made by several processes."""

from collections.abc import Callable, Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.run.batch import Batch
from earlyeval.run.plan import Job
from earlyeval.run.protection import is_planned, known_inputs, protected, put_in_force
from earlyeval.run.routes import SameDisk
from earlyeval.run.workers import Call, Watcher, process_workers, run_all
from earlyeval.study import stages


def without_rows(jobs: Sequence[Job]) -> list[Job]:
    """Return the sites whose result rows, or whose plan, are not kept for exactly their returns, registry, code.

    Planned with a synthesis alone, a site could be shown what its own report hides to protect another number.
    """
    return [job for job in jobs if not _is_kept(job) or (job.level == "release" and not is_planned(job))]


def make_rows(batch: Batch, jobs: Sequence[Job], *, jobs_at_once: int) -> None:
    """Make the rows of some sites, where they are not kept, and bring the protection plan up to date with them.

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
    for call in calls:
        if call.error is None and call.job.level == "release":
            _plan(call, tell=batch.screen.line)
        if call.error is not None:
            batch.failed(call.name, call.error)


def _plan(call: Call, *, tell: Callable[[str], None]) -> None:
    job = call.job
    try:
        slices = protected({job.place: call.result}, job.registry.profile, level="release")
        put_in_force(job.paths, slices, tell=tell, made_of={job.place: known_inputs(job)})
    except EarlyevalError as error:  # of one site: the synthesis says that it has no plan
        call.error = error


def _run_here(call: Call) -> None:
    try:
        call.result = call.function(*call.arguments())
    except EarlyevalError as error:
        call.error = error


def _is_kept(job: Job) -> bool:
    key = stages.key_of(job.paths, job.returns, site=job.site, programme=job.programme, data=job.data)
    return stages.has_results(job.paths, key, site=job.site, programme=job.programme)
