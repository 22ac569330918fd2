"""What tells who somebody is, and what would run in a spreadsheet, is refused at the door and never repeated."""

import pytest

pytestmark = pytest.mark.spec

PEOPLE = "person_id,role\nP-01,mother\n"

# about, what stands in place of an id, what the message calls it
IDS = [
    ("an e-mail address", "jo.bloggs@example.org", "an e-mail address"),
    ("an e-mail address with a name", "Jo <jo.bloggs@example.org>", "an e-mail address"),
    ("an NHS number", "9434765919", "an NHS number"),
    ("an NHS number in groups", "943 476 5919", "an NHS number"),
    ("an NHS number with hyphens", "943-476-5919", "an NHS number"),
    ("an NHS number that is named", "NHS no. 943 476 5919", "an NHS number"),
    ("a postcode", "SW18 2PU", "a postcode"),
    ("a postcode in small letters", "sw182pu", "a postcode"),
    ("a mobile telephone", "07700 900123", "a telephone number"),
    ("a mobile telephone from abroad", "+44 7700 900123", "a telephone number"),
    ("a mobile telephone in one", "07700900123", "a telephone number"),
    ("a landline", "020 7946 0123", "a telephone number"),
    ("a landline with brackets", "(0113) 496 0123", "a telephone number"),
    ("a National Insurance number", "AB123456C", "a National Insurance number"),
    ("the National Insurance number of the leaflets", "QQ123456C", "a National Insurance number"),
    ("a National Insurance number in groups", "AB 12 34 56 C", "a National Insurance number"),
    ("a name", "Jo Bloggs", "a name"),
    ("a name in small letters", "jo bloggs", "a name"),
    ("a name with the surname first", '"Bloggs, Jo"', "a name"),
    ("a name with an initial", "J. Bloggs", "a name"),
    ("a surname and an initial", "Bloggs J", "a name"),
    ("a name with a hyphen", "Anne-Marie O'Neill", "a name"),
    ("a name in another alphabet", "Оля Иванова", "a name"),
    ("a date of birth", "2021-03-04", "a date"),
    ("a date of birth day first", "04/03/2021", "a date"),
    ("a date of birth in words", "4 March 2021", "a date"),
    ("a date of birth, short", "4-Mar-21", "a date"),
    ("a date and a time", "2021-03-04 00:00:00", "a date"),
]

# about, what stands in place of an id, words of the message
NO_IDS = [
    ("a formula", "=1+1", "as a formula does"),
    ("a formula that calls", "@SUM(A1)", "as a formula does"),
    ("a formula with a plus", "+A1", "as a formula does"),
    ("a formula with a minus", "-A1", "as a formula does"),
    ("a command", "\"=cmd|' /C calc'!A0\"", "as a formula does"),
    ("a link", '"=HYPERLINK(""http://x.test"",""y"")"', "as a formula does"),
    ("text that Excel was told to keep", '="007"', "as a formula does"),
    ("an apostrophe before", "'007", "a mark that a spreadsheet left"),
    ("a zero-width letter", "P\u200b-05", "invisible character"),
    ("turned text", "P\u202e50-", "invisible character"),
    ("a soft hyphen", "P\u00ad05", "invisible character"),
    ("a line break", '"P\n05"', "invisible character"),
    ("a tab", '"P\t05"', "invisible character"),
    ("a letter of another alphabet", "\u0420-05", "another alphabet"),
    ("full-width letters", "\uff30-05", "another alphabet, or of another width"),
    ("shortened by a spreadsheet", "1.23457E+12", "shortened to a power of ten"),
    ("shortened and written small", "1.23457e+12", "shortened to a power of ten"),
    ("a question mark", "?", "signs alone"),
    ("a dash", "–", "signs alone"),
    ("an error of a cell", "#N/A", "an error of a spreadsheet"),
    ("an id without end", "x" * 65, "65 characters"),
    ("what a workbook makes of a line break", "P_x000D_05", "a mark that a spreadsheet left"),
    ("what a web page makes of a sign", "P&amp;05", "a mark that a spreadsheet left"),
]

# about, file, line, column, what stands there, words of the message
ELSEWHERE = [
    ("an e-mail address as a family", "people.csv", 2, "family_id", "jo@example.org", "an e-mail address"),
    ("an NHS number as an answer", "phq-9.csv", 2, "interest", "9434765919", "an NHS number, which is not repeated"),
    ("a name as a code", "people.csv", 2, "role", "Jo Bloggs", "words that may be a name, which are not repeated"),
    ("a sentence as a code", "people.csv", 2, "role", "the mother of two boys", "free text, which is not repeated"),
    ("a telephone as a number of minutes", "attendance.csv", 2, "minutes", "07700 900123", "a telephone number"),
    ("an e-mail address in a comment", "comments.csv", 2, "comment", "Write to jo@example.org please", "an e-mail"),
    ("a telephone number in a comment", "comments.csv", 2, "comment", "Ring 07700 900 123 after six", "a telephone"),
    ("a landline in a comment", "comments.csv", 2, "comment", "Ring 020 7946 0123 after six", "a telephone number"),
    ("a postcode in a comment", "comments.csv", 2, "comment", "We live at SW11 3AB now", "a postcode"),
    ("an NHS number in a comment", "comments.csv", 2, "comment", "Her number is 943 476 5919", "an NHS number"),
    ("an insurance number in a comment", "comments.csv", 2, "comment", "It is AB 12 34 56 C", "a National Insurance"),
    ("a birth date in a comment", "comments.csv", 2, "comment", "She was born on 4/3/2021 at home", "a date of birth"),
    ("a name in a comment", "comments.csv", 2, "comment", "I told Sarah Jenkins about it", "a name"),
    ("a title and a name in a comment", "comments.csv", 2, "comment", "I told Mrs Jenkins about it", "a name"),
    ("an error of a cell as a comment", "comments.csv", 2, "comment", "#VALUE!", "an error of a spreadsheet"),
    ("a formula as a code", "people.csv", 2, "role", "=mother", "found '=mother'"),
    ("a formula as a date", "people.csv", 2, "started_on", "=TODAY()", "year-month-day"),
    ("a script as a code", "people.csv", 2, "role", "<script>alert(1)</script>", "found '<script>alert(1)</s…'"),
    ("a formula as a number", "phq-9.csv", 2, "interest", "=1", "found '=1'"),
]


