"""A file that is no table at all: one sentence says so, however many lines of it do not fit each other."""

import io
import json
import zipfile

import openpyxl
import pytest

pytestmark = pytest.mark.spec


def archive(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, b"<x/>")
    return target.getvalue()


PAGE = b"# Returns\n\nOne file a form, as CSV, or a workbook.\n\n- people.csv: who, when, how\n- phq-9.csv\n\nAsk.\n"
LETTER = b"Dear all,\n\nHere, as promised, the numbers.\nThere are 3, 4 and 5 of them, I think.\n\nBest wishes\n"
PROGRAM_TEXT = b"import csv\nimport sys\n\nrows = list(csv.reader(sys.stdin, strict=True))\nprint(rows[0], rows[1])\n"
WORD = archive("[Content_Types].xml", "word/document.xml")
JPEG = b"\xff\xd8\xff\xe1" + bytes(range(1, 256)) * 9
# about, content, words
TEXTS = [
    ("a page of notes", PAGE, "it is no table: its lines do not fit each other"),
    ("a letter", LETTER, "it is no table: its lines do not fit each other"),
    ("a program", PROGRAM_TEXT, "it is no table: its lines do not fit each other"),
    ("a list of settings", b"id: x\nname: y\nkind: z\n", "it is no table: every line is one cell"),
    ("JSON, a record a line", b'{"person_id": "P-01", "role": "mother"}\n' * 5, "the file is JSON"),
    ("JSON, laid out", json.dumps({"rows": [{"person_id": "P-01"}] * 9}, indent=2).encode(), "the file is JSON"),
    ("half a web page", b"<div><p>one, two</p>\n<p>three</p></div>\n", "the file is a web page"),
    ("an address", b"BEGIN:VCARD\nVERSION:3.0\nN:Bloggs;Jo;;;\nEND:VCARD\n", "a card of an address book"),
]
KINDS = [
    ("a PDF", b"%PDF-1.7\n1 0 obj\n", "the file is a PDF"),
    ("a picture", JPEG, "the file is a picture (JPEG)"),
    ("a Word document", WORD, "the file is a Word document"),
    ("a zip archive", archive("people.csv"), "the file is a zip archive"),
    ("a workbook without sheets", archive("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook"),
    ("a program that runs", b"MZ\x90\x00\x03" + bytes(300), "the file is a program"),
    ("a recording", b"\x00\x00\x00\x20ftypM4A " + bytes(300), "the file is a film or a recording"),
    ("a 7-Zip archive", b"7z\xbc\xaf\x27\x1c" + bytes(300), "the file is a 7-Zip archive"),
    ("an SQLite database", b"SQLite format 3\x00" + bytes(300), "the file is an SQLite database"),
]
OTHER_ENDINGS = [
    ("a web page called .xls", "people.xls", b"<html><table><tr><td>1</td></tr></table>", "the file is a web page"),
    ("a workbook called .xls", "people.xls", archive("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
    ("text called .xls", "people.xls", b"person_id\trole\nP-01\tmother\n", "give it the ending .csv"),
    ("a PDF called .xlsx", "people.xlsx", b"%PDF-1.7\n", "the file is a PDF, and no Excel workbook"),
    ("a picture called .xlsx", "people.xlsx", JPEG, "the file is a picture (JPEG), and no Excel workbook"),
    ("a PDF called .sav", "people.sav", b"%PDF-1.7\n", "the file is a PDF, and no SPSS file"),
    ("JSON called .parquet", "people.parquet", b'{"a": 1}', "the file is JSON, and no Parquet file"),
    ("an empty workbook", "people.xlsx", None, "the sheet is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("about", "content", "words"), [*TEXTS, *KINDS], ids=[row[0] for row in [*TEXTS, *KINDS]])
def test_one_sentence_says_that_a_file_is_no_table(refused, about, content, words):
    said = refused({"people.csv": content}, words, "1 problem, it is:")
    assert len(said.problems) == 1
    assert "Bloggs" not in said.text


@pytest.mark.parametrize(("about", "name", "content", "words"), OTHER_ENDINGS, ids=[row[0] for row in OTHER_ENDINGS])
def test_what_a_file_is_tells_more_than_its_ending(refused, about, name, content, words):
    if content is None:
        target = io.BytesIO()
        openpyxl.Workbook().save(target)
        content = target.getvalue()
    said = refused({"people.csv": None, name: content}, words, "1 problem, it is:")
    assert len(said.problems) == 1


def test_a_table_of_which_a_line_does_not_fit_is_no_text(refused, clean):
    said = refused({"people.csv": clean["people.csv"] + "see the notes\n"}, "line 6", "found 1 cell")
    assert "no table" not in said.text


CLOSED = [
    ("a workbook cut short", "returns.xlsx", b"PK\x03\x04" + bytes(300), "the file is damaged, or no Excel workbook"),
    ("a PDF", "returns.xlsx", b"%PDF-1.7\n", "the file is a PDF, and no Excel workbook"),
    (
        "a database cut short",
        "returns.sqlite",
        b"SQLite format 3\x00" + bytes(300),
        "the file is damaged, or no SQLite database",
    ),
    ("no database", "returns.db", b"%PDF-1.7\n", "the file is a PDF, and no SQLite database"),
]


@pytest.mark.parametrize(("about", "name", "content", "words"), CLOSED, ids=[row[0] for row in CLOSED])
def test_a_file_that_may_hold_any_form_and_cannot_be_opened_is_refused(refused, clean, about, name, content, words):
    refused({name: content}, f"{name}: ", words)
    refused(dict.fromkeys(clean) | {name: content}, f"{name}: ", words)


def test_visits_to_sessions_of_which_no_list_came_are_refused(refused):
    refused({"sessions.csv": None}, "attendance.csv", "found a value that is not in sessions")
