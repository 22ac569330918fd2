"""How a process asks the parent for a kernel: lines of JSON over a private unix socket, open files beside them.

Nothing that arrives is code. Each side refuses a peer that is not the same user.
"""

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct("!I")
_CREDENTIALS = struct.Struct("3i")  # process, user, group
MOST_FILES = 3
LONGEST = 16 * 1024 * 1024


class WireError(Exception):
    """The other side is not who it should be, said something unreadable, or is gone."""


def peer_of(connection: socket.socket) -> int:
    """Return the process id of the other side, once the kernel of the system has vouched that it is the same user.

    Raises
    ------
    WireError
        Another user's process.
    """
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    process_id, user, _ = _CREDENTIALS.unpack(told)
    if user != os.geteuid():
        raise WireError("another user's process")
    return process_id


def send(connection: socket.socket, message: dict[str, Any], *, files: Sequence[int] = ()) -> None:
    """Send one message; open files, given as descriptors, go along with its length."""
    text = json.dumps(message).encode()
    socket.send_fds(connection, [_LENGTH.pack(len(text))], list(files))
    connection.sendall(text)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message and the files that came with it; ({}, []) when the other side has closed.

    Raises
    ------
    WireError
        It ended in the middle, or what came is no message.
    """
    start, files, _, _ = socket.recv_fds(connection, _LENGTH.size, MOST_FILES)
    if not start:
        return {}, []
    start += _exactly(connection, _LENGTH.size - len(start))
    (length,) = _LENGTH.unpack(start)
    if length > LONGEST:
        raise WireError("too long")
    try:
        message = json.loads(_exactly(connection, length))
    except ValueError:
        raise WireError("no message") from None
    return message, files


def _exactly(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        more = connection.recv(count - len(received))
        if not more:
            raise WireError("ended in the middle")
        received += more
    return received
