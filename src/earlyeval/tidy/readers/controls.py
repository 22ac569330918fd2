"""Cells that cannot stand in delimited text: control characters, letters lost in conversion, cells without end."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet

CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{FFFD}]"
LONGEST_CELL = 131_072
_FOUND = "found a control character, a letter lost in conversion, or a cell of endless length"


def without_controls(sheet: Sheet, problems: Problems) -> Sheet | None:
    """Return a sheet as it is, or None after noting the first such cell of each column."""
    before = len(problems)
    for header, column in zip(sheet.headers, sheet.columns, strict=True):
        values = pa.array(column, pa.large_string())
        is_odd = pc.or_(pc.match_substring_regex(values, CONTROL), pc.greater(pc.binary_length(values), LONGEST_CELL))
        odd = np.flatnonzero(is_odd.to_numpy(zero_copy_only=False))
        if len(odd):
            row = int(sheet.rows[odd[0]])
            found, step = _FOUND, "Mend it at the source and export again"
            problems.add(Problem(sheet.file, row, shown(header), "control", found, "text", step, sheet.row_word))
    return sheet if len(problems) == before else None
