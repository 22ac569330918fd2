"""Start the parent when it is first needed, and end it with this process at the latest."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping

from earlyeval.run.warm.socket_folder import socket_folder
from earlyeval.run.warm.surroundings import OURS, read_at_start

MOST_PARENTS = 2  # of one process: a further set of settings is not worth another
# Arrow's memory would be tidied by a thread, and a process with threads must not fork.
_FOR_THE_PARENT = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}


class NotWarmError(Exception):
    """No warm kernel can be had; the text says why. Never seen by a user: a kernel is then started ordinarily."""


class StartedParent:
    """A parent that this process has started. It ends with this process, or with ``close``."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process_id = os.getpid()
        self._folder = socket_folder()
        self.address = str(self._folder / "parent")
        command = [sys.executable, "-m", "earlyeval.run.warm.parent", self.address]
        settings = {name: value for name, value in environment.items() if name not in OURS} | _FOR_THE_PARENT
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            os.chmod(self.address, 0o600)
            listener.listen(64)  # requests wait here until everything is imported
            self._process = subprocess.Popen(
                [*command, str(listener.fileno()), str(self.process_id)], env=settings, cwd=self._folder,
                pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, its kernels and their folders. A fork of this process that calls this ends nothing."""
        if os.getpid() != self.process_id:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


class Parents:
    """The parents of this process, by the settings they were started with."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[tuple[str, str], ...], StartedParent] = {}
        self._failed: dict[tuple[tuple[str, str], ...], str] = {}
        self._dropped: list[StartedParent] = []
        atexit.register(self.close)

    def get(self, environment: Mapping[str, str]) -> StartedParent:
        """Return the parent for kernels with these settings; start it where there is none.

        Raises
        ------
        NotWarmError
            It died before: whatever killed it would kill the next one too. Or there are parents enough.
        """
        key = tuple(read_at_start(environment).items())
        with self._lock:
            self._found = {one: parent for one, parent in self._found.items() if parent.process_id == os.getpid()}
            if key in self._failed:
                raise NotWarmError(self._failed[key])
            if key in self._found and not self._found[key].is_alive():
                self._found.pop(key).close()
                self._failed[key] = "the parent died"
                raise NotWarmError(self._failed[key])
            if key not in self._found:
                if len(self._found) >= MOST_PARENTS:
                    raise NotWarmError("there are parents enough")
                self._found[key] = StartedParent(environment)
            return self._found[key]

    def drop(self, parent: StartedParent) -> None:
        """Ask no more of a parent whose code is no longer that on the disk; the next kernel gets a new one.

        It goes on for the kernels that it has, which would die with it, until another is dropped or this process ends.
        """
        with self._lock:
            if parent not in self._found.values():
                return  # another thread was first
            self._found = {key: one for key, one in self._found.items() if one is not parent}
            before, self._dropped = self._dropped, [parent]
        for one in before:
            one.close()

    def close(self) -> None:
        """End all."""
        with self._lock:
            for parent in (*self._found.values(), *self._dropped):
                parent.close()
            self._found, self._dropped = {}, []


parents = Parents()
