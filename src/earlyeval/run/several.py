"""Make one report in this process, or several by workers, with the study's protection plan between rows and reports."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pandas as pd

from earlyeval.foundations.errors import EarlyevalError
from earlyeval.protect.gate import Released
from earlyeval.run.batch import MOST_IN_DETAIL, Batch
from earlyeval.run.kernel_process import Kernels
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.plan import Job
from earlyeval.run.protection import known_inputs, protected, put_in_force
from earlyeval.run.routes import SameDisk, Shipped, name_of
from earlyeval.run.screen import Bar, Clock, in_words
from earlyeval.run.tasks import Settings, whole_task
from earlyeval.run.warm.asking import start_early
from earlyeval.run.warm.surroundings import SHARED
from earlyeval.run.workers import Call, Watcher, Workers, process_workers, run_all


def make_one(batch: Batch, job: Job, *, jobs: int) -> None:
    """Make one report in this process, its notebooks side by side, each step told."""
    batch.screen.line(job.name)
    settings = Settings(jobs=jobs, timeout=batch.request.checked_timeout)
    try:
        with Kernels() as kernels:
            kernels.warm_up()  # what notebooks import is being imported while the results are worked out
            whole_task(job, settings, kernels=kernels, screen=batch.screen, tell=batch.screen.line)
    except EarlyevalError as error:
        batch.failed(name_of(job), error)
    else:
        batch.there.append(job)


def make_several(batch: Batch, *, jobs: int) -> None:
    """Make several reports: first all result rows, then the plan, then every report.

    By ``jobs`` processes of this machine, or by the workers of a cluster where a scheduler is named.
    """
    request = batch.request
    if not request.scheduler:
        with shared_parent(), process_workers(min(jobs, len(batch.to_make))) as workers:
            _by_workers(batch, workers, notebooks_at_once=max(1, jobs // len(batch.to_make)))
        return
    from earlyeval.run.cluster import cluster_workers

    surroundings = batch.to_make[0].surroundings
    with cluster_workers(request.scheduler, surroundings=surroundings, tell=batch.screen.line) as workers:
        _by_workers(batch, workers, notebooks_at_once=1)


@contextmanager
def shared_parent() -> Iterator[None]:
    """Let the workers that are started in a with-block fork their kernels from one parent of this process."""
    os.environ[SHARED] = start_early({**os.environ, **KERNEL_ENVIRONMENT})
    try:
        yield
    finally:
        os.environ.pop(SHARED, None)


def _by_workers(batch: Batch, workers: Workers, *, notebooks_at_once: int) -> None:
    ordered = sorted(batch.to_make, key=lambda job: -job.size_bytes)  # a large one at the end would be waited for
    route = Shipped() if batch.request.checked_inputs == "shipped" else SameDisk()
    analysed = _called(batch, workers, "result rows", [route.rows(job) for job in ordered], keep=route.keep_rows)
    rows = {call.job.place: call.result for call in analysed if call.error is None}
    _put_plan_in_force(batch, rows)
    settings = Settings(jobs=notebooks_at_once, timeout=batch.request.checked_timeout)
    reports = [route.report(job, settings) for job in ordered if job.place in rows]
    made = _called(batch, workers, "reports", reports, keep=route.keep_report)
    done = {call.job.place for call in made if call.error is None}
    batch.there.extend(job for job in batch.to_make if job.place in done)


def _put_plan_in_force(batch: Batch, rows: dict[tuple[str, str], pd.DataFrame]) -> None:
    first = batch.to_make[0]
    if first.level != "release" or not rows:
        return
    slices: dict[tuple[str, str], Released] = {}
    for place in list(rows):
        try:
            slices |= protected({place: rows[place]}, first.registry.profile, level=first.level)
        except EarlyevalError as error:  # of one report: the others are made all the same
            batch.failed(" · ".join(place), error)
            del rows[place]
    made_of = {job.place: known_inputs(job) for job in batch.to_make}
    put_in_force(first.paths, slices, tell=batch.screen.line, made_of=made_of)


def _called(
    batch: Batch, workers: Workers, words: str, calls: Sequence[Call], *, keep: Callable[[Call], None]
) -> list[Call]:
    """Run calls with a bar on a terminal; elsewhere, of many, each tenth report is told with the time left."""
    clock, began = Clock(len(calls)), time.monotonic()
    with batch.screen.counted(words, total=len(calls)) as bar:

        def ended(call: Call) -> None:
            _keep(call, keep)
            _tell(batch, call, bar=bar, clock=clock)

        run_all(calls, workers, watcher=Watcher(bar.running, ended))
    failed = sum(call.error is not None for call in calls)
    but = f", {failed} failed" if failed else ""
    batch.screen.line(f"{len(calls) - failed} {words} in {in_words(time.monotonic() - began)}{but}")
    return list(calls)


def _keep(call: Call, keep: Callable[[Call], None]) -> None:
    if call.error is None:
        try:
            keep(call)
        except EarlyevalError as error:
            call.error = error


def _tell(batch: Batch, call: Call, *, bar: Bar, clock: Clock) -> None:
    bar.advance()
    left = clock.one_more()
    if call.error:
        batch.failed(call.name, call.error)
    elif not batch.screen.is_terminal and left and (clock.done % 10 == 0 or clock.total <= MOST_IN_DETAIL * 5):
        batch.screen.line(f"  {clock.done} of {clock.total}: {call.name}; {left}")
