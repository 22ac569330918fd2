"""One kernel process: had for one notebook, watched, and ended by us whatever happens.

The kernels of a run come from one warm parent where that can be (see docs/kernels.md). They are found without being
registered, speak over private sockets (not over a port that the whole machine can reach), and are gone when the run
is interrupted.
"""

import os
import shutil
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from earlyeval.run.kernels import KERNEL_ENVIRONMENT, KERNEL_NAME, kernel_command
from earlyeval.run.resources import allow_open_files
from earlyeval.run.warm.asking import start_early
from earlyeval.run.warm.provisioner import WarmProvisioner
from earlyeval.run.warm.socket_folder import socket_folder

NO_HISTORY = "--HistoryManager.hist_file=:memory:"


class _ThisPython(AsyncKernelManager):
    """A kernel manager whose kernel is the Python that runs this, registered or not."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The description of the kernel."""
        return KernelSpec(argv=kernel_command(), display_name=KERNEL_NAME, language="python")

    def client(self, **options: Any) -> Any:
        """Return a client, and remember it: whoever brings the manager has to close the clients' sockets."""
        made = super().client(**options)
        self.clients = [*getattr(self, "clients", []), made]
        return made

    def close_clients(self) -> None:
        """Close the sockets of every client that was asked for."""
        for client in getattr(self, "clients", []):
            client.stop_channels()


class RunningKernel:
    """A started kernel with its private folder (mode 0700) for sockets and what it says outside cells."""

    def __init__(self, *, cwd: Path, environment: Mapping[str, str], warm: bool = True) -> None:
        self.folder = socket_folder()
        # A user's own start-up files must not run inside a report.
        settings = {**environment, **KERNEL_ENVIRONMENT, "IPYTHONDIR": str(self.folder / "ipython")}
        self.manager = _ThisPython(kernel_name=KERNEL_NAME, connection_file=str(self.folder / "k.json"))
        self.manager.kernel_id = str(uuid.uuid4())
        self._provisioner = WarmProvisioner(
            kernel_id=self.manager.kernel_id, kernel_spec=self.manager.kernel_spec, parent=self.manager
        )
        self._provisioner.warm = warm
        self.manager.provisioner = self._provisioner
        if sys.platform != "win32":
            self.manager.transport = "ipc"
            self.manager.ip = str(self.folder / "k")
        self._said = open(self.folder / "said.log", "wb")  # noqa: SIM115  (closed in close())
        try:
            run_sync(self.manager._async_start_kernel)(
                extra_arguments=[NO_HISTORY], cwd=str(cwd), env=settings, stdout=self._said, stderr=self._said
            )
        except BaseException:
            self.close()
            raise

    @property
    def why_fresh(self) -> str:
        """Why the kernel was started in the ordinary way; empty when it came from the warm parent."""
        return self._provisioner.why_fresh

    def is_alive(self) -> bool:
        """Say whether the kernel's process still runs."""
        return bool(run_sync(self.manager._async_is_alive)())

    def kill(self) -> None:
        """End the kernel and what it started, at once. May be called from any thread, and twice."""
        self._provisioner.kill_now()

    def said(self) -> str:
        """Return what the kernel wrote outside any cell (for the private log); nothing where its folder is gone.

        The warm parent takes the folder away with a kernel that it had to end.
        """
        self._said.flush()
        try:
            return (self.folder / "said.log").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def close(self) -> None:
        """End the kernel and take its folder away."""
        self.kill()
        self.manager.close_clients()
        if self._provisioner.has_process:
            run_sync(self.manager._async_shutdown_kernel)(now=True)
        self._said.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Kernels:
    """All kernels of one run, so that an interrupted run leaves none behind.

    They share the warm parent of this process, which ends with the process. ``warm=False`` starts every kernel in
    the ordinary way. ``why_fresh`` counts the starts by the reason that they were not warm; "" counts the warm ones.
    """

    def __init__(self, *, warm: bool = True) -> None:
        allow_open_files()
        self._warm = warm
        self._running: dict[int, RunningKernel] = {}
        self._lock = threading.Lock()
        self._stopped = False
        self.why_fresh: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self, environment: Mapping[str, str] | None = None) -> None:
        """Start the parent now, without waiting for it: what it imports is ready when the first notebook is."""
        if self._warm:
            start_early({**(os.environ if environment is None else environment), **KERNEL_ENVIRONMENT})

    @contextmanager
    def started(self, *, cwd: Path, environment: Mapping[str, str]) -> Iterator[RunningKernel]:
        """Start a kernel for the length of a with-block."""
        kernel = RunningKernel(cwd=cwd, environment=environment, warm=self._warm)
        with self._lock:
            self._running[id(kernel)] = kernel
            self.why_fresh[kernel.why_fresh] += 1
            stopped = self._stopped
        try:
            if stopped:
                raise KeyboardInterrupt
            yield kernel
        finally:
            with self._lock:
                self._running.pop(id(kernel), None)
            kernel.close()

    def stop(self) -> None:
        """End every kernel that runs, and let no further one start."""
        with self._lock:
            self._stopped = True
            running = list(self._running.values())
        for kernel in running:
            kernel.kill()

    def close(self) -> None:
        """End every kernel that still runs."""
        self.stop()


@contextmanager
def time_limit(kernel: RunningKernel, seconds: float) -> Iterator[threading.Event]:
    """End the kernel when a with-block takes longer than some seconds; the event says that it was so."""
    is_over = threading.Event()

    def end(*_: Any) -> None:
        is_over.set()
        kernel.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()
