"""The workbook: safe text, numbers as numbers, one marked-up table a sheet, the same bytes again."""

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.present.tables import Table
from earlyeval.report.cells import cell_of, column_names, safe_text, sheet_names
from earlyeval.report.workbook import write_workbook
from earlyeval.run.ending import ended

pytestmark = pytest.mark.unit

BANNER = "Synthetic demonstration data & no real person."
DANGEROUS = ["=1+1", "+1", "@SUM(A1)", "-cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1", "\uff1d1+1", " =1"]


@pytest.fixture
def read(tmp_path):
    """Return a function that writes a workbook of tables and opens it."""

    def written(*tables, **words):
        target = tmp_path / "tables.xlsx"
        write_workbook(tables, target, **{"title": "Tables of the report", "banner": BANNER, **words})
        return openpyxl.load_workbook(target)

    return written


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_cover_contents_notes_then_one_table_a_sheet(read, make):
    book = read(make.CHANGES, make.PITFALLS, facts={"Period": "April to June"}, notes=["Counts are rounded to 5."])
    assert book.sheetnames == ["Cover", "Contents", "Notes", "phq-9", "pitfalls"]
    assert "Period: April to June" in texts(book["Cover"])
    assert "Counts are rounded to 5." in texts(book["Notes"])
    links = [cell.hyperlink.location for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Cover'!A1", "'Notes'!A1", "'phq-9'!A1", "'pitfalls'!A1"]


def test_every_sheet_carries_the_mark_on_screen_and_on_paper(read, make):
    for sheet in read(make.CHANGES):
        assert BANNER in texts(sheet)
        assert sheet.oddHeader.left.text == BANNER.replace("&", "&&")


def test_real_data_carry_no_mark(read, make):
    assert all(BANNER not in texts(sheet) for sheet in read(make.CHANGES, banner=""))


def test_a_sheet_holds_one_marked_up_table_and_nothing_merged(read, make):
    sheet = read(make.CHANGES, table_numbers={"phq-9": "Table 3"})["table-3"]
    assert sheet["A1"].value == f"Table 3. {make.CHANGES.caption}"
    assert "Note: * Too few people to report." in texts(sheet)
    assert [table.ref for table in sheet.tables.values()] == ["A5:F8"]
    assert [cell.value for cell in sheet[5]] == list(make.CHANGES.columns)
    assert not sheet.merged_cells.ranges
    assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows())


def test_numbers_are_numbers_also_where_the_page_prints_them(read, make):
    row = [cell.value for cell in read(make.CHANGES)["phq-9"][6]]
    assert row == ["PHQ-9, low mood", 40, 10.2, 7.2, -3.0, "−4.2 to −1.8"]


@pytest.mark.parametrize(
    ("value", "expected", "shown"),
    [
        (40, 40.0, "General"), (-2.5, -2.5, "General"), ("1,240", 1240.0, "#,##0"), ("−3.00", -3.0, "#,##0.00"),
        ("83%", 0.83, "#,##0%"), ("12.5%", 0.125, "#,##0.0%"), ("0", 0.0, "#,##0"), ("0.05", 0.05, "#,##0.00"),
        ("007", "007", ""), ("1e5", "1e5", ""), ("<0.001", "<0.001", ""), ("*", "*", ""), ("", "[z]", ""),
        ("–", "[x]", ""), (float("nan"), "[x]", ""), ("12,40", "12,40", ""), (True, "True", ""),
    ],
)  # fmt: skip
def test_a_cell(value, expected, shown):
    cell = cell_of(value)
    assert cell.value == expected
    assert type(cell.value) is type(expected)
    assert cell.number_format == shown


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_begins_like_a_formula(text):
    assert not safe_text(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))


def test_a_negative_interval_keeps_its_look():
    assert safe_text("-4.2 to -1.8") == "−4.2 to −1.8"
    assert safe_text("a - b -1") == "a - b -1"


def test_text_is_never_a_formula_nor_a_link(read):
    rows = tuple((text, text) for text in [*DANGEROUS, "https://example.org", "[a](https://example.org)", "$$x$$"])
    book = read(
        Table("=t", "=caption", ("=a", "=A"), rows, notes=("=note",)),
        title="=title", banner="=banner", facts={"=f": "=g"}, notes=["=n"],
    )  # fmt: skip
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
        assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


def test_names_of_sheets_are_short_plain_and_different():
    names = sheet_names(["Notes", "a/b:c*?", "x" * 40, "x" * 41, "A B C", "a-b-c", "history", "'"])
    assert names == ["notes-2", "a-b-c", "x" * 31, "x" * 29 + "-2", "a-b-c-2", "a-b-c-3", "history-2", "section"]
    assert all(len(name) <= 31 for name in names)


def test_names_of_columns_are_different_whatever_the_case():
    assert column_names(["Mean", "mean", "", "Mean"]) == ["Mean", "mean (2)", "Column 3", "Mean (3)"]


def test_a_table_without_rows_says_so(read):
    assert "This table has no rows." in texts(read(Table("t", "c", ("a",), ()))["t"])


def test_same_tables_same_bytes(make, tmp_path):
    for name in ("a", "b"):
        write_workbook([make.CHANGES, make.PITFALLS], tmp_path / f"{name}.xlsx", title="T", banner=BANNER)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("length", [32_768, 100_000])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(read, make, length):
    for sign in ("a", "\U0001f600"):
        table = replace(make.CHANGES, notes=(sign * length,))
        note = next(text for text in texts(read(table)["phq-9"]) if text.startswith("Note: " + sign))
        assert note.endswith("… (cut)")
        assert 31_000 < len(note.encode("utf-16-le")) // 2 < 32_100
    assert len(safe_text("a" * 32_767)) == 32_767


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mary\u202exslx.exe", "Maryxslx.exe"),
        ("a\u200b\u2066b\ufeff\x07\x1b\u061c", "ab"),
        ("two\nlines\tand more", "two lines and more"),
        ("\u200b=1+1", "'=1+1"),
        ("\x07@SUM(A1)", "'@SUM(A1)"),
        ("\x0b=1", "'=1"),
        ("\u00a0=1", "'=1"),
        ("\ud800x", "x"),
    ],
)
def test_signs_that_nobody_sees_do_not_reach_a_cell(text, expected):
    assert safe_text(text) == expected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_like_any_other(make, capsys):
    # XlsxWriter's own error of a file that cannot be made is no OSError: it would end as something unforeseen.
    def command():
        write_workbook([make.CHANGES], Path("/dev/full"), title="T", banner=BANNER)
        return 0

    assert ended(command) == SurroundingsError.exit_code
    told = capsys.readouterr().err
    assert told.startswith("Stopped: ")
    assert "The last good report is untouched." in told
    assert "unforeseen" not in told
