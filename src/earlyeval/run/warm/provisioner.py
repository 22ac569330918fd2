"""The kernel provisioner ``earlyeval-warm``: what papermill, nbval, JupyterLab and our runner start kernels through.

Where a warm kernel cannot be had, the kernel is started as jupyter_client itself would do it.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from earlyeval.run.warm.asking import NotWarmError, warm_process
from earlyeval.run.warm.client import prompt
from earlyeval.run.warm.process import WarmProcess
from earlyeval.run.warm.surroundings import OURS

# What a warm start can take over. Anything else that is asked for (other streams, a hook) gets an ordinary start.
_UNDERSTOOD = {"cwd", "env", "stdin", "stdout", "stderr", "independent", "extra_arguments", "kernel_id"}
_LONGEST_SOCKET = 90  # characters: the system allows 107
_DEATH_SECONDS = 5.0


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of the warm parent, on private sockets; else as LocalProvisioner does."""

    warm: bool = True  # False: always the ordinary way
    folder: Path | None = None  # for sockets; made here, unless whoever brings the manager has set its own
    why_fresh: str = ""  # why the last start was an ordinary one; empty when it was warm

    @property
    def is_warm(self) -> bool:
        """Whether the kernel that runs was forked."""
        return isinstance(self.process, WarmProcess)

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """Choose private sockets in place of ports, and a client without fixed waits; go on as always."""
        manager = self.parent
        if manager is not None:
            manager.client_factory = prompt(manager.client_factory)
            self._choose_sockets(manager)
        prepared = await super().pre_launch(**options)
        for name in OURS:
            prepared["env"].pop(name, None)
        return prepared

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Start the kernel: warm if that can be, else in the ordinary way."""
        try:
            self.process = await asyncio.to_thread(self._warm, cmd, options)
        except NotWarmError as reason:
            self.why_fresh = str(reason)
            self.log.debug("A kernel is started in the ordinary way: %s", reason)
            return await super().launch_kernel(cmd, **options)
        self.why_fresh = ""
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd") or Path.cwd()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started."""
        if self.is_warm:
            self.process.send_to_group(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once and wait for its end: it comes in milliseconds, managers look ten times a second."""
        await super().kill(restart=restart)
        await self._end()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end of a kernel that was asked to end, for as long as its manager would grant it."""
        await super().shutdown_requested(restart=restart)
        if self.is_warm and self.parent is not None:
            await self._end(self.parent.shutdown_wait_time / 2)

    async def cleanup(self, restart: bool = False) -> None:
        """Return ports, and take the sockets' folder away."""
        await super().cleanup(restart=restart)
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def kill_now(self) -> None:
        """End the kernel and what it started; may be called from any thread, and twice."""
        process = self.process
        if isinstance(process, WarmProcess):
            process.send_to_group(signal.SIGKILL)
        elif process is not None:
            try:
                os.killpg(process.pid, signal.SIGKILL)  # Jupyter starts each kernel as the head of its own group
            except (ProcessLookupError, PermissionError):
                return

    async def _end(self, seconds: float = _DEATH_SECONDS) -> None:
        if self.is_warm:
            try:
                await asyncio.to_thread(self.process.wait, seconds)
            except TimeoutError:
                return

    def _choose_sockets(self, manager: Any) -> None:
        if sys.platform == "win32" or manager.transport != "tcp" or manager.shell_port or manager.ip != "127.0.0.1":
            return
        self.folder = Path(tempfile.mkdtemp(prefix="ee-"))
        if len(str(self.folder)) > _LONGEST_SOCKET:
            shutil.rmtree(self.folder)
            self.folder = None
            return
        manager.transport, manager.ip, manager.cache_ports = "ipc", str(self.folder / "k"), False

    def _warm(self, command: list[str], options: dict[str, Any]) -> WarmProcess:
        unknown = sorted(set(options) - _UNDERSTOOD)
        if not self.warm or unknown or options.get("independent"):
            raise NotWarmError(f"{unknown[0]} is not taken over" if unknown else "asked for")
        environment = {**options["env"], "JPY_PARENT_PID": str(os.getpid())}
        cwd = Path(options.get("cwd") or Path.cwd())
        with _files(options) as files:
            folder = self.folder or Path(self.parent.connection_file).parent
            return warm_process(command, environment=environment, cwd=cwd, files=files, folder=folder)


@contextmanager
def _files(options: dict[str, Any]) -> Iterator[list[int]]:
    """Yield what shall be the kernel's stdin, stdout and stderr: an empty stdin and this process's own, unless told."""
    given = [options.get(name) for name in ("stdin", "stdout", "stderr")]
    if any(isinstance(one, int) and one < 0 for one in given):
        raise NotWarmError("a pipe was asked for")
    reading, writing = os.pipe()
    os.close(writing)  # nothing will ever come: that is what an ordinary kernel reads too
    try:
        files = [reading, 1, 2]
        for number, one in enumerate(given):
            if one is not None:
                files[number] = one if isinstance(one, int) else one.fileno()
        yield files
    finally:
        os.close(reading)
