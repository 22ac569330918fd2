"""The shape of the code itself: layers, borders of third-party packages, sizes, cycles. Read from the imports."""

import ast
import re
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE, NOTEBOOKS

pytestmark = pytest.mark.architecture

SOURCE = CLONE / "src" / "earlyeval"
MODULES = sorted(SOURCE.rglob("*.py"))

# What each layer may import, beside itself. design.md draws the picture.
MAY_IMPORT = {
    "foundations": set(),
    "registry": {"foundations"},
    "tidy": {"foundations", "registry"},
    "score": {"foundations", "registry", "tidy"},
    "study": {"foundations", "registry", "tidy", "score"},
    "statistics": {"foundations"},
    "analyse": {"foundations", "registry", "statistics", "study", "tidy", "score"},
    "protect": {"foundations", "registry"},
    "present": {"foundations", "registry", "protect"},
    "report": {"foundations", "registry", "tidy", "score", "study", "statistics", "analyse", "protect", "present"},
    "run": {
        "foundations", "registry", "tidy", "score", "study", "statistics", "analyse", "protect", "present", "report",
    },
}  # fmt: skip

# Where each third-party package may enter.
BORDERS = {
    "pandas": {"foundations", "tidy", "score", "study", "statistics", "analyse", "protect", "present", "report", "run"},
    "numpy": {"tidy", "score", "statistics", "analyse", "protect", "present"},
    "scipy": {"statistics", "protect"},  # protect: linear and mixed-integer programmes alone (decision 0016)
    "statsmodels": {"statistics"},
    "pingouin": {"statistics"},
    "matplotlib": {"present"},
    "seaborn": {"present"},
    "IPython": {"present"},
    "nbconvert": {"report"},
    "nbformat": {"report", "run"},
    "nbclient": {"run"},
    "papermill": {"run"},
    "jupyter_client": {"run"},
    "ipykernel": {"run"},
    "openpyxl": {"tidy"},
    "defusedxml": {"tidy"},
    "pyarrow": {"tidy", "study"},
    "pyreadstat": {"tidy"},
    "sqlalchemy": {"tidy"},
    "pydantic": {"registry"},
    "yaml": {"registry"},
    "xlsxwriter": {"report"},
    "jinja2": {"report"},
    "markupsafe": {"report", "present"},
    "cycler": {"present"},
    "jupyter_core": {"run"},
    "bs4": {"report"},
    "nh3": {"report"},
    "packaging": {"run"},
    "cyclonedx": {"run"},
    "packageurl": {"run"},
    "rich": {"run"},
    "distributed": {"run"},
    "threadpoolctl": {"run"},
}

LARGEST_MODULE = 250
LARGEST_FUNCTION = 50


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def imports_of(path: Path) -> list[str]:
    """Every module that a file imports, wherever in the file, as a dotted name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def in_layers() -> list[Path]:
    return [path for path in MODULES if path.parent != SOURCE]


@pytest.mark.parametrize("path", in_layers(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_layer_imports_only_what_stands_before_it(path):
    own = layer_of(path)
    ours = [name.split(".")[1] for name in imports_of(path) if name.startswith("earlyeval.") and name.count(".") >= 1]
    wrong = sorted({layer for layer in ours if layer in MAY_IMPORT and layer != own and layer not in MAY_IMPORT[own]})
    assert not wrong, f"{own} imports {wrong}"


@pytest.mark.parametrize("path", in_layers(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_third_party_packages_enter_at_their_border(path):
    tops = {name.split(".")[0] for name in imports_of(path)}
    wrong = sorted(top for top in tops if top in BORDERS and layer_of(path) not in BORDERS[top])
    assert not wrong, f"{layer_of(path)} imports {wrong}"


def test_every_third_party_package_has_a_border():
    import sys

    tops = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    foreign = tops - set(sys.stdlib_module_names) - {"earlyeval", "__future__"}
    assert foreign <= set(BORDERS), sorted(foreign - set(BORDERS))


def test_present_never_sees_people():
    for path in sorted((SOURCE / "present").rglob("*.py")):
        names = {name for name in imports_of(path) if name.startswith("earlyeval.")}
        assert not [name for name in names if name.split(".")[1] in {"tidy", "score", "study", "analyse", "statistics"}]


def test_no_module_is_larger_than_a_reader_can_hold():
    sizes = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: size for name, size in sizes.items() if size > LARGEST_MODULE}


def test_functions_are_short():
    long = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                documented = len((ast.get_docstring(node, clean=False) or "").splitlines())
                size = node.end_lineno - node.lineno + 1 - documented
                if size > LARGEST_FUNCTION:
                    long[f"{path.relative_to(SOURCE)}:{node.name}"] = size
    assert not long


def test_no_import_cycles():
    graph = {}
    for path in MODULES:
        name = ".".join(("earlyeval", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        graph[name] = path
    edges = {name: {target for target in map(lambda one: _module(one, graph), _top_imports(path)) if target}
             for name, path in graph.items()}  # fmt: skip
    done, walking = set(), []

    def walk(name):
        if name in walking:
            pytest.fail(" -> ".join([*walking[walking.index(name) :], name]))
        if name in done:
            return
        walking.append(name)
        for target in sorted(edges[name] - {name}):
            walk(target)
        walking.pop()
        done.add(name)

    for name in sorted(edges):
        walk(name)


def _top_imports(path: Path) -> list[str]:
    """Imports made when the module is loaded; those inside functions are lazy on purpose."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _module(name: str, graph: dict) -> str | None:
    while name and name not in graph:
        name = name.rpartition(".")[0]
    return None if name in ("", "earlyeval") else name


def test_every_module_says_what_it_is_for():
    silent = [str(path.relative_to(SOURCE)) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_no_assert_guards_anything_in_the_source():
    asserting = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert not asserting


def test_nothing_pickles():
    calls = re.compile(r"\b(pickle|cPickle|dill|joblib|shelve|marshal)\b|read_pickle|to_pickle")
    assert not [str(path) for path in MODULES if calls.search(path.read_text(encoding="utf-8"))]


def test_no_leftover_words():
    left = re.compile(r"(?i)\b(todo|fixme|xxx|for now|placeholder|stub|hard-?coded)\b")
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if left.search(line)
    ]
    assert not found


def test_notebooks_import_only_the_doors():
    import json

    for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom):
                assert node.module.split(".")[0] == "earlyeval", f"{path.name} imports {node.module}"
                parts = [*node.module.split(".")[1:2], *(a.name for a in node.names if node.module == "earlyeval")]
                assert set(parts) <= {"study", "analyse", "present"}, f"{path.name} imports {parts}"
            assert not isinstance(node, ast.Import), f"{path.name} imports a whole package"
