"""Exports of survey tools as sheets of answers: the extra header rows and test answers of Qualtrics taken away."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from earlyeval.foundations.suggest import shown
from earlyeval.registry.survey_tools import ANSWER_NUMBERS, PERSONAL_COLUMNS
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet

_ZONE = re.compile(r'"timeZone":\s*"([A-Za-z_+\-/0-9]{1,40})"')
_OURS = "Europe/London"  # where the programmes are
_IMPORT_ID = '{"ImportId":'
# What Qualtrics writes of answers that nobody gave in earnest: as words, or as the number of the same meaning.
_TEST_STATUS = ("Survey Preview", "Survey Test", "Spam", "1", "2", "8", "9", "12", "17")
_UNFINISHED = ("False", "FALSE", "0")
_NOBODY = ("", "anonymous", "anon")
_PERSONAL = ("RecipientLastName", "RecipientFirstName", "RecipientEmail", "IPAddress", "LocationLatitude")


def is_qualtrics(sheet: Sheet) -> bool:
    """Tell whether a sheet has the second and third header row of a Qualtrics export."""
    return len(sheet) >= 2 and any(column.iloc[1].startswith(_IMPORT_ID) for column in sheet.columns)


def of_form_tool(sheet: Sheet, tool: str, problems: Problems) -> Sheet:
    """Return the answers of a form of Microsoft, Google or Jisc after refusing any that say who answered.

    Notes
    -----
    Such a tool has columns of its own for names and addresses. They may be blank, or say "anonymous".
    """
    for place, header in enumerate(sheet.headers):
        if header not in PERSONAL_COLUMNS[tool]:
            continue
        filled = ~sheet.columns[place].str.lower().isin(_NOBODY).to_numpy(dtype=bool)
        if filled.any():
            first = int(sheet.rows[filled][0])
            found = f"the tool wrote here who answered, in {counted(int(filled.sum()), sheet.row_word)}"
            step = "Empty the column, and let the form record no names"
            allowed, letter = "blank, or anonymous", sheet.letter(place)
            problems.add(
                Problem(sheet.file, first, header, "personal_column", found, allowed, step, sheet.row_word, letter)
            )
    return sheet


def form_tool_of(headers: Sequence[str]) -> Literal["microsoft_forms", "google_forms", "online_surveys", ""]:
    """Return which tool of forms an export is from, by the columns that it begins with; "" for none."""
    if headers[0] in ("ID", "Id") and {"Start time", "Completion time"} <= set(headers):
        return "microsoft_forms"
    if headers[0] == "Timestamp":
        return "google_forms"
    return "online_surveys" if headers[0] in ANSWER_NUMBERS["online_surveys"] else ""


def of_qualtrics(
    sheet: Sheet, problems: Problems, findings: list[Finding], *, counted_in: Sequence[str] = ()
) -> Sheet | None:
    """Return the answers of a Qualtrics export: without the two rows below the headers, and without test answers.

    Notes
    -----
    Previews and spam are set aside and counted; unfinished answers stay, and are counted. The third row says in which
    zone times were counted: another than ``counted_in`` (those that the declaration names) or ours is told. Names,
    addresses and places of respondents that the tool added are not read, and a finding asks for an export without them.
    """
    if not is_qualtrics(sheet):
        found = "the second and third header row of a Qualtrics export are missing"
        step = "Export it again as CSV with all header rows, or say 'format: delimited'"
        problems.add(Problem(sheet.file, 0, "", "not_qualtrics", found, "", step))
        return None
    zones = sorted({zone for column in sheet.columns for zone in _ZONE.findall(column.iloc[1])} - {*counted_in, _OURS})
    if zones:
        sentence = (
            f"Times are counted in {shown(zones[0])}: days may be others here. Declare recorded_in and time_zone."
        )
        findings.append(Finding("", sheet.file, 0, "", "other_zone", "note", len(sheet) - 2, sentence))
    answers = sheet.of_rows(np.arange(len(sheet)) >= 2)
    for header in _PERSONAL:
        if header in answers.headers and (answers.column(header) != "").any():
            filled = int((answers.column(header) != "").sum())
            sentence = "The tool's own personal details are in the export; they were not read. Export it without them."
            findings.append(Finding("", sheet.file, 0, header, "personal_columns", "note", filled, sentence))
    if "Finished" in answers.headers:
        n_open = int(answers.column("Finished").isin(_UNFINISHED).sum())
        if n_open:
            sentence = f"{counted(n_open, 'form')} not finished: what was answered is kept."
            findings.append(Finding("", sheet.file, 0, "Finished", "unfinished", "note", n_open, sentence))
    return _in_earnest(answers, findings)


def _in_earnest(answers: Sheet, findings: list[Finding]) -> Sheet:
    is_test = np.zeros(len(answers), dtype=bool)
    if "Status" in answers.headers:
        is_test |= answers.column("Status").isin(_TEST_STATUS).to_numpy(dtype=bool)
    if "DistributionChannel" in answers.headers:
        is_test |= (answers.column("DistributionChannel").str.lower() == "preview").to_numpy(dtype=bool)
    n_tests = int(is_test.sum())
    if n_tests:
        sentence = f"{counted(n_tests, 'row')} of previews, tests or spam: nobody answered in earnest."
        findings.append(Finding("", answers.file, 0, "Status", "test_answers", "set_aside", n_tests, sentence))
    return answers.of_rows(~is_test)
