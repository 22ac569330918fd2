"""Executed notebooks as the report takes them: read, checked, stripped of what differs from run to run."""

import ast
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import PageRefusedError
from earlyeval.foundations.marks import level_of
from earlyeval.foundations.terms import Level

# What a cell may keep of its metadata. Papermill's and the executor's entries hold times, durations and paths.
KEPT_CELL_METADATA = ("tags", "jupyter")
KEPT_KERNEL_FIELDS = ("display_name", "language", "name")
INJECTED = "injected-parameters"
PARAMETERS = "parameters"
# The version of Python that ran a notebook stands in the manifest; here it would only differ from machine to machine.
LANGUAGE = {"name": "python"}


def notebook_format() -> Any:
    """Return the nbformat module, imported without the half second that its address grammar costs.

    jsonschema compiles the whole grammar of internationalised addresses (rfc3987_syntax) when it is
    imported, although no notebook schema asks for that check. A None in sys.modules makes its import fail
    in the way jsonschema expects of an optional package. Every import of nbformat or nbconvert in this
    layer goes through here first.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbformat

    return nbformat


def read_notebook(path: Path) -> Any:
    """Return the notebook in a file, in the current notebook format."""
    nbformat = notebook_format()
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def short_name(path: Path, *, position: int) -> str:
    """Return ``nb05`` for ``05-family-outcomes.ipynb``; a file without a number goes by its place on the page."""
    number = re.match(r"(\d{2})(?!\d)", path.stem)
    return f"nb{number[1]}" if number else f"nbp{position:02d}"


def canonical(notebook: Any, *, name: str) -> Any:
    """Return a notebook without anything that differs between two equal runs.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook. It is not changed.
    name : str
        The notebook's short name; cell ids become ``<name>-<place>``.

    Returns
    -------
    NotebookNode
        Sources, outputs and execution counts as they were; metadata reduced to the kernel's name and
        the cells' tags. The cell that papermill injects takes the place of the ``parameters`` cell, so
        that parameters stand once, as they were used, and execution counts run 1, 2, 3 ...

    Raises
    ------
    PageRefusedError
        An output is a traceback: it may hold a person's values and never leaves the run's own log.
    """
    nbformat = notebook_format()
    refuse_errors(notebook, name=name)
    cells = [_canonical_cell(cell) for cell in _with_one_parameters_cell(notebook["cells"])]
    for place, cell in enumerate(cells, start=1):
        cell["id"] = f"{name}-{place:03d}"
    _count_again(cells)
    kernel = notebook["metadata"].get("kernelspec")
    metadata: dict[str, Any] = {"language_info": dict(LANGUAGE)}
    if kernel:
        metadata["kernelspec"] = {key: kernel[key] for key in KEPT_KERNEL_FIELDS if key in kernel}
    made = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    made["nbformat_minor"] = 5
    return made


def write_canonical(source: Path, target: Path, *, position: int = 1) -> None:
    """Write the canonical form of one notebook file to another place, the same bytes for the same run."""
    nbformat = notebook_format()
    made = canonical(read_notebook(source), name=short_name(source, position=position))
    target.write_text(nbformat.writes(made) + "\n", encoding="utf-8", newline="\n")


def refuse_errors(notebook: Any, *, name: str) -> None:
    """Refuse a notebook that holds a traceback, naming the notebook and the cell, never the words of the error."""
    for place, output in _outputs(notebook):
        if output["output_type"] == "error":
            raise PageRefusedError(
                f"Notebook {name}, cell {place}: it stopped with an error. Nothing of it is published; "
                "the run's log says what happened."
            )


def refuse_streams(notebook: Any, *, name: str) -> None:
    """Refuse a notebook in which something was printed: what is not shown through present is not protected."""
    for place, output in _outputs(notebook):
        if output["output_type"] == "stream":
            raise PageRefusedError(
                f"Notebook {name}, cell {place}: something was printed to {output['name']}. A report may show only "
                "what present shows; take the print or the warning out and run again."
            )


def refuse_unprotected(notebook: Any, *, name: str, level: Level) -> None:
    """Refuse a notebook with an output that did not pass the gate at the page's level, or was changed since."""
    for place, output in _outputs(notebook):
        if level_of(output.get("data", {}), output.get("metadata", {})) != level:
            raise PageRefusedError(
                f"Notebook {name}, cell {place}: it shows something that did not come through present at the {level} "
                "level, so nothing says that it passed the gate. Show it through present and run again."
            )


def _outputs(notebook: Any) -> list[tuple[int, Mapping[str, Any]]]:
    return [
        (place, output)
        for place, cell in enumerate(notebook["cells"], start=1)
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
    ]


def _with_one_parameters_cell(cells: list[Any]) -> list[Any]:
    injected = [place for place, cell in enumerate(cells) if INJECTED in cell["metadata"].get("tags", [])]
    declared = [place for place, cell in enumerate(cells) if PARAMETERS in cell["metadata"].get("tags", [])]
    if not injected:
        return list(cells)
    used = notebook_format().from_dict(cells[injected[-1]])
    if declared:
        used["source"] = merged_parameters(cells[declared[0]]["source"], used["source"])
    dropped = {*injected[:-1], *declared}
    return [used if place == injected[-1] else cell for place, cell in enumerate(cells) if place not in dropped]


def merged_parameters(declared: str, injected: str) -> str:
    """Return the declared parameters, comments and all, with the values that were used in their place."""
    used = {name: ast.get_source_segment(injected, value) or "" for name, value in _assignments(injected)}
    lines = declared.splitlines()
    for name, value in reversed(_assignments(declared)):
        if name in used and value.lineno == value.end_lineno:
            line = lines[value.lineno - 1].encode()
            changed = line[: value.col_offset] + used.pop(name).encode() + line[value.end_col_offset :]
            lines[value.lineno - 1] = changed.decode()
    return "\n".join([*lines, *(f"{name} = {value}" for name, value in used.items())])


def _assignments(source: str) -> list[tuple[str, ast.expr]]:
    found = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found.append((statement.targets[0].id, statement.value))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            found.append((statement.target.id, statement.value))
    return found


def _canonical_cell(cell: Any) -> Any:
    """Return one cell, its id still to be given; the whole notebook is checked against its schema once, when made."""
    metadata = {key: cell["metadata"][key] for key in KEPT_CELL_METADATA if key in cell["metadata"]}
    if INJECTED in metadata.get("tags", []):
        metadata["tags"] = [PARAMETERS]
    made = {"cell_type": cell["cell_type"], "id": "", "source": cell["source"], "metadata": metadata}
    if cell["cell_type"] == "code":
        count = cell.get("execution_count")
        made["execution_count"] = count
        made["outputs"] = [_canonical_output(output, count=count) for output in cell["outputs"]]
    return notebook_format().from_dict(made)


def _canonical_output(output: Any, *, count: int | None) -> Any:
    made = {**output, "metadata": dict(output["metadata"])} if "metadata" in output else dict(output)
    if made["output_type"] == "execute_result":
        made["execution_count"] = count
    made.get("metadata", {}).pop("execution", None)
    return made


def _count_again(cells: list[Any]) -> None:
    """Number cells that ran in order 1, 2, 3 ...: the parameters cell that was merged would leave a gap."""
    executed = [cell for cell in cells if cell["cell_type"] == "code" and cell["execution_count"] is not None]
    counts = [cell["execution_count"] for cell in executed]
    if counts != sorted(set(counts)):
        return  # run by hand, out of order: the test of committed notebooks has to see that
    for count, cell in enumerate(executed, start=1):
        cell["execution_count"] = count
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
