"""Cells that cannot stand in text: control characters, letters lost in conversion, cells without end."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.texts import arrow_text

# Those above 7f are what is left of typographic marks when Windows-1252 is taken for another alphabet.
_CODES = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
CONTROL = rf"[{_CODES}\x{{80}}-\x{{9F}}\x{{FFFD}}]"  # as Arrow writes it
CONTROL_CHARACTER = re.compile(rf"[{_CODES}\x80-\x9f\ufffd]")
LONGEST_CELL = 131_072
FOUND_CONTROL = "found a control character, a letter lost in conversion, or a cell of endless length"


def _is_plain(values: pa.Array) -> bool:
    """Tell at a glance whether all letters are plain ASCII, and no cell too long."""
    content = values.buffers()[2]
    letters = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0, dtype=np.uint8)
    is_short = len(values) == 0 or pc.max(pc.binary_length(values)).as_py() <= LONGEST_CELL
    return is_short and not bool(((letters < ord(" ")) | (letters >= 0x7F)).any())


def without_controls(sheet: Sheet, problems: Problems) -> Sheet | None:
    """Return a sheet as it is, or None after noting the first such cell of each column."""
    before = len(problems)
    for place, (header, column) in enumerate(zip(sheet.headers, sheet.columns, strict=True)):
        values = arrow_text(column)
        if _is_plain(values):
            continue
        is_odd = pc.or_(pc.match_substring_regex(values, CONTROL), pc.greater(pc.binary_length(values), LONGEST_CELL))
        odd = np.flatnonzero(is_odd.to_numpy(zero_copy_only=False))
        if len(odd):
            row, step = int(sheet.rows[odd[0]]), "Mend it at the source and export again"
            letter = sheet.letter(place)
            problems.add(
                Problem(sheet.file, row, shown(header), "control", FOUND_CONTROL, "text", step, sheet.row_word, letter)
            )
    return sheet if len(problems) == before else None
