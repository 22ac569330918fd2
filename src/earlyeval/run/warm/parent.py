"""The parent: imports once, then waits for requests on its socket and forks a kernel for each. One thread only.

It is started by the process whose kernels it makes and ends with it, whatever happens to that process.
"""

import contextlib
import gc
import os
import selectors
import shutil
import signal
import socket
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earlyeval.run.warm import wire
from earlyeval.run.warm.preload import STUDY, Imported, import_all, read_registry
from earlyeval.run.warm.surroundings import OLD_CODE, OTHER_SETTINGS, code_on_disk, hidden_here, read_at_start

KERNEL_FOLDER = "ee-"
_REQUEST_SECONDS = 10.0


@dataclass
class Asked:
    """A kernel that this process, just forked, is to become."""

    request: dict[str, Any]
    files: list[int]
    owner: int
    connection: socket.socket
    settings: Mapping[str, str]  # that an ordinary kernel's own imports would have made


@dataclass
class _Kernel:
    """A kernel that runs: who asked for it, and the folder to take away when who asked died."""

    connection: socket.socket
    folder: str
    is_orphan: bool = False


class Parent:
    """The loop of the parent process."""

    def __init__(
        self, listener: socket.socket, *, owner: int, imported: Imported, started_with: dict, code: object
    ) -> None:
        self._imported, self._started_with, self._code = imported, started_with, code
        self._kernels: dict[int, _Kernel] = {}
        self._listener = listener
        self._owner = os.pidfd_open(owner)
        self._woken, self._waker = socket.socketpair()
        self._selector = selectors.DefaultSelector()

    def serve(self) -> Asked | None:
        """Serve until the owner is gone or says so; in a forked child return the kernel that it is to become."""
        for end in (self._woken, self._waker):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._owner, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj == self._owner:
                    return self._end()
                if key.fileobj is self._woken:
                    if bytes([signal.SIGTERM]) in self._woken.recv(4096):
                        return self._end()
                    self._reap()
                elif key.fileobj is self._listener:
                    asked = self._accept()
                    if asked:
                        return asked
                else:
                    self._gone(key.data)

    def _accept(self) -> Asked | None:
        """Take a request; in the forked child return the kernel that was asked for."""
        asked = self._read()
        if asked is None:
            return None
        read_registry(asked.request["env"])
        process_id = os.fork()
        if process_id == 0:
            self._leave()
            return asked
        _close(asked.files)
        asked.connection.setblocking(False)
        self._kernels[process_id] = _Kernel(asked.connection, asked.request["folder"])
        self._selector.register(asked.connection, selectors.EVENT_READ, process_id)
        return None

    def _read(self) -> Asked | None:
        """Return what is asked for over a new connection; None, and nothing left open, when it is refused."""
        connection, _ = self._listener.accept()
        connection.settimeout(_REQUEST_SECONDS)  # who stalls is let go
        files: list[int] = []
        try:
            owner = wire.peer_of(connection)
            request, files = wire.receive(connection)
            refusal = self._refusal(request, files)
            if not refusal:
                return Asked(request, files, owner, connection, self._imported.settings)
            wire.send(connection, {"refused": refusal})
        except (OSError, wire.WireError, KeyError, TypeError, ValueError):
            pass  # what is no request gets no answer; whoever sent it starts a kernel in the ordinary way
        _close(files)
        connection.close()
        return None

    def _refusal(self, request: dict[str, Any], files: list[int]) -> str:
        if len(files) != wire.MOST_FILES or not isinstance(request["folder"], str):
            return "half a request"
        if read_at_start(request["env"]) != self._started_with:
            return OTHER_SETTINGS
        if code_on_disk() != self._code:
            return OLD_CODE
        hidden = hidden_here(Path(request["cwd"]), self._imported.names)
        return f"{hidden} stands in the notebook's folder" if hidden else ""

    def _leave(self) -> None:
        """Close, in a forked child, all that belongs to the parent."""
        signal.set_wakeup_fd(-1)
        self._selector.close()
        for kernel in self._kernels.values():
            kernel.connection.close()
        for end in (self._listener, self._woken, self._waker):
            end.close()
        os.close(self._owner)

    def _gone(self, process_id: int) -> None:
        """Whoever asked for this kernel closed the connection, or died: the kernel dies as well."""
        kernel = self._kernels[process_id]
        self._selector.unregister(kernel.connection)
        kernel.is_orphan = True
        _kill_group(process_id)

    def _reap(self) -> None:
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            _kill_group(ended.si_pid)  # what a kernel started goes with it; until it is reaped its id is nobody else's
            _, status = os.waitpid(ended.si_pid, 0)
            kernel = self._kernels.pop(ended.si_pid, None)
            if kernel:
                self._tell(kernel, os.waitstatus_to_exitcode(status))

    def _tell(self, kernel: _Kernel, code: int) -> None:
        if not kernel.is_orphan:
            self._selector.unregister(kernel.connection)
            try:
                wire.send(kernel.connection, {"status": code})
            except OSError:  # whoever asked died, and the kernel saw it before this process did
                kernel.is_orphan = True
        if kernel.is_orphan:
            _remove(kernel.folder)
        kernel.connection.close()

    def _end(self) -> None:
        for process_id in self._kernels:
            _kill_group(process_id)
        while self._kernels:
            process_id = next(iter(self._kernels))
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process_id, 0)
            kernel = self._kernels.pop(process_id)
            kernel.connection.close()
            _remove(kernel.folder)


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)


def _kill_group(process_id: int) -> None:
    """Kill a kernel and its group; before it has a group of its own, the kernel alone."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(process_id, signal.SIGKILL)


def _remove(folder: str) -> None:
    """Take away a kernel's private folder, and nothing that is not one."""
    try:
        about = os.lstat(folder)
    except OSError:
        return
    is_private = stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & 0o077
    if is_private and os.path.basename(folder).startswith(KERNEL_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Import, serve, and in a forked child run a kernel; return the exit code."""
    address, descriptor, owner = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if not sys.flags.safe_path:
        del sys.path[0]  # the working folder, which -m puts there
    os.environ.pop(STUDY, None)  # each request says which study it is about
    code, started_with = code_on_disk(), read_at_start(os.environ)
    imported = import_all()
    gc.collect()
    gc.freeze()  # what is there now is never looked through again: its pages stay shared
    try:
        asked = Parent(
            socket.socket(fileno=descriptor), owner=owner, imported=imported, started_with=started_with, code=code
        ).serve()
    except ProcessLookupError:  # the owner is gone already
        asked = None
    if asked is None:
        shutil.rmtree(Path(address).parent, ignore_errors=True)
        return 0
    from earlyeval.run.warm.child import become

    return become(asked)


if __name__ == "__main__":
    sys.exit(main())
