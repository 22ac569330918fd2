"""SPSS files (.sav, .zsav): codes as the text that the same cells would have in a CSV file, user-missing values named.

Labels are a help and no proof: a code that no label names is read as it stands and checked like any other.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import AT_MOST_COLUMNS, Sheet, made_sheet, text_series
from earlyeval.tidy.readers.sniff import whatever_its_name
from earlyeval.tidy.readers.workbook import cell_text

MAGIC = (b"$FL2", b"$FL3")
AT_MOST_CELLS = 5_000_000  # eight letters of a text weigh as much as a number; each costs sixty bytes while it is read
LARGEST_FILE = 400 * 1024 * 1024
_NO_LABELS = {
    False: "The file says of no code what it means: codes were read as they stand, by the registry's meaning.",
    True: "The file says of no code what it means, though its declaration asks for labels: codes were read.",
}
_STEP = "Save it from SPSS again as .sav, or export it as CSV UTF-8"


def read_spss(
    path: Path, *, name: str, problems: Problems, findings: list[Finding], value_labels: bool = False,
    told: Iterable[str] = (),
) -> Sheet | None:  # fmt: skip
    """Return the cells of an SPSS file as text, or None after noting why it cannot be read.

    Parameters
    ----------
    path, name, problems
        As for ``read_delimited``. Rows are counted from 1, as SPSS counts cases.
    findings : list of Finding
        Takes one finding for each variable with values that SPSS calls user-missing: these cells are empty here.
    value_labels : bool
        Read the label of a code, where it has one, in place of the code.
    told : texts
        User-missing values of which a declaration says what they mean: they stay as they are.

    Notes
    -----
    A variable whose label is its own name spelt with hyphens has that as its header, since SPSS knows no hyphens.
    """
    reason = _not_spss(path)
    if reason:
        problems.add(Problem(name, 0, "", "not_spss", reason, "an SPSS file", _STEP))
        return None
    try:
        _, about = pyreadstat.read_sav(path, metadataonly=True)
        columns, cases = about.number_columns, about.number_rows or 0
        most = AT_MOST_CELLS // max(_weight(about), 1)
        if columns > AT_MOST_COLUMNS or cases > most:
            problems.add(_too_many(name, columns, f"{cases} cases"))
            return None
        # How many cases there are the file need not say: no more are read than can be held.
        cells, about = pyreadstat.read_sav(path, user_missing=True, output_format="dict", row_limit=most + 1)
        if cells and len(next(iter(cells.values()))) > most:
            problems.add(_too_many(name, columns, f"more than {most} cases"))
            return None
    except Exception:  # a reader in C that raises its own errors; their words may hold cells
        found = "the file is damaged, or no SPSS file"
        problems.add(Problem(name, 0, "", "not_spss", found, "an SPSS file", _STEP))
        return None
    return _sheet(cells, about, name, findings, value_labels=value_labels, told=frozenset(told))


def _weight(about: Any) -> int:
    """Return how much a case weighs, in numbers."""
    return sum(max(1, -(-width // 8)) for width in about.variable_storage_width.values())


def _too_many(name: str, columns: int, cases: str) -> Problem:
    found, allowed = f"found {columns} variables and {cases}", f"at most {AT_MOST_COLUMNS} variables"
    return Problem(name, 0, "", "structure", found, allowed, _STEP)


def _not_spss(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start not in MAGIC:
        really = whatever_its_name(path)[0]
        return f"{really}, and no SPSS file" if really else "the file is no SPSS file, whatever its name says"
    return f"the file is larger than {LARGEST_FILE // 2**20} MB" if path.stat().st_size > LARGEST_FILE else ""


def _sheet(
    cells: Mapping[str, Iterable[Any]], about: Any, name: str, findings: list[Finding], *, value_labels: bool,
    told: frozenset[str],
) -> Sheet:  # fmt: skip
    headers, columns = [], []
    if not about.variable_value_labels:
        findings.append(Finding("", name, 0, "", "no_labels", "note", 0, _NO_LABELS[value_labels]))
    for variable, label in zip(about.column_names, about.column_labels, strict=True):
        header = label if label and label != variable and label.replace("-", "_") == variable else variable
        ranges = about.missing_ranges.get(variable, [])
        labels = about.variable_value_labels.get(variable, {})
        texts, n_missing = _texts(cells[variable], ranges, labels if value_labels else {}, told)
        if n_missing:
            sentence = f"{counted(n_missing, 'cell')} that SPSS marks as user-missing: no value was given there."
            findings.append(Finding("", name, 0, shown(header)[1:-1], "user_missing", "note", n_missing, sentence))
        headers.append(header)
        columns.append(texts)
    return made_sheet(name, headers, columns, range(1, len(columns[0]) + 1 if columns else 1), row_word="case")


def _texts(
    values: Iterable[Any], ranges: Iterable[Mapping[str, Any]], labels: Mapping[Any, str], told: frozenset[str]
) -> tuple[pd.Series, int]:
    """Return one variable as text, and how many of its cells are user-missing. Each different value is read once."""
    known: dict[Any, tuple[str, bool]] = {None: ("", False)}
    ranges, texts, n_missing = list(ranges), [], 0
    for value in values:
        if value not in known:
            spelt = cell_text(labels.get(value, value)).strip()
            own = spelt if spelt in told else cell_text(value).strip()  # a reason is declared by label or by code
            is_missing = _is_missing(value, ranges)
            kept = own if is_missing and own in told else "" if is_missing else spelt
            known[value] = (kept, is_missing and own not in told)
        text, is_missing = known[value]
        texts.append(text)
        n_missing += is_missing
    return text_series(texts), n_missing


def _is_missing(value: Any, ranges: Iterable[Mapping[str, Any]]) -> bool:
    for one in ranges:
        low, high = one["lo"], one["hi"]
        if isinstance(low, str):
            if isinstance(value, str) and value.strip() == low.strip() != "":
                return True
        elif isinstance(value, int | float) and low <= value <= high:
            return True
    return False
