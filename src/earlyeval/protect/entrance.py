"""What may enter the gate: a results table, a level that its profile is made for, rows of kinds that it knows.

Each look yields what is wrong. Whoever asks goes through the answers, so one that says nothing at all stops the gate
as well.
"""

import math
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS, GATE_COLUMNS, NUMBER_COLUMNS
from earlyeval.foundations.terms import LEVELS, Level
from earlyeval.registry.profiles import Profile


def frame_wrong(results: object) -> Iterator[str]:
    """Yield why something is no results table."""
    columns = list(results.columns) if isinstance(results, pd.DataFrame) else None
    foreign = [name for name in columns or () if name not in COLUMNS]
    absent = [name for name in COLUMNS if name not in (columns or ())]
    if columns is None:
        yield "The gate takes a frame of result rows and nothing else."
    elif foreign or absent or len(columns) != len(COLUMNS):
        yield (
            f"This is not a results table: {len(foreign)} columns are unknown and {len(absent)} are absent, "
            "so nothing of it is shown. Make rows with foundations.results.results_frame."
        )


def level_wrong(profile: Profile, level: Level) -> Iterator[str]:
    """Yield why rows may not pass at a level under a profile."""
    if level not in LEVELS:
        yield f"There is no such level of protection. Known: {', '.join(LEVELS)}."
    if level == "restricted" and not profile.restricted_only:
        yield f"Profile '{profile.id}' is not made for the restricted level; profile 'none' is."
    if level == "release" and profile.restricted_only:
        yield f"Profile '{profile.id}' may be used at the restricted level only."


def as_row(record: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return a row whose missing texts are empty and whose numbers are floats."""
    row = {str(name): "" if value is None or value is pd.NA else value for name, value in record.items()}
    for name in COLUMNS:
        if name in (*NUMBER_COLUMNS, *GATE_COLUMNS):
            row[name] = math.nan if row[name] == "" else float(row[name])
        elif isinstance(row[name], float):
            row[name] = ""
    return row


def row_wrong(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a row may not pass whatever its numbers: a quantity that nobody knows, or what identifies people."""
    kind = ESTIMANDS[row["estimand"]].kind if row["estimand"] in ESTIMANDS else None
    if kind is None:
        yield "A row holds a quantity that is not in the table of estimands, so it is not shown."
    elif row["sensitivity"] not in ("open", "personal") and (
        row["sensitivity"] != "text" or kind not in ("quotation", "private")
    ):
        yield "A row is marked as holding identifiers or a person's own words; those never pass."
