"""What is said of a sheet that holds more than values: merged cells are refused, everything else is a finding."""

import re
from collections.abc import Iterable

from openpyxl.utils import column_index_from_string

from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.readers.workbook_parts import Looks

MOST_COLOURED = 0.3  # of the cells; where more have a colour, it is how the sheet looks and says nothing
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def note_looks(sheet: Sheet, looks: Looks, head: int, problems: Problems, findings: list[Finding]) -> None:
    """Note what stands beside the values of a sheet whose headers stand in row ``head``."""
    rows, letters = set(sheet.rows.tolist()), set(sheet.letters)
    _note_merged(sheet, looks, head, problems)

    def note(rule: str, count: int, words: str) -> None:
        if count:
            findings.append(Finding("", sheet.file, 0, "", rule, "note", count, words))

    n_hidden, n_struck = len(looks.hidden_rows & rows), _n_in(looks.struck, rows, letters)
    n_coloured = _n_in(looks.coloured, rows, letters)
    if looks.is_hidden:
        note("hidden_sheet", 1, "The sheet is hidden in the workbook: it was read like any other.")
    note("hidden_rows", n_hidden, f"{counted(n_hidden, 'row')} hidden in the workbook (perhaps by a filter): read too.")
    note("struck_out", n_struck, f"{counted(n_struck, 'cell')} struck out in the workbook: read as they stand.")
    note("cell_notes", looks.n_comments, f"{counted(looks.n_comments, 'note')} on cells of the workbook: not read.")
    if n_coloured <= MOST_COLOURED * max(1, len(rows) * len(letters)):
        note("coloured", n_coloured, f"{counted(n_coloured, 'cell')} with a colour: what a colour means is not read.")
    if looks.is_linked:
        note("linked", 1, "The workbook takes values from other workbooks: those stored when it was saved were read.")


def _n_in(references: Iterable[str], rows: set[int], letters: set[str]) -> int:
    places = (_REFERENCE.fullmatch(reference) for reference in references)
    return sum(1 for place in places if place and place.group(1) in letters and int(place.group(2)) in rows)


def _note_merged(sheet: Sheet, looks: Looks, head: int, problems: Problems) -> None:
    """Refuse cells that were merged among the data: Excel keeps one value and shows it as if it were all of theirs."""
    rows = set(sheet.rows.tolist())
    columns = {column_index_from_string(letter) for letter in sheet.letters}
    for first, top, last, bottom in looks.merged:
        width = range(column_index_from_string(first), column_index_from_string(last) + 1)
        touches = bottom > head and any(place in columns for place in width)
        lowest = min(bottom, max(rows, default=0))
        if touches and any(row in rows for row in range(max(top, head + 1), lowest + 1)):
            found = f"found merged cells ({first}{top}:{last}{bottom})"
            step = "Take them apart, and give every row its own value"
            row = max(top, head + 1)
            problems.add(Problem(sheet.file, row, "", "merged", found, "one value in each cell", step, "row"))
