"""A folder that is new: built in a stage beside its place and put there at one stroke, or not at all."""

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError, UnusableArgumentError
from earlyeval.foundations.suggest import shown
from earlyeval.run.publish import STAGE

_TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


@contextlib.contextmanager
def fresh_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build in; when the with-block ends well it becomes ``folder``.

    Nothing that exists is ever written over. When the block raises, nothing is left. What a killed run left beside is
    swept away by the next one for the same folder.

    Raises
    ------
    UnusableArgumentError
        The folder holds something, or is a file; also when that came about meanwhile.
    SurroundingsError
        It cannot be made or written to.
    """
    target = Path(os.path.abspath(folder))
    _refuse_taken(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        stage = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise SurroundingsError(f"The folder {shown(target)} cannot be written: {reason}.") from None
    handle = os.open(stage, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # it dies with this process: the next run knows an abandoned stage by that
        yield stage
        umask = os.umask(0o022)
        os.umask(umask)
        stage.chmod(0o777 & ~umask)
        try:
            stage.rename(target)
        except OSError as error:
            if error.errno in _TAKEN:
                _refuse_taken(target)
            raise
    finally:
        os.close(handle)
        shutil.rmtree(stage, ignore_errors=True)


def _prefix(target: Path) -> str:
    return f"{STAGE}{target.name}-"


def _refuse_taken(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link" if target.is_symlink() else "a file"
        raise UnusableArgumentError(f"{shown(target)} is {kind}. Name a folder that is new or empty.")
    if target.is_dir() and any(target.iterdir()):
        raise UnusableArgumentError(f"The folder {shown(target)} is not empty. Name one that is new or empty.")


def _sweep(target: Path) -> None:
    for stage in sorted(target.parent.glob(f"{_prefix(target)}*")):
        if not stage.is_dir() or stage.is_symlink():
            continue
        handle = os.open(stage, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(stage, ignore_errors=True)
        except BlockingIOError:
            continue  # another run is building there
        finally:
            os.close(handle)
