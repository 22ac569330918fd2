"""Damaged returns are refused, each with its place, what was found, and what is allowed; none is half-believed.

Each variant changes one file of a valid delivery. What the message must say stands beside it.
"""

import io
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

PEOPLE = "person_id,family_id,role,cluster,started_on,ended_on,ethnicity\n"
MOOD = "person_id,time_point,completed_on,q1,q2,q3,q4\n"
LONG = "person_id,instrument,version,time_point,item,value\n"
SESSIONS = "session_id,kind,number,held_on,delivered,minutes\n"
ATTENDANCE = "session_id,person_id,status,minutes\n"
RATINGS = "clip_id,person_id,time_point,instrument,version,item,rater_id,score,is_main_rater\n"
TWO = "person_id,time_point,version,q1,q2,q3,q4\n"


@dataclass(frozen=True)
class Variant:
    """One file, changed; and the words the refusal must hold."""

    family: str
    about: str
    file: str
    content: str | bytes
    words: tuple[str, ...]


def person(**cells):
    row = {
        "id": "A1", "family": "F1", "role": "mother", "cluster": "north", "start": "2024-09-01", "end": "",
        "ethnicity": "white", **cells,
    }  # fmt: skip
    return PEOPLE + ",".join(row.values()) + "\n"


def mood(*cells):
    given = ["A1", "before", "2024-09-02", "1", "2", "0", "3"]
    return MOOD + ",".join([*cells, *given[len(cells) :]]) + "\n"


def identity(value):
    return f"person_id,role\n{value},mother\n"


def answers(q1):
    return mood("A1", "before", "2024-09-02", q1)


