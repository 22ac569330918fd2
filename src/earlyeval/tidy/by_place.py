"""A return of many places is divided once, by place; each place then reads only its own rows.

Light: the file is only looked at (its size and times) while it stays as it was. What is divided lies under
``data/tidy/.by-place``, disposable like every stage, and named by the hash of the file and of its declaration.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.returns import Return
from earlyeval.registry.whole import Registry

FOLDER = ".by-place"
_FORMAT = 1  # of what is written; a new one makes everything written before void
_SEEN = "seen.json"
_SURE_AFTER = 2.0  # seconds: a file may change twice within one tick of a coarse clock
_STALE_AFTER = 86_400.0  # seconds after which an unfinished division is nobody's


def own_part(declared: Return, path: Path, registry: Registry, paths: StudyPaths, *, site: str) -> Path | None:
    """Return the file of one place's own rows, after dividing the return if it changed; None where that cannot be.

    A return that cannot be divided (damaged, or without its column of places) is left to the reader, which tells why;
    so is everything where nothing can be written.
    """
    try:
        return _divided(declared, path, registry, paths.data / "tidy" / FOLDER / declared.id) / f"{site}.parquet"
    except OSError:
        return None


def places_of(declared: Return, registry: Registry) -> dict[str, str]:
    """Return each name that a place may have in the file, with ours: all places where the programme runs."""
    known = [
        site.id
        for site in registry.sites.values()
        if declared.programme in [delivery.programme for delivery in site.programmes]
    ]
    return dict(declared.sites) or {name: name for name in sorted(known)}


def _divided(declared: Return, path: Path, registry: Registry, folder: Path) -> Path:
    for _ in range(3):
        before = _look(path)
        key = _key(_content(path, before, folder), declared, registry)
        target = folder / key
        if target.is_dir():
            return target
        _divide(declared, path, registry, target)
        if _look(path) == before:
            _sweep(folder, kept=key)
            return target
        shutil.rmtree(target, ignore_errors=True)  # the file changed while it was read
    raise OSError("the file keeps changing")


def _divide(declared: Return, path: Path, registry: Registry, target: Path) -> None:
    from earlyeval.tidy.divide import divide  # heavy

    with _stage(target) as stage:
        divide(declared, path, places_of(declared, registry), stage)


@contextmanager
def _stage(target: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes its place whole or not at all, whoever else divides the same file."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stage = Path(tempfile.mkdtemp(prefix=".stage-", dir=target.parent))
    try:
        yield stage
        if not target.is_dir():
            stage.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _look(path: Path) -> list[int]:
    seen = path.stat()
    return [seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]


def _content(path: Path, look: list[int], folder: Path) -> str:
    """Return the sha256 of a file; of one that was hashed before and has not been touched since, without reading it.

    The time of the last change of anything about the file (ctime) cannot be set by hand, as its other times can.
    """
    try:
        seen = json.loads((folder / _SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        seen = {}
    if seen.get("look") == look and seen.get("sure"):
        return str(seen["sha256"])
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    if _look(path) == look:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = folder / f"{_SEEN}.{os.getpid()}"
        is_sure = time.time() - look[-1] / 1e9 > _SURE_AFTER
        waiting.write_text(json.dumps({"look": look, "sha256": content, "sure": is_sure}), encoding="utf-8")
        waiting.replace(folder / _SEEN)
    return content


def _key(content: str, declared: Return, registry: Registry) -> str:
    has_comments = any(measure.comments for measure in declared.measures)
    facts = [_FORMAT, content, declared.site_column, places_of(declared, registry), declared.sheet, has_comments]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def _sweep(folder: Path, *, kept: str) -> None:
    """Remove what was divided from earlier versions of the file, and what a killed run left unfinished."""
    for old in sorted(folder.iterdir()):
        is_stage = old.name.startswith(".stage-")
        if old.is_dir() and old.name != kept and (not is_stage or time.time() - old.stat().st_mtime > _STALE_AFTER):
            shutil.rmtree(old, ignore_errors=True)
