"""What a tidy table is: columns with type, unit, bounds, sensitivity; a key; references to other tables."""

from dataclasses import dataclass, field
from typing import Literal

from earlyeval.foundations.terms import Sensitivity

ColumnType = Literal["id", "name", "date", "month", "whole_number", "number", "yes_no", "code", "text"]


@dataclass(frozen=True)
class Column:
    """One column. ``allowed`` closes a code list; ``declared_in`` names the registry list that closes it."""

    name: str
    type: ColumnType
    sensitivity: Sensitivity = "personal"
    required: bool = False
    allowed: tuple[str, ...] = ()
    declared_in: Literal[
        "",
        "clusters",
        "arms",
        "time_points",
        "session_kinds",
        "components",
        "instruments",
        "themes",
        "outcomes",
        "needs",
        "services",
        "case_outcomes",
        "contacts",
        "standards",
        "need_levels",
        "override_reasons",
    ] = ""
    lowest: float | None = None
    highest: float | None = None
    unit: str = ""
    about: str = ""


@dataclass(frozen=True)
class Table:
    """One tidy table: one row per ``rows``; no two rows share a ``key``."""

    name: str
    rows: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    folder: Literal["", "qual"] = ""
    refers: tuple[tuple[str, str], ...] = field(default=())  # (column, table whose key it must be found in)
