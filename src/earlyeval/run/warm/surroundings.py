"""What a forked kernel could not take over: where these differ, a kernel is started in the ordinary way instead.

A fork shares what was read when its parent started. So whatever Python or a library reads at its start must be the
same for both, no module of the notebook's own folder may be hidden by one that is already imported, and the code
that was imported must be the code that lies on the disk now.
"""

import os
import re
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from earlyeval.foundations.paths import CLONE

FRESH = "EARLYEVAL_FRESH"  # set to anything: every kernel is started in the ordinary way
SHARED = "EARLYEVAL_WARM"  # the socket of a parent that several processes of one command share
OURS = (FRESH, SHARED)  # no notebook sees these
# What a parent answers when it refuses.
OTHER_SETTINGS = "other settings"
OLD_CODE = "the code changed"
# Settings that are read once, when Python or a library starts. All others are read when they are needed.
_READ_AT_START = re.compile(
    r"(PYTHON|LC_|LD_|OMP_|OPENBLAS_|GOTO_|MKL_|BLIS_|NUMEXPR_|VECLIB_|KMP_|MPL|MATPLOTLIB|ARROW_|MALLOC_|GLIBC_"
    r"|NPY_|NUMPY_|SCIPY_|PANDAS_|XDG_|PYDEVD|QT_|SSL_|OPENSSL_).*"
    r"|LANG|LANGUAGE|TZ|TZDIR|HOME|JUPYTER_PLATFORM_DIRS|JUPYTER_PREFER_ENV_PATH"
)
# A file that matplotlib reads from the working folder when it is imported.
_READ_FROM_FOLDER = "matplotlibrc"


def read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of an environment that Python and libraries read once, when they start."""
    return {name: environment[name] for name in sorted(environment) if _READ_AT_START.fullmatch(name)}


def why_not_here(environment: Mapping[str, str]) -> str:
    """Return why no kernel of this process can be warm; empty when it can."""
    if environment.get(FRESH) or os.environ.get(FRESH):
        return f"{FRESH} is set"
    if not sys.platform.startswith("linux") or not hasattr(os, "pidfd_open"):
        return "this system has no safe fork"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return "processes cannot be watched here"
    folders = environment.get("PYTHONPATH", "").split(os.pathsep)
    if any(folder and not os.path.isabs(folder) for folder in folders):
        return "PYTHONPATH names a folder by a relative path"
    return ""


def hidden_here(folder: Path, imported: Collection[str]) -> str:
    """Return the first entry of a notebook's folder that an imported module would hide; empty when there is none.

    Parameters
    ----------
    imported : collection of str
        Top-level names of modules that a warm kernel holds beyond those of an ordinary one.
    """
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            name, ending = os.path.splitext(entry.name)
            if entry.name == _READ_FROM_FOLDER:
                return entry.name
            if name.partition(".")[0] not in imported:
                continue
            if ending in (".py", ".so", ".pyc") or os.path.isfile(os.path.join(entry.path, "__init__.py")):
                return entry.name
    return ""


def code_on_disk() -> tuple[tuple[str, int, int], ...]:
    """Return path, time and size of every source file of ours, and the times of the folders that hold packages."""
    found = []
    for path in sorted((CLONE / "src" / "earlyeval").rglob("*.py")):
        about = path.stat()
        found.append((str(path), about.st_mtime_ns, about.st_size))
    for folder in sys.path:
        if os.path.isdir(folder) and os.path.basename(folder) == "site-packages":
            found.append((folder, os.stat(folder).st_mtime_ns, 0))
    return tuple(found)
