"""One cell of a valid delivery is changed: it is refused with its place, what was found and what is allowed."""

import pytest

pytestmark = pytest.mark.spec

ANSWER = ("phq-9.csv", 2, "interest")
TOTAL = ("asq-se-2.csv", 3, "total")
MINUTES = ("attendance.csv", 3, "minutes")
DAY = ("people.csv", 2, "started_on")
WHOLE = "whole numbers from 0 to 3"

# about, file, line, column, what is typed instead, words of the message
VALUES = [
    ("one above the range", *ANSWER, "4", "found '4'", WHOLE),
    ("coded from 1 instead of 0", *ANSWER, "5", "found '5'", WHOLE),
    ("a negative answer", *ANSWER, "-1", "found '-1'", WHOLE),
    ("99 for missing", *ANSWER, "99", "found '99'", "blank, na, nk, refused or not_asked"),
    ("-9 for missing", *ANSWER, "-9", "found '-9'", "blank, na, nk, refused or not_asked"),
    ("half a point", *ANSWER, "1.5", "found '1.5'", WHOLE),
    ("a decimal comma", *ANSWER, '"1,5"', "found '1,5'", WHOLE),
    ("a half as a sign", *ANSWER, "1½", "found", WHOLE),
    ("a fraction", *ANSWER, "1/2", "found '1/2'", WHOLE),
    ("a range", *ANSWER, "2-3", "found '2-3'", "one answer"),
    ("two answers in words", *ANSWER, "2 or 3", "found '2 or 3'", "one answer"),
    ("two answers ticked", *ANSWER, "1;2", "found '1;2'", "one answer"),
    ("two answers with a slash", *ANSWER, "1/2/3", "found", WHOLE),
    ("two answers and a word", *ANSWER, "1 & 2", "found '1 & 2'", WHOLE),
    ("about", *ANSWER, "~2", "found '~2'", WHOLE),
    ("more than", *ANSWER, ">2", "found '>2'", WHOLE),
    ("with a star", *ANSWER, "2*", "found '2*'", WHOLE),
    ("with a question mark", *ANSWER, "2?", "found '2?'", WHOLE),
    ("in brackets", *ANSWER, "(2)", "found '(2)'", WHOLE),
    ("with its label", *ANSWER, "2 = often", "found", WHOLE),
    ("a tick", *ANSWER, "✓", "a tick", "number of the answer"),
    ("a cross", *ANSWER, "x", "found 'x'", WHOLE),
    ("a mark in a box", *ANSWER, "☒", "a tick", WHOLE),
    ("a letter O for nought", *ANSWER, "O", "letter O", "digit 0"),
    ("a letter l for one", *ANSWER, "l", "letter l", "digit 1"),
    ("a letter I for one", *ANSWER, "I", "letter I", "digit 1"),
    ("a word for a number", *ANSWER, "two", "found 'two'", "digits"),
    ("Roman", *ANSWER, "II", "found 'II'", WHOLE),
    ("Arabic digits", *ANSWER, "٢", "other digits", "0 to 9"),
    ("full-width digits", *ANSWER, "２", "other digits", "0 to 9"),
    ("a raised digit", *ANSWER, "2²", "found", WHOLE),
    ("an encircled digit", *ANSWER, "②", "other digits", "0 to 9"),
    ("a minus that is no hyphen", *ANSWER, "−1", "minus", WHOLE),
    ("a dash for nothing", *ANSWER, "-", "found '-'", "leave it blank"),
    ("a long dash for nothing", *ANSWER, "–", "found", "leave it blank"),
    ("a full stop for nothing", *ANSWER, ".", "found '.'", "leave it blank"),
    ("a question mark for nothing", *ANSWER, "?", "found '?'", "leave it blank"),
    ("N/A", *ANSWER, "N/A", "found 'N/A'", "na, nk, refused or not_asked"),
    ("n/a", *ANSWER, "n/a", "found 'n/a'", "na, nk, refused or not_asked"),
    ("NA in capitals", *ANSWER, "NA", "found 'NA'", "na, nk, refused or not_asked"),
    ("none", *ANSWER, "none", "found 'none'", "leave it blank"),
    ("missing", *ANSWER, "missing", "found 'missing'", "leave it blank"),
    ("not answered", *ANSWER, "not answered", "found", "leave it blank"),
    ("NULL", *ANSWER, "NULL", "found 'NULL'", "leave it blank"),
    ("nan", *ANSWER, "nan", "found 'nan'", "leave it blank"),
    ("infinity", *ANSWER, "inf", "found 'inf'", WHOLE),
    ("an exponent", *ANSWER, "1e0", "found '1e0'", WHOLE),
    ("hexadecimal", *ANSWER, "0x1", "found '0x1'", WHOLE),
    ("an underscore", *ANSWER, "0_1", "found '0_1'", WHOLE),
    ("true", *ANSWER, "TRUE", "found 'TRUE'", WHOLE),
    ("yes", *ANSWER, "yes", "found 'yes'", WHOLE),
    ("a cell error", *ANSWER, "#REF!", "found '#REF!'", "error of a spreadsheet"),
    ("a value error", *ANSWER, "#VALUE!", "found '#VALUE!'", "error of a spreadsheet"),
    ("hashes of a narrow column", *ANSWER, "####", "found '####'", WHOLE),
    ("a zero-width space within", *ANSWER, "1\u200b", "invisible", WHOLE),
    ("a soft hyphen", *ANSWER, "\u00ad1", "invisible", WHOLE),
    ("a number without end", *ANSWER, "9" * 400, "…'", WHOLE),
    ("a percentage", *TOTAL, "35%", "found '35%'", "percent"),
    ("a thousands comma", *TOTAL, '"1,200"', "found '1,200'", "numbers from 0 to 540"),
    ("a thousands blank", *TOTAL, "1 200", "found '1 200'", "numbers from 0 to 540"),
    ("a decimal comma in a total", *TOTAL, '"12,5"', "found '12,5'", "decimal point"),
    ("two decimal points", *TOTAL, "12.5.1", "found a date", "numbers from 0 to 540"),
    ("a unit", *TOTAL, "35 points", "found '35 points'", "numbers from 0 to 540"),
    ("out of how many", *TOTAL, "35/60", "found '35/60'", "numbers from 0 to 540"),
    ("a total above the range", *TOTAL, "541", "found '541'", "numbers from 0 to 540"),
    ("a negative total", *TOTAL, "-1", "found '-1'", "numbers from 0 to 540"),
    ("hours and minutes", *MINUTES, "1:30", "found '1:30'", "numbers from 0 to 600"),
    ("hours in words", *MINUTES, "1h30", "found '1h30'", "numbers from 0 to 600"),
    ("minutes beyond a day", *MINUTES, "5000", "found '5000'", "numbers from 0 to 600"),
    ("a letter in a count", "sessions.csv", 2, "number", "1st", "found '1st'", "whole numbers from 1"),
    ("session nought", "sessions.csv", 2, "number", "0", "found '0'", "whole numbers from 1"),
    ("an unknown role", "people.csv", 2, "role", "mum", "found 'mum'", "mother, father"),
    ("a role in capitals", "people.csv", 2, "role", "Mother", "found 'Mother'", "Did you mean mother?"),
    ("a role with a plural", "people.csv", 2, "role", "mothers", "Did you mean mother?"),
    ("a role in other letters", "people.csv", 2, "role", "mоther", "letters of another alphabet", "mother"),
    ("an unknown cluster", "people.csv", 2, "cluster", "norht", "found 'norht'", "Did you mean north?"),
    ("a cluster of another place", "people.csv", 2, "cluster", "tooting", "found 'tooting'", "north, south"),
    ("an unknown time point", "phq-9.csv", 2, "time_point", "baseline", "found 'baseline'", "before, after"),
    ("a time point misspelt", "phq-9.csv", 2, "time_point", "befor", "Did you mean before?"),
    ("a time point as a number", "phq-9.csv", 2, "time_point", "1", "found '1'", "before, after"),
    ("no time point", "phq-9.csv", 2, "time_point", "", "empty cell", "before, after"),
    ("an unknown end", "people.csv", 2, "end_status", "stopped", "found 'stopped'", "completed, disengaged"),
    ("y for yes", "people.csv", 2, "consented", "y", "found 'y'", "yes, no"),
    ("1 for yes", "people.csv", 2, "consented", "1", "found '1'", "yes, no"),
    ("Yes with a capital", "people.csv", 2, "consented", "Yes", "found 'Yes'", "yes, no"),
    ("a status that is none", "attendance.csv", 2, "status", "present", "found 'present'", "attended, late"),
    ("an age form that nobody declared", "asq-se-2.csv", 2, "form", "7-month", "found '7-month'", "6-month"),
    ("an age in words", "asq-se-2.csv", 2, "form", "six months", "not repeated", "lower case"),
    ("an unknown characteristic", "people.csv", 2, "parity", "3", "found '3'", "first, later"),
    ("an unknown session", "attendance.csv", 2, "session_id", "S-9", "a value that is not in sessions"),
    ("a session in small letters", "attendance.csv", 2, "session_id", "s-1", "a value that is not in sessions"),
    ("an unknown kind of session", "sessions.csv", 2, "kind", "group", "found 'group'", "group-session"),
    ("a question with blanks", "comments.csv", 2, "question", "What was good?", "without blanks"),
    ("a comment that is blank", "comments.csv", 2, "comment", "", "empty cell"),
]
DATES = [
    ("day first", "01/09/2025", "year-month-day"),
    ("month first", "09/31/2025", "year-month-day"),
    ("with points", "1.9.2025", "year-month-day"),
    ("two-digit year", "01/09/25", "year-month-day"),
    ("two-digit year first", "25-09-01", "year-month-day"),
    ("in words", "1 September 2025", "year-month-day"),
    ("a month's short name", "01-Sep-25", "year-month-day"),
    ("slashes", "2025/09/01", "year-month-day"),
    ("no marks", "20250901", "year-month-day"),
    ("a day without its nought", "2025-9-1", "year-month-day"),
    ("a month only", "2025-09", "year-month-day"),
    ("a year only", "2025", "year-month-day"),
    ("the number of a day in a spreadsheet", "45901", "number of a day"),
    ("the seconds of a computer", "1756684800", "year-month-day"),
    ("29 February in no leap year", "2025-02-29", "no calendar"),
    ("31 June", "2025-06-31", "no calendar"),
    ("month 13", "2025-13-01", "no calendar"),
    ("day nought", "2025-09-00", "no calendar"),
    ("year nought", "0000-00-00", "no calendar"),
    ("a year with five digits", "20255-09-01", "year-month-day"),
    ("the first day of Excel", "1900-01-01", "1990 to 2100"),
    ("the first day of Unix", "1970-01-01", "1990 to 2100"),
    ("a century too early", "1925-09-01", "1990 to 2100"),
    ("a century too late", "2125-09-01", "1990 to 2100"),
    ("with a time zone", "2025-09-01T00:00:00Z", "year-month-day"),
    ("with an offset", "2025-09-01T23:30:00+01:00", "year-month-day"),
    ("with an hour that is none", "2025-09-01 27:00", "year-month-day"),
    ("with full-width digits", "２０２５-09-01", "year-month-day"),
    ("with a minus that is no hyphen", "2025−09−01", "year-month-day"),
    ("soon", "soon", "year-month-day"),
    ("a question mark", "?", "year-month-day"),
    ("a date and a word", "2025-09-01 approx", "year-month-day"),
    ("two dates", "2025-09-01/02", "year-month-day"),
]


@pytest.fixture
def typed(clean):
    """Return the delivery's file with one cell typed over; lines are counted as an editor counts them."""

    def type_over(file: str, line: int, column: str, cell: str) -> str:
        lines = clean[file].splitlines()
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = cell
        lines[line - 1] = ",".join(cells)
        return "\n".join(lines) + "\n"

    return type_over


@pytest.mark.parametrize(("about", "file", "line", "column", "cell", "words"),
                         [(*row[:5], row[5:]) for row in VALUES], ids=[row[0] for row in VALUES])  # fmt: skip
def test_a_cell_that_cannot_be_is_refused(refused, typed, about, file, line, column, cell, words):
    said = refused({file: typed(file, line, column, cell)}, f"{file}, line {line}, column {column}: ", *words)
    assert len(said.problems) == 1


@pytest.mark.parametrize(("about", "cell", "words"), DATES, ids=[row[0] for row in DATES])
def test_a_date_that_cannot_be_is_refused_and_never_repeated(refused, typed, about, cell, words):
    said = refused({DAY[0]: typed(*DAY, cell)}, "people.csv, line 2, column started_on: ", words)
    assert len(cell) < 4 or cell not in said.text.replace("2024-03-31", "")
    assert len(said.problems) == 1
