"""Notebooks executed by papermill in real kernels: whole, failing, endless, dying, wrongly parameterised."""

import gc
import os
import stat
import time

import pytest

from earlyeval.foundations.errors import NotebookFailedError, UnknownNameError
from earlyeval.report.notebooks import read_notebook
from earlyeval.run.execute import execute_notebook
from earlyeval.run.kernel_process import Kernels

pytestmark = pytest.mark.end_to_end


def code_cells(path):
    return [cell for cell in read_notebook(path)["cells"] if cell["cell_type"] == "code"]


def test_a_notebook_runs_with_typed_parameters_and_is_the_same_bytes_twice(write_notebook, task_of):
    source = write_notebook("f'{SITE} {REPEATS + 1}'", "import os; os.environ['OMP_NUM_THREADS']")
    task = task_of(source, parameters={"SITE": "00'7", "REPEATS": 41})
    first = execute_notebook(task, kernels=Kernels()).read_bytes()
    cells = code_cells(task.target)
    assert [cell["execution_count"] for cell in cells] == [1, 2, 3]
    assert cells[0]["source"] == 'SITE = "00\'7"\nREPEATS = 41'
    assert cells[1]["outputs"][0]["data"]["text/plain"] == '"00\'7 42"'
    assert cells[2]["outputs"][0]["data"]["text/plain"] == "'1'"
    assert execute_notebook(task, kernels=Kernels()).read_bytes() == first
    assert not task.log.exists()


def test_a_failing_notebook_is_told_with_its_section_and_without_its_data(write_notebook, task_of):
    task = task_of(write_notebook("1 + 1", "raise ValueError('Mary Smith was born in May')"))
    with pytest.raises(NotebookFailedError) as caught:
        execute_notebook(task, kernels=Kernels())
    message = str(caught.value)
    assert "Notebook 05-family-outcomes, section 'Did parents change?': ValueError" in message
    assert str(task.log) in message
    assert "Mary" not in message
    assert not task.target.exists()
    assert "Mary Smith" in task.log.read_text()
    assert "cell 5:" in task.log.read_text()
    assert stat.S_IMODE(task.log.stat().st_mode) == 0o600
    assert stat.S_IMODE(task.log.parent.stat().st_mode) == 0o700


def test_our_own_errors_are_told_in_their_words(write_notebook, task_of):
    raising = "from earlyeval.foundations.errors import ProtectionError\nraise ProtectionError('Only 3 of 9 may show.')"
    with pytest.raises(NotebookFailedError, match="change\\?': Only 3 of 9 may show\\. The full log"):
        execute_notebook(task_of(write_notebook(raising)), kernels=Kernels())


def test_an_unknown_parameter_is_refused_before_a_kernel_starts(write_notebook, task_of, monkeypatch):
    monkeypatch.setattr(Kernels, "started", lambda *_, **__: pytest.fail("a kernel was started"))
    task = task_of(write_notebook("1"), parameters={"SITTE": "x"})
    with pytest.raises(UnknownNameError, match="Did you mean 'SITE'"):
        execute_notebook(task, kernels=Kernels())


def test_an_endless_notebook_is_stopped_at_its_limit(write_notebook, task_of):
    task = task_of(write_notebook("import os\nprint(os.getpid())\nwhile True: pass"), timeout=4)
    began = time.monotonic()
    with pytest.raises(NotebookFailedError, match="longer than 4 seconds"):
        execute_notebook(task, kernels=Kernels())
    assert time.monotonic() - began < 14


def test_a_kernel_that_dies_is_never_believed(write_notebook, task_of):
    task = task_of(write_notebook("import os\nos._exit(0)", "'never'"))
    with pytest.raises(NotebookFailedError, match="the kernel died"):
        execute_notebook(task, kernels=Kernels())
    assert not task.target.exists()


def test_no_kernel_and_no_folder_of_one_is_left(write_notebook, task_of, tmp_path, monkeypatch):
    Kernels().warm_up()  # the parent of all kernels has a folder for as long as this process lives
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    os.mkdir(tmp_path / "temporary")
    mark = tmp_path / "process"
    task = task_of(write_notebook(f"import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\n1 / 0"))
    with pytest.raises(NotebookFailedError):
        execute_notebook(task, kernels=Kernels())
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    assert os.listdir(tmp_path / "temporary") == []


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are counted in /proc")
def test_no_open_file_is_left_after_a_notebook(write_notebook, task_of):
    task = task_of(write_notebook("1"))
    execute_notebook(task, kernels=Kernels())  # what is opened once for all
    gc.collect()
    gc.disable()
    try:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(2):
            execute_notebook(task, kernels=Kernels())
        assert len(os.listdir("/proc/self/fd")) <= before
    finally:
        gc.enable()


def test_at_release_level_a_look_at_the_data_stops_the_notebook(write_notebook, task_of):
    under = "from earlyeval import present\nfrom earlyeval.registry.load import load_registry\n"
    under += "from earlyeval.foundations.paths import study_paths\n"
    under += "show = present.under(load_registry(study_paths('')).profile)"
    peek = "import pandas as pd\npd.DataFrame({'person_id': ['P1'], 'score': [27]})"
    with pytest.raises(NotebookFailedError, match="a notebook shows only what present makes of result rows"):
        execute_notebook(task_of(write_notebook(under, peek)), kernels=Kernels())
