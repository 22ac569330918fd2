"""Excel workbooks as people really send them: what cannot be believed is refused, with its cell.

The clean delivery is put into one workbook, a sheet for each form, and one thing is done to it.
"""

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

pytestmark = pytest.mark.spec

START, AGAIN = datetime.datetime(2025, 9, 1), datetime.datetime(2025, 11, 20)


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rewritten(content, changes):
    """Change the text of members of a workbook's archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            text = source.read(name)
            for member, old, new in changes:
                if name == member:
                    assert old.encode() in text, "the change changes nothing"
                    text = text.replace(old.encode(), new.encode())
            file.writestr(name, text)
    return target.getvalue()


@pytest.fixture
def book(clean):
    """Return the delivery as an open workbook: numbers as numbers, days as days, ids as text."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, text in clean.items():
        sheet = made.create_sheet(name.removesuffix(".csv"))
        for number, line in enumerate(text.splitlines()):
            sheet.append([value(cell) if number else cell for cell in line.split(",")])
    return made


def value(cell):
    try:
        return datetime.datetime.fromisoformat(cell) if cell.count("-") == 2 else float(cell)
    except ValueError:
        return cell or None


def only(clean, content, name="returns.xlsx"):
    """The workbook in place of all other files."""
    return dict.fromkeys(clean) | {name: content}


def put(sheet, cell, what):
    def change(book):
        book[sheet][cell] = what

    return change


# about, what is done to the workbook, words of the message
CELLS = [
    ("an answer out of range", put("phq-9", "D2", 7),
     ("returns.xlsx [phq-9], row 2, column interest (cell D2)", "found '7'", "whole numbers from 0 to 3")),
    ("half an answer", put("phq-9", "D2", 1.5), ("(cell D2)", "found '1.5'")),
    ("a number with an error of its last digit", put("phq-9", "D2", 0.30000000000000004), ("(cell D2)", "whole")),
    ("an answer that became a day", put("phq-9", "E3", datetime.datetime(2025, 3, 2)),
     ("row 3, column low-mood (cell E3)", "found a date, which is not repeated")),
    ("an answer that became a time", put("phq-9", "E3", datetime.time(1, 30)), ("(cell E3)", "found '01:30:00'")),
    ("a length of time", put("attendance", "D2", datetime.timedelta(hours=1.5)), ("(cell D2)", "0 to 600")),
    ("true as an answer", put("phq-9", "D2", True), ("(cell D2)", "found 'TRUE'")),
    ("an id that became a day", put("people", "A2", datetime.datetime(2025, 3, 1)),
     ("row 2, column person_id (cell A2)", "found what looks like a date")),
    ("an id that became a power of ten", put("people", "A2", 1.23457e22), ("(cell A2)", "shortened to a power of ten")),
    ("a day as text, day first", put("people", "F2", "01/09/2025"), ("(cell F2)", "year-month-day")),
    ("a day as the number that Excel keeps", put("people", "G3", 45901), ("(cell G3)", "the number of a day")),
    ("a day before 1990", put("people", "F2", datetime.datetime(1905, 9, 1)), ("(cell F2)", "1990 to 2100")),
    ("the day nought of Excel", put("people", "F2", datetime.time()), ("(cell F2)", "year-month-day")),
    ("an end before the start", put("people", "G2", datetime.datetime(2025, 8, 1)),
     ("row 2, column ended_on (cell G2)", "an end before the beginning")),
    ("an error of a cell", put("phq-9", "D2", "#N/A"), ("(cell D2)", "found '#N/A'", "Mend the formula".lower())),
    ("an error of a reference", put("people", "C2", "#REF!"), ("(cell C2)", "found '#REF!'")),
    ("an error among ids", put("people", "A2", "#VALUE!"), ("(cell A2)", "an error of a spreadsheet")),
    ("an error among comments", put("comments", "E2", "#DIV/0!"), ("(cell E2)", "an error of a spreadsheet")),
    ("a formula without a value", put("phq-9", "D2", "=1+1"), ("row 2, column D", "without a stored value")),
    ("a formula over another workbook", put("phq-9", "D2", "=[1]Sheet1!A1"), ("a formula without a stored value",)),
    ("a role with a capital", put("people", "C2", "Mother"), ("(cell C2)", "Did you mean mother?")),
    ("an answer that became a day", put("phq-9", "D2", datetime.date(2025, 2, 1)), ("(cell D2)", "is a date, which")),
    ("a tick", put("phq-9", "D2", "✓"), ("(cell D2)", "a tick or a cross")),
    ("a name", put("people", "A2", "Jo Bloggs"), ("(cell A2)", "looks like a name")),
    ("an NHS number as a number", put("people", "A2", 9434765919), ("(cell A2)", "looks like an NHS number")),
    ("a telephone number in a comment", put("comments", "E2", "Ring 07700 900123"), ("(cell E2)", "a telephone")),
    ("a filled column without a header", put("people", "J2", "x"), ("row 2: found 10 cells", "Give every filled")),
    ("a header twice", put("people", "B1", "role"), ("column 'role'", "same header twice")),
    ("a header misspelt", put("people", "A1", "Person id"), ("'Person id'", "Did you mean person_id?")),
    ("a blank header", put("people", "B1", None), ("column 2 (B) holds values and has no header",)),
    ("a letter lost in conversion", put("comments", "E2", "caf\ufffd"), ("(cell E2)", "lost in conversion")),
]  # fmt: skip


