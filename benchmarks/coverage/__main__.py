"""Run the cells that are not yet measured, then write the page.

    make coverage                                        what is missing, then docs/coverage.md
    python -m benchmarks.coverage --only pairs sites     two families alone
    python -m benchmarks.coverage --again --only pairs   these anew
    python -m benchmarks.coverage --page                 the page alone

A cell has a chance of its own, so it gives the same numbers alone or in the whole. The record is written after every
cell: what is interrupted goes on where it stopped.
"""

import argparse
import fcntl
import platform
import time
from pathlib import Path

import numpy
import scipy
from benchmarks.coverage.cells import STUDIES, key_of, loaded, measured, written
from benchmarks.coverage.families import FAMILIES
from benchmarks.coverage.page import page_of

RECORD = Path(__file__).resolve().parent.parent / "COVERAGE.json"
PAGE = RECORD.parent.parent / "docs" / "coverage.md"


def about() -> dict[str, object]:
    """Return what the record says of itself."""
    return {
        "studies": STUDIES,
        "level": 0.95,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
    }


def kept(key: str, cell: dict) -> None:
    """Put one cell into the record, which another process may be writing too."""
    with (RECORD.parent / ".coverage.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = loaded(RECORD)
        record["about"] = about()
        record["cells"][key] = cell
        written(RECORD, record)


def run(only: list[str], *, again: bool) -> None:
    """Measure the cells of these families that are missing, or all of them."""
    done = loaded(RECORD)["cells"]
    for family in FAMILIES:
        if only and family.name not in only:
            continue
        started = time.process_time()
        for situation in family.situations:
            key = key_of(family, situation)
            if again or key not in done:
                kept(key, {"family": family.name, "situation": situation, "estimators": measured(family, situation)})
        print(f"{family.name}: {time.process_time() - started:.0f} s", flush=True)


def main() -> None:
    """Read what is asked for and do it."""
    parser = argparse.ArgumentParser(description="The coverage study.")
    parser.add_argument("--only", nargs="*", default=[], help="families, by name")
    parser.add_argument("--again", action="store_true", help="measure anew what is measured already")
    parser.add_argument("--page", action="store_true", help="write the page alone")
    asked = parser.parse_args()
    if not asked.page:
        run(asked.only, again=asked.again)
    PAGE.write_text(page_of(loaded(RECORD)), encoding="utf-8")


if __name__ == "__main__":
    main()
