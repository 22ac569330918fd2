"""A kernel forked by the parent, as whoever asked for it sees it: in the manner of subprocess.Popen."""

import contextlib
import os
import select
import signal
import socket
import threading

from earlyeval.run.warm import wire

UNKNOWN_END = 1  # it ended after the parent had gone: nobody saw how
_STATUS_SECONDS = 5.0


class WarmProcess:
    """A kernel's process: whether it lives, how it ended, and signals that can never reach another process."""

    stdin = stdout = stderr = None

    def __init__(self, process_id: int, connection: socket.socket) -> None:
        self.pid = process_id
        self.returncode: int | None = None
        self._connection = connection
        self._lock = threading.Lock()
        try:
            self._watched = os.pidfd_open(process_id)
        except ProcessLookupError:
            self._watched = -1
            self._ended()

    def poll(self) -> int | None:
        """Return how the process ended, as Popen does; None while it runs."""
        with self._lock:
            if self.returncode is None and _is_readable(self._watched, 0):
                self._ended()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return how it was.

        Raises
        ------
        TimeoutError
            It still ran after so many seconds.
        """
        if self.returncode is None and not _is_readable(self._watched, timeout):
            raise TimeoutError
        code = self.poll()
        return UNKNOWN_END if code is None else code

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        with self._lock:
            if self.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._watched, number)

    def send_to_group(self, number: int) -> None:
        """Send a signal to the process and what it started."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def _ended(self) -> None:
        self.returncode = UNKNOWN_END
        with contextlib.suppress(OSError, wire.WireError, KeyError):
            self._connection.settimeout(_STATUS_SECONDS)
            self.returncode = int(wire.receive(self._connection)[0]["status"])
        self._connection.close()
        if self._watched >= 0:
            os.close(self._watched)


def _is_readable(file: int, timeout: float | None) -> bool:
    waiting = select.poll()  # not select(): a program may have more than 1024 files open
    waiting.register(file, select.POLLIN)
    return bool(waiting.poll(None if timeout is None else timeout * 1000))