ENCODING = [
    Variant(
        "encoding",
        "windows-1252",
        "people.csv",
        "person_id,role\nA1,mother\nB\xe9,father\n".encode("cp1252"),
        ("people.csv, line 3", "not UTF-8", "CSV UTF-8"),
    ),
    Variant(
        "encoding",
        "utf-16 with BOM",
        "people.csv",
        "person_id,role\nA1,mother\n".encode("utf-16"),
        ("people.csv", "UTF-16", "UTF-8"),
    ),
    Variant(
        "encoding",
        "utf-16 without BOM",
        "people.csv",
        "person_id,role\nA1,mother\n".encode("utf-16-le"),
        ("NUL bytes", "UTF-8"),
    ),
    Variant(
        "encoding",
        "NUL far below",
        "people.csv",
        b"person_id,role\n" + b"A1,mother\n" * 600 + b"B\x00,mother\n",
        ("people.csv, line 602", "control character"),
    ),
    Variant(
        "encoding",
        "replacement character",
        "people.csv",
        "person_id,role\nA\ufffd1,mother\n",
        ("people.csv, line 2", "lost in conversion"),
    ),
    Variant(
        "encoding", "vertical tab", "people.csv", "person_id,role\nA\x0b1,mother\n", ("line 2", "control character")
    ),
    Variant(
        "encoding",
        "truncated letter at the end",
        "people.csv",
        b"person_id,role\nA1,mother\nA\xc3",
        ("people.csv, line 3", "not UTF-8"),
    ),
    Variant("encoding", "empty file", "people.csv", b"", ("people.csv", "the file is empty")),
    Variant("encoding", "only blank lines", "people.csv", b"\xef\xbb\xbf\r\n\r\n", ("the file is empty",)),
]
STRUCTURE = [
    Variant("structure", "a web page", "people.csv", "<!DOCTYPE html><html><table></table></html>", ("web page",)),
    Variant("structure", "a PDF", "people.csv", b"%PDF-1.7 ...", ("a PDF",)),
    Variant("structure", "gzip", "people.csv", b"\x1f\x8b\x08\x00", ("gzip archive", "Unpack")),
    Variant("structure", "workbook named csv", "people.csv", b"PK\x03\x04....", ("a damaged zip archive",)),
    Variant("structure", "old Excel named csv", "people.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ("an old Excel file",)),
    Variant("structure", "a cell too many", "people.csv", "person_id,role\nA1,mother,x\n",
            ("people.csv, line 2", "found 3 cells", "Allowed: 2 cells")),
    Variant("structure", "a cell too few", "people.csv", "person_id,family_id,role\nA1,mother\n",
            ("line 2", "found 2 cells", "3 cells")),
    Variant("structure", "quote never closed", "people.csv", 'person_id,role\nA1,"mother\nA2,father\n',
            ("never closed",)),
    Variant("structure", "quote inside a cell", "people.csv", 'person_id,role\n"A"1,mother\n',
            ("line 2", "a quotation mark stands where none can be")),
    Variant("structure", "endless line", "people.csv", "person_id,role\n" + "x" * 1_100_000, ("line 2", "longer than")),
    Variant("structure", "endless cell", "people.csv", 'person_id,role\n"' + "x\n" * 100_000 + '",mother\n',
            ("a cell longer than",)),
    Variant("structure", "too many columns", "people.csv", ",".join(f"c{n}" for n in range(2500)) + "\n",
            ("found 2500 columns", "at most 2000")),
    Variant("structure", "header twice", "people.csv", "person_id,role,role\nA1,mother,mother\n",
            ("column 'role'", "same header twice")),
    Variant("structure", "no header on a filled column", "people.csv", "person_id,role,\nA1,mother,x\n",
            ("column 3 holds values and has no header",)),
    Variant("structure", "required column missing", "people.csv", "person_id\nA1\n",
            ("column role: the column is missing",)),
    Variant("structure", "misspelt column", "people.csv", "Person_ID,role\nA1,mother\n",
            ("column 'Person_ID'", "Did you mean person_id?")),
    Variant("structure", "unknown item", "mood.csv", "person_id,time_point,q1,q5\nA1,before,1,1\n",
            ("mood.csv", "column 'q5'", "Allowed: person_id, time_point, completed_on, form, version, q1, q2, q3, q4")),
    Variant("structure", "no header at all", "people.csv", "A1,mother\nA2,father\n", ("none of the headers",)),
    Variant("structure", "semicolons under commas", "people.csv", "person_id,role\nA1;mother\n",
            ("line 2", "found 1 cell")),
    Variant("structure", "no answers in a sheet of answers", "mood.csv", "person_id,time_point\nA1,before\n",
            ("found no column of mood", "q1, q2, q3, q4, total")),
    Variant("structure", "comment on nothing", "mood.csv", "person_id,time_point,q1,comment--\nA1,before,1,x\n",
            ("column 'comment--'", "no such column")),
    Variant("structure", "same table twice", "people.xlsx", b"PK\x03\x04", ("also arrived as", "one file")),
    Variant("structure", "table in a format that is not read", "referrals.ods", b"$FL2", ("the format is not read",)),
    Variant("structure", "damaged SPSS file", "referrals.sav", b"$FL2", ("damaged, or no SPSS file",)),
    Variant("structure", "no SPSS file", "referrals.sav", b"a,b\n1,2\n", ("the file is text, and no SPSS file",)),
]  # fmt: skip
KEYS = [
    Variant("keys", "person twice", "people.csv", person() + "A1,F1,mother,north,2024-09-01,,white\n",
            ("people.csv, line 3", "the same person_id as in line 2")),
    Variant("keys", "form twice", "mood.csv", mood() + "A1,before,2024-09-02,1,2,0,3\n",
            ("mood.csv, line 3", "the same person_id and time_point as in line 2")),
    Variant("keys", "form twice in two files", "mood--again.csv", mood(), ("mood.csv, line 2", "mood--again.csv")),
    Variant("keys", "session twice", "sessions.csv",
            SESSIONS + "S1,play-group,1,,yes,\n" * 2 + "S2,play-group,2,,yes,\n",
            ("sessions.csv, line 3", "the same session_id")),
    Variant("keys", "person twice in a session", "attendance.csv", ATTENDANCE + "S1,A1,attended,\nS1,A1,absent,\n",
            ("attendance.csv, line 3", "the same session_id, person_id as in line 2")),
    Variant("keys", "empty id", "people.csv", "person_id,role\n,mother\n",
            ("line 2, column person_id", "an empty cell, where a value is needed")),
    Variant("keys", "missing code for a required value", "people.csv", "person_id,role\nA1,nk\n",
            ("line 2, column role", "found nk, where a value is needed", "Allowed: mother, father")),
    Variant("keys", "unknown session", "attendance.csv", ATTENDANCE + "S9,A1,attended,\n",
            ("attendance.csv, line 2, column session_id", "a value that is not in sessions")),
    Variant("keys", "unknown version", "responses.csv", LONG + "A1,two-forms,middle,before,q1,1\n",
            ("responses.csv, line 2, column version", "'middle'", "Allowed: long, short")),
    Variant("keys", "unknown item in the long shape", "responses.csv", LONG + "A1,two-forms,short,before,q4,1\n",
            ("line 2, column item", "'q4'", "Allowed: q1, q2")),
    Variant("keys", "unknown instrument", "responses.csv", LONG + "A1,modd,mood,before,q1,1\n",
            ("line 2, column instrument", "'modd'", "Did you mean mood?")),
    Variant("keys", "version not said", "two-forms.csv", "person_id,time_point,q1\nA1,before,1\n",
            ("column version", "does not say which", "Allowed: long, short", "Add the column")),
    Variant("keys", "answers to another version", "two-forms.csv", TWO + "A1,before,short,1,1,1,\n",
            ("two-forms.csv, line 2, column q3", "version short has no such item")),
    Variant("keys", "two main raters", "ratings.csv",
            RATINGS + "C1,A1,before,mood,mood,q1,R1,1,yes\nC1,A1,before,mood,mood,q1,R2,1,yes\n",
            ("ratings.csv, line 2, column is_main_rater", "two main raters")),
]  # fmt: skip
VALUES = [
    Variant("values", "above the range", "mood.csv", answers("4"),
            ("mood.csv, line 2, column q1", "found '4'", "whole numbers from 0 to 3")),
    Variant("values", "below the range", "mood.csv", answers("-1"), ("line 2, column q1", "found '-1'")),
    Variant("values", "half an answer", "mood.csv", answers("1.5"), ("found '1.5'", "whole numbers")),
    Variant("values", "decimal comma", "mood.csv", answers('"1,5"'), ("found '1,5'", "whole numbers from 0 to 3")),
    Variant("values", "a word", "mood.csv", answers("sometimes"), ("found 'sometimes'", "0 to 3")),
    Variant("values", "infinity", "mood.csv", answers("inf"), ("found 'inf'",)),
    Variant("values", "not a number", "mood.csv", answers("nan"), ("found 'nan'",)),
    Variant("values", "exponent", "mood.csv", answers("1e0"), ("found '1e0'",)),
    Variant("values", "underscore", "mood.csv", answers("0_1"), ("found '0_1'",)),
    Variant("values", "other digits", "mood.csv", answers("\uff11"), ("column q1", "\\uff11")),
    Variant("values", "missing code in capitals", "mood.csv", answers("NA"),
            ("found 'NA'", "na, nk, refused or not_asked")),
    Variant("values", "two answers", "mood.csv", answers("1;2"), ("found '1;2'",)),
    Variant("values", "a number that is far too long", "mood.csv", answers("9" * 400), ("column q1", "…'")),
    Variant("values", "range in the long shape", "responses.csv", LONG + "A1,two-forms,long,before,q1,9\n",
            ("responses.csv, line 2, column value", "found '9'", "whole numbers from 0 to 3")),
    Variant("values", "total above the range", "check-up.csv", "person_id,time_point,total\nA1,before,101\n",
            ("check-up.csv, line 2, column total", "found '101'", "numbers from 0 to 100")),
    Variant("values", "unknown role", "people.csv", person(role="mum"),
            ("line 2, column role", "found 'mum'", "mother, father")),
    Variant("values", "capital letters", "people.csv", person(role="Mother"),
            ("found 'Mother'", "Did you mean mother?")),
    Variant("values", "unknown cluster", "people.csv", person(cluster="norht"),
            ("column cluster", "Did you mean north?")),
    Variant("values", "unknown characteristic value", "people.csv", person(ethnicity="blue"),
            ("column ethnicity", "found 'blue'", "asian, white, other")),
    Variant("values", "unknown time point", "mood.csv", mood("A1", "befor"),
            ("column time_point", "Did you mean before?")),
    Variant("values", "minutes beyond a day", "attendance.csv", ATTENDANCE + "S1,A1,attended,5000\n",
            ("column minutes", "'5000'", "0 to 600")),
    Variant("values", "neither yes nor no", "sessions.csv", SESSIONS + "S1,play-group,1,,y,\nS2,play-group,2,,no,\n",
            ("column delivered", "found 'y'", "Allowed: yes, no")),
    Variant("values", "an open code with blanks", "referrals.csv",
            "referral_id,family_id,source,decision\nR1,F1,Health Visitor,accepted\n",
            ("column source", "words that may be a name", "lower case")),
    Variant("values", "rating outside the fidelity scale", "fidelity.csv",
            "session_id,component,observer_role,rating\nS1,greeting,self,3\n",
            ("fidelity.csv, line 2, column rating", "found '3'", "0 to 2")),
]  # fmt: skip
DATES = [
    Variant("dates", name, "people.csv", person(start=text), ("line 2, column started_on", words))
    for name, text, words in [
        ("day first", "01/09/2024", "year-month-day"),
        ("two-digit year", "24-09-01", "year-month-day"),
        ("a day that is none", "2024-02-30", "no calendar"),
        ("month 13", "2024-13-01", "no calendar"),
        ("serial number of a spreadsheet", "45536", "the number of a day"),
        ("before its time", "1924-09-01", "1990 to 2100"),
        ("after its time", "2240-09-01", "1990 to 2100"),
        ("in words", "1 September 2024", "year-month-day"),
        ("month only", "2024-09", "year-month-day"),
    ]
] + [
    Variant("dates", "ended before started", "people.csv", person(end="2024-08-01"),
            ("line 2, column ended_on", "an end before the beginning")),
    Variant("dates", "completed on no day", "mood.csv", mood("A1", "before", "soon"), ("line 2, column completed_on",)),
]  # fmt: skip
INJECTION = [
    Variant("injection", name, "people.csv", identity(text), ("line 2, column person_id", words))
    for name, text, words in [
        ("formula", "=1+1", "as a formula does"),
        ("command", "@SUM(A1)", "as a formula does"),
        ("plus", "+A1", "as a formula does"),
        ("hyperlink", '"=HYPERLINK(""http://x.test"",""y"")"', "as a formula does"),
        ("zero-width letter", "A\u200b1", "invisible character"),
        ("turned text", "A\u202e1", "invisible character"),
        ("line break in an id", '"A\n1"', "invisible character"),
        ("an id shortened by a spreadsheet", "1.23457E+12", "shortened to a power of ten"),
        ("an id without end", "x" * 65, "65 characters"),
    ]
] + [
    Variant("injection", "formula as a code", "people.csv", person(role="=mother"), ("column role", "found '=mother'")),
    Variant("injection", "formula as a value", "mood.csv", answers("=1"), ("column q1", "found '=1'")),
    Variant("injection", "script as a header", "people.csv", "person_id,role,<script>\nA1,mother,1\n", ("'<script>'",)),
]  # fmt: skip
PRIVACY = [
    Variant("privacy", name, "people.csv", identity(text), ("line 2, column person_id", words, "pseudonym"))
    for name, text, words in [
        ("e-mail", "jo.bloggs@example.org", "an e-mail address"),
        ("NHS number", "9434765919", "an NHS number"),
        ("NHS number in groups", "943 476 5919", "an NHS number"),
        ("postcode", "SW18 2PU", "a postcode"),
        ("postcode in small letters", "sw182pu", "a postcode"),
        ("mobile telephone", "07700 900123", "a telephone number"),
        ("name", "Jo Bloggs", "a name"),
        ("surname first", '"Bloggs, Jo"', "a name"),
        ("date of birth", "2021-03-04", "a date"),
    ]
] + [
    Variant("privacy", "e-mail as a family", "people.csv", person(family="jo@example.org"),
            ("column family_id", "an e-mail")),
    Variant("privacy", "NHS number in a column of answers", "mood.csv", answers("9434765919"),
            ("column q1", "an NHS number, which is not repeated")),
    Variant("privacy", "a sentence in a column of codes", "people.csv", person(role="the mother of two boys"),
            ("column role", "free text, which is not repeated")),
]  # fmt: skip
CORPUS = [*ENCODING, *STRUCTURE, *KEYS, *VALUES, *DATES, *INJECTION, *PRIVACY]


@pytest.mark.parametrize("variant", CORPUS, ids=lambda variant: f"{variant.family}: {variant.about}")
def test_a_damaged_file_is_refused_with_place_and_reason(arrive, valid, variant):
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, variant.file: variant.content})
    message = str(refusal.value)
    for words in variant.words:
        assert words in message
    assert "Traceback" not in message
    assert len(message) < 20_000


