"""Attributes of cases and documents as variables of a REFI-QDA project."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from earlyeval.report.refi_qda_elements import Account, Guids, element, given, moment, text_of

_TYPES = {
    "text": "Text", "boolean": "Boolean", "integer": "Integer", "float": "Float", "date": "Date",
    "datetime": "DateTime", "character": "Text", "numeric": "Float",
}  # fmt: skip
# What the schema takes for a value of each type; a variable with another value is written as text.
_VALID = {
    "Boolean": re.compile(r"true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}


class Variables:
    """The variables of a project, one for each attribute and type, and their values for a case or document."""

    def __init__(self, attributes: pd.DataFrame, guids: Guids, account: Account) -> None:
        self._guids = guids
        rows = attributes.to_dict("records")
        self._types: dict[tuple[str, str], str] = {}
        self._of: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            self._declare(row)
        as_text = sum(1 for (_, wanted), written in self._types.items() if _TYPES.get(wanted, "Text") != written)
        account.hold("variables", len(self._types))
        account.lose("variables", "a value is not of their type: written as text", as_text)
        account.hold("values of variables", len(rows))
        for row in rows:
            key = (str(row["subject"]), str(row["subject_id"]))
            self._of.setdefault(key, []).append(self._value(row))

    def elements(self) -> list[str]:
        """Return the declarations of the variables."""
        return [
            element("Variable", {"guid": self._guid(key), "name": key[0], "typeOfVariable": written})
            for key, written in self._types.items()
        ]

    def of(self, subject: str, subject_id: str) -> Iterable[str]:
        """Return the values of a case or a document."""
        return self._of.get((subject, subject_id), ())

    def _declare(self, row: dict[Any, Any]) -> None:
        key = _key(row)
        wanted = self._types.get(key, _TYPES.get(key[1], "Text"))
        value = given(row["value"])
        self._types[key] = wanted if value is None or _is(value, wanted) else "Text"

    def _value(self, row: dict[Any, Any]) -> str:
        key, value = _key(row), given(row["value"])
        reference = element("VariableRef", {"targetGUID": self._guid(key)})
        inside = () if value is None else (element(f"{self._types[key]}Value", None, text_of(value)),)
        return element("VariableValue", None, reference, *inside)

    def _guid(self, key: tuple[str, str]) -> str:
        return self._guids.of("variable", "\n".join(key))


def _key(row: dict[Any, Any]) -> tuple[str, str]:
    return given(row["attribute"]) or "", (given(row["type"]) or "text").lower()


def _is(value: str, written: str) -> bool:
    if written == "Text":
        return True
    if not _VALID[written].fullmatch(value):
        return False
    if written == "Date":
        return moment(value) is not None
    return written != "DateTime" or moment(value) == value
