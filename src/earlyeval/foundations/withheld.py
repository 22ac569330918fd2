"""What the plan of a place withholds beside each row's own rule, as the runner leaves it for its notebooks."""

import json
from collections.abc import Mapping
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths

_FILE = "withheld.json"


def withheld_file(paths: StudyPaths, *, site: str, programme: str) -> Path:
    """Return where the plan of a place lies: names of rows by hash, and columns; no words and no numbers."""
    return paths.stage("protected", site, programme) / _FILE


def read_withheld(paths: StudyPaths, *, site: str, programme: str) -> dict[str, frozenset[str]] | None:
    """Return row key to withheld columns, or None where no plan that can be read lies there."""
    try:
        plan = json.loads(withheld_file(paths, site=site, programme=programme).read_text(encoding="utf-8"))
        return {str(key): frozenset(map(str, columns)) for key, columns in plan.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return None


def withheld_text(withheld: Mapping[str, frozenset[str]]) -> str:
    """Return a plan as it is stored."""
    return json.dumps({key: sorted(withheld[key]) for key in sorted(withheld)}, indent=1) + "\n"
