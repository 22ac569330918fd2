"""Names of dated codebook files, one a version: ``codebooks/codebook_20220223_0.csv``. Light: nothing is opened."""

import re
from datetime import datetime
from pathlib import Path

FOLDER = "codebooks"
TABLE = "codebook_versions"
_FILE = re.compile(r"codebook[_-](\d{8})(?:[_-](\d{1,6}))?", flags=re.IGNORECASE)


def is_version_file(path: Path) -> bool:
    """Say whether a file is one version of a codebook by its folder and its name."""
    return path.parent.name == FOLDER and dated(path) is not None


def dated(path: Path) -> tuple[str, int] | None:
    """Return the day and the number in the name of a file, or None where it has none."""
    found = _FILE.fullmatch(path.stem)
    if not found or path.suffix.lower() != ".csv":
        return None
    try:
        datetime.strptime(found[1], "%Y%m%d")
    except ValueError:
        return None
    return found[1], int(found[2] or 0)
