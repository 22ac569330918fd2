"""The workers of a cluster: the same tasks through Dask's executor, for whatever cluster Dask runs on."""

import functools
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from earlyeval.foundations.errors import EarlyevalError, SurroundingsError
from earlyeval.foundations.suggest import shown
from earlyeval.run.kernels import KERNEL_ENVIRONMENT
from earlyeval.run.surroundings import Surroundings, surroundings_now

SECONDS_TO_ANSWER = 15
LEAST_HANDED_OUT = 4  # even before the first worker has come: a cluster that grows on demand has to see work
_ONE_AT_A_TIME = threading.Lock()


class ClusterWorkers:
    """The workers of one scheduler. Dask itself gives the tasks of a worker that died to another."""

    def __init__(self, client: Any, *, address: str, surroundings: Surroundings) -> None:
        self._client, self._address, self._surroundings = client, address, surroundings
        self._executor = client.get_executor(pure=False)

    @property
    def size(self) -> int:
        """How many tasks are handed out at a time: two for each worker, so that none waits for its next."""
        return max(LEAST_HANDED_OUT, 2 * sum(self._client.nthreads().values()))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Begin one task on some worker."""
        return self._executor.submit(on_cluster, self._surroundings, function, *arguments)

    def renew(self) -> None:
        """Nothing to do: workers come and go by themselves."""

    def killed(self, error: BaseException | None) -> bool:
        """Say whether Dask gave a task up because its workers died: it blames all tasks that were with them."""
        from distributed.scheduler import KilledWorker

        return isinstance(error, KilledWorker)

    def explained(self, error: BaseException) -> EarlyevalError | None:
        """Return in our words what went wrong with a task that is not the task's own error."""
        if self.killed(error):
            return SurroundingsError(
                "Every worker that took it up died (perhaps its memory was used up). Give workers more memory, or "
                "make this report here."
            )
        if isinstance(error, (ModuleNotFoundError, AttributeError)):
            return SurroundingsError(f"A worker has no earlyeval of this version ({type(error).__name__}). {UPDATE}")
        return None

    def lost(self) -> SurroundingsError:
        """Return what to say when the scheduler is gone."""
        return SurroundingsError(
            f"The scheduler at {shown(self._address)} is gone. What was finished is kept: start the scheduler and run "
            "the same command again; it goes on from there."
        )


UPDATE = "Set up the same commit of the clone on every worker (`make set-up`), restart the workers and run again."


@contextmanager
def cluster_workers(
    address: str, *, surroundings: Surroundings, tell: Callable[[str], None]
) -> Iterator[ClusterWorkers]:
    """Give the workers of the scheduler at an address, for the length of a with-block.

    Raises
    ------
    SurroundingsError
        No scheduler answers, or a worker has other code, packages or Python than this machine: its reports could
        differ from ours.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError):  # TypeError, ValueError: no address at all
        raise SurroundingsError(
            f"No scheduler answers at {shown(address)}. Start it (docs/cluster.md) or look at the address."
        ) from None
    try:
        _refuse_others(client, surroundings)
        if not client.nthreads():
            tell("No worker has joined the scheduler yet; waiting for one")
        yield ClusterWorkers(client, address=address, surroundings=surroundings)
    finally:
        client.close(timeout=2)


def on_cluster(surroundings: Surroundings, function: Callable[..., Any], *arguments: Any) -> Any:
    """On a worker: call a task, one at a time in each process, if code and packages are those of the sender.

    Raises
    ------
    SurroundingsError
        They differ.
    """
    from threadpoolctl import threadpool_limits

    difference = differing(surroundings)
    if difference:
        raise SurroundingsError(f"A worker was refused: {difference}. {UPDATE}")
    for name, value in KERNEL_ENVIRONMENT.items():
        if name.endswith("_THREADS"):
            os.environ[name] = value
    with _ONE_AT_A_TIME, threadpool_limits(1):  # linear algebra gives other last digits on two threads
        return function(*arguments)


def differing(surroundings: Surroundings) -> str:
    """On a worker: return in a sentence how its code, packages or Python differ; empty when they are the same."""
    return _own().differs_from(surroundings)


@functools.cache
def _own() -> Surroundings:
    """Return the surroundings that this process was started with: what it has imported does not change with a file."""
    return surroundings_now()


def _refuse_others(client: Any, surroundings: Surroundings) -> None:
    try:
        differences = client.run(differing, surroundings)
    except (ModuleNotFoundError, AttributeError) as error:
        raise SurroundingsError(
            f"A worker has no earlyeval of this version ({type(error).__name__}). {UPDATE}"
        ) from None
    wrong = [difference for difference in differences.values() if difference]
    if wrong:
        number = f"{len(wrong)} of {len(differences)} workers"
        raise SurroundingsError(f"Refused: {number} cannot be used; of the first, {wrong[0]}. {UPDATE}")
