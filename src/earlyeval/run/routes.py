"""Two ways to a worker: over a disk that both see, or with everything shipped there and back."""

from typing import Protocol

from earlyeval.run.plan import Job
from earlyeval.run.shipping import keep_stages, pack_inputs, publish_parcel, report_from_parcel, rows_from_parcel
from earlyeval.run.tasks import Settings, report_task, rows_task
from earlyeval.run.workers import Call


class Route(Protocol):
    """Makes the calls of a report's two tasks, and keeps what came of them."""

    def rows(self, job: Job) -> Call:
        """Return the call for a report's result rows."""

    def keep_rows(self, call: Call) -> None:
        """Leave the rows as the call's result."""

    def report(self, job: Job, settings: Settings) -> Call:
        """Return the call for the report itself."""

    def keep_report(self, call: Call) -> None:
        """Have the report in its place."""


class SameDisk:
    """The worker reads the study where it lies, and publishes the report itself."""

    def rows(self, job: Job) -> Call:
        """Return the call for a report's result rows."""
        return Call(name_of(job), rows_task, lambda: (job,), job=job)

    def keep_rows(self, call: Call) -> None:
        """Nothing to do: the result is the rows."""

    def report(self, job: Job, settings: Settings) -> Call:
        """Return the call for the report itself."""
        return Call(name_of(job), report_task, lambda: (job, settings), job=job)

    def keep_report(self, call: Call) -> None:
        """Nothing to do: the worker published it."""


class Shipped:
    """The worker sees nothing of our disk: it gets the study's files with the task, and gives files back."""

    def rows(self, job: Job) -> Call:
        """Return the call for a report's result rows."""
        return Call(name_of(job), rows_from_parcel, lambda: (job, pack_inputs(job)), job=job)

    def keep_rows(self, call: Call) -> None:
        """Put the stages in their place here, and leave the rows as the call's result."""
        call.result, stages = call.result
        keep_stages(call.job, stages)

    def report(self, job: Job, settings: Settings) -> Call:
        """Return the call for the report itself; its parcel holds the stages of the rows."""
        return Call(name_of(job), report_from_parcel, lambda: (job, settings, pack_inputs(job)), job=job)

    def keep_report(self, call: Call) -> None:
        """Publish what came back."""
        publish_parcel(call.job, call.result)


def name_of(job: Job) -> str:
    """Return the words that name a report on the screen."""
    return f"{job.site} · {job.programme}"
