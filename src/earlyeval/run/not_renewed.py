"""Which published reports a run over several places could not bring up to date: the pages that list them say so.

A report itself is never touched by a run that fails, so it cannot say it. The record holds names of places only.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths
from earlyeval.run.plan_in_force import Place
from earlyeval.run.publish import publish_file

WORDS = "Not up to date: the last run could not make it again, so this is the report before."


def record_of(paths: StudyPaths) -> Path:
    """Return where the record lies, beside the locks."""
    return paths.data / "tidy" / ".locks" / "not-renewed.json"


def not_renewed(paths: StudyPaths) -> frozenset[Place]:
    """Return the places and programmes whose reports could not be made again; none where no record can be read."""
    try:
        kept = json.loads(record_of(paths).read_text(encoding="utf-8"))
        return frozenset((str(site), str(programme)) for site, programme in kept)
    except (OSError, ValueError, TypeError):
        return frozenset()


def note_run(paths: StudyPaths, *, made: Iterable[Place], failed: Iterable[Place]) -> None:
    """Take what was made out of the record and put in what failed; whoever calls holds the lock of the pages."""
    before = not_renewed(paths)
    after = (before - frozenset(made)) | frozenset(failed)
    if after != before:
        publish_file(record_of(paths), json.dumps(sorted(after)).encode())
