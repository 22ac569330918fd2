"""The chain: what is asked for, is it there already, and if not, make it: here, or by many workers."""

import os
from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.batch import MOST_IN_DETAIL, Batch
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.lock import locked, shared_lock
from earlyeval.run.manifest import NAME
from earlyeval.run.not_renewed import not_renewed, note_run
from earlyeval.run.pages_record import note_pages, pages_are_current
from earlyeval.run.plan import Job, planned
from earlyeval.run.plan_in_force import plan_in_force, slice_in_force
from earlyeval.run.publish import keep_private, refuse_place
from earlyeval.run.request import Request
from earlyeval.run.resources import at_once, cores
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import surroundings_now
from earlyeval.tidy.from_database import ask_databases

THREADS = tuple(name for name in KERNEL_ENVIRONMENT if name.endswith("_THREADS"))


def report_all(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Build the reports of some (site, programme) pairs; return the exit code: that of the first that failed.

    A report that fails leaves its last good one in place and does not stop the others.
    """
    jobs = request.checked_jobs(cores=cores())
    batch = Batch(request, Screen(), several=len(pairs) > 1)
    _plan(batch, pairs)
    if batch.to_make:
        for name in THREADS:  # linear algebra of this process and its children, before it is imported
            os.environ[name] = KERNEL_ENVIRONMENT[name]
        from earlyeval.run.several import make_one, make_several

        fitting = at_once(jobs, largest_bytes=max(job.size_bytes for job in batch.to_make))
        if fitting < jobs:
            batch.screen.line(f"{fitting} at a time: the free memory is enough for no more")
        if len(batch.to_make) == 1 and not request.scheduler:
            make_one(batch, batch.to_make[0], jobs=fitting)
        else:
            make_several(batch, jobs=fitting)
    if batch.there:
        made = [job.place for job in batch.there]
        _close(batch.there, failed=[pair for pair in pairs if pair not in made], screen=batch.screen)
    return batch.code


def _plan(batch: Batch, pairs: Sequence[tuple[str, str]]) -> None:
    """Tell what is there already from what is to be made."""
    request = batch.request
    level, data, paths = request.checked_level, request.checked_data, request.paths
    request.checked_timeout, request.checked_inputs  # noqa: B018  (a wrong one is told before any work)
    registry, surroundings = load_registry(paths), surroundings_now()
    in_force = plan_in_force(paths) if level == "release" else {}
    keep_private(paths.restricted)
    for site, programme in pairs:
        try:
            if data != "synthetic":
                ask_databases(registry, paths, [(site, programme)])
            job = planned(
                registry, paths, site=site, programme=programme, level=level, data=data, surroundings=surroundings
            )
            refuse_place(job.target)
        except EarlyevalError as error:
            batch.failed(f"{site} · {programme}", error)
            continue
        if job.is_done(protection=slice_in_force(in_force, job.place)):
            if len(pairs) <= MOST_IN_DETAIL:
                batch.screen.line(f"{job.name}\n  nothing changed: the report is up to date")
            batch.there.append(job)
        else:
            batch.to_make.append(job)
    if batch.there and len(pairs) > MOST_IN_DETAIL:
        batch.screen.line(f"{len(batch.there)} of {len(pairs)} reports are up to date")


def _close(built: Sequence[Job], *, failed: Sequence[tuple[str, str]], screen: Screen) -> None:
    """Bring the pages that list reports up to date and say what to open."""
    first = built[0]
    registry, paths, sites = first.registry, first.paths, {job.site: None for job in built}
    old = [place for place in failed if (paths.reports / "/".join(place) / NAME).is_file()]
    if first.level == "release" and (old or not_renewed(paths)):
        with locked(shared_lock(paths, "pages"), tell=screen.line):
            note_run(paths, made=[job.place for job in built], failed=old)
    listed = {**sites, **{site: None for site, _ in old}}
    known = {"surroundings": first.surroundings}
    if first.level == "release" and not pages_are_current(registry, paths, sites=listed, **known):
        from earlyeval.run.place_pages import write_place_pages

        # Two runs for different programmes share these pages.
        with locked(shared_lock(paths, "pages"), tell=screen.line):
            write_place_pages(registry, paths, sites=listed)
            note_pages(registry, paths, **known)
    if len(built) > MOST_IN_DETAIL:
        screen.line(f"Open: {paths.reports / 'index.html'}")
        return
    if first.level == "release":
        for site in sites:  # a page that sees across the programmes of a place is worth opening first
            if len(registry.site(site).programmes) > 1:
                screen.line(f"Open: {paths.reports / site / 'index.html'}")
    for job in built:
        screen.line(f"Open: {job.page}")
