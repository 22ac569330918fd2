"""nbval of all committed notebooks: with the warm kernel, and plain; and do both see a changed digit?

python benchmarks/validation.py [rounds]          prints JSON, seconds; the two alternate
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from earlyeval.foundations.paths import CLONE, NOTEBOOKS

WAYS = {
    "warm": ("earlyeval", ["-n", "0"]),
    "plain": ("python3", ["-n", "0"]),
    "make validate": ("earlyeval", ["-n", "2", "--dist", "loadfile"]),
}


def validated(folder: Path, way: str) -> dict[str, float | str]:
    """Validate a folder of notebooks in one process; return seconds and the verdict of every cell."""
    command = [sys.executable, "-P", "-m", "pytest", "-v", "-p", "no:cacheprovider", "--nbval", *WAYS[way][1]]
    surroundings = {name: value for name, value in os.environ.items() if name != "EARLYEVAL_WARM"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command += ["--nbval-kernel-name", WAYS[way][0], "--rootdir", str(CLONE)]
    settings = os.devnull if way == "plain" else str(CLONE / "pyproject.toml")  # plain: nbval as it comes
    command += ["-c", settings, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CLONE, env=surroundings)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # With workers the verdict stands before the name.
    before_name = re.findall(r"(PASSED|FAILED) \S*?([\w.-]*)::(?:ipynb::)?(Cell \d+)", done.stdout)
    after_name = re.findall(r"([\w.-]*)::(?:ipynb::)?(Cell \d+) (PASSED|FAILED)", done.stdout)
    verdicts = {f"{name.removesuffix('.ipynb')} {cell} {verdict}" for verdict, name, cell in before_name}
    verdicts |= {f"{name.removesuffix('.ipynb')} {cell} {verdict}" for name, cell, verdict in after_name}
    return {
        "wall": wall,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "verdicts": json.dumps(sorted(verdicts)),
    }


def with_a_changed_digit(folder: Path) -> Path:
    """Copy one notebook and change the first digit that one of its tables shows."""
    source = NOTEBOOKS / "02-attendance.ipynb"
    content = json.loads(source.read_text(encoding="utf-8"))
    outputs = [one for cell in content["cells"] for one in cell.get("outputs", []) if "text/plain" in one["data"]]
    text = "".join(outputs[-1]["data"]["text/plain"])
    digit = re.search(r"\d", text)
    changed = text[: digit.start()] + str((int(digit[0]) + 1) % 10) + text[digit.end() :]
    outputs[-1]["data"]["text/plain"] = changed
    target = folder / source.name
    target.write_text(json.dumps(content), encoding="utf-8")
    return target


def measure(rounds: int = 3) -> dict[str, object]:
    """Return the medians of each way, the ratios to the plain one, and whether all give the same verdicts."""
    runs: dict[str, list] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as name:
        bad = Path(name)
        with_a_changed_digit(bad)
        for _ in range(rounds):
            for way in WAYS:
                runs[way].append(validated(NOTEBOOKS, way))
        spoilt = {way: validated(bad, way)["verdicts"] for way in WAYS}
    medians = {
        way: {figure: round(statistics.median(one[figure] for one in made), 2) for figure in ("wall", "cpu")}
        for way, made in runs.items()
    }
    return {
        **medians,
        "times faster": {way: round(medians["plain"]["wall"] / medians[way]["wall"], 2) for way in WAYS},
        "cells": len(json.loads(runs["warm"][0]["verdicts"])),
        "same verdicts": len({one["verdicts"] for made in runs.values() for one in made}) == 1,
        "changed digit seen": all("FAILED" in verdicts for verdicts in spoilt.values())
        and len(set(spoilt.values())) == 1,
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3), indent=1))
