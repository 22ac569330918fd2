"""pyproject.toml, requirements.lock and environment.yml say the same, and the lock holds everything by hash."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.architecture

LOCK = (CLONE / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((CLONE / "environment.yml").read_text(encoding="utf-8"))
ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\\n]+)(?P<rest>[^\n]*)\n(?P<block>(?:[ ]+[^\n]*\n)*)", re.M
)
NAMED = ("jupyterlab", "papermill", "pandas", "pingouin", "seaborn", "nbval")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, list[Version]]:
    """Package to its locked versions; a package may have one for each range of Python."""
    found: dict[str, list[Version]] = {}
    for entry in ENTRY.finditer(LOCK):
        found.setdefault(canonical(entry["name"]), []).append(Version(entry["version"]))
    return found


def declared() -> list[Requirement]:
    project = PROJECT["project"]
    groups = project["optional-dependencies"].values()
    texts = [
        *project["dependencies"],
        *(text for group in groups for text in group),
        *PROJECT["build-system"]["requires"],
    ]
    return [Requirement(text) for text in texts]


def test_every_entry_is_locked_by_hash():
    entries = list(ENTRY.finditer(LOCK))
    assert len(entries) > 100
    assert [entry["name"] for entry in entries if "--hash=sha256:" not in entry["block"]] == []
    started = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(started) == len(entries), "a line of the lock is no pinned package"


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_what_the_project_asks_for_is_what_is_locked(requirement):
    versions = locked().get(canonical(requirement.name), [])
    assert versions, f"{requirement.name} is not in requirements.lock: run make lock"
    assert all(requirement.specifier.contains(version) for version in versions)


def test_pip_the_build_backend_and_the_installer_are_locked_too():
    assert {"pip", "hatchling", "uv", "setuptools"} <= set(locked())
    assert PROJECT["build-system"]["build-backend"].startswith("hatchling")


def test_the_named_packages_are_asked_for_by_the_project_itself():
    names = {canonical(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    assert set(NAMED) <= names


def test_pandas_3_and_numpy_2():
    assert all(version.major == 3 for version in locked()["pandas"])
    assert all(version.major == 2 for version in locked()["numpy"])


def test_no_address_in_the_lock():
    assert "://" not in LOCK
    assert not re.search(r"^--?(?:index|extra|find|i\b)", LOCK, flags=re.M)


def test_conda_users_get_the_same_lock():
    pip_part = next(entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))
    assert pip_part == ["--require-hashes", "-r requirements.lock"]
    plain = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    assert plain == [f"python {PROJECT['project']['requires-python']}", "pip"]


def test_make_lock_makes_it_for_every_platform_with_hashes():
    recipe = (CLONE / "Makefile").read_text(encoding="utf-8").split("\nlock:")[1].split("\n\n")[0]
    for option in ("--all-extras", "--universal", "--python-version 3.11", "--generate-hashes", "--no-emit-index-url"):
        assert option in recipe
