"""Several notebooks at once: one failure does not hide another, an interruption leaves nothing running."""

import os
import threading
import time

import pytest

from earlyeval.foundations.errors import NotebookFailedError
from earlyeval.run.executors import execute_all
from earlyeval.run.kernel_process import Kernels

pytestmark = pytest.mark.end_to_end


def test_every_failure_is_told_in_order_and_the_others_finish(write_notebook, task_of):
    sources = [
        write_notebook("1 / 0", name="01-participants"),
        write_notebook("'fine'", name="02-attendance"),
        write_notebook("missing", name="03-fidelity"),
    ]
    tasks, ended = [task_of(source) for source in sources], []
    with pytest.raises(NotebookFailedError) as caught:
        execute_all(tasks, kernels=Kernels(), jobs=2, done=ended.append)
    lines = str(caught.value).splitlines()
    assert [line.split(",")[0] for line in lines] == ["Notebook 01-participants", "Notebook 03-fidelity"]
    assert tasks[1].target.exists()
    assert ended == [tasks[1]]


def test_stopping_ends_the_kernels_that_run(write_notebook, task_of, tmp_path):
    mark = tmp_path / "process"
    source = write_notebook(f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
    task, kernels = task_of(source, timeout=90), Kernels()
    caught = []

    def run() -> None:
        from earlyeval.run.execute import execute_notebook

        try:
            execute_notebook(task, kernels=kernels)
        except NotebookFailedError as error:
            caught.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    give_up = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < give_up:
        time.sleep(0.1)
    kernels.stop()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert caught
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
