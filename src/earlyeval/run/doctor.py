"""``earlyeval doctor``: is everything in place, and what to do where it is not."""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from earlyeval.foundations.errors import EarlyevalError, SurroundingsError
from earlyeval.foundations.paths import LOCK
from earlyeval.registry.load import load_registry
from earlyeval.run.kernels import KERNEL_NAME
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.surroundings import package_versions

OLDEST_PYTHON = (3, 11)
LEAST_SPACE = 500_000_000  # bytes; a report takes a few million, the tables of its stages as much again
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)
SET_UP = "run: make set-up"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``advice`` is empty where all is well."""

    words: str
    advice: str = ""


def examine(request: Request) -> int:
    """Look at everything, one line each; return 0 when all is well, else 6."""
    screen = Screen()
    looked: list[Callable[[Request], Finding]] = [python, packages, kernel, places, writable, space]
    findings = [look(request) for look in looked]
    for finding in findings:
        screen.line(f"✗ {finding.words} -> {finding.advice}" if finding.advice else f"✓ {finding.words}")
    return SurroundingsError.exit_code if any(finding.advice for finding in findings) else 0


def python(_: Request) -> Finding:
    """Look whether Python is new enough."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    advice = "" if sys.version_info >= OLDEST_PYTHON else "install Python 3.11 or newer, then run: make set-up"
    return Finding(f"Python {found}", advice)


def packages(_: Request) -> Finding:
    """Look whether the installed packages are those of the lock."""
    from packaging.markers import Marker

    installed, wrong = package_versions(), []
    for name, version, marker in _LOCKED.findall(LOCK.read_text(encoding="utf-8")):
        if (not marker or Marker(marker).evaluate()) and installed.get(name.lower().replace("_", "-")) != version:
            wrong.append(name)
    if wrong:
        shown = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        return Finding(f"packages differ from requirements.lock: {shown}", SET_UP)
    return Finding("packages match requirements.lock")


def kernel(_: Request) -> Finding:
    """Look whether the kernel is registered here and is this Python."""
    description = Path(sys.prefix) / "share" / "jupyter" / "kernels" / KERNEL_NAME / "kernel.json"
    try:
        command = json.loads(description.read_text(encoding="utf-8"))["argv"][0]
    except (OSError, ValueError, KeyError, IndexError):
        return Finding(f"Jupyter kernel '{KERNEL_NAME}' is not registered", SET_UP)
    if Path(command) != Path(sys.executable):
        return Finding(f"Jupyter kernel '{KERNEL_NAME}' belongs to another Python", SET_UP)
    return Finding(f"Jupyter kernel '{KERNEL_NAME}' found")


def places(request: Request) -> Finding:
    """Look whether the registry is whole, and which places it declares."""
    try:
        registry = load_registry(request.paths)
    except EarlyevalError as error:
        return Finding("the registry cannot be used", str(error))
    count = len(registry.sites)
    if not count:
        return Finding("no place is configured", "add one in registry/sites; docs/ says how")
    return Finding(f"{count} {'place' if count == 1 else 'places'} configured: {', '.join(sorted(registry.sites))}")


def writable(request: Request) -> Finding:
    """Look whether we may write where reports and tables go."""
    for folder in (request.paths.root, request.paths.data):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            return Finding(f"the folder {folder} cannot be written to", f"{os.strerror(error.errno or 0).lower()}")
    return Finding("the study's folder can be written to")


def space(request: Request) -> Finding:
    """Look whether there is room on the disk."""
    free = shutil.disk_usage(request.paths.root).free
    words = f"{free / 1e9:.1f} GB free on the disk"
    return Finding(words, "" if free >= LEAST_SPACE else "make room: a run needs up to half a gigabyte")
