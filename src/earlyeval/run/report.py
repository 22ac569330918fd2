"""The chain: what is asked for, is it there already, and if not, make it; one report after another."""

import os
from collections.abc import Sequence

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.registry.load import load_registry
from earlyeval.run.ending import say
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.lock import locked
from earlyeval.run.plan import Job, planned
from earlyeval.run.publish import keep_private, refuse_place
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

MOST_IN_DETAIL = 3  # more reports than this get a line each, so that a run stays readable
THREADS = tuple(name for name in KERNEL_ENVIRONMENT if name.endswith("_THREADS"))


def report_all(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Build the reports of some (site, programme) pairs; return the exit code: that of the first that failed.

    A report that fails leaves its last good one in place and does not stop the others.
    """
    level, data = request.checked_level, request.checked_data
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs, timeout = request.checked_jobs(cores=cores), request.checked_timeout
    registry, paths = load_registry(request.paths), request.paths
    screen, code = Screen(), 0
    built: list[Job] = []
    for site, programme in pairs:
        try:
            job = planned(registry, paths, site=site, programme=programme, level=level, data=data)
            _report(job, screen=screen, jobs=jobs, timeout=timeout, brief=len(pairs) > MOST_IN_DETAIL)
            built.append(job)
        except EarlyevalError as error:
            if len(pairs) > 1:
                say(f"{site} · {programme} failed; its last report, if there is one, is untouched.")
            say(str(error))
            code = code or error.exit_code
    if built:
        _close(built, screen=screen)
    return code


def _report(job: Job, *, screen: Screen, jobs: int, timeout: float, brief: bool) -> None:
    screen.line(job.name)
    refuse_place(job.target)
    keep_private(job.paths.restricted)
    with locked(job.lock, tell=screen.line):
        if job.is_done:
            screen.line("  nothing changed: the report is up to date")
            return
        for name in THREADS:  # linear algebra of this process too, before it is imported
            os.environ[name] = KERNEL_ENVIRONMENT[name]
        from earlyeval.run.making import make_report

        tell = (lambda _: None) if brief else screen.line
        make_report(job, screen=screen, tell=tell, jobs=jobs, timeout=timeout)


def _close(built: Sequence[Job], *, screen: Screen) -> None:
    """Bring the pages that list reports up to date and say what to open."""
    if built[0].level == "release":
        from earlyeval.run.place_pages import write_place_pages

        # Two runs for different programmes share these pages.
        with locked(built[0].paths.data / "tidy" / ".locks" / "pages.lock", tell=screen.line):
            write_place_pages(built[0].registry, built[0].paths, sites={job.site: None for job in built})
    if len(built) > MOST_IN_DETAIL:
        screen.line(f"Open: {built[0].paths.reports / 'index.html'}")
        return
    for job in built:
        screen.line(f"Open: {job.page}")
