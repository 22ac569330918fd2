"""The chain for programmes over their sites: rows of the sites that changed, then each synthesis that changed."""

import os
from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.batch import Batch
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.lock import locked, shared_lock
from earlyeval.run.pages_record import note_pages, pages_are_current
from earlyeval.run.plan import Job
from earlyeval.run.plan_in_force import plan_in_force, slice_in_force
from earlyeval.run.programme_plan import ProgrammeJob, programme_job, programmes_of_several_sites
from earlyeval.run.publish import keep_private, refuse_place
from earlyeval.run.request import Request
from earlyeval.run.resources import at_once, cores
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now

UP_TO_DATE = "  nothing changed: the synthesis is up to date"
THREADS = tuple(name for name in KERNEL_ENVIRONMENT if name.endswith("_THREADS"))


def programme_all(request: Request, programmes: Sequence[str] = ()) -> int:
    """Build the syntheses of some programmes, of all that have several sites where none is named.

    Returns the exit code: that of the first that failed. One that fails leaves its last good one in place.
    """
    jobs, screen = request.checked_jobs(cores=cores()), Screen()
    level, data, paths = request.checked_level, request.checked_data, request.paths
    timeout = request.checked_timeout
    registry, surroundings = load_registry(paths), surroundings_now()
    shared = {"level": level, "data": data, "surroundings": surroundings}
    wanted = list(programmes) or programmes_of_several_sites(registry, paths, **shared)
    batch = Batch(request, screen, several=len(wanted) > 1)
    in_force = plan_in_force(paths) if level == "release" else {}
    keep_private(paths.restricted)
    to_make, there = [], []
    for programme in wanted:
        try:
            job = programme_job(registry, paths, programme=programme, **shared)
            refuse_place(job.target)
        except EarlyevalError as error:
            batch.failed(programme, error)
            continue
        if job.is_done(protection=slice_in_force(in_force, job.place)):
            screen.line(f"{job.name}\n{UP_TO_DATE}")
            there.append(job)
        else:
            to_make.append(job)
    if to_make:
        _make(batch, to_make, there, jobs=jobs, timeout=timeout)
    if there:
        _close(there, screen=screen)
    return batch.code


def _make(
    batch: Batch, to_make: Sequence[ProgrammeJob], there: list[ProgrammeJob], *, jobs: int, timeout: float
) -> None:
    """Make the rows of sites that are not kept, by workers; then the syntheses, one after the other."""
    for name in THREADS:  # linear algebra of this process and its children, before it is imported
        os.environ[name] = KERNEL_ENVIRONMENT[name]
    from earlyeval.run.kernel_process import Kernels
    from earlyeval.run.making import Making
    from earlyeval.run.programme_making import make_programme
    from earlyeval.run.programme_rows import make_rows, without_rows

    lacking: dict[tuple[str, str], Job] = {job.place: job for one in to_make for job in without_rows(one.sites)}
    fitting = at_once(jobs, largest_bytes=max((job.size_bytes for job in lacking.values()), default=0))
    with Kernels() as kernels:
        kernels.warm_up()  # what the notebook imports is being imported while the sites' rows are worked out
        make_rows(batch, list(lacking.values()), jobs_at_once=fitting)
        for job in to_make:
            batch.screen.line(job.name)
            try:
                make_programme(job, Making(kernels, jobs, timeout, batch.screen, batch.screen.line))
            except EarlyevalError as error:
                batch.failed(job.programme, error)
            else:
                there.append(job)


def _close(built: Sequence[ProgrammeJob], *, screen: Screen) -> None:
    """Bring the pages that list reports up to date and say what to open."""
    first = built[0]
    registry, paths, known = first.registry, first.paths, {"surroundings": first.surroundings}
    if first.level == "release" and not pages_are_current(registry, paths, sites=(), **known):
        from earlyeval.run.place_pages import write_place_pages

        with locked(shared_lock(paths, "pages"), tell=screen.line):
            write_place_pages(registry, paths, sites=())
            note_pages(registry, paths, **known)
    for job in built:
        screen.line(f"Open: {job.page}")
