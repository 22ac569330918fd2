"""Sheets are the same bytes each time, and each says that it is synthetic."""

from datetime import date

import openpyxl
import pytest

from earlyeval.tidy.synthetic.sheets import Sheet, write_sheet, write_text

pytestmark = pytest.mark.unit
COLUMNS = ("person_id", "completed_on", "q1")
ROWS = [["007", date(2025, 1, 9), 3], ["7", date(2025, 1, 10), None]]


def test_csv_has_the_mark_in_every_row_and_one_line_feed_a_line(tmp_path):
    path = write_sheet(Sheet("phq-9.csv", COLUMNS, ROWS), tmp_path)
    assert path.read_bytes() == (b"person_id,completed_on,q1,is_synthetic\n007,2025-01-09,3,yes\n7,2025-01-10,,yes\n")


def test_workbook_is_the_same_bytes_twice_and_keeps_ids_as_text(tmp_path):
    sheet = Sheet("phq-9--tooting.xlsx", COLUMNS, ROWS)
    first = write_sheet(sheet, tmp_path / "a").read_bytes()
    second = write_sheet(sheet, tmp_path / "b")
    assert first == second.read_bytes()
    page = openpyxl.load_workbook(second).active
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells[0] == [*COLUMNS, "is_synthetic"]
    assert [row[0] for row in cells[1:]] == ["007", "7"]
    assert [row[3] for row in cells[1:]] == ["yes", "yes"]
    assert cells[1][1].date() == date(2025, 1, 9)


def test_workbook_does_not_tell_when_it_was_made(tmp_path):
    path = write_sheet(Sheet("a.xlsx", COLUMNS, ROWS), tmp_path)
    properties = openpyxl.load_workbook(path).properties
    assert properties.created.date() == properties.modified.date() == date(2024, 9, 9)


def test_text_is_utf_8_with_line_feeds(tmp_path):
    path = write_text("I: é\nP: so.\n", tmp_path / "qual" / "a.txt")
    assert path.read_bytes() == "I: é\nP: so.\n".encode()
