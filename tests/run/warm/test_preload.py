"""Nothing that notebooks import is left for the kernel to import, and random numbers are each kernel's own."""

import json

import pytest

from earlyeval.foundations.paths import NOTEBOOKS
from earlyeval.report.notebooks import read_notebook
from earlyeval.run.warm import preload

pytestmark = pytest.mark.end_to_end

MOST_LEFT = 12  # small parts of libraries that are already there


def test_a_notebook_finds_everything_imported(kernel):
    started = kernel()
    started.run("import sys, json\nbefore = set(sys.modules)")
    for name in ("05-family-outcomes", "08-summary"):
        for cell in read_notebook(NOTEBOOKS / f"{name}.ipynb")["cells"]:
            if cell["cell_type"] == "code":
                assert not [kind for kind, _ in started.run(cell["source"]) if kind == "error"]
    left = json.loads(started.run("print(json.dumps(sorted(set(sys.modules) - before)))").text)
    assert [name for name in left if "." not in name and not name.startswith("_")] == []
    assert len(left) <= MOST_LEFT, left


def test_imports_inside_functions_are_found(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("import os\ndef late():\n    from scipy import stats\n    import pandas.io.parquet\n")
    module = type("Module", (), {"__file__": str(path)})
    assert {"scipy.stats", "pandas.io.parquet"} <= set(preload._inner_imports(module))


def test_what_is_not_there_or_broken_is_left_to_the_notebook():
    preload._import_if_there("earlyeval.no_such_module")
    preload._import_if_there("antigravity_of_nobody")


def test_libraries_see_a_notebook_while_they_are_imported():
    import builtins
    import sys

    before = sys.stdout
    with preload._as_if_in_a_kernel():
        assert hasattr(builtins.get_ipython(), "kernel")
        kept = sys.stdout
        assert kept.encoding == "UTF-8"
        assert kept.write("") == 0
    assert sys.stdout is before
    assert not hasattr(builtins, "get_ipython")
    assert kept.write("") == 0  # a library that kept it can still write
