"""Execute one notebook by papermill, in a kernel of its own, and believe only what the notebook itself shows."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import NotebookFailedError
from earlyeval.report.notebooks import INJECTED, canonical, notebook_format, read_notebook, short_name
from earlyeval.run.completion import heading_above, incomplete
from earlyeval.run.failure import cause_in_words, failed, write_private
from earlyeval.run.kernel_process import Kernels, RunningKernel, time_limit
from earlyeval.run.kernels import KERNEL_NAME
from earlyeval.run.parameters import Value, checked_parameters

START_TIMEOUT = 120  # seconds a kernel may take to start on a loaded machine


@dataclass(frozen=True)
class NotebookTask:
    """One notebook to execute: from where, to where, with what. Plain data, so that any executor can take it.

    ``parameters`` empty means: as it stands. ``log`` is written only when it fails, for the user's eyes alone.
    """

    source: Path
    target: Path
    log: Path
    cwd: Path
    parameters: Mapping[str, Value] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600.0


@dataclass
class _Progress:
    """Where an execution is, so that a dead kernel can be placed."""

    notebook: Any = None
    cell: int = 0  # counted from 0, in the notebook as it is in the source
    injected: bool = False  # from the injected cell on, papermill's count is one further


def execute_notebook(task: NotebookTask, *, kernels: Kernels) -> Path:
    """Execute a notebook and write it, canonical, to its target; return the target.

    Raises
    ------
    UnknownNameError
        A parameter that the notebook does not declare. No kernel was started.
    NotebookFailedError
        It did not run to its end: names notebook, section, cause and log. Nothing was written to the target.
    """
    notebook = read_notebook(task.source)
    name = task.source.stem
    parameters = checked_parameters(notebook, task.parameters, name=name)
    progress = _Progress(notebook)
    with kernels.started(cwd=task.cwd, environment=dict(task.environment)) as kernel:
        executed = _executed(task, parameters, kernel=kernel, progress=progress)
        reason = incomplete(executed, kernel_was_alive=kernel.is_alive())
    if reason:
        raise _told(task, progress, cause=reason, log=reason)
    made = canonical(executed, name=short_name(task.source, position=1))
    task.target.write_text(notebook_format().writes(made) + "\n", encoding="utf-8", newline="\n")
    task.log.unlink(missing_ok=True)  # of an earlier run that failed
    return task.target


def _executed(task: NotebookTask, parameters: dict[str, Value], *, kernel: RunningKernel, progress: _Progress) -> Any:
    """Let papermill inject the parameters and execute the cells."""
    notebook_format()  # before papermill imports nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)  # what it has to say, we say

    def note(cell: Any, cell_index: int) -> None:
        progress.injected |= INJECTED in cell["metadata"].get("tags", [])
        progress.cell = cell_index - progress.injected

    with time_limit(kernel, task.timeout) as is_over:
        try:
            return papermill.execute_notebook(
                progress.notebook, None, parameters=parameters, kernel_name=KERNEL_NAME, language="python",
                progress_bar=False, log_output=False, request_save_on_cell_execute=False,
                start_timeout=START_TIMEOUT, km=kernel.manager, on_cell_start=note,
            )  # fmt: skip
        except PapermillExecutionError as error:
            cause, log = cause_in_words(error.ename, error.evalue), "\n".join(error.traceback)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            cause, log = f"the kernel died ({type(error).__name__}; perhaps the memory was used up)", str(error)
        if is_over.is_set():
            cause = f"it took longer than {task.timeout:g} seconds and was stopped"
        raise _told(task, progress, cause=cause, log=f"{log}\n{kernel.said()}")


def _told(task: NotebookTask, progress: _Progress, *, cause: str, log: str) -> NotebookFailedError:
    section = heading_above(progress.notebook, progress.cell)
    cells = progress.notebook["cells"]
    source = cells[progress.cell]["source"] if progress.cell < len(cells) else ""
    text = f"{task.source.name}\nsection: {section}\ncell {progress.cell + 1}:\n{source}\n\n{cause}\n\n{log}\n"
    write_private(task.log, text)
    return failed(task.source.stem, section=section, cause=cause, log=task.log)
