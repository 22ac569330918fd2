"""Files and sheets that no rule says how to read: told of, or refused where they look like what was meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from earlyeval.tidy.findings import Finding
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.locate import COLUMNAR, DATABASES, DELIMITED, QUALITATIVE, SPSS, Arrived, is_readable_file
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.openers import not_workbook
from earlyeval.tidy.readers.sniff import whatever_its_name
from earlyeval.tidy.tables import TABLES

NOT_NAMED = "The file is not named after a table or an instrument of the registry; it was not read."
NOT_NAMED_SHEET = "The sheet is not named after a table or an instrument of the registry; it was not read."
DESCRIBE_IT = "If it holds returns, describe it once: earlyeval map FILE."
NO_FILE = "It is no file that can be read (a folder, a broken link or the like); it was left out."
OPEN = "Somebody has this file open: what is not saved yet was not read."
_ADDED = re.compile(r"^copy of |[ _-]*(?:copy|final|new|\(\d+\)|v\d+)$")
_READ = (*DELIMITED, COLUMNAR, *SPSS, *DATABASES, ".xlsx", ".xlsm")
_WAVES = ("person_id", "time_point")


def note_unread(arrived: Arrived, lists: Lists, problems: Problems, findings: list[Finding]) -> None:
    """Say that a file or sheet was not read; refuse the delivery where it looks as if it should have been."""
    if arrived.name == "open":
        findings.append(Finding("", arrived.shown, 0, "", "open_file", "note", 0, OPEN))
        return
    if not is_readable_file(arrived.path):
        findings.append(Finding("", arrived.shown, 0, "", "unread_file", "note", 0, NO_FILE))
        return
    headers, n_rows = _looked_at(arrived) if arrived.is_workbook and arrived.sheet else ((), 1)
    if arrived.sheet and not headers and arrived.is_workbook:
        return  # an empty sheet, or one of charts
    near = _near_name(arrived, lists) if n_rows else ""
    what = "sheet" if arrived.sheet else "file"
    if near:
        found = f"the {what} has nearly the name of {near}, and was not read"
        step = f"Name it {near}, or {near}--ANYTHING for a second one; move it elsewhere if it is no return"
        problems.add(Problem(arrived.shown, 0, "", "near_name", found, "", step))
    elif n_rows and _is_of_form(headers):
        found = "the sheet has the headers of a form, and only the first sheet of this workbook is read"
        step = "Name every sheet after its form (phq-9, phq-9--second), or send one file for each"
        problems.add(Problem(arrived.shown, 0, "", "near_name", found, "", step))
    else:
        sentence = NOT_NAMED_SHEET if arrived.sheet else NOT_NAMED
        if arrived.path.suffix.lower() in _READ:
            sentence += f" {DESCRIBE_IT}"
        findings.append(Finding("", arrived.shown, 0, "", "unread_file", "note", 0, sentence))


def broken_problem(arrived: Arrived) -> Problem:
    """Say why a file cannot be opened that is a return by its name, or that may hold any."""
    if not is_readable_file(arrived.path):
        found, step = "the link leads nowhere, or the file may not be read", "Put the file itself there"
        return Problem(arrived.shown, 0, "", "broken", found, "a file", step)
    if arrived.is_workbook:
        found, step = not_workbook(arrived.path)
        found, allowed = found or "the workbook is damaged", "an Excel workbook (.xlsx)"
    else:
        really, step = whatever_its_name(arrived.path)
        is_other = bool(really) and not really.endswith("an SQLite database")
        found = f"{really}, and no SQLite database" if is_other else "the file is damaged, or no SQLite database"
        allowed = "an SQLite database"
    return Problem(arrived.shown, 0, "", "broken", found, allowed, step or "Send it again")


def _looked_at(arrived: Arrived) -> tuple[tuple[str, ...], int]:
    """Return the headers of a sheet that is not read, and how many rows stand below them."""
    from earlyeval.tidy.readers.workbook import read_workbook

    aside = Problems()
    sheet = read_workbook(arrived.path, name=arrived.shown, problems=aside, sheet=arrived.sheet)
    if sheet is not None:
        return sheet.headers, len(sheet)
    return (), 0 if {problem.rule for problem in aside.told()} <= {"empty", "not_workbook"} else 1


def _is_of_form(headers: Iterable[str]) -> bool:
    own = set(headers)
    tables = ({column.name for column in table.columns if column.required} for table in TABLES.values())
    return set(_WAVES) <= own or any(len(required) > 1 and required <= own for required in tables)


def _near_name(arrived: Arrived, lists: Lists) -> str:
    """Return the name that was probably meant; "" for none."""
    if not arrived.sheet and arrived.path.suffix.lower() not in _READ:
        return ""
    is_qualitative = arrived.path.parent.name == QUALITATIVE
    tables = [name for name, table in TABLES.items() if table.folder == (QUALITATIVE if is_qualitative else "")]
    known = {_plain(name): name for name in [*tables, *([] if is_qualitative else lists.registry.instruments)]}
    spelt = _plain(arrived.sheet or arrived.path.stem)
    if spelt in known:
        return known[spelt]
    begins = [name for plain, name in known.items() if len(plain) > 3 and spelt.startswith(plain)]
    if begins and arrived.path.suffix.lower() != ".txt":
        return max(begins, key=len)
    close = get_close_matches(spelt, known, n=1, cutoff=0.85)
    return known[close[0]] if close else ""


def _plain(name: str) -> str:
    bare = name.strip().lower()
    while (shorter := _ADDED.sub("", bare).strip()) != bare:
        bare = shorter
    return re.sub(r"[\W_]+", "", bare)
