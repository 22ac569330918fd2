"""What the tests of the runner share: little notebooks, written to a temporary folder."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from earlyeval.registry.new_study import lay_out
from earlyeval.report.notebooks import notebook_format
from earlyeval.run.execute import NotebookTask

PARAMETERS_CELL = 'SITE = "wandsworth"\nREPEATS = 1'


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    def write(*code: str, name: str = "05-family-outcomes", heading: str = "Did parents change?") -> Path:
        v4 = notebook_format().v4
        cells = [
            v4.new_markdown_cell("# Family outcomes"),
            v4.new_code_cell(PARAMETERS_CELL, metadata={"tags": ["parameters"]}),
            v4.new_markdown_cell(f"Words.\n\n## {heading}"),
            *(v4.new_code_cell(source) for source in code),
        ]
        path = tmp_path / f"{name}.ipynb"
        path.write_text(notebook_format().writes(v4.new_notebook(cells=cells)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def task_of(tmp_path: Path) -> Callable[..., NotebookTask]:
    def task(source: Path, **options: object) -> NotebookTask:
        made = tmp_path / "made"
        made.mkdir(exist_ok=True)
        log = tmp_path / "restricted" / "logs" / f"{source.stem}.log"
        options.setdefault("environment", dict(os.environ))  # as the runner does; one parent then serves all tests
        return NotebookTask(source=source, target=made / source.name, log=log, cwd=tmp_path, **options)

    return task


@pytest.fixture
def study_of(tmp_path: Path) -> Callable[..., Path]:
    """Lay out the example study with several places, each with the example's returns."""

    def study(*places: str) -> Path:
        root = tmp_path / "study"
        lay_out(root)
        entry, returns = root / "registry/sites/riverside.yaml", root / "raw/riverside"
        for place in places:
            text = entry.read_text(encoding="utf-8").replace("id: riverside", f"id: {place}")
            (entry.parent / f"{place}.yaml").write_text(text, encoding="utf-8")
            shutil.copytree(returns, root / "raw" / place)
        entry.unlink()
        shutil.rmtree(returns)
        return root

    return study
