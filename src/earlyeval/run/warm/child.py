"""A process just forked becomes a kernel: everything is set as one newly started has it, then ipykernel runs."""

import importlib.util
import io
import os
import select
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING

from earlyeval.run.warm import wire
from earlyeval.run.warm.preload import reseed

if TYPE_CHECKING:
    from earlyeval.run.warm.parent import Asked

LAUNCHER = "ipykernel_launcher"
STDERR = 2


def become(asked: "Asked") -> int:
    """Become the kernel that was asked for and run it to its end; return its exit code."""
    request = asked.request
    os.setsid()  # first: Ctrl-C of a terminal, and a kill of this group, concern this kernel alone
    _take_files(asked.files)
    os.umask(request["umask"])
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update({**request["env"], **asked.settings})
    time.tzset()
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _open_streams()
    reseed()
    _name_as_started(request["argv"])
    watch = OwnerWatch(asked.owner)
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=1)  # 1: watches nobody by itself, and prints nothing on its start
    app.initialize(request["argv"][3:])
    app.poller = watch
    _say_bound(asked.connection)
    app.start()
    return 0


class OwnerWatch(threading.Thread):
    """Ends the kernel and its group when the process it works for is gone, should the parent not be there to do it."""

    def __init__(self, owner: int) -> None:
        super().__init__(name="OwnerWatch", daemon=True)
        self._owner = os.pidfd_open(owner)

    def run(self) -> None:
        """Wait for the owner's end; it costs nothing until then."""
        select.select([self._owner], [], [])
        os.killpg(os.getpid(), signal.SIGKILL)


def _take_files(files: list[int]) -> None:
    for target, file in enumerate(files):
        os.dup2(file, target, inheritable=True)
    for file in files:
        if file > STDERR:
            os.close(file)


def _open_streams() -> None:
    """Make stdin, stdout and stderr anew on what they are now, as Python does when it starts."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, f"__{name}__")
        at_once = number > 0 and before.write_through
        file = open(number, "wb" if number else "rb", buffering=0 if at_once else -1, closefd=False)  # noqa: SIM115
        (file if at_once else file.raw).name = f"<{name}>"
        by_line = not at_once and (number == STDERR or os.isatty(number))
        stream = io.TextIOWrapper(
            file, encoding=before.encoding, errors=before.errors, newline="\n", line_buffering=by_line,
            write_through=at_once,
        )  # fmt: skip
        stream.mode = "w" if number else "r"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _name_as_started(argv: list[str]) -> None:
    """Let the process look as if it had been started by its command line."""
    launcher = importlib.util.find_spec(LAUNCHER)
    sys.orig_argv = list(argv)
    sys.argv = [str(launcher.origin if launcher else LAUNCHER), *argv[3:]]


def _say_bound(connection: socket.socket) -> None:
    """Tell who asked that every socket is bound, and close the last file that is not the kernel's own."""
    wire.send(connection, {"bound": os.getpid()})
    connection.close()
