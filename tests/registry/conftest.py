"""A small valid registry on disk, and a way to break one key of it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from earlyeval.foundations.errors import RegistryError
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.registry.reading import read_yaml

REMOVED = "<removed>"


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """The example study, laid out."""
    folder = tmp_path / "study"
    lay_out(folder)
    return folder


@pytest.fixture
def change(study_folder: Path) -> Callable[..., None]:
    """Change one key of one registry file: ``change("sites/riverside", ["programmes", 0, "start"], "2025")``."""

    def changed(file: str, path: list[str | int], value: Any) -> None:
        target = study_folder / "registry" / f"{file}.yaml"
        data = read_yaml(target) if target.exists() else {}
        here = data
        for step in path[:-1]:
            here = here[step]
        if value == REMOVED:
            del here[path[-1]]
        elif isinstance(path[-1], int) and path[-1] == len(here):
            here.append(copy.deepcopy(value))
        else:
            here[path[-1]] = copy.deepcopy(value)
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML

    return changed


@pytest.fixture
def refusal(study_folder: Path, change: Callable[..., None]) -> Callable[..., str]:
    """Break one key and return the message of the refusal, without the folder it happened in."""

    def refused(file: str, path: list[str | int], value: Any) -> str:
        change(file, path, value)
        with pytest.raises(RegistryError) as caught:
            load_registry(study_paths(study_folder))
        assert caught.value.exit_code == 2
        return str(caught.value)

    return refused
