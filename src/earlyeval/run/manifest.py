"""The manifest of a report: what it was made from and what it consists of, by hash.

It lies beside the report and is the same bytes for the same input: no time, no path of this machine. A later run
compares it with what it would use; nothing heavy is imported for that.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from earlyeval.foundations.paths import CLONE, StudyPaths
from earlyeval.run.surroundings import Surroundings, file_hash
from earlyeval.tidy.locate import is_readable_file

NAME = "manifest.json"
FORMAT = 2
_KINDS_OF_RETURNS = ("csv", "tsv", "txt", "xlsx", "parquet")


def hashes(files: Iterable[Path], *, roots: Iterable[Path]) -> dict[str, str]:
    """Return file to sha256; files are named relative to the first root they lie under, else by their name alone."""
    places = list(roots)
    return {_place(path, places): file_hash(path) for path in files}


def inputs_of(
    paths: StudyPaths,
    *,
    returns: Mapping[Path, str],
    registry: Iterable[Path],
    raw: Path,
    parameters: Mapping[str, str],
    surroundings: Surroundings,
) -> dict[str, Any]:
    """Return everything a report depends on but the protection plan. Equal inputs and plans give equal reports.

    ``returns`` gives to each file what it is read as, in words of the registry. The files themselves are numbered:
    this is published, and their names may hold names of people.
    """
    return {
        "format": FORMAT,
        **surroundings.told,
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


def write_manifest(
    folder: Path,
    inputs: Mapping[str, Any],
    *,
    facts: Mapping[str, Any],
    protection: str = "",
    cells: Mapping[str, str] | None = None,
) -> None:
    """Write the manifest of a finished folder.

    Parameters
    ----------
    folder : Path
        The report, whole but for its manifest; each of its files is listed with its sha256.
    inputs, facts : mapping
        What it was made from, and what a reader wants to quote (seed, profile ...).
    protection : str
        The hash of this report's slice of the study's protection plan.
    cells : mapping of str to str, optional
        Each notebook's name and the key of everything that its outputs depend on.
    """
    made = {
        "inputs": inputs,
        "protection": protection,
        "facts": facts,
        "cells": dict(cells or {}),
        "outputs": outputs_of(folder),
    }
    (folder / NAME).write_text(json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a published folder; empty where there is none that can be read."""
    try:
        made = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def is_current(folder: Path, inputs: Mapping[str, Any], *, protection: str = "") -> bool:
    """Say whether a published folder was made from these inputs and is still as it was made, byte for byte.

    ``protection`` is the hash of its slice of the plan that is in force; empty where none lies there, which says
    nothing about the report.
    """
    made = read_manifest(folder)
    return (
        bool(made)
        and made.get("inputs") == inputs
        and protection in ("", made.get("protection"))
        and made.get("outputs") == outputs_of(folder)
    )


def outputs_of(folder: Path) -> dict[str, str]:
    """Return each file of a published folder but its manifest, with its sha256."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / NAME]
    return hashes(files, roots=(folder,))


def _place(path: Path, roots: list[Path]) -> str:
    for root in roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
