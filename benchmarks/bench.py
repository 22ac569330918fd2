"""Run every benchmark, each beside its honest alternative in the same run, and write RESULTS.md.

    make bench                                  all of it: about an hour and a half on two cores
    python benchmarks/bench.py warm one         only the named rows; the others keep what RESULTS.json holds

Rows: warm, one, unchanged, many, validation, national, million, cluster, rendering, synthesis, mixed. Each is a script
of its own that prints JSON; what it printed, when and by which command is kept in RESULTS.json.
"""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from results_page import page

HERE = Path(__file__).parent
KEPT, PAGE = HERE / "RESULTS.json", HERE / "RESULTS.md"
COMMANDS: dict[str, tuple[str, ...]] = {
    "warm": ("warm_kernels.py", "7"),
    "one": ("reports.py", "one"),
    "unchanged": ("reports.py", "unchanged"),
    "many": ("reports.py", "many", "200"),
    "validation": ("validation.py", "3"),
    "national": ("national.py", "both", "--families", "1000000", "--runs", "3"),
    "national at 100000": ("national.py", "both", "--families", "100000", "--runs", "3"),
    "national at 10000": ("national.py", "both", "--families", "10000", "--runs", "3"),
    "million": ("million.py", "--rounds", "3"),
    "cluster": ("cluster.py", "12"),
    "rendering": ("rendering.py",),
    "synthesis": ("synthesis.py",),
    "mixed": ("mixed_model.py",),
}
PACKAGES = ("earlyeval", "papermill", "nbval", "nbconvert", "pandas", "numpy", "pyarrow", "distributed", "statsmodels")


def machine() -> dict[str, str]:
    """Return what the figures depend on: processor, cores, memory, versions."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = int(Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]) / 1024**2
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return {
        "processor": f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "versions": versions,
    }


def measured(name: str) -> dict:
    """Run one script; return what it printed, a list where it printed several lines of JSON."""
    command = [sys.executable, str(HERE / COMMANDS[name][0]), *COMMANDS[name][1:]]
    load, began = os.getloadavg()[0], time.time()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stdout}\n{done.stderr}")
    return {
        "command": " ".join(["python", f"benchmarks/{COMMANDS[name][0]}", *COMMANDS[name][1:]]),
        "date": date.today().isoformat(),
        "load_before": round(load, 1),
        "took_s": round(time.time() - began),
        "found": parsed(done.stdout),
    }


def parsed(text: str) -> object:
    """Return the JSON values that stand one after another in a text: the one, or a list of several."""
    decoder, found, position = json.JSONDecoder(), [], 0
    while position < len(text.rstrip()):
        value, end = decoder.raw_decode(text, position)
        found.append(value)
        position = end + len(text[end:]) - len(text[end:].lstrip())
    return found[0] if len(found) == 1 else found


def main() -> None:
    """Measure what is named, or everything; write the page."""
    names = [name for name in COMMANDS if not sys.argv[1:] or name.split()[0] in sys.argv[1:]]
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {"rows": {}}
    for name in names:
        print(name, flush=True)
        kept["rows"][name] = measured(name)
        kept["machine"] = machine()
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
