"""Hand tasks to workers, a few at a time, and live through the death of one.

The workers are processes here, or a cluster's; either is a ``concurrent.futures`` executor.
"""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from typing import Any, Protocol

from earlyeval.foundations.errors import EarlyevalError, SurroundingsError
from earlyeval.run.worker_process import begin_worker, in_worker

MOST_TRIES = 2
DIED = "Its process died (perhaps the memory was used up). Run again with fewer jobs: JOBS=1."


class Workers(Protocol):
    """Where tasks run."""

    size: int

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Begin one task."""

    def renew(self) -> None:
        """Replace workers that died."""

    def killed(self, error: BaseException | None) -> bool:
        """Say whether a task's worker died, perhaps by another task's fault, though others are still there."""

    def explained(self, error: BaseException) -> EarlyevalError | None:
        """Return in our words an error that is not the task's own."""

    def lost(self) -> SurroundingsError:
        """Return what to say when no worker will ever answer."""


@dataclass
class Call:
    """One task: its name on the screen, what to call with what, and what came of it.

    ``arguments`` are asked for when the task is handed out, so that large ones do not pile up.
    """

    name: str
    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]
    job: Any = None
    tries: int = 0
    result: Any = None
    error: BaseException | None = None


@dataclass
class Watcher:
    """Whom to tell what runs and what has ended."""

    running: Callable[[list[str]], None] = lambda names: None
    ended: Callable[[Call], None] = lambda call: None


def run_all(calls: Sequence[Call], workers: Workers, *, watcher: Watcher | None = None) -> list[Call]:
    """Run every call and return them with result or error, in their order.

    No more calls are handed out than there are workers, so what runs is known. When a worker dies, every call that
    was under way is tried once more, alone, so that only the one to blame fails.

    Raises
    ------
    SurroundingsError
        The workers are gone for good.
    """
    return _Round(list(calls), workers, watcher or Watcher()).run()


@dataclass
class _Round:
    calls: list[Call]
    workers: Workers
    watcher: Watcher
    suspects: list[Call] = field(default_factory=list)

    def run(self) -> list[Call]:
        waiting = list(self.calls)
        under_way: dict[Future[Any], Call] = {}
        while waiting or under_way or self.suspects:
            self._hand_out(waiting, under_way)
            self.watcher.running([call.name for call in under_way.values()])
            ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
            broken = False
            for future in ended:
                broken |= self._take(under_way.pop(future), future)
            if broken:
                for future, call in under_way.items():
                    self._take(call, future)
                under_way.clear()
                self.workers.renew()
        return self.calls

    def _hand_out(self, waiting: list[Call], under_way: "dict[Future[Any], Call]") -> None:
        while self.suspects and not under_way:
            self._submit(self.suspects.pop(0), under_way)
            return
        while waiting and not self.suspects and len(under_way) < self.workers.size:
            self._submit(waiting.pop(0), under_way)

    def _submit(self, call: Call, under_way: "dict[Future[Any], Call]") -> None:
        call.tries += 1
        try:
            arguments = call.arguments()
        except EarlyevalError as error:
            call.error = error
            self.watcher.ended(call)
            return
        try:
            future = self.workers.submit(call.function, *arguments)
        except BrokenExecutor:
            self.workers.renew()
            future = self.workers.submit(call.function, *arguments)
        under_way[future] = call

    def _take(self, call: Call, future: "Future[Any]") -> bool:
        """Note what came of a call; say whether a worker died."""
        try:
            error = future.exception()
        except CancelledError:  # nobody here cancels: whoever would have answered is gone
            raise self.workers.lost() from None
        died = isinstance(error, BrokenExecutor)
        if (died or self.workers.killed(error)) and call.tries < MOST_TRIES:
            self.suspects.append(call)
            return died
        if died:
            call.error = SurroundingsError(DIED)
        elif error is None:
            call.result = future.result()
        elif isinstance(error, EarlyevalError):
            call.error = error
        elif explained := self.workers.explained(error):
            call.error = explained
        else:
            raise error
        self.watcher.ended(call)
        return died


class ProcessWorkers:
    """Long-lived processes of this machine, forked from one that has imported everything."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._executor = self._begun()

    def _begun(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.size, mp_context=_context(), initializer=begin_worker)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Begin one task."""
        return self._executor.submit(in_worker, function, *arguments)

    def renew(self) -> None:
        """Begin anew after one of the processes died."""
        self.stop()
        self._executor = self._begun()

    def killed(self, error: BaseException | None) -> bool:
        """Return False: here the executor itself breaks."""
        return False

    def explained(self, error: BaseException) -> EarlyevalError | None:
        """Return nothing: here every error is the task's own."""

    def lost(self) -> SurroundingsError:
        """Return what to say when the processes are gone."""
        return SurroundingsError(DIED)

    def stop(self) -> None:
        """End every process at once, with its kernels and what it had begun to write."""
        for process in list((getattr(self._executor, "_processes", None) or {}).values()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
        self.end()

    def end(self) -> None:
        """Wait for what is under way, and let the processes go."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def process_workers(size: int) -> Iterator[ProcessWorkers]:
    """Give processes of this machine for the length of a with-block; none is left behind, whatever happens."""
    workers = ProcessWorkers(size)
    try:
        yield workers
    except BaseException:
        workers.stop()
        raise
    workers.end()


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["earlyeval.run.tasks", "earlyeval.analyse.everything", "pingouin"])
    return context
