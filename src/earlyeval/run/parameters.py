"""Parameters of a notebook: the names its tagged cell declares, checked before any kernel starts.

Papermill would only log an unknown name, and would write a name into the code as it stands. Here names are looked
up in the cell and values are Python objects of the declared type.
"""

import ast
import re
from collections.abc import Mapping
from typing import Any

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.foundations.suggest import shown, unknown_name

TAG = "parameters"
NAME = re.compile(r"[A-Z][A-Z_]{0,39}")
Value = str | int | float | bool


def declared_parameters(notebook: Mapping[str, Any]) -> dict[str, Value]:
    """Return the parameters that a notebook declares, with their defaults.

    Parameters
    ----------
    notebook : mapping
        A notebook in the current format. Its parameters stand in the one code cell tagged ``parameters``, one
        assignment of a plain value a line.
    """
    sources = [cell["source"] for cell in notebook["cells"] if TAG in cell["metadata"].get("tags", [])]
    found: dict[str, Value] = {}
    for statement in ast.parse("\n".join(sources)).body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            found[target.id] = value.value
    return found


def checked_parameters(notebook: Mapping[str, Any], values: Mapping[str, Value], *, name: str) -> dict[str, Value]:
    """Return the values to inject into a notebook.

    Raises
    ------
    UnknownNameError
        A name that is no plain capital name, that the notebook does not declare, or whose value has another type
        than the declared default.
    """
    known = declared_parameters(notebook)
    for parameter, value in values.items():
        if not NAME.fullmatch(parameter):
            raise UnknownNameError(f"Notebook {name}: {shown(parameter)} is no parameter name (capitals and _).")
        if parameter not in known:
            raise unknown_name("parameter", parameter, known, place=f"in notebook {name}")
        if type(value) is not type(known[parameter]):
            raise UnknownNameError(
                f"Notebook {name}: parameter {parameter} takes {type(known[parameter]).__name__}, "
                f"not {type(value).__name__}."
            )
    return dict(values)
