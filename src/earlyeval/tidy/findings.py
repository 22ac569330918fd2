"""What reading the returns found: one row and one sentence for each oddity that did not stop the run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from earlyeval.tidy.readers.sheet import TEXT

COLUMNS = ("table", "file", "row", "column", "rule", "severity", "rows", "sentence")


@dataclass(frozen=True, order=True)
class Finding:
    """One finding. ``row`` 0 stands for the whole file; ``rows`` says how many rows it is about.

    ``note``: kept as it is. ``set_aside``: these rows are not in the tidy tables.
    """

    table: str
    file: str
    row: int
    column: str
    rule: str
    severity: Literal["note", "set_aside"]
    rows: int
    sentence: str


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 row", "3 rows"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def empty_sheets_together(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with one for all sheets of a workbook that have no rows: most templates come back with some."""
    kept, empty = [], {}
    for finding in findings:
        file, _, sheet = finding.file.removesuffix("]").partition(" [")
        if finding.rule == "no_rows" and sheet:
            empty.setdefault(file, []).append((sheet, finding))
        else:
            kept.append(finding)
    for file, sheets in empty.items():
        names = ", ".join(sheet for sheet, _ in sheets)
        sentence = f"{counted(len(sheets), 'sheet')} with headers and no rows: {names}."
        kept.append(sheets[0][1] if len(sheets) == 1 else Finding("", file, 0, "", "no_rows", "note", 0, sentence))
    return kept


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a frame, one row each, ordered by table, file, row and column.

    No finding holds an identifier, a date or the words of a text cell.
    """
    ordered = sorted(findings)
    kinds = {"row": "int64", "rows": "int64"}
    return pd.DataFrame(
        {name: pd.array([getattr(one, name) for one in ordered], dtype=kinds.get(name, TEXT)) for name in COLUMNS}
    ).astype(kinds)
