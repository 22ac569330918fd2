"""Publish a folder: built in a stage beside its place, made durable, then swapped in at one stroke.

A reader sees the old folder or the new one, never a mixture. A run that is killed leaves a stage behind, which the
next run sweeps away, and the published folder as it was.
"""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from earlyeval.foundations.errors import SurroundingsError

STAGE = ".stage-"
OLD = ".old-"
PRIVATE = 0o700
PRIVATE_FILE = 0o600
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RANDOM = 8  # characters that mkdtemp adds to a name


@contextlib.contextmanager
def staged(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Give an empty folder to build in; when the with-block ends well it is published as ``target``.

    Parameters
    ----------
    target : Path
        The published folder. Whoever calls holds the lock of it.
    private : bool
        Folders at mode 0700 and files at 0600, for what only the evaluators may see. Otherwise what is published
        may be read by whom the user's umask lets read.

    Raises
    ------
    SurroundingsError
        What lies in its place is no folder of ours; see ``refuse_place``.

    Notes
    -----
    When the block raises, the stage is removed and the target stays as it was.
    """
    refuse_place(target)
    make_folders(target.parent, private=private)
    recover(target)
    stage = Path(tempfile.mkdtemp(prefix=f"{STAGE}{target.name}-", dir=target.parent))
    try:
        yield stage
        if private:
            _close_all(stage)
        stage.chmod(PRIVATE if private else PRIVATE | (0o055 & ~_umask()))
        make_durable(stage)
        swap(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def refuse_place(target: Path) -> None:
    """Refuse to publish where a link or a file stands in place of the folder, or of a folder above it.

    Folders above may be links that lead to a folder: a study may keep its reports on another disk.

    Raises
    ------
    SurroundingsError
        Names the last two parts of the path and what to do.
    """
    for place in (target, *target.parents):
        is_there = place.exists() or place.is_symlink()
        if (is_there and not place.is_dir()) or (place == target and place.is_symlink()):
            kind = "a link" if place.is_symlink() else "a file"
            raise SurroundingsError(
                f"{'/'.join(place.parts[-2:])} is {kind} where a report's folder belongs. Move it away and run again."
            )


def keep_private(folder: Path) -> None:
    """Close a folder to everybody but its owner, if it is there, however it was made."""
    if folder.is_dir():
        folder.chmod(PRIVATE)


def recover(target: Path) -> None:
    """Undo what a killed run left beside a folder or file: put an old one back if none is in place, sweep stages."""
    for old in _beside(target, OLD):
        if target.exists() or old.is_symlink():
            _remove(old)
        else:
            old.rename(target)
    for stage in _beside(target, STAGE):
        _remove(stage)


def swept(folder: Path) -> None:
    """Remove a folder of ours that has served its purpose, if it is there."""
    _remove(folder)


def _remove(path: Path) -> None:
    """Remove a folder, a file or a link, never what a link leads to; what cannot be removed stays for the next run."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()


def _close_all(stage: Path) -> None:
    for path in sorted(stage.rglob("*")):
        if not path.is_symlink():
            path.chmod(PRIVATE if path.is_dir() else PRIVATE_FILE)


def _beside(target: Path, kind: str) -> list[Path]:
    """Return the stages or old folders of this very target: those of `baby-steps` are not those of `baby`."""
    start = f"{kind}{target.name}-"
    return [path for path in sorted(target.parent.glob(f"{start}*")) if len(path.name) == len(start) + _RANDOM]


def swap(stage: Path, target: Path) -> None:
    """Put a finished folder in the place of another; what stood there is removed afterwards."""
    if not target.exists():
        stage.rename(target)
    elif exchanged(stage, target):
        shutil.rmtree(stage, ignore_errors=True)  # it is the old one now; the new one is in place whatever happens
    else:
        old = target.parent / f"{OLD}{target.name}-{stage.name[-_RANDOM:]}"
        target.rename(old)
        stage.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    _sync_folder(target.parent)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the file system; False where it cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    places = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return renameat2(*places, _RENAME_EXCHANGE) == 0


def make_durable(folder: Path) -> None:
    """Have every file and folder below written to the disk itself, so that a rename cannot overtake its content."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _sync_folder(path)
        else:
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    _sync_folder(folder)


def publish_file(target: Path, content: bytes) -> None:
    """Write one file so that it is there as a whole or not at all; unchanged content is not written again."""
    with contextlib.suppress(OSError):
        if target.read_bytes() == content:
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{STAGE}{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def make_folders(folder: Path, *, private: bool) -> None:
    """Make a folder and those above it, as far as they are missing; private ones at mode 0700."""
    for above in (*reversed(folder.parents), folder):
        if not above.exists():
            above.mkdir(mode=PRIVATE if private else 0o777, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
