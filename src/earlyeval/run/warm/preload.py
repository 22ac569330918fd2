"""Import what notebooks import, once: found in the code itself, so that a new analysis need not be entered here.

Notebooks may import study, analyse and present. From these the import statements are followed, those inside
functions too: what a notebook comes to need in its fourth cell is ready as well.
"""

import ast
import builtins
import importlib
import os
import pkgutil
import random
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

STUDY = "EARLYEVAL_DATA"
DOORS = ("earlyeval.study", "earlyeval.analyse", "earlyeval.present")
# What every kernel has imported by its first cell, and ipykernel only then.
OF_A_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "debugpy.server.api",
    "IPython.core.completerlib",
)
# What libraries import only when they are used: Parquet by pandas, drawing by matplotlib.
LATE = (
    "pandas.io.parquet",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "pandas.io.formats.format",
    "pandas.io.formats.html",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "mpl_toolkits.axes_grid1",
    "openpyxl.cell._writer",
)
_INNER_IMPORT = re.compile(r"^[ \t]+(?:from|import) ", re.MULTILINE)


@dataclass(frozen=True)
class Imported:
    """What importing did: top-level names beyond those of an ordinary kernel, and settings that its modules made."""

    names: frozenset[str]
    settings: Mapping[str, str]


def import_all() -> Imported:
    """Import the modules of an ordinary kernel, then those of the notebooks."""
    before = dict(os.environ)
    for name in OF_A_KERNEL:
        _import_if_there(name)
    settings = {name: value for name, value in os.environ.items() if before.get(name) != value}
    ordinary = {name.partition(".")[0] for name in sys.modules}
    with _as_if_in_a_kernel():
        for name in DOORS:
            _import_tree(name)
        _import_inner()
        for name in LATE:
            _import_if_there(name)
    from earlyeval.study.stages import code_key

    with suppress(OSError):
        code_key()  # of the code just imported: kernels need not read it again
    return Imported(frozenset(name.partition(".")[0] for name in sys.modules) - ordinary, settings)


def read_registry(environment: Mapping[str, str]) -> None:
    """Read the registry that a kernel with this environment will ask for: it is kept, and goes along with the fork.

    The kernel takes it only if the files are still the same, byte for byte. One that cannot be read is left to it.
    """
    from earlyeval.foundations.paths import study_paths
    from earlyeval.registry.load import load_registry

    with suppress(Exception):
        load_registry(study_paths(environment.get(STUDY, "")))


def reseed() -> None:
    """Give this process random numbers of its own: a fork would repeat those of its siblings."""
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


class _Output:
    """Stands for stdout or stderr while libraries are imported; one that keeps it writes to the kernel's own later."""

    encoding = "UTF-8"  # as ipykernel names it

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        now = getattr(sys, self._name)
        return getattr(getattr(sys, f"__{self._name}__") if now is self else now, attribute)


@contextmanager
def _as_if_in_a_kernel() -> Iterator[None]:
    """Let libraries that look about when they are imported see a notebook, not a terminal.

    pandas sets by that the width and the encoding of what it prints.
    """
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Output("stdout"), _Output("stderr")  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        del builtins.get_ipython  # type: ignore[attr-defined]


def _import_tree(name: str) -> None:
    _import_if_there(name)
    for found in pkgutil.walk_packages(getattr(sys.modules.get(name), "__path__", []), f"{name}."):
        _import_if_there(found.name)


def _import_inner() -> None:
    """Import what functions of our modules import, and go on with the modules of ours that come with it."""
    seen: set[str] = set()
    while True:
        waiting = sorted(name for name in sys.modules if name.startswith("earlyeval.") and name not in seen)
        waiting = [name for name in waiting if not name.startswith("earlyeval.run")]
        if not waiting:
            return
        for name in waiting:
            seen.add(name)
            for inner in _inner_imports(sys.modules[name]):
                _import_if_there(inner)


def _inner_imports(module: ModuleType) -> list[str]:
    path = getattr(module, "__file__", None)
    text = Path(path).read_text(encoding="utf-8") if path else ""
    found: list[str] = []
    if not _INNER_IMPORT.search(text):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def _import_if_there(name: str) -> None:
    """Import a module; one that is not there or does not work is left to the notebook that needs it."""
    parent, _, last = name.rpartition(".")
    if parent and hasattr(sys.modules.get(parent), last):
        return
    with suppress(Exception):
        importlib.import_module(name)
