"""Names and types of parameters, checked against the tagged cell."""

import pytest

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.run.parameters import checked_parameters, declared_parameters

pytestmark = pytest.mark.unit


def notebook(source: str) -> dict:
    return {"cells": [{"cell_type": "code", "source": source, "metadata": {"tags": ["parameters"]}}]}


def test_the_tagged_cell_declares_names_and_defaults():
    source = 'SITE = "wandsworth"  # the place\nREPEATS: int = 3\nIS_FAST = True'
    assert declared_parameters(notebook(source)) == {"SITE": "wandsworth", "REPEATS": 3, "IS_FAST": True}


def test_other_cells_declare_nothing():
    assert declared_parameters({"cells": [{"cell_type": "code", "source": "X = 1", "metadata": {}}]}) == {}


@pytest.mark.parametrize("name", ["SITE=1;import os", "site", "S ITE", "__import__", "SITE\n", "", "É", "A" * 41])
def test_a_name_that_is_no_plain_capital_name_is_refused(name):
    with pytest.raises(UnknownNameError, match="no parameter name"):
        checked_parameters(notebook('SITE = ""'), {name: "x"}, name="01")


@pytest.mark.parametrize("value", [7, True, None, 1.5, ["x"]])
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(UnknownNameError, match="takes str"):
        checked_parameters(notebook('SITE = ""'), {"SITE": value}, name="01")


def test_a_truth_value_is_no_number():
    with pytest.raises(UnknownNameError, match="takes int, not bool"):
        checked_parameters(notebook("REPEATS = 1"), {"REPEATS": True}, name="01")
