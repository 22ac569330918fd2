"""What a report depends on beside its study: our code file by file, the notebooks, the packages, the lock, Python."""

import hashlib
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from earlyeval.foundations.paths import CLONE, LOCK, NOTEBOOKS

_SOURCE = CLONE / "src" / "earlyeval"
_NO_CODE = {"__pycache__", ".ipynb_checkpoints"}
# What an executed notebook does not depend on: how reports are driven and how pages are written. The named files of
# these two layers do decide an executed notebook's bytes.
_AFTER_NOTEBOOKS = ("src/earlyeval/report/", "src/earlyeval/run/")
_OF_NOTEBOOKS = ("src/earlyeval/report/notebooks.py", "src/earlyeval/run/execute.py", "src/earlyeval/run/kernels.py")


@dataclass(frozen=True)
class Surroundings:
    """``code`` is each file of source and notebooks, by its place in the clone, with its sha256."""

    code: Mapping[str, str]
    lock: str
    packages: Mapping[str, str]
    python: str

    @cached_property
    def version(self) -> str:
        """One sha256 over source, templates and notebooks: what decides the numbers and the pages."""
        return _together(self.code)

    @property
    def told(self) -> dict[str, object]:
        """What a manifest says of them."""
        return {"code": self.version, "lock": self.lock, "packages": self.packages, "python": self.python}

    @cached_property
    def of_notebooks(self) -> str:
        """One sha256 over what an executed notebook depends on, beside its own text and its study."""
        code = {
            place: content
            for place, content in self.code.items()
            if place.startswith("src/") and (place in _OF_NOTEBOOKS or not place.startswith(_AFTER_NOTEBOOKS))
        }
        return _together({**code, **self.packages, "lock": self.lock, "python": self.python})

    def differs_from(self, other: "Surroundings") -> str:
        """Return in a sentence how this machine's surroundings differ from another's; empty when they are the same."""
        if self.code != other.code:
            return "its code is another version of earlyeval"
        if self.lock != other.lock or self.packages != other.packages:
            names = sorted({name for name, _ in set(self.packages.items()) ^ set(other.packages.items())})
            return f"its packages are others ({', '.join(names[:5]) or 'requirements.lock'})"
        return f"its Python is {self.python}, not {other.python}" if self.python != other.python else ""


def surroundings_now() -> Surroundings:
    """Return the surroundings as they are at this moment (a few hundredths of a second)."""
    return Surroundings(
        code=code_files(),
        lock=file_hash(LOCK),
        packages=package_versions(),
        python=".".join(str(part) for part in sys.version_info[:3]),
    )


def code_files() -> dict[str, str]:
    """Return file to sha256 for our source, templates and notebooks."""
    found = {}
    for folder in (_SOURCE, NOTEBOOKS):
        for path in sorted(folder.rglob("*")):
            if not _NO_CODE & set(path.parts) and path.is_file():
                found[path.relative_to(CLONE).as_posix()] = file_hash(path)
    return found


def package_versions() -> dict[str, str]:
    """Return what is installed beside us, by reading the names of the folders alone (a few milliseconds)."""
    installed = {}
    for folder in sorted(Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        installed[name.lower().replace("_", "-")] = version
    return installed


def file_hash(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _together(parts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(f"{name}\0{parts[name]}\n".encode())
    return digest.hexdigest()
