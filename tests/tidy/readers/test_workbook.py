"""Workbooks into the text that the same cells would have in a CSV file."""

import datetime
import io
import time
import zipfile

import openpyxl
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.openers import not_workbook, sheet_names
from earlyeval.tidy.readers.workbook import cell_text, read_workbook

pytestmark = pytest.mark.unit


@pytest.fixture
def written(tmp_path):
    def save(*rows, title="Sheet1", more=()):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        for name in more:
            book.create_sheet(name)
        path = tmp_path / "sent.xlsx"
        book.save(path)
        return path

    return save


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (7.0, "7"),
        (7, "7"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (True, "TRUE"),
        (datetime.datetime(2024, 9, 1), "2024-09-01"),
        (datetime.datetime(2024, 9, 1, 13, 5), "2024-09-01 13:05:00"),
        (datetime.date(2024, 9, 1), "2024-09-01"),
        ("007", "007"),
    ],
)
def test_a_value_becomes_the_text_of_a_csv_cell(value, text):
    assert cell_text(value) == text


def test_rows_are_where_they_stood_and_empty_ones_are_passed_over(written):
    path = written([], ["a", "b"], [1, None], [], [None, datetime.date(2024, 9, 1)], [" ", None])
    sheet = read_workbook(path, name="sent.xlsx", problems=Problems())
    assert sheet.headers == ("a", "b")
    assert [column.tolist() for column in sheet.columns] == [["1", ""], ["", "2024-09-01"]]
    assert sheet.rows.tolist() == [3, 5]
    assert sheet.row_word == "row"


def test_a_formula_counts_for_the_value_that_is_stored_with_it(written, tmp_path):
    path = written(["a", "b"], [1, "=A2+1"])
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b"<f>A2+1</f><v />", b"<f>A2+1</f><v>2</v>")
            target.writestr(name, content.replace(b"<f>A2+1</f><v></v>", b"<f>A2+1</f><v>2</v>"))
    sheet = read_workbook(stored, name="stored.xlsx", problems=Problems())
    assert sheet.columns[1].tolist() == ["2"]


def test_a_text_that_only_looks_like_a_formula_is_text(written, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["x", "=1+1"])
    book.active["B2"].data_type = "s"
    target = io.BytesIO()
    book.save(target)
    path = tmp_path / "text.xlsx"
    path.write_bytes(target.getvalue())
    sheet = read_workbook(path, name="text.xlsx", problems=Problems())
    assert sheet.columns[1].tolist() == ["=1+1"]


def test_the_named_sheet_is_read_and_a_name_that_is_not_there_is_refused(written):
    path = written(["a"], [1], more=["other"])
    problems = Problems()
    assert sheet_names(path) == ("Sheet1", "other")
    assert read_workbook(path, name="sent.xlsx", problems=problems, sheet="nowhere") is None
    assert problems.told()[0].sentence() == "sent.xlsx: found no sheet called 'nowhere'. Allowed: 'Sheet1', 'other'."


def test_an_honest_workbook_may_be_opened(written):
    assert not_workbook(written(["a"], [1])) == ("", "")


@pytest.fixture
def hostile(written, tmp_path):
    """A small workbook whose sheet holds rows as given, after a header and one person."""

    def save(rows):
        path = tmp_path / "hostile.xlsx"
        with zipfile.ZipFile(written(["a", "b"], [1, 2])) as source:
            members = {name: source.read(name) for name in source.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in members.items():
                target.writestr(name, content.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))
        return path

    return save


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="400000000"><c r="A400000000"><v>1</v></c></row>', "more rows"),
        ('<row r="1048577"/>', "more rows"),
        ("".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(3, 4000)), "more cells"),
        ("".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(3, 4000)), "more cells"),
    ],
)
def test_a_small_workbook_that_unfolds_for_ever_is_refused_at_once(hostile, rows, words):
    path, problems, began = hostile(rows), Problems(), time.process_time()
    assert not_workbook(path) == ("", "")
    assert read_workbook(path, name="hostile.xlsx", problems=problems) is None
    assert time.process_time() - began < 10
    with pytest.raises(ReturnsRefusedError, match=words):
        problems.raise_if_any()


def test_a_last_row_far_below_does_no_harm(hostile):
    path = hostile('<row r="1048576"><c r="A1048576"/></row>')
    sheet = read_workbook(path, name="far.xlsx", problems=Problems())
    assert sheet.rows.tolist() == [2]
