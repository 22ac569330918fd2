"""What is installed is what is locked, above every floor of docs/supply.md; and nothing opens what could run."""

import ast
import functools
import re
import subprocess
import sys
from importlib.metadata import distributions

import pytest
import yaml
from packaging.version import Version

from earlyeval.foundations.paths import CLONE
from earlyeval.registry.reading import RegistryLoader

from .test_lock import PROJECT, canonical, declared, locked

pytestmark = pytest.mark.architecture

PAGE = (CLONE / "docs" / "supply.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| ([a-z0-9-]+) \| ([\d.]+) \| (.+) \| (yes|no) \|$", re.MULTILINE)
FLOORS = {
    name: (Version(floor), advisory, verified == "yes")
    for name, floor, advisory, verified in re.findall(
        r"^\| ([a-z0-9-]+) \| ([\d.]+) \| (.+) \| (yes|no) \|$", PAGE, re.M
    )
}
# Those that the design read about itself; the page may call no other one verified.
READ = {
    "jupyter-server": "2.20.0",
    "nbconvert": "7.17.1",
    "jupyterlab": "4.5.7",
    "setuptools": "65.5.1",
    "pip": "23.3",
}
OWN = sorted([*(CLONE / "src").rglob("*.py"), *(CLONE / "tools").glob("*.py"), *(CLONE / "benchmarks").glob("*.py")])


def test_the_page_names_the_floors_with_their_advisories():
    assert len(FLOORS) >= 15
    assert {name for name, (_, _, verified) in FLOORS.items() if verified} == set(READ)
    assert all(FLOORS[name][0] >= Version(floor) for name, floor in READ.items())
    assert [name for name, (_, advisory, _) in FLOORS.items() if "CVE-" not in advisory] == ["setuptools", "pip"]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_nothing_below_a_version_with_a_known_advisory(name):
    floor = FLOORS[name][0]
    assert name in locked(), f"{name} is not locked any more: take its floor out of docs/supply.md"
    assert min(locked()[name]) >= floor
    for asked in [requirement for requirement in declared() if canonical(requirement.name) == name]:
        lower = [Version(bound.version) for bound in asked.specifier if bound.operator in (">=", "==")]
        assert max(lower) >= floor, "a new lock could go below it"


@pytest.mark.parametrize("name", sorted(READ))
def test_a_new_lock_cannot_go_below_a_floor_that_was_read(name):
    assert name in {canonical(requirement.name) for requirement in declared()}


def test_pip_finds_nothing_broken():
    asked = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "No broken requirements found.")


def test_what_is_installed_is_what_is_locked():
    there = {canonical(one.metadata["Name"]): Version(one.version) for one in distributions()}
    own = canonical(PROJECT["project"]["name"])
    strange = {name for name, version in there.items() if name != own and version not in locked().get(name, [])}
    assert strange == set()


@functools.cache
def used():
    """Return every name of our own code with its places: names, attributes, keywords, and what is imported whence."""
    found = {}
    for path in OWN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [*(node.module or "").split("."), *(f"{node.module}.{part.name}" for part in node.names)]
                names += [part.name for part in node.names]
            elif isinstance(node, ast.Import):
                names = [word for part in node.names for word in (part.name, *part.name.split("."))]
            else:
                names = [getattr(node, kind, None) for kind in ("id", "attr", "arg")]
            for name in filter(None, names):
                found.setdefault(name, []).append(path.relative_to(CLONE).as_posix())
    return found


def places(name):
    return sorted({place for one, where in used().items() if re.fullmatch(name, one) for place in where})


def test_the_search_finds_what_is_there():
    assert places("safe_load") != []
    assert "src/earlyeval/tidy/readers/openers.py" in places("defusedxml")


@pytest.mark.parametrize(
    "name",
    [
        "c?[pP]ickle|_pickle|cloudpickle|dill|joblib|shelve|marshal|read_pickle|to_pickle",
        "embed_images|EmbedImagesPreprocessor|HTMLExporter|WebPDFExporter|SlidesExporter",
        "unsafe_load|full_load|load_all|UnsafeLoader|FullLoader|CFullLoader|CUnsafeLoader",
        "xmlrpc|xmltodict|lxml",
    ],
)
def test_nothing_that_runs_or_fetches_what_it_reads(name):
    assert places(name) == []


def test_yaml_is_read_by_its_safe_part_alone():
    asked = {name for path in OWN for name in re.findall(r"\byaml\.(\w+)", path.read_text(encoding="utf-8"))}
    assert "safe_load" in asked
    assert {name for name in asked if "load" in name.lower()} == {"safe_load", "SafeLoader"}
    assert places("RegistryLoader") == ["src/earlyeval/registry/reading.py"]
    assert issubclass(RegistryLoader, (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def test_xml_that_others_wrote_is_read_by_defusedxml_alone():
    harmless = {"Element", "ParseError", "TreeBuilder", "escape", "expat"}
    taken = {name for name, where in used().items() if name.startswith("xml.") and any("src/" in one for one in where)}
    assert {name.rpartition(".")[2] for name in taken} <= harmless
    # Weighs the parts of a workbook, and stops at the first entity that one declares.
    assert places(r"xml\.parsers\.expat") == ["src/earlyeval/tidy/readers/workbook_weight.py"]
