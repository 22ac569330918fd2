"""Get a warm kernel: from the parent that a whole command shares, else from the parent of this process."""

import os
import socket
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from earlyeval.run.warm import wire
from earlyeval.run.warm.process import WarmProcess
from earlyeval.run.warm.starting import NotWarmError, parents
from earlyeval.run.warm.surroundings import OLD_CODE, OTHER_SETTINGS, SHARED, why_not_here

MOST_SECONDS = 120.0  # for a parent to import everything and a kernel to open its sockets, on a loaded machine
NO_ANSWER = "no answer"
_OWN_WILL_DO = (NO_ANSWER, OLD_CODE, OTHER_SETTINGS)  # where the shared parent refuses so, one of our own may serve


def start_early(environment: Mapping[str, str]) -> str:
    """Start the parent for kernels with these settings, without waiting for it; return its socket, or "" if none."""
    try:
        return "" if why_not_here(environment) else _shared() or parents.get(environment).address
    except (NotWarmError, OSError):
        return ""


def warm_process(
    command: Sequence[str], *, environment: Mapping[str, str], cwd: Path, files: Sequence[int], folder: Path
) -> WarmProcess:
    """Return a kernel that is forked from a parent, all its sockets bound.

    Parameters
    ----------
    command : sequence of str
        As for an ordinary start: this Python, ``-m ipykernel_launcher`` and its arguments.
    environment : mapping
        All that the kernel shall see.
    files : sequence of int
        What shall be its stdin, stdout and stderr.
    folder : path
        Its private folder, taken away by the parent should this process die.

    Raises
    ------
    NotWarmError
        It has to be started in the ordinary way.
    """
    reason = why_not_here(environment)
    if list(command[:3]) != [sys.executable, "-m", "ipykernel_launcher"]:
        reason = "another command"
    if reason:
        raise NotWarmError(reason)
    request = {
        "argv": list(command), "env": dict(environment), "cwd": str(cwd.absolute()), "umask": _umask(),
        "folder": str(folder),
    }  # fmt: skip
    if _shared():
        try:
            return _asked(_shared(), request, files)
        except NotWarmError as error:
            if str(error) not in _OWN_WILL_DO:
                raise
    parent = parents.get(environment)
    try:
        return _asked(parent.address, request, files)
    except NotWarmError as error:
        if str(error) != OLD_CODE:
            raise
    parents.drop(parent)
    return _asked(parents.get(environment).address, request, files)


def _asked(address: str, request: dict[str, Any], files: Sequence[int]) -> WarmProcess:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(MOST_SECONDS)
        connection.connect(address)
        wire.peer_of(connection)
        wire.send(connection, request, files=files)
        answer, _ = wire.receive(connection)
        if "bound" in answer:
            return WarmProcess(int(answer["bound"]), connection)
    except (OSError, wire.WireError):
        answer = {}
    except BaseException:
        connection.close()
        raise
    connection.close()  # with it goes whatever the parent may have begun
    raise NotWarmError("it ended at once" if "status" in answer else str(answer.get("refused", NO_ANSWER)))


def _shared() -> str:
    """Return the socket that this command shares; empty when there is none, or when others could have laid it out."""
    address = os.environ.get(SHARED, "")
    try:
        about = os.stat(os.path.dirname(address)) if address else None
    except OSError:
        return ""
    if about is None or about.st_uid != os.geteuid() or stat.S_IMODE(about.st_mode) & 0o077:
        return ""
    return address


def _umask() -> int:
    """Return what a new process would inherit; os.umask would have to change it, for every thread, to tell."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
        return next((int(line.split()[1], 8) for line in lines if line.startswith("Umask:")), 0o022)
