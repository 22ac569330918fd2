"""What nbval cannot see: every cell was run, in order, on synthetic data; figures have tables; prose stays prose."""

import ast
import json
import re

import pytest

from earlyeval.foundations.marks import level_of
from earlyeval.foundations.paths import NOTEBOOKS

pytestmark = pytest.mark.notebooks

PATHS = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
MOST_CODE_LINES = 70  # two for each section of the longest notebook, which asks of every kind of programme
MOST_LINES_A_CELL = 5
FEWEST_WORDS_A_LINE = 10


def cells(path, kind=None):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def code_lines(path):
    """Statements: an import of many names, wrapped over lines, is one thing to read."""
    return [line for cell in cells(path, "code") for line in statements(cell)]


def statements(cell):
    return [ast.unparse(node) for node in ast.parse(source(cell)).body]


def test_the_nine_notebooks_of_a_site_and_the_one_across_sites_are_there():
    assert [path.stem[:2] for path in PATHS] == [f"{number:02}" for number in range(10)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestEach:
    def test_every_code_cell_was_run_in_order(self, path):
        counts = [cell["execution_count"] for cell in cells(path, "code")]
        assert counts == list(range(1, len(counts) + 1))

    def test_no_cell_failed_or_printed(self, path):
        kinds = {output["output_type"] for cell in cells(path, "code") for output in cell["outputs"]}
        assert kinds <= {"display_data"}

    def test_everything_it_shows_passed_the_gate(self, path):
        outputs = [output for cell in cells(path, "code") for output in cell["outputs"]]
        assert {level_of(output["data"], output["metadata"]) for output in outputs} == {"release"}

    def test_it_was_run_on_synthetic_data(self, path):
        parameters = next(cell for cell in cells(path, "code") if "parameters" in cell["metadata"].get("tags", []))
        assert 'DATA = "synthetic"' in source(parameters)
        shown = json.dumps([cell["outputs"] for cell in cells(path, "code")])
        assert "Synthetic demonstration data" in shown

    def test_every_figure_is_described_and_has_a_table_beside_it(self, path):
        for cell in cells(path, "code"):
            pictures = [output for output in cell["outputs"] if "image/svg+xml" in output.get("data", {})]
            tables = [
                output for output in cell["outputs"] if "<table" in "".join(output.get("data", {}).get("text/html", ""))
            ]
            assert not pictures or tables, source(cell)
            for picture in pictures:
                words = picture["metadata"]["image/svg+xml"]
                assert len(words["alt"]) > 20
                assert words["caption"]

    def test_code_is_thin_and_prose_is_not(self, path):
        lines = code_lines(path)
        words = sum(len(source(cell).split()) for cell in cells(path, "markdown"))
        assert len(lines) <= MOST_CODE_LINES
        assert words >= FEWEST_WORDS_A_LINE * len(lines)
        assert max(len(statements(cell)) for cell in cells(path, "code")) <= MOST_LINES_A_CELL

    def test_there_is_no_function_loop_or_typed_number(self, path):
        for cell in cells(path, "code"):
            assert not source(cell).rstrip().endswith(";")
            for node in ast.walk(ast.parse(source(cell))):
                assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.ListComp)
                typed = isinstance(node, ast.Constant) and isinstance(node.value, int | float)
                assert not typed or isinstance(node.value, bool)

    def test_prose_holds_no_number_and_names_no_programme(self, path):
        prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
        assert not re.search(r"\d", re.sub(r"\d\d-[a-z-]+(?:\.ipynb)?|ICC\(A,1\)", "", prose))
        assert not re.search(r"Think Baby|Wandsworth|PHQ|GAD", prose)

    def test_it_carries_no_time_no_path_and_no_random_name(self, path):
        text = path.read_text(encoding="utf-8")
        assert "papermill" not in text
        assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:\d\d", text)
        assert not re.search(r"0x[0-9a-f]{8,}", text)
        assert "injected-parameters" not in text
