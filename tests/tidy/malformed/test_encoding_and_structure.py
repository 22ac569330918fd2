"""Files that are not what their name says, that were written in another alphabet, or whose lines do not fit.

Each variant is a small function of the clean delivery's file; beside it stands what the refusal must say.
"""

import gzip
import io
import zipfile

import pytest

pytestmark = pytest.mark.spec


def lines_of(text):
    return text.splitlines(keepends=True)


def with_line(text, number, line):
    """Put a line in place of the given one, counted from 1."""
    lines = lines_of(text)
    lines[number - 1] = line + "\n"
    return "".join(lines)


def with_line_before(text, number, line):
    lines = lines_of(text)
    return "".join([*lines[: number - 1], line + "\n", *lines[number - 1 :]])


def turned_round(text):
    rows = [line.split(",") for line in text.splitlines()]
    return "".join(",".join(column) + "\n" for column in zip(*rows, strict=True))


def archive(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


# name of the variant, file, what is done to it, words of the message
ENCODING = [
    (
        "Windows-1252",
        "comments.csv",
        lambda text: text.replace("learnt", "café").encode("cp1252"),
        ("comments.csv, line 2", "not UTF-8", "CSV UTF-8"),
    ),
    (
        "Windows-1252 in two lines of many",
        "comments.csv",
        lambda text: text.replace("hour", "£5").replace("friendly", "naïve").encode("cp1252"),
        ("comments.csv, line 2", "comments.csv, line 3", "2 problems"),
    ),
    (
        "two encodings in one file",
        "comments.csv",
        lambda text: text.encode() + "C-3,P-01,after,group-comment,caf\xe9\n".encode("latin-1"),
        ("comments.csv, line 4", "not UTF-8"),
    ),
    ("UTF-16 with a mark", "people.csv", lambda text: text.encode("utf-16"), ("UTF-16 text", "Save it as CSV UTF-8")),
    ("UTF-16 big-endian", "people.csv", lambda text: b"\xfe\xff" + text.encode("utf-16-be"), ("UTF-16 text",)),
    ("UTF-16 without a mark", "people.csv", lambda text: text.encode("utf-16-le"), ("NUL bytes", "UTF-8")),
    ("UTF-32", "people.csv", lambda text: text.encode("utf-32"), ("UTF-16", "Save it as CSV UTF-8")),
    ("a NUL within", "people.csv", lambda text: text.replace("F-03", "F\x0003"), ("NUL bytes",)),
    (
        "a NUL far below",
        "comments.csv",
        lambda text: text + "".join(f"C-{n},P-01,after,group-comment,ordinary words\n" for n in range(9, 400)) + "\x00",
        ("comments.csv, line 395", "control character"),
    ),
    ("a bell", "people.csv", lambda text: text.replace("F-03", "F\x0703"), ("people.csv, line 4", "control character")),
    (
        "an escape sequence of a terminal",
        "comments.csv",
        lambda text: text.replace("friendly", "\x1b[31mred"),
        ("comments.csv, line 2", "control character"),
    ),
    ("a vertical tab", "people.csv", lambda text: text.replace("F-03", "F-03\x0b"), ("line 4", "control character")),
    ("the end of a file of old", "people.csv", lambda text: text + "\x1a", ("people.csv, line 6", "control character")),
    (
        "letters lost in conversion",
        "comments.csv",
        lambda text: text.replace("learnt", "caf\ufffd"),
        ("comments.csv, line 2", "lost in conversion"),
    ),
    (
        "quotation marks of Windows taken for another alphabet",
        "comments.csv",
        lambda text: text.replace("It was", "It\x92s"),
        ("comments.csv, line 2", "lost in conversion"),
    ),
    (
        "a letter cut off at the end",
        "comments.csv",
        lambda text: text.encode() + b"C-3,P-01,after,group-comment,caf\xc3",
        ("comments.csv, line 4", "not UTF-8"),
    ),
    (
        "half of a surrogate pair",
        "comments.csv",
        lambda text: text.encode() + b"C-3,P-01,after,group-comment,\xed\xa0\x80\n",
        ("comments.csv, line 4", "not UTF-8"),
    ),
    (
        "a letter written too long",
        "comments.csv",
        lambda text: text.encode() + b"C-3,P-01,after,group-comment,\xc0\xaf\n",
        ("comments.csv, line 4", "not UTF-8"),
    ),
    ("an empty file", "people.csv", lambda _: b"", ("people.csv", "the file is empty", "Send the file again")),
    ("blank lines alone", "people.csv", lambda _: b"\xef\xbb\xbf\r\n\r\n", ("the file is empty",)),
    (
        "a header in another encoding",
        "people.csv",
        lambda text: b"\xe9" + text.encode(),
        ("people.csv, line 1", "not UTF-8"),
    ),
]
KINDS = [
    ("a web page", lambda _: "<!DOCTYPE html><html><table><tr><td>person_id</td></tr></table></html>", "a web page"),
    ("a web page that Excel wrote", lambda _: '<html xmlns:x="urn:schemas-microsoft-com:office:excel">', "a web page"),
    ("XML of Excel 2003", lambda _: '<?xml version="1.0"?><Workbook/>', "a web page"),
    ("JSON", lambda _: '[{"person_id": "P-01", "role": "mother"}]', "the file is JSON"),
    ("a PDF", lambda _: b"%PDF-1.7\n1 0 obj", "a PDF"),
    ("a picture", lambda _: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture (PNG)"),
    ("a gzip archive", lambda text: gzip.compress(text.encode()), "a gzip archive"),
    ("a zip archive", lambda text: archive(people_dot_csv=text), "the file is a zip archive"),
    ("an old Excel file", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "an old Excel file"),
    ("a document of a word processor", lambda _: b"{\\rtf1\\ansi people", "a word-processor document"),
    ("a mail", lambda _: "From: somebody\nSubject: the data\n\nsee attached\n", "people.csv"),
    ("a table of a document", lambda text: text.replace(",", " | "), "divided by '|'"),
    ("pipes", lambda text: text.replace(",", "|"), "divided by '|'"),
    ("columns of fixed width", lambda text: text.replace(",", "    "), "divided by blanks"),
    (
        "semicolons under a header with commas",
        lambda text: "".join([lines_of(text)[0], *(line.replace(",", ";") for line in lines_of(text)[1:])]),
        "found 1 cell. Allowed: 9 cells",
    ),
    ("a header alone with commas in quotes", lambda text: '"' + text.split("\n")[0] + '"\n', "in quotation marks"),
    (
        "every line quoted as one cell",
        lambda text: "".join(f'"{line}"\n' for line in text.splitlines()),
        "in quotation marks",
    ),
]
STRUCTURE = [
    (
        "a cell too many",
        "people.csv",
        lambda text: with_line(text, 3, lines_of(text)[2].strip() + ",x"),
        ("people.csv, line 3", "found 10 cells", "Allowed: 9 cells"),
    ),
    (
        "a comma in a comment that is not quoted",
        "comments.csv",
        lambda text: text.replace("friendly", "kind, friendly"),
        ("comments.csv, line 2", "found 6 cells", "Quote cells that hold the delimiter"),
    ),
    (
        "a cell too few",
        "people.csv",
        lambda text: with_line(text, 3, "P-02,F-02,father"),
        ("people.csv, line 3", "found 3 cells", "9 cells"),
    ),
    ("the last line cut off", "phq-9.csv", lambda text: text[:-12], ("phq-9.csv, line 6", "found 7 cells", "12 cells")),
    (
        "the last line cut off within a date",
        "phq-9.csv",
        lambda text: text[: text.rindex("2025-11-21") + 8],
        ("phq-9.csv, line 6", "found 3 cells"),
    ),
    (
        "a decimal comma in a line with commas",
        "asq-se-2.csv",
        lambda text: text.replace("12.5", "12,5"),
        ("asq-se-2.csv, line 3", "found 6 cells", "5 cells"),
    ),
    (
        "a quotation mark that is never closed",
        "comments.csv",
        lambda text: text.replace("It was", '"It was'),
        ("comments.csv, line 2", "opened and never closed"),
    ),
    (
        "a quotation mark within a cell",
        "comments.csv",
        lambda text: text.replace("It was", '"It" was'),
        ("comments.csv, line 2", "where none can be"),
    ),
    (
        "a line break in a cell that is not quoted",
        "comments.csv",
        lambda text: text.replace("friendly", "\nfriendly"),
        ("comments.csv, line 3", "found 1 cell"),
    ),
    (
        "a line without end",
        "comments.csv",
        lambda text: text + "x" * 1_100_000,
        ("comments.csv, line 4", "longer than"),
    ),
    (
        "a cell without end",
        "comments.csv",
        lambda text: text + 'C-3,P-01,after,group-comment,"' + "so\n" * 50_000 + '"\n',
        ("comments.csv", "a cell longer than"),
    ),
    (
        "too many columns",
        "people.csv",
        lambda _: ",".join(f"c{n}" for n in range(2500)) + "\n",
        ("people.csv, line 1", "found 2500 columns", "at most 2000"),
    ),
    (
        "a header twice",
        "people.csv",
        lambda text: text.replace("consented", "role", 1),
        ("'role'", "same header twice"),
    ),
    (
        "a header twice but for capitals",
        "people.csv",
        lambda text: text.replace("consented", "Role", 1),
        ("'Role'", "Did you mean role?"),
    ),
    (
        "a filled column without a header",
        "people.csv",
        lambda text: text.replace("consented", "", 1),
        ("column 5 holds values and has no header", "a header on every filled column"),
    ),
    (
        "a required column missing",
        "people.csv",
        lambda text: text.replace(",role", ",job", 1),
        ("column role: the column is missing", "'job'", "no row may leave it empty"),
    ),
    (
        "a header misspelt",
        "people.csv",
        lambda text: text.replace("person_id", "Person ID", 1),
        ("'Person ID'", "Did you mean person_id?"),
    ),
    (
        "a header with an invisible character",
        "people.csv",
        lambda text: text.replace("person_id", "person\u200b_id", 1),
        ("no such column", "Did you mean person_id?"),
    ),
    (
        "a header in letters of another alphabet",
        "people.csv",
        lambda text: text.replace("role", "r\u043ele", 1),
        ("no such column", "role"),
    ),
    ("two byte order marks", "people.csv", lambda text: "\ufeff\ufeff" + text, ("no such column", "person_id")),
    (
        "an item that the questionnaire has not",
        "phq-9.csv",
        lambda text: text.replace("self-harm", "q10", 1),
        ("'q10'", "Allowed: person_id, time_point", "self-harm"),
    ),
    (
        "no header at all",
        "people.csv",
        lambda text: text.split("\n", 1)[1],
        ("none of the headers that are known", "person_id, family_id, role"),
    ),
    (
        "a column of row numbers without a header",
        "people.csv",
        lambda text: "".join(f"{number if number else ''},{line}" for number, line in enumerate(lines_of(text))),
        ("column 1 holds values and has no header",),
    ),
    (
        "a line of title",
        "people.csv",
        lambda text: "Returns of the autumn term\n" + text,
        ("people.csv, line 1", "looks like a title", "rows_above"),
    ),
    (
        "a line of title as wide as the table",
        "people.csv",
        lambda text: "Returns of the autumn,,,,,,,,\n" + text,
        ("people.csv, line 2", "the headers stand here", "rows_above"),
    ),
    (
        "a second header below the first",
        "phq-9.csv",
        lambda text: with_line_before(
            text, 2, "Who,When,Day,Interest,Mood,Sleep,Energy,Appetite,Worth,Focus,Moving,Harm"
        ),
        ("phq-9.csv, line 2, column time_point", "found 'When'"),
    ),
    (
        "the headers again in the middle",
        "people.csv",
        lambda text: with_line_before(text, 4, lines_of(text)[0].strip()),
        ("people.csv, line 4", "headers a second time"),
    ),
    (
        "the headers again in a table of words",
        "comments.csv",
        lambda text: text + lines_of(text)[0],
        ("comments.csv, line 4", "headers a second time"),
    ),
    (
        "a row of totals at the bottom",
        "phq-9.csv",
        lambda text: text + "Total,,,4,6,3,2,6,4,4,2,1\n",
        ("phq-9.csv, line 7, column person_id", "a word for a sum", "rows of totals"),
    ),
    (
        "a row of means that looks complete",
        "asq-se-2.csv",
        lambda text: text + "Mean,before,,,23.8\n",
        ("asq-se-2.csv, line 5, column person_id", "a word for a sum"),
    ),
    (
        "a row of a subtotal",
        "attendance.csv",
        lambda text: text + "Subtotal,P-01,attended,150\n",
        ("attendance.csv, line 5, column session_id", "a word for a sum"),
    ),
    (
        "a note below the table",
        "people.csv",
        lambda text: text + "Source: our own register\n",
        ("people.csv, line 6", "found 1 cell"),
    ),
    (
        "a second table below the first",
        "people.csv",
        lambda text: (
            text + "\nsession_id,kind,number,held_on,delivered,a,b,c,d\nS-9,group-session,9,2025-10-01,yes,,,,\n"
        ),
        ("people.csv, line 7", "people.csv, line 8"),
    ),
    ("a table turned round", "people.csv", turned_round, ("the headers stand below each other", "people_in_columns")),
    (
        "an export of Qualtrics as it comes",
        "phq-9.csv",
        lambda _: (
            'StartDate,ResponseId,Q1\nStart Date,Response ID,Over two weeks\n"{""ImportId"":""startDate""}",'
            '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n2025-09-01 10:00:00,R_1,2\n'
        ),
        ("looks like an export of Qualtrics", "three header rows", "earlyeval map"),
    ),
    (
        "an export of REDCap as it comes",
        "phq-9.csv",
        lambda _: "record_id,redcap_event_name,phq1,phq_complete\n1,before_arm_1,2,2\n",
        ("looks like an export of REDCap", "earlyeval map"),
    ),
    (
        "the answers of a form in words as headers",
        "phq-9.csv",
        lambda _: "Timestamp,How often did it trouble you?\n2025-09-01 10:00:00,Several days\n",
        ("none of the headers that are known", "earlyeval map FILE"),
    ),
    (
        "no answers in a sheet of answers",
        "phq-9.csv",
        lambda _: "person_id,time_point\nP-01,before\n",
        ("found no column of phq-9", "interest"),
    ),
    (
        "items of a licensed questionnaire",
        "asq-se-2.csv",
        lambda _: "person_id,time_point,q1,q2\nP-01,before,1,2\n",
        ("is licensed", "totals are read, never its items"),
    ),
]


@pytest.mark.parametrize(("about", "file", "change", "words"), [*ENCODING, *STRUCTURE],
                         ids=[row[0] for row in [*ENCODING, *STRUCTURE]])  # fmt: skip
def test_a_damaged_file_is_refused(refused, clean, about, file, change, words):
    refused({file: change(clean[file])}, file, *words)


@pytest.mark.parametrize(("about", "change", "words"), KINDS, ids=[row[0] for row in KINDS])
def test_a_file_that_is_something_else_is_refused(refused, clean, about, change, words):
    refused({"people.csv": change(clean["people.csv"])}, "people.csv", words)
