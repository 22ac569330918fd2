"""The mark that every output carries which passed the gate: at which level, and that it was not changed since.

``present`` sets it where a display is published; whoever makes a page of an output looks for it. It is no signature:
it stops what came past the gate by mistake, not somebody who sets out to deceive.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from earlyeval.foundations.terms import Level

MARK = "earlyeval"


def marked(data: Mapping[str, Any], metadata: Mapping[str, Any], *, level: Level) -> dict[str, Any]:
    """Return the metadata of an output with the mark of its level."""
    return {**metadata, MARK: {"level": level, "sha256": _digest(data, level=level)}}


def level_of(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    """Return the level at which an output passed the gate; "" where it carries no mark of just this data."""
    mark = metadata.get(MARK)
    if not isinstance(mark, Mapping):
        return ""
    level = str(mark.get("level", ""))
    return level if level and mark.get("sha256") == _digest(data, level=level) else ""


def _digest(data: Mapping[str, Any], *, level: str) -> str:
    # Notebook files may hold a text as a list of its lines, and pictures with a line end behind them.
    texts = {kind: "".join(value).strip() if isinstance(value, list | str) else value for kind, value in data.items()}
    return hashlib.sha256(json.dumps([level, texts], sort_keys=True).encode()).hexdigest()
