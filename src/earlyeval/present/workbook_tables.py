"""Every released row as one table of numbers, for a workbook."""

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.numbers import is_missing, said_in_words
from earlyeval.present.rows import Row, of_kind, records
from earlyeval.present.tables import Cell, Table
from earlyeval.protect.gate import Released

# Column of the released rows: its head in the workbook, in reading order.
_TEXTS = {
    "question": "Question", "strand": "Strand", "label": "What", "cluster": "Cluster", "arm": "Arm",
    "time_point": "Time point", "comparison": "Compared", "subgroup": "Group",
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


def every_row(released: Released) -> Table:
    """Return one table of every released row; columns that no row uses are left out.

    Numbers are numbers (a share between 0 and 1), hidden numbers the profile's mark, what does not apply is empty.
    Rows keep their order; comments are left out at release level.
    Here a reader finds what a page leaves out: every named form of a standardised change.
    """
    rows = released.rows
    if released.level == "release":  # how many comments there were is a count that no rule has looked at
        rows = rows[~rows.index.isin(of_kind(rows, "private").index)]
    texts = [name for name in _TEXTS if (rows[name] != "").any()]
    texts += ["site"] if rows["site"].nunique() > 1 else []  # a synthesis: rows of sites and rows without one
    hidden = set(" ".join(rows["hidden"]).split())
    numbers = [name for name in _NUMBERS if rows[name].notna().any() or name in hidden - {"df", "statistic"}]
    words = [name for name in _WORDS if (rows[name] != "").any()]
    heads = (*(_TEXTS.get(name, "Site") for name in texts), "Quantity", *(_NUMBERS[name] for name in numbers),
             *(_WORDS[name] for name in words))  # fmt: skip
    lines = tuple(_line(row, texts, numbers, words) for row in records(rows))
    return Table("all-results", "All results that passed the gate", heads, lines, row_headers=1)


def _line(row: Row, texts: list[str], numbers: list[str], words: list[str]) -> tuple[Cell, ...]:
    return (
        *(row[name] for name in texts),
        ESTIMANDS[row["estimand"]].words,
        *(_number(row, name) for name in numbers),
        *(row[name].replace("_", " ") if name != "note" else row[name] for name in words),
    )


def _number(row: Row, name: str) -> Cell:
    if name == "estimate" and said_in_words(row):
        return said_in_words(row)
    if is_missing(row[name]):
        return row["mark"] or "*" if name in row["hidden"].split() else ""
    return int(row[name]) if name in _COUNTS else float(row[name])