def bare(cell):
    return cell.strip('"').replace('""', '"')


@pytest.mark.parametrize(("about", "cell", "words"), IDS, ids=[row[0] for row in IDS])
def test_what_tells_who_somebody_is_is_no_id(refused, clean, about, cell, words):
    people = clean["people.csv"] + f"{cell},,mother,,,,,,\n"
    said = refused({"people.csv": people}, "people.csv, line 6, column person_id: found what looks like", words)
    assert "Send a pseudonym made by the site" in said.text
    assert bare(cell) not in said.text


@pytest.mark.parametrize(("about", "cell", "words"), NO_IDS, ids=[row[0] for row in NO_IDS])
def test_what_a_spreadsheet_made_of_an_id_is_refused(refused, clean, about, cell, words):
    said = refused({"people.csv": clean["people.csv"] + f"{cell},,mother,,,,,,\n"}, "people.csv, line 6", words)
    assert len(cell) < 3 or cell == "#N/A" or bare(cell) not in said.text


@pytest.mark.parametrize(("about", "file", "line", "column", "cell", "words"), ELSEWHERE,
                         ids=[row[0] for row in ELSEWHERE])  # fmt: skip
def test_personal_details_and_formulas_anywhere(refused, typed, about, file, line, column, cell, words):
    said = refused({file: typed(file, line, column, cell)}, f"{file}, line {line}, column {column}: ", words)
    if "found '" not in words:
        assert cell not in said.text or cell == "#VALUE!"


# What is ordinary must pass: a door that is always shut is walked round.
ORDINARY = [
    "An earlier hour would help us, Monday at 10 or 11.", "It costs 5 or 6 pounds a week.", "We came 12 times in 2025.",
    "The Health Visitor was kind.", "Baby Steps helped me.", "My 2 year old loved it.", "10/10!", "Yes - and no.",
    "I read it on p. 12.", "=)", "Children's Centre, room 3B", "It was 1234567890 times better.",
]  # fmt: skip


@pytest.mark.parametrize("comment", ORDINARY)
def test_ordinary_comments_pass(site, clean, comment):
    said = site.check(clean | {"comments.csv": clean["comments.csv"] + f'C-3,P-01,after,group-comment,"{comment}"\n'})
    assert said.code == 0, said.text


@pytest.mark.parametrize(
    "pseudonym",
    ["007", "1e5", "NA", "1.0", "P-07", "p 7", "a1b2", "TB-2024-007", "0012345678", "1234567890", "x", "Familie-ß-1",
     "550e8400-e29b-41d4-a716-446655440000", "NULL", "None", "S1.2", "Ä7"],
)  # fmt: skip
def test_pseudonyms_of_any_form_pass(site, clean, pseudonym):
    said = site.check(clean | {"people.csv": clean["people.csv"] + f"{pseudonym},,mother,,,,,,\n"})
    assert said.code == 0, said.text


NAMED = [
    ("a name", "phq-9--Sarah Jenkins.csv", "Jenkins", "a name"),
    ("an NHS number", "phq-9--9434765919.csv", "9434765919", "an NHS number"),
    ("an e-mail address", "phq-9--jo@example.org.csv", "example.org", "an e-mail address"),
    ("a postcode", "phq-9--SW18 2PU.csv", "2PU", "a postcode"),
]


@pytest.mark.parametrize(("about", "file", "secret", "words"), NAMED, ids=[row[0] for row in NAMED])
def test_the_name_of_a_file_is_no_place_for_personal_details(refused, about, file, secret, words):
    said = refused(
        {file: "person_id,time_point,interest\nP-04,before,1\n"}, "holds what looks like", words, "Rename it"
    )
    assert secret not in said.text


def test_a_file_that_is_not_read_is_told_of_without_its_name(site, clean):
    said = site.check(clean | {"Sarah Jenkins diary.doc": "x", "notes.doc": "x"})
    assert said.code == 0
    assert "notes.doc: The file is not named after" in said.text
    assert "raw" not in said.text
    assert "Jenkins" not in said.text
    assert "/ file 1 by name, which is not repeated here: The file is not named after" in said.text


def test_headers_may_hold_data_and_are_then_not_repeated(refused, clean):
    said = refused({"people.csv": "Sarah Jenkins,mother,2021-03-04\nP-02,father,2021-03-05\n"}, "none of the headers")
    assert "Jenkins" not in said.text
    said = refused({"people.csv": clean["people.csv"].replace("consented", "Sarah Jenkins", 1)},
                   "column 5 has a header that may tell who somebody is")  # fmt: skip
    assert "Jenkins" not in said.text