@pytest.mark.parametrize(("about", "change", "words"), CELLS, ids=[row[0] for row in CELLS])
def test_a_cell_that_cannot_be_is_refused_with_its_cell(refused, clean, book, about, change, words):
    change(book)
    said = refused(only(clean, saved(book)), *words)
    assert "Bloggs" not in said.text
    assert "9434765919" not in said.text


def title_rows(book):
    book["people"].insert_rows(1, 2)
    book["people"]["A1"] = "Riverside, autumn term"
    return ("returns.xlsx [people], row 1: found one cell, and 9 in the rows below", "rows_above")


def title_rows_with_a_date_beside(book):
    book["people"].insert_rows(1, 1)
    book["people"]["A1"], book["people"]["I1"] = "Riverside", "autumn"
    return ("row 2: the headers stand here", "rows_above")


def totals_row(book):
    book["phq-9"].append(["Total", "before", None, 3, 3])
    return ("row 7, column person_id (cell A7)", "a word for a sum", "rows of totals")


def headers_again(book):
    sheet = book["attendance"]
    sheet.append([cell.value for cell in sheet[1]])
    return ("row 5: found the headers a second time",)


def second_table_beside(book):
    for row, cells in enumerate((("site", "n"), ("north", 4)), start=1):
        for column, what in enumerate(cells, start=12):
            book["people"].cell(row, column, what)
    return ("'site'", "no such column")


def second_table_below(book):
    sheet = book["sessions"]
    for row in ([], [], ["component", "planned", "done"], ["welcome", 3, 2]):
        sheet.append(row)
    return ("row 7", "row 8", "[sessions]")


def merged_down(book):
    sheet = book["people"]
    sheet["D3"], sheet["D4"] = None, None
    sheet.merge_cells("D2:D4")
    return ("row 2: found merged cells (D2:D4)", "give every row its own value")


def merged_across(book):
    book["phq-9"].merge_cells("D2:F2")
    return ("row 2: found merged cells (D2:F2)",)


def merged_headers(book):
    book["people"].merge_cells("C1:D1")
    return ("column 4 (D) holds values and has no header",)


def two_header_rows(book):
    sheet = book["people"]
    sheet.insert_rows(2)
    for column in range(1, 10):
        sheet.cell(2, column, f"sub {column}")
    return ("row 2, column role (cell C2)",)


def percentages(book):
    sheet = book["asq-se-2"]
    sheet["E2"], sheet["E2"].number_format = 0.35, "0%"
    return ("row 2, column total (cell E2)", "found '35%'", "percent sign")


def percentages_with_decimals(book):
    sheet = book["asq-se-2"]
    sheet["E2"], sheet["E2"].number_format = 0.355, "0.0%"
    return ("(cell E2)", "found '35.5%'")


def an_empty_sheet_of_a_form(book):
    book.remove(book["people"])
    book.create_sheet("people")
    return ("[people]: the sheet is empty",)


def a_sheet_with_nearly_the_name(book):
    sheet = book.create_sheet("Attendence")
    sheet.append(["session_id", "person_id", "status"])
    sheet.append(["S-1", "P-03", "attended"])
    return ("[Attendence]: the sheet has nearly the name of attendance",)


def a_second_sheet_of_a_form(book):
    sheet = book.create_sheet("phq-9 (2)")
    sheet.append(["person_id", "time_point", "interest"])
    sheet.append(["P-04", "before", 1])
    return ("[phq-9 (2)]: the sheet has nearly the name of phq-9",)


def a_sheet_named_after_somebody(book):
    book["comments"].title = "comments--Sarah Jenkins"
    return ("whose name is not repeated here", "the name of the sheet holds what looks like a name")


def too_many_columns(book):
    for column in range(1, 2200):
        book["people"].cell(1, column, f"c{column}")
    return ("found 2199 columns", "at most 2000")


DONE = [
    title_rows, title_rows_with_a_date_beside, totals_row, headers_again, second_table_beside, second_table_below,
    merged_down, merged_across, merged_headers, two_header_rows, percentages, percentages_with_decimals,
    an_empty_sheet_of_a_form, a_sheet_with_nearly_the_name, a_second_sheet_of_a_form, a_sheet_named_after_somebody,
    too_many_columns,
]  # fmt: skip


