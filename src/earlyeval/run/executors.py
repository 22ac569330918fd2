"""Execute several notebooks at once. Each has a process of its own, its kernel; here are only the threads that wait."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from earlyeval.foundations.errors import NotebookFailedError
from earlyeval.run.execute import NotebookTask, execute_notebook
from earlyeval.run.kernel_process import Kernels


def execute_all(
    tasks: Sequence[NotebookTask],
    *,
    kernels: Kernels,
    jobs: int,
    done: Callable[[NotebookTask], None] = lambda _: None,
) -> list[Path]:
    """Execute notebooks, at most ``jobs`` at the same time; return their targets in the order of the tasks.

    One that fails does not stop the others. An interruption ends every kernel before it goes on upwards. ``done`` is
    called with each task as soon as its notebook is whole, in this thread.

    Raises
    ------
    NotebookFailedError
        One or more failed; the message has a line for each, in the order of the tasks.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = _submitted(pool, tasks, kernels)
        try:
            for future in as_completed(futures):
                if not future.exception():
                    done(futures[future])
        except BaseException:
            for future in futures:
                future.cancel()
            kernels.stop()
            raise
    failures = [error for future in futures if (error := future.exception())]
    unforeseen = [error for error in failures if not isinstance(error, NotebookFailedError)]
    if unforeseen:
        raise unforeseen[0]
    if failures:
        raise NotebookFailedError("\n".join(str(error) for error in failures))
    return [future.result() for future in futures]


def _submitted(pool: Executor, tasks: Sequence[NotebookTask], kernels: Kernels) -> "dict[Future[Path], NotebookTask]":
    return {pool.submit(execute_notebook, task, kernels=kernels): task for task in tasks}
