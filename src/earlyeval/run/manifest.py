"""The manifest of a report: what it was made from and what it consists of, by hash.

It lies beside the report and is the same bytes for the same input: no time, no path of this machine. A later run
compares it with what it would use; nothing heavy is imported for that.
"""

import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import CLONE, LOCK, NOTEBOOKS, SHIPPED_REGISTRY, StudyPaths
from earlyeval.tidy.locate import is_readable_file

NAME = "manifest.json"
FORMAT = 1
_SOURCE = CLONE / "src" / "earlyeval"
_KINDS_OF_RETURNS = ("csv", "tsv", "txt", "xlsx")
_NO_CODE = {"__pycache__", ".ipynb_checkpoints"}


def file_hash(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(files: Iterable[Path], *, roots: Iterable[Path]) -> dict[str, str]:
    """Return file to sha256; files are named relative to the first root they lie under, else by their name alone."""
    places = list(roots)
    return {_place(path, places): file_hash(path) for path in files}


def code_version() -> str:
    """Return one sha256 over our source, templates, notebooks and the shipped registry: what decides the numbers."""
    digest = hashlib.sha256()
    for folder in (_SOURCE, NOTEBOOKS, SHIPPED_REGISTRY):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not _NO_CODE & set(path.parts):
                digest.update(f"{path.relative_to(CLONE).as_posix()}\0{file_hash(path)}\n".encode())
    return digest.hexdigest()


def package_versions() -> dict[str, str]:
    """Return what is installed beside us, by reading the names of the folders alone (a few milliseconds)."""
    installed = {}
    for folder in sorted(Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        installed[name.lower().replace("_", "-")] = version
    return installed


def inputs_of(
    paths: StudyPaths,
    *,
    returns: Mapping[Path, str],
    registry: Iterable[Path],
    raw: Path,
    parameters: Mapping[str, str],
) -> dict[str, Any]:
    """Return everything a report depends on. Two runs with equal inputs give equal reports.

    ``returns`` gives to each file what it is read as, in words of the registry. The files themselves are numbered:
    this is published, and their names may hold names of people.
    """
    return {
        "format": FORMAT,
        "code": code_version(),
        "lock": file_hash(LOCK),
        "packages": package_versions(),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "parameters": dict(parameters),
        "registry": hashes(registry, roots=(paths.root, CLONE)),
        **_returns(_numbered(returns, roots=[raw, paths.root]), is_real=parameters.get("DATA") == "real"),
    }


def _returns(numbered: dict[str, dict[str, str]], *, is_real: bool) -> dict[str, Any]:
    """Return what a published manifest says of the returns: one hash of all of them, and what each is read as.

    The hash of a single real return would let somebody who knows all of it but one answer try the answers out, so
    only made-up returns have their own.
    """
    together = hashlib.sha256(json.dumps(numbered, sort_keys=True).encode()).hexdigest()
    told = {name: {"read_as": file["read_as"]} if is_real else file for name, file in numbered.items()}
    return {"returns": told, "returns_sha256": together}


def _numbered(returns: Mapping[Path, str], *, roots: list[Path]) -> dict[str, dict[str, str]]:
    """Return each return's hash and what it is read as, under a number in the order of the true paths."""
    ordered = sorted(returns, key=lambda path: (_place(path, roots), str(path)))
    made = {}
    for number, path in enumerate(ordered, start=1):
        suffix = path.suffix.lower().removeprefix(".")
        name = f"return-{number:02d}.{suffix if suffix in _KINDS_OF_RETURNS else 'file'}"
        # What is no file (a folder, a broken link) counts by being there; a pipe would never end.
        content = file_hash(path) if is_readable_file(path) else ""
        made[name] = {"read_as": returns[path], "sha256": content}
    return made


def write_manifest(folder: Path, inputs: Mapping[str, Any], *, facts: Mapping[str, Any]) -> None:
    """Write the manifest of a finished folder: inputs, facts for the reader (seed, profile ...), outputs by hash."""
    made = {"inputs": inputs, "facts": facts, "outputs": _outputs(folder)}
    (folder / NAME).write_text(json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a published folder; empty where there is none that can be read."""
    try:
        made = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def is_current(folder: Path, inputs: Mapping[str, Any]) -> bool:
    """Say whether a published folder was made from these inputs and is still as it was made, byte for byte."""
    made = read_manifest(folder)
    return bool(made) and made.get("inputs") == inputs and made.get("outputs") == _outputs(folder)


def _outputs(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / NAME]
    return hashes(files, roots=(folder,))


def _place(path: Path, roots: list[Path]) -> str:
    for root in roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
