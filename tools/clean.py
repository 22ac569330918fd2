"""Throw away what can be made again. Raw data, the registry, restricted/ and .venv are never touched."""

import shutil
from pathlib import Path

CLONE = Path(__file__).resolve().parents[1]
STAGES = ("tidy", "scored", "analysed", "protected")
CACHES = (".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints")
KEPT_REPORTS = ("README.md", "example")


def disposable():
    """Return what is thrown away: the tables of the stages, reports that are not committed, caches."""
    found = [CLONE / "data" / stage for stage in STAGES]
    found += [CLONE / name for name in CACHES]
    reports = CLONE / "reports"
    if reports.is_dir():
        found += [path for path in reports.iterdir() if path.name not in KEPT_REPORTS]
    for folder in ("src", "tests", "tools", "notebooks"):
        found += list((CLONE / folder).rglob("__pycache__"))
    return [path for path in found if path.exists() or path.is_symlink()]


def main():
    """Remove it and say what was removed."""
    for path in disposable():
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path)
        if path.name != "__pycache__":
            print("removed", path.relative_to(CLONE))


if __name__ == "__main__":
    main()
