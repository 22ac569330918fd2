"""Schema errors in the words of somebody who writes a registry file: key, found, allowed."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from earlyeval.foundations.suggest import shown
from earlyeval.foundations.terms import NAME_MAX_CHARACTERS

_ALLOWED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "string_type": "text (in quotes where it looks like a number, true or false)",
    "string_too_short": "some text",
    "string_too_long": f"at most {NAME_MAX_CHARACTERS} characters",
    "string_pattern_mismatch": "lower-case letters and digits, words joined by '-', a letter first",
    "tuple_type": "a list (lines that begin with '- ')",
    "model_type": "a mapping (lines of 'key: value')",
    "model_attributes_type": "a mapping (lines of 'key: value')",
    "dict_type": "a mapping (lines of 'key: value')",
}
_UNION_BRANCHES = {"int", "float", "str", "constrained-str"}


def schema_problems(error: ValidationError, model: type[BaseModel], data: Any) -> list[tuple[str, str]]:
    """Return key and sentence of every schema error of one file, each key once.

    Parameters
    ----------
    error : ValidationError
        What pydantic found.
    model : type
        The entry that the file should hold; its fields are what is allowed.
    data : plain values
        What the file holds; list parts that have an id are named by it.
    """
    sentences: dict[str, list[str]] = {}
    details: dict[str, str] = {}
    for detail in error.errors(include_url=False):
        location = _without_branches(detail["loc"], detail["type"], data)
        key = key_path(location, data)
        if detail["type"] == "extra_forbidden":
            details[key] = _unknown_key(location, model)
        elif detail["type"] == "missing":
            details[key] = "is missing. Add it."
        else:
            allowed = _allowed(detail)
            before = sentences.setdefault(key, [])
            if allowed not in before:
                before.append(allowed)
            details[key] = f"found {_found(detail['input'])}. Allowed: {' or '.join(before)}."
    return list(details.items())


def key_path(location: tuple[int | str, ...], data: Any) -> str:
    """Return ``versions[standard].items[q4].reversed`` for a location in plain data."""
    path, here = "", data
    for step in location:
        inside = isinstance(here, list) and isinstance(step, int) and step < len(here)
        here = here[step] if inside else here.get(step) if isinstance(here, dict) else None
        if isinstance(step, int):
            name = here.get("id") if isinstance(here, dict) else None
            path += f"[{name if isinstance(name, str) and len(name) <= NAME_MAX_CHARACTERS else step + 1}]"
        else:
            path += f".{shown(step)[1:-1]}" if path else shown(step)[1:-1]
    return path


def _without_branches(location: tuple[int | str, ...], kind: str, data: Any) -> tuple[int | str, ...]:
    # A union adds the name of the branch it tried to the location ("int", "float"): not a key of the file.
    if location and location[-1] in _UNION_BRANCHES and kind not in {"missing", "extra_forbidden"}:
        here = data
        for step in location[:-1]:
            here = here[step]
        if not (isinstance(here, dict) and location[-1] in here):
            return location[:-1]
    return location


def _allowed(detail: Any) -> str:
    if detail["type"] == "literal_error":
        return str(detail["ctx"]["expected"])
    if detail["type"] == "too_long":
        return f"at most {detail['ctx']['max_length']} values"
    return _ALLOWED.get(detail["type"], str(detail["msg"]))


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def _unknown_key(location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    holder: Any = model
    for step in location[:-1]:
        if isinstance(step, str):
            field = holder.model_fields.get(step)
            holder = _model_in(field.annotation) if field else None
        if holder is None:
            return "no such key."
    known = list(holder.model_fields)
    near = get_close_matches(str(location[-1]), known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"no such key.{hint} Known: {', '.join(known)}."


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
