"""Did a notebook run to its end? Our own record, read from the notebook itself.

What papermill notes cannot be believed: after a killed kernel it writes ``completed`` on every cell.
"""

from collections.abc import Mapping
from typing import Any


def incomplete(notebook: Mapping[str, Any], *, kernel_was_alive: bool) -> str:
    """Return in words why an executed notebook is not complete; empty when it is.

    Complete is: the kernel still answered at the end, every code cell that holds code was executed, in order,
    counted 1, 2, 3 ..., and none of their outputs is an error.
    """
    if not kernel_was_alive:
        return "the kernel did not live to the end"
    expected = 1
    for place, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "code" or not cell["source"].strip():
            continue
        if cell.get("execution_count") != expected:
            return f"cell {place} was not executed in its turn"
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            return f"cell {place} ended with an error"
        expected += 1
    return ""


def heading_above(notebook: Mapping[str, Any], place: int) -> str:
    """Return the text of the nearest heading above (or in) a cell; ``place`` counts from 0."""
    for cell in reversed(notebook["cells"][: place + 1]):
        if cell["cell_type"] != "markdown":
            continue
        headings = [line for line in cell["source"].splitlines() if line.startswith("#")]
        if headings:
            return headings[-1].lstrip("#").strip()
    return ""
