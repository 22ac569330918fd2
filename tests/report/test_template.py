"""The workbook that a site fills in: what it asks, what it refuses in which words, and that it is read back."""

import openpyxl
import pytest

from earlyeval.foundations.paths import CLONE, StudyPaths, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.report.template import LISTS, READ_ME, ROWS, column_letters, write_template
from earlyeval.report.template_sheets import forms_of
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.spec


@pytest.fixture(scope="module")
def registry():
    return load_registry(study_paths(CLONE))


@pytest.fixture
def template(registry, tmp_path):
    path = tmp_path / "wandsworth.xlsx"
    write_template(forms_of(registry, site="wandsworth", programme="think-baby"), path, title="Think Baby, Wandsworth")
    return path


def rule_of(sheet, header):
    column = [cell.value for cell in sheet[1]].index(header)
    cell = f"{column_letters(column)}2"
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert len(rules) == 1
    assert f"{column_letters(column)}{ROWS + 1}" in rules[0].sqref
    return rules[0]


def test_one_sheet_for_each_form_and_a_page_that_explains(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames[0] == READ_ME
    assert {"people", "sessions", "attendance", "phq-9", "kpcs", "asq-se-2", "ratings"} <= set(book.sheetnames)
    assert not {"cases", "contacts", "births"} & set(book.sheetnames)
    explained = {(row[0], row[1]) for row in book[READ_ME].iter_rows(values_only=True)}
    for name in set(book.sheetnames) - {READ_ME, LISTS}:
        assert {(name, cell.value) for cell in book[name][1]} <= explained


def test_answers_codes_dates_and_totals_are_bounded_with_our_words(template):
    book = openpyxl.load_workbook(template)
    answer = rule_of(book["phq-9"], "self-harm")
    assert (answer.type, answer.formula1) == ("list", '"0,1,2,3,na,nk,refused,not_asked"')
    assert answer.error.startswith("Choose one of the list: 0, 1, 2, 3, na")
    assert answer.errorTitle == "self-harm cannot be that"
    assert answer.errorStyle in (None, "stop")
    role = rule_of(book["people"], "role")
    assert role.type == "list"
    assert "mother" in role.formula1
    assert "na" not in role.formula1.replace("mother", "").split(",")
    assert role.error.endswith("Every row needs one.")
    assert answer.error.endswith("Leave it blank if nothing was returned.")
    day = rule_of(book["people"], "started_on")
    assert day.type == "custom"
    assert "DATE(1990,1,1)" in day.formula1
    assert "written as 2024-03-31" in day.error
    total = rule_of(book["asq-se-2"], "total")
    assert ">=0" in total.formula1
    assert '"refused"' in total.formula1
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert rule.error
            assert len(rule.error) <= 255
            assert len(rule.errorTitle) <= 32
            assert rule.type != "list" or len(rule.formula1) <= 257


def test_ids_are_text_so_that_no_spreadsheet_shortens_them(template):
    book = openpyxl.load_workbook(template)
    assert book["people"].column_dimensions["A"].width >= 12
    style = book["people"].column_dimensions["A"].number_format
    assert style == "@"


def test_the_same_forms_give_the_same_bytes(registry, template, tmp_path):
    again = tmp_path / "again.xlsx"
    write_template(forms_of(registry, site="wandsworth", programme="think-baby"), again, title="Think Baby, Wandsworth")
    assert again.read_bytes() == template.read_bytes()


def test_a_filled_template_is_read_back(registry, template, tmp_path):
    book = openpyxl.load_workbook(template)

    def fill(name, *rows):
        headers = [cell.value for cell in book[name][1]]
        for number, row in enumerate(rows, start=2):
            for header, value in row.items():
                book[name].cell(number, headers.index(header) + 1, value)

    fill("people", {"person_id": "007", "role": "mother", "cluster": "tooting"}, {"person_id": "1e5", "role": "staff"})
    items = [item.id for item in registry.version("phq-9", "phq-9").items]
    fill("phq-9", {"person_id": "007", "time_point": "baseline", **dict.fromkeys(items, 2), items[0]: "refused"})
    folder = tmp_path / "raw" / "wandsworth" / "think-baby"
    folder.mkdir(parents=True)
    book.create_sheet("people (2)")["A1"] = "person_id"
    book.save(folder / "returned.xlsx")
    paths = StudyPaths(root=tmp_path, data=tmp_path)
    returns = read_returns(registry, paths, site="wandsworth", programme="think-baby", data="real")
    assert returns.tables["people"]["person_id"].tolist() == ["007", "1e5"]
    assert returns.tables["responses"]["value"].fillna(-1).tolist() == [-1.0, *[2.0] * (len(items) - 1)]
    empty = returns.findings[returns.findings["rule"] == "no_rows"]["sentence"].tolist()
    assert len(empty) == 1, "sheets that nobody had anything for are told in one sentence"
    assert "sheets with headers and no rows: " in empty[0]
    unread = returns.findings[returns.findings["rule"] == "unread_file"]["file"].tolist()
    assert unread == ["wandsworth/think-baby/returned.xlsx [people (2)]"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_columns(place, letters):
    assert column_letters(place) == letters


def test_every_programme_has_a_template(registry, tmp_path):
    for site in registry.sites.values():
        for delivery in site.programmes:
            forms = forms_of(registry, site=site.id, programme=delivery.programme)
            names = [form.name for form in forms]
            assert "people" in names
            assert len(set(names)) == len(names)
            assert all(len(name) <= 31 for name in names)
            write_template(forms, tmp_path / "any.xlsx", title="x")
