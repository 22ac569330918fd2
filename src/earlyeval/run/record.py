"""The private record of a report: what each input was, by its true name, for whoever made it.

A published manifest says of real returns only what protects them. This record lies beside the tidy tables, as private
as these, so that ``earlyeval why`` can name the file that changed. Nothing depends on it.
"""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from earlyeval.run.plan import Job
from earlyeval.run.surroundings import file_hash
from earlyeval.tidy.locate import is_readable_file, raw_folder


def record_file(job: Job) -> Path:
    """Return where the record of a report lies."""
    return job.paths.stage("tidy", job.site, job.programme) / f"made-{job.level}.json"


def returns_by_name(job: Job) -> dict[str, str]:
    """Return each file that a report reads, by its place among the returns, with its sha256."""
    roots = [raw_folder(job.registry, job.paths), job.paths.root]
    found = {}
    for path in sorted(job.returns):
        root = next((root for root in roots if path.is_relative_to(root)), path.parent)
        found[path.relative_to(root).as_posix()] = file_hash(path) if is_readable_file(path) else ""
    return found


def write_record(job: Job) -> None:
    """Write the record of a report that was just published; that it cannot be written is no failure of the report."""
    made = {"returns": returns_by_name(job), "code": dict(job.surroundings.code)}
    waiting = record_file(job).with_suffix(".writing")
    with contextlib.suppress(OSError):
        waiting.write_text(json.dumps(made), encoding="utf-8")
        waiting.replace(record_file(job))


def read_record(job: Job) -> Mapping[str, Any]:
    """Return the record of a report; empty where none lies there."""
    try:
        made = json.loads(record_file(job).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}
