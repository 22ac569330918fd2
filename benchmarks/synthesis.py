"""Measure `earlyeval synthesise`: python benchmarks/synthesis.py [families:sites ...]. Prints JSON, one study a line.

Each study is laid out by a process of its own in a temporary folder, which is removed; wall and CPU seconds and the
largest memory of any of its processes are those of that process tree.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

USUAL = ("10000:20", "100000:150", "1000000:150")


def measured(families: int, sites: int, *options: str) -> dict:
    """Return what it took to lay out one study: seconds, memory, rows, bytes on the disk."""
    with tempfile.TemporaryDirectory(prefix="earlyeval-synthesis-") as scratch:
        folder = Path(scratch) / "study"
        command = [
            sys.executable, "-P", "-m", "earlyeval", "synthesise", "--families", str(families), "--sites", str(sites),
            "--folder", str(folder), *options,
        ]  # fmt: skip
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        told = process.stdout.read()
        _, status, used = os.wait4(
            process.pid, 0
        )  # the usage of this child and of its own children, not of earlier ones
        wall = time.perf_counter() - began
        if status:
            sys.exit(f"synthesise failed: {told}")
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {
            "families": families,
            "sites": sites,
            "options": list(options),
            "wall_s": round(wall, 2),
            "cpu_s": round(used.ru_utime + used.ru_stime, 2),
            "peak_rss_mb": round(used.ru_maxrss / 1024),  # of the largest process
            "rows": int(told.split(" rows,")[0].rsplit(" ", 1)[1]),
            "files": len(files),
            "megabytes": round(sum(path.stat().st_size for path in files) / 1e6, 1),
            "python": platform.python_version(),
        }


def main() -> None:
    """Measure the studies that are named, or the usual ones as two waves, in both formats."""
    words = sys.argv[1:]
    if words:
        sizes, options = [word for word in words if ":" in word], [word for word in words if ":" not in word]
        runs = [(size, options) for size in sizes]
    else:
        runs = [
            (size, ["--programmes", "two-waves", "--format", form]) for size in USUAL for form in ("csv", "parquet")
        ]
        runs.append(("12000:200", []))
    for size, options in runs:
        families, sites = (int(part) for part in size.split(":"))
        print(json.dumps(measured(families, sites, *options)), flush=True)


if __name__ == "__main__":
    main()
