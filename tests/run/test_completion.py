"""When a notebook counts as complete."""

import pytest

from earlyeval.run.completion import heading_above, incomplete

pytestmark = pytest.mark.unit


def code(count, source="1", outputs=()):
    return {"cell_type": "code", "source": source, "execution_count": count, "outputs": list(outputs)}


WORDS = {"cell_type": "markdown", "source": "# A\n\nwords\n\n### B\nwords"}


def test_counts_one_to_n_with_a_living_kernel_are_complete():
    cells = [WORDS, code(1), code(None, source="  "), code(2)]
    assert incomplete({"cells": cells}, kernel_was_alive=True) == ""


@pytest.mark.parametrize(
    "cells",
    [
        [code(1), code(None)],
        [code(2), code(1)],
        [code(1), code(3)],
        [code(1), code(2, outputs=[{"output_type": "error"}])],
    ],
)
def test_anything_else_is_not(cells):
    assert incomplete({"cells": cells}, kernel_was_alive=True).startswith("cell ")


def test_a_dead_kernel_is_not():
    assert incomplete({"cells": [code(1)]}, kernel_was_alive=False) == "the kernel did not live to the end"


def test_the_nearest_heading_above_a_cell():
    notebook = {"cells": [code(1), WORDS, code(2)]}
    assert heading_above(notebook, 2) == "B"
    assert heading_above(notebook, 0) == ""
