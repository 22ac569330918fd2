"""Rows of coded material as a CSV file of the import contract, which a spreadsheet opens without running anything."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(path: Path, headers: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows under headers; what a row does not hold is blank, and no text begins as a formula does."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows([_cell(row.get(header)) for header in headers] for row in rows)


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    # Fifteen digits tell every number of milliseconds apart, and 90.0 is written as it was read: 90.
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_SIGNS) else text
