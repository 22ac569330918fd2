"""Every released row as tables of numbers, one per question, for a workbook."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.numbers import is_missing
from earlyeval.present.rows import Row, groups, records
from earlyeval.present.tables import Cell, Table
from earlyeval.present.wording import upper_first
from earlyeval.protect.gate import Released

# Column of the released rows: its head in the workbook, in reading order.
_TEXTS = {
    "strand": "Strand", "label": "What", "cluster": "Cluster", "arm": "Arm", "time_point": "Time point",
    "comparison": "Compared", "subgroup": "Group",
}  # fmt: skip
_NUMBERS = {
    "n": "Number", "n_expected": "Of", "n_smallest": "Smallest group", "estimate": "Value",
    "conf_low": "Interval from", "conf_high": "Interval to", "conf_level": "Interval level", "p_value": "p value",
    "statistic": "Test statistic", "df": "Degrees of freedom",
}  # fmt: skip
_WORDS = {
    "unit": "Unit", "direction": "Direction or verdict", "method": "How", "note": "Note", "reason": "Reason",
    "analysis": "Analysis", "status": "Status", "rule": "Rule",
}  # fmt: skip
_COUNTS = ("n", "n_expected", "n_smallest")


def workbook_tables(released: Released) -> list[Table]:
    """Return one table per question, one row per released estimate; columns that a question never uses are left out.

    Numbers are numbers (a share between 0 and 1), hidden numbers the profile's mark, what does not apply is empty.
    Rows and questions keep their order.
    """
    return [_table(question, rows) for (question,), rows in groups(released.rows, "question")]


def _table(question: str, rows: pd.DataFrame) -> Table:
    texts = [name for name in _TEXTS if (rows[name] != "").any()]
    hidden = set(" ".join(rows["hidden"]).split())
    numbers = [name for name in _NUMBERS if rows[name].notna().any() or name in hidden - {"df", "statistic"}]
    words = [name for name in _WORDS if (rows[name] != "").any()]
    heads = (*(_TEXTS[name] for name in texts), "Quantity", *(_NUMBERS[name] for name in numbers),
             *(_WORDS[name] for name in words))  # fmt: skip
    lines = tuple(
        (
            *(row[name] for name in texts),
            ESTIMANDS[row["estimand"]].words,
            *(_number(row, name) for name in numbers),
            *(row[name].replace("_", " ") if name != "note" else row[name] for name in words),
        )
        for row in records(rows)
    )
    title = upper_first(question.replace("-", " ").replace("_", " "))
    return Table(f"rows-{question}", title, heads, lines, row_headers=len(texts))


def _number(row: Row, name: str) -> Cell:
    if is_missing(row[name]):
        return row["mark"] or "*" if name in row["hidden"].split() else ""
    return int(row[name]) if name in _COUNTS else float(row[name])
