"""What stands in the repository, and what must not."""

import re
import subprocess
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.architecture


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CLONE, capture_output=True, text=True, check=True)
    return [CLONE / name for name in listed.stdout.split("\0") if name]


def texts() -> list[Path]:
    endings = {".py", ".md", ".toml", ".yaml", ".yml", ".ipynb", ".txt", ".lock", ".csv", ".cfg", ".css", ".j2", ""}
    return [path for path in tracked() if path.suffix in endings and path.is_file() and path.name != "LICENSE"]


def test_no_address_of_a_package_registry_and_no_path_of_a_machine():
    # Built from pieces, so that this file does not hold what it looks for.
    foreign = [
        "pyp" + "i.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "ana" + "conda.org",
        "/ro" + "ot/",
        "/ho" + "me/",
    ]
    pattern = re.compile("|".join(re.escape(word) for word in foreign))
    found = [str(path.relative_to(CLONE)) for path in texts() if pattern.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_the_readme_tree_exists():
    readme = (CLONE / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^    ([\w.-]+(?:/[\w./-]*|\.\w+)|Makefile)\s{2,}\S", readme, flags=re.MULTILINE)
    assert len(named) >= 8, "README.md shows no tree of the repository"
    missing = [name for name in named if not (CLONE / name).exists() and not _is_ignored(name)]
    assert not missing


def test_links_in_documents_lead_somewhere():
    broken = []
    for path in [path for path in tracked() if path.suffix == ".md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(CLONE)}: {target}")
    assert not broken


def test_nothing_real_is_tracked():
    names = [str(path.relative_to(CLONE)) for path in tracked()]
    allowed = ("data/registry/", "data/synthetic/", "data/README.md", "data/raw/README.md")
    assert not [name for name in names if name.startswith("data/") and not name.startswith(allowed)]
    assert not [name for name in names if name.startswith(("restricted/", "releases/"))]


def _is_ignored(name: str) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", name], cwd=CLONE, check=False).returncode == 0
