"""One run at a time for one report. The lock dies with its process, so a killed run never blocks the next."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.foundations.paths import StudyPaths

PATIENCE = 900.0  # seconds to wait for another run of the same report
PAUSE = 0.2


def shared_lock(paths: StudyPaths, name: str) -> Path:
    """Return the lock file of what all reports of a study share: its protection plan, the pages that list reports."""
    return paths.data / "tidy" / ".locks" / f"{name}.lock"


@contextlib.contextmanager
def locked(path: Path, *, tell: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lock for the length of a with-block, waiting for another run that holds it.

    Parameters
    ----------
    path : Path
        The lock file. It stays; only the lock on it goes. It says who holds it, and since when.
    tell : function
        Called once with a line that says who is waited for.
    patience : float
        Seconds after which to give up.

    Raises
    ------
    SurroundingsError
        The other run still holds it after that time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as file:
        if not _taken(file.fileno()):
            tell(f"{_holder(path)} is working on the same report; waiting for it.")
            _wait(file.fileno(), path, patience)
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}, since {datetime.now():%H:%M:%S}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
            file.flush()


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(handle: int, path: Path, patience: float) -> None:
    give_up = time.monotonic() + patience
    while not _taken(handle):
        if time.monotonic() > give_up:
            raise SurroundingsError(
                f"{_holder(path)} still works on the same report. Nothing was changed. Wait for it to end, or end it."
            )
        time.sleep(PAUSE)


def _holder(path: Path) -> str:
    said = path.read_bytes()[:80].decode("ascii", errors="replace").strip()
    words = "".join(letter for letter in said if letter.isascii() and letter.isprintable())
    return f"Another run ({words})" if words else "Another run"