def test_the_undamaged_delivery_is_accepted(arrive, valid):
    assert len(arrive(valid).tables["people"]) == 3


def _zip(members: dict[str, bytes], **options) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **options)
    return target.getvalue()


def _encrypted(content: bytes) -> bytes:
    """Set the bit that marks every member of an archive as encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)


def _formula_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["person_id", "role"])
    book.active.append(["A1", '=IF(1=1,"mother","")'])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


BOMB = {"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000}
WORKBOOKS = {
    "no archive": (b"person_id,role\nA1,mother\n", "no Excel workbook"),
    "empty": (b"", "the file is empty"),
    "old or encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file or an encrypted one"),
    "another archive": (_zip({"notes.txt": b"hello"}), "no Excel workbook"),
    "unpacks to far more than its size": (_zip(BOMB), "more than 100 times its size"),
    "a name that leads out": (
        _zip({"../../x": b"1", "xl/workbook.xml": b"1", "[Content_Types].xml": b"1"}),
        "names that lead out of it",
    ),
    "broken inside": (_zip({"xl/workbook.xml": b"<broken", "[Content_Types].xml": b"<x/>"}), "is damaged"),
    "encrypted member": (_encrypted(_zip({"xl/workbook.xml": b"1", "[Content_Types].xml": b"1"})), "is encrypted"),
    "formula without a value": (_formula_book(), "row 2, column B: found a formula without a stored value"),
}


@pytest.mark.parametrize("about", WORKBOOKS)
def test_a_damaged_workbook_is_refused(arrive, valid, about):
    content, words = WORKBOOKS[about]
    del valid["people.csv"]
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "people.xlsx": content})
    assert "people.xlsx" in str(refusal.value)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["person_id", "role"], ["A1", "mum"]], "people.xlsx, row 2, column role (cell B2): found 'mum'"),
        ([["person_id", "role"], ["A1", "#N/A"]], "row 2, column role (cell B2): found '#N/A'"),
        ([["person_id", "role"], ["A1", "mother", "x"]], "row 2: found 3 cells. Allowed: 2 cells"),
        ([], "the sheet is empty"),
        ([["person_id", "role", "cluster"], ["A1", "mother", True]], "row 2, column cluster (cell C2): found 'TRUE'"),
        ([["person_id", "role"], [7.5, "mother"], ["7.5", "mother"]], "row 3: found the same person_id as in row 2"),
    ],
)
def test_bad_cells_of_a_workbook_are_refused_by_row_and_column(arrive, valid, workbook, rows, words):
    del valid["people.csv"]
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "people.xlsx": workbook({"Sheet1": rows})})
    assert words in str(refusal.value)


def test_the_corpus_is_large_and_every_family_is_in_it():
    families = {variant.family for variant in CORPUS}
    assert families == {"encoding", "structure", "keys", "values", "dates", "injection", "privacy"}
    assert len(CORPUS) + len(WORKBOOKS) >= 100
    assert len({(variant.family, variant.about) for variant in CORPUS}) == len(CORPUS)