@pytest.mark.parametrize("change", DONE, ids=lambda change: change.__name__)
def test_a_sheet_that_cannot_be_believed_is_refused(refused, clean, book, change):
    words = change(book)
    said = refused(only(clean, saved(book)), "returns.xlsx", *words)
    assert "Jenkins" not in said.text


def test_only_one_sheet_of_a_file_named_after_a_form_is_read_and_the_others_are_not_lost(refused, clean):
    book = openpyxl.Workbook()
    for title, person in (("January", "P-01"), ("February", "P-02")):
        sheet = book.create_sheet(title)
        sheet.append(["person_id", "time_point", "interest"])
        sheet.append([person, "before", 1])
    book.remove(book["Sheet"])
    sent = {"phq-9.csv": None, "phq-9.xlsx": saved(book)}
    said = refused(sent, "phq-9.xlsx [February]: the sheet has the headers of a form")
    assert "only the first sheet" in said.text


def archive(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, b"<x/>")
    return target.getvalue()


KINDS = [
    ("CSV", b"person_id,role\nP-01,mother\n", "is text, or damaged, and no Excel workbook"),
    ("nothing", b"", "the file is empty"),
    ("an old or encrypted file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file or an encrypted one"),
    ("a web page", b"<html><table></table></html>", "the file is a web page, and no Excel workbook"),
    ("a PDF", b"%PDF-1.4", "the file is a PDF, and no Excel workbook"),
    ("OpenDocument", archive("mimetype", "content.xml"), "an OpenDocument file (.ods)"),
    ("a Word document", archive("[Content_Types].xml", "word/document.xml"), "a Word document"),
    ("a file of Numbers", archive("Index/Document.iwa"), "a file of Numbers"),
    ("a binary workbook", archive("[Content_Types].xml", "xl/workbook.bin"), "a binary workbook (.xlsb)"),
    ("another archive", archive("notes.txt"), "a zip archive"),
    ("broken inside", archive("[Content_Types].xml", "xl/workbook.xml"), "the workbook is damaged"),
    ("a name that leads out", archive("../../x", "[Content_Types].xml", "xl/workbook.xml"), "names that lead out"),
]


@pytest.mark.parametrize(("about", "content", "words"), KINDS, ids=[row[0] for row in KINDS])
def test_a_file_that_only_has_the_name_of_a_workbook_is_refused(refused, clean, about, content, words):
    refused({"people.csv": None, "people.xlsx": content}, "people.xlsx: ", words)


def cut_short(content):
    return content[: len(content) // 2]


def with_a_row_cut_off(content):
    return rewritten(content, [("xl/worksheets/sheet1.xml", "</row></sheetData>", "")])


def without_a_sheet_that_it_names(content):
    return rewritten(content, [("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet99.xml")])


@pytest.mark.parametrize(
    "damage", [cut_short, with_a_row_cut_off, without_a_sheet_that_it_names], ids=lambda damage: damage.__name__
)
def test_a_damaged_workbook_is_refused(refused, clean, book, damage):
    said = refused(only(clean, damage(saved(book)), "people.xlsx"), "people.xlsx")
    assert "damaged" in said.text or "found no sheet called 'people'" in said.text


# What stands beside the values is read as if it were not there, and said.
def hidden_sheet(book):
    book["phq-9"].sheet_state = "hidden"
    return "hidden in the workbook: it was read like any other"


def hidden_rows(book):
    book["people"].row_dimensions[3].hidden = True
    return "1 row hidden in the workbook"


def notes_on_cells(book):
    book["people"]["C3"].comment = Comment("really the partner", "office")
    return "1 note on cells of the workbook: not read"


def struck_out_cells(book):
    for cell in book["people"][4]:
        cell.font = Font(strike=True)
    return "7 cells struck out in the workbook: read as they stand"


def coloured_cells(book):
    book["phq-9"]["D3"].fill = PatternFill("solid", fgColor="FFFF00")
    return "1 cell with a colour: what a colour means is not read"


def a_sheet_of_notes(book):
    book.create_sheet("Notes of the office")["A1"] = "We changed forms in October"
    return "[Notes of the office]: The sheet is not named after"


TOLD = [hidden_sheet, hidden_rows, notes_on_cells, struck_out_cells, coloured_cells, a_sheet_of_notes]


@pytest.mark.parametrize("change", TOLD, ids=lambda change: change.__name__)
def test_what_stands_beside_the_values_is_told(unharmed, clean, book, change):
    words = change(book)
    said = unharmed(only(clean, saved(book)))
    assert words in said.text
    assert "partner" not in said.text
