"""One sheet of whatever format it arrived in."""

from earlyeval.registry.returns import Return
from earlyeval.registry.survey_tools import PERSONAL_COLUMNS
from earlyeval.tidy.findings import Finding
from earlyeval.tidy.locate import COLUMNAR, DELIMITED, SPSS, WORKBOOKS, Arrived
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.controls import without_controls
from earlyeval.tidy.readers.delimited import read_delimited
from earlyeval.tidy.readers.parquet import read_parquet
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.readers.sniff import ends_within_a_line, whatever_its_name
from earlyeval.tidy.readers.surveys import of_form_tool, of_qualtrics
from earlyeval.tidy.readers.workbook import read_workbook


def read_sheet(arrived: Arrived, declared: Return | None, problems: Problems, findings: list[Finding]) -> Sheet | None:
    """Return the cells of one sheet as text, or None after noting why it cannot be read.

    The format is what the declaration says, else what the name of the file says. ``declared`` also says how many rows
    of title stand above the headers, and whether the labels of an SPSS file are read in place of its codes.
    """
    sheet = _cells(arrived, declared, problems, findings)
    if sheet is None or declared is None:
        return sheet
    if declared.format in PERSONAL_COLUMNS:
        return of_form_tool(sheet, declared.format, problems)
    if declared.format == "qualtrics":
        return of_qualtrics(sheet, problems, findings, counted_in=(declared.recorded_in, declared.time_zone))
    return sheet


def _cells(arrived: Arrived, declared: Return | None, problems: Problems, findings: list[Finding]) -> Sheet | None:
    path, name, suffix = arrived.path, arrived.shown, arrived.path.suffix.lower()
    rows_above = declared.rows_above if declared else 0
    if declared and declared.format in ("elan", "boris"):
        return _from_events(arrived, declared, problems, findings)
    if arrived.is_workbook:
        return read_workbook(
            path, name=name, problems=problems, findings=findings, sheet=arrived.sheet, rows_above=rows_above
        )
    if suffix == COLUMNAR:
        return read_parquet(path, name=name, problems=problems)
    if suffix in SPSS or (declared and declared.format == "spss"):
        return _from_spss(arrived, declared, problems, findings)
    if arrived.is_database_file or (declared and declared.format == "sqlite"):
        return _from_sqlite(arrived, problems)
    if declared is None and suffix not in DELIMITED:
        really, step = whatever_its_name(path)
        found = f"the format is not read{': ' if really else ''}{really}"
        allowed = ", ".join((*DELIMITED, *WORKBOOKS, COLUMNAR, *SPSS, ".sqlite"))
        problems.add(Problem(name, 0, "", "format", found, allowed, step or "Save it as CSV UTF-8 or as .xlsx"))
        return None
    sheet = read_delimited(path, name=name, problems=problems, rows_above=rows_above)
    if sheet is not None and len(sheet) and ends_within_a_line(path):
        findings.append(_unended(arrived, int(sheet.rows[-1]), declared))
    return sheet


def _unended(arrived: Arrived, row: int, declared: Return | None) -> Finding:
    """Return the note that nothing but the last row can tell whether a file is whole."""
    sentence = (
        "The last row has no line end. Some programs write files so; a copy that broke off looks the same: "
        "see whether its last cell is whole."
    )
    return Finding("" if declared else arrived.name, arrived.shown, row, "", "no_line_end", "note", 1, sentence)


def _from_spss(arrived: Arrived, declared: Return | None, problems: Problems, findings: list[Finding]) -> Sheet | None:
    from earlyeval.tidy.readers.spss import read_spss

    labels = bool(declared and declared.value_labels)
    told = (*declared.missing_codes, *declared.missing) if declared else ()
    sheet = read_spss(
        arrived.path, name=arrived.shown, problems=problems, findings=findings, value_labels=labels, told=told
    )
    return None if sheet is None else without_controls(sheet, problems)


def _from_events(arrived: Arrived, declared: Return, problems: Problems, findings: list[Finding]) -> Sheet | None:
    from earlyeval.tidy.readers.coded_events import read_events

    sheet = read_events(arrived, declared.format, problems, findings)
    return None if sheet is None else without_controls(sheet, problems)


def _from_sqlite(arrived: Arrived, problems: Problems) -> Sheet | None:
    from earlyeval.tidy.readers.database import read_sqlite

    sheet = read_sqlite(arrived.path, arrived.sheet, name=arrived.shown, problems=problems)
    return None if sheet is None else without_controls(sheet, problems)
