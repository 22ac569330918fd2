"""Keep the disposable stages (tidy, scored, analysed) as Parquet, under the key of everything they were made from.

A stage whose key differs is not read: it is as if it were not there. Nothing here decides anything about the data.
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from earlyeval.foundations.paths import CLONE, LOCK, StudyPaths
from earlyeval.foundations.terms import DataKind
from earlyeval.registry.files import files_behind
from earlyeval.study.scanned import roster_file, transcripts_beside
from earlyeval.tidy.locate import is_readable_file
from earlyeval.tidy.tables import TABLES

# Layers whose code decides what the stages hold.
_LAYERS = ("foundations", "registry", "tidy", "score", "study", "statistics", "analyse")
_KEY_FILE = "key.json"
_RESULTS_FILE = "results.parquet"


@dataclass(frozen=True)
class Stored:
    """What the stages hold of one programme at one site. ``results`` is None until they were analysed."""

    tables: Mapping[str, pd.DataFrame]
    scores: pd.DataFrame
    findings: pd.DataFrame
    data: DataKind
    results: pd.DataFrame | None


@functools.cache
def code_key() -> str:
    """Return the sha256 of the code that decides what the stages hold, as it was when this process first asked.

    A process runs what it has imported, whatever happens to the files later.
    """
    digest = hashlib.sha256()
    source = CLONE / "src" / "earlyeval"
    scan = sorted((source / "tidy" / "scan").glob("*.txt"))
    for path in (*(path for layer in _LAYERS for path in sorted((source / layer).rglob("*.py"))), *scan, LOCK):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def key_of(paths: StudyPaths, files: Iterable[Path], *, site: str, programme: str, data: str) -> str:
    """Return the sha256 of all that the stages are made from: returns, their registry, our code, the lock.

    Transcripts beside the returns and the private roster of names count too: they decide what of a quotation is shown.
    """
    digest = hashlib.sha256(f"data={data}\ncode={code_key()}\n".encode())
    arrived, roster = sorted(files), roster_file()
    known = (*files_behind(paths, site=site, programme=programme), *arrived, *transcripts_beside(arrived))
    for path in (*known, *([roster] if roster else ())):
        digest.update(path.name.encode() + b"\0")
        # What is no file (a folder, a broken link) counts by its name; a pipe would never end.
        digest.update(hashlib.sha256(path.read_bytes() if is_readable_file(path) else b"").digest())
    return digest.hexdigest()


def write(paths: StudyPaths, key: str, stored: Stored, *, site: str, programme: str) -> None:
    """Write the stages of one programme at one site; the key last, so that half a stage is never believed."""
    tidy = _emptied(paths.stage("tidy", site, programme))
    for name, table in stored.tables.items():
        table.to_parquet(tidy / f"{name}.parquet")
    stored.findings.to_parquet(tidy / "findings.parquet")
    scored = _emptied(paths.stage("scored", site, programme))
    stored.scores.to_parquet(scored / "scores.parquet")
    if stored.results is not None:
        analysed = _emptied(paths.stage("analysed", site, programme))
        stored.results.to_parquet(analysed / _RESULTS_FILE)
    record = json.dumps({"key": key, "data": stored.data, "analysed": stored.results is not None})
    waiting = tidy / f"{_KEY_FILE}.{os.getpid()}"
    waiting.write_text(record, encoding="utf-8")
    waiting.replace(tidy / _KEY_FILE)


def read(paths: StudyPaths, key: str, *, site: str, programme: str) -> Stored | None:
    """Return the stages made under this key, or None."""
    tidy = paths.stage("tidy", site, programme)
    try:
        record = json.loads((tidy / _KEY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if record.get("key") != key:
        return None
    try:
        return _read_frames(paths, record, site=site, programme=programme)
    except OSError:
        return None


def has_results(paths: StudyPaths, key: str, *, site: str, programme: str) -> bool:
    """Say whether result rows made under this key are kept."""
    try:
        record = json.loads((paths.stage("tidy", site, programme) / _KEY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    kept = paths.stage("analysed", site, programme) / _RESULTS_FILE
    return isinstance(record, dict) and record.get("key") == key and bool(record.get("analysed")) and kept.is_file()


def read_results(paths: StudyPaths, key: str, *, site: str, programme: str) -> pd.DataFrame | None:
    """Return the result rows made under this key, without the tables they came from, or None."""
    if not has_results(paths, key, site=site, programme=programme):
        return None
    try:
        return pd.read_parquet(paths.stage("analysed", site, programme) / _RESULTS_FILE)
    except OSError:
        return None


def _read_frames(paths: StudyPaths, record: dict, *, site: str, programme: str) -> Stored:
    tidy = paths.stage("tidy", site, programme)
    results = paths.stage("analysed", site, programme) / _RESULTS_FILE
    return Stored(
        tables={name: pd.read_parquet(tidy / f"{name}.parquet") for name in TABLES},
        scores=pd.read_parquet(paths.stage("scored", site, programme) / "scores.parquet"),
        findings=pd.read_parquet(tidy / "findings.parquet"),
        data=record["data"],
        results=pd.read_parquet(results) if record["analysed"] else None,
    )


def _emptied(folder: Path) -> Path:
    """Return the folder without the files of an earlier stage; its key goes first."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for old in [folder / _KEY_FILE, *sorted(folder.glob("*.parquet"))]:
        old.unlink(missing_ok=True)
    return folder
