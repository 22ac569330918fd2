"""Whether the pages that list reports are still what they would be written as. Nothing heavy here.

A run that changes nothing need not write them, nor import what writes them.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.across import PROGRAMMES
from earlyeval.registry.files import registry_files
from earlyeval.registry.whole import Registry
from earlyeval.run.manifest import NAME
from earlyeval.run.not_renewed import not_renewed
from earlyeval.run.publish import publish_file
from earlyeval.run.surroundings import Surroundings, file_hash


def pages_are_current(
    registry: Registry, paths: StudyPaths, *, sites: Iterable[str], surroundings: Surroundings
) -> bool:
    """Say whether the pages of some places, and the overview, were written from exactly what lies there now."""
    try:
        kept = json.loads(_record(paths).read_text(encoding="utf-8"))
        return kept["from"] == _from(registry, paths, surroundings) and all(
            kept["pages"].get(_name(paths, page)) == file_hash(page) for page in _pages(paths, sites)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def note_pages(registry: Registry, paths: StudyPaths, *, surroundings: Surroundings) -> None:
    """Record the pages as they were just written; whoever calls holds their lock."""
    pages = {_name(paths, page): file_hash(page) for page in _pages(paths, registry.sites) if page.is_file()}
    record = {"from": _from(registry, paths, surroundings), "pages": pages}
    publish_file(_record(paths), json.dumps(record, sort_keys=True).encode())


def _record(paths: StudyPaths) -> Path:
    return paths.data / "tidy" / ".locks" / "pages.json"


def _pages(paths: StudyPaths, sites: Iterable[str]) -> list[Path]:
    return [paths.reports / "index.html", *(paths.reports / site / "index.html" for site in sites)]


def _name(paths: StudyPaths, page: Path) -> str:
    return page.relative_to(paths.reports).as_posix()


def _from(registry: Registry, paths: StudyPaths, surroundings: Surroundings) -> str:
    """Return one sha256 over what the pages are written from: code, registry, every report's manifest, what failed."""
    digest = hashlib.sha256(surroundings.version.encode())
    digest.update(json.dumps(sorted(not_renewed(paths))).encode())
    for path in registry_files(paths):
        digest.update(file_hash(path).encode())
    for site in sorted(registry.sites):
        for delivery in registry.sites[site].programmes:
            manifest = paths.reports / site / delivery.programme / NAME
            digest.update(f"{site}/{delivery.programme} {file_hash(manifest) if manifest.is_file() else ''}\n".encode())
    for programme in sorted(registry.programmes):
        manifest = paths.reports / PROGRAMMES / programme / NAME
        digest.update(f"{PROGRAMMES}/{programme} {file_hash(manifest) if manifest.is_file() else ''}\n".encode())
    return digest.hexdigest()
