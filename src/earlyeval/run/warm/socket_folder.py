"""A private folder for sockets: its path is short, wherever the user's folder for temporary files lies."""

import contextlib
import os
import tempfile
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError

LONGEST = 103  # bytes of a socket's path: 107 on Linux, four fewer on macOS
LONGEST_NAME = 16  # of a socket in the folder, with the sign before it
SHORT = ("/tmp", "/var/tmp")  # noqa: S108  (a folder of our own is made there, at mode 0700)
TOO_LONG = (
    "Notebooks cannot be run: the path of the folder for temporary files is too long for the sockets of their kernels, "
    f"and {' and '.join(SHORT)} cannot be written to. Set TMPDIR to a folder with a short path and run again."
)


def socket_folder() -> Path:
    """Return a new folder, mode 0700, in the folder for temporary files, or in a usual one where that path is too long.

    Raises
    ------
    SurroundingsError
        There is none with a path that is short enough.
    """
    made = Path(tempfile.mkdtemp(prefix="ee-"))
    if len(os.fsencode(made)) + LONGEST_NAME <= LONGEST:
        return made
    made.rmdir()
    for place in SHORT:
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="ee-", dir=place))
    raise SurroundingsError(TOO_LONG)
