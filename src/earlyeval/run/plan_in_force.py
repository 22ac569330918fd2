"""The protection plan that the last run left, as far as a later run has to compare with it. Nothing heavy here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import StudyPaths

Place = tuple[str, str]  # site, programme


def plan_file(paths: StudyPaths) -> Path:
    """Return where the plan in force lies."""
    return paths.data / "protected" / "plan.json"


def plan_in_force(paths: StudyPaths) -> dict[str, Any]:
    """Return the plan that the last run left: each place's slice by its hash; empty where there is none."""
    try:
        plan = json.loads(plan_file(paths).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}


def slice_in_force(plan: Mapping[str, Any], place: Place) -> str:
    """Return the hash of one report's slice of a plan; empty where it has none."""
    return str(plan.get("/".join(place), ""))
