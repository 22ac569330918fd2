"""The committed notebooks: on synthetic data only; all put back, or none."""

import pytest

from earlyeval.foundations.errors import NotebookFailedError, SurroundingsError
from earlyeval.report.notebooks import notebook_format, read_notebook
from earlyeval.run import committed
from earlyeval.run.request import Request

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(committed, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(committed, "CLONE", tmp_path)
    return tmp_path


def write(folder, name, *, parameters='DATA = "synthetic"\nSTUDY = ""', code="40 + 2"):
    v4 = notebook_format().v4
    cells = [v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}), v4.new_code_cell(code)]
    path = folder / f"{name}.ipynb"
    path.write_text(notebook_format().writes(v4.new_notebook(cells=cells)))
    return path


def test_they_are_put_back_executed_and_otherwise_as_they_were(folder, capsys):
    path = write(folder, "01-participants")
    assert committed.run_committed(Request(jobs="1")) == 0
    cells = read_notebook(path)["cells"]
    assert [cell["execution_count"] for cell in cells] == [1, 2]
    assert cells[0]["source"] == 'DATA = "synthetic"\nSTUDY = ""'
    assert cells[1]["outputs"][0]["data"]["text/plain"] == "42"
    once = path.read_bytes()
    assert committed.run_committed(Request(jobs="1")) == 0
    assert path.read_bytes() == once


def test_one_that_fails_leaves_all_as_they_were(folder):
    paths = [write(folder, "01-participants"), write(folder, "02-attendance", code="1 / 0")]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(NotebookFailedError, match="02-attendance"):
        committed.run_committed(Request(jobs="2"))
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize("parameters", ['DATA = "auto"', 'DATA = "real"', 'DATA = "synthetic"\nSTUDY = "x"'])
def test_other_than_made_up_data_is_refused(folder, parameters):
    write(folder, "01-participants", parameters=parameters)
    with pytest.raises(SurroundingsError, match="synthetic data only"):
        committed.run_committed(Request())
