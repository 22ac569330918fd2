"""Rows that contradict each other: the same person twice, a form twice, sessions and sites that nobody declared."""

import pytest

pytestmark = pytest.mark.spec

# about, file, lines added at its end, words of the refusal
TWICE = [
    ("the same person twice", "people.csv", "P-01,F-01,mother,north,yes,2025-09-01,2025-11-20,completed,first\n",
     ("people.csv, line 6", "the same person_id as in line 2", "Keep the right one")),
    ("the same person with another role", "people.csv", "P-01,F-01,father,north,yes,2025-09-01,,,\n",
     ("people.csv, line 6", "the same person_id as in line 2")),
    ("a form twice", "phq-9.csv", "P-01,before,2025-09-02,1,1,1,0,2,2,1,1,0\n",
     ("phq-9.csv, line 7", "the same person_id and time_point as in line 2")),
    ("a form twice with other answers", "phq-9.csv", "P-01,after,2025-11-28,0,0,0,0,0,0,0,0,0\n",
     ("phq-9.csv, line 7", "as in line 5")),
    ("a total twice", "asq-se-2.csv", "P-01,before,2025-09-02,6-month,40\n",
     ("asq-se-2.csv, line 5", "the same person_id and time_point as in line 2")),
    ("somebody at one session twice", "attendance.csv", "S-1,P-01,absent,\n",
     ("attendance.csv, line 5", "the same session_id, person_id as in line 2")),
    ("a session twice", "sessions.csv", "S-1,group-session,4,2025-09-30,north,yes,90\n",
     ("sessions.csv, line 5", "the same session_id as in line 2")),
    ("a comment twice", "comments.csv", "C-1,P-02,after,group-comment,Something else\n",
     ("comments.csv, line 4", "the same comment_id as in line 2")),
    ("ended before the start", "people.csv", "P-05,F-05,mother,north,yes,2025-09-09,2025-09-01,moved,first\n",
     ("people.csv, line 6, column ended_on", "an end before the beginning")),
    ("a session that nobody declared", "attendance.csv", "S-77,P-01,attended,90\n",
     ("attendance.csv, line 5, column session_id", "a value that is not in sessions", "Add the row to sessions")),
    ("nobody", "people.csv", ",F-05,mother,north,yes,,,,\n",
     ("people.csv, line 6, column person_id", "found an empty cell, where a value is needed")),
    ("a role that is not known", "people.csv", "P-05,F-05,nk,north,yes,,,,\n",
     ("people.csv, line 6, column role", "found nk, where a value is needed")),
]  # fmt: skip

# Files beside the clean delivery that nobody can choose between, or that carry nearly the right name.
NAMES = [
    ("the same table as CSV and as text", {"people.txt": "person_id,role\nP-01,mother\n"}, "also arrived as"),
    ("a form twice in two files", {"phq-9--again.csv": "person_id,time_point,interest\nP-01,before,1\n"},
     "phq-9--again.csv"),
    ("a copy that Windows made", {"people - Copy.csv": "person_id,role\nP-09,mother\n"}, "nearly the name of people"),
    ("a second download", {"attendance (1).csv": "session_id,person_id,status\n"}, "nearly the name of attendance"),
    ("a later version", {"sessions_v2.csv": "session_id,kind,delivered\n"}, "nearly the name of sessions"),
    ("a misspelt table", {"attendence.csv": "session_id,person_id,status\n"}, "nearly the name of attendance"),
    ("an instrument without its hyphen", {"phq9.csv": "person_id,time_point,interest\n"}, "nearly the name of phq-9"),
    ("an instrument and a wave", {"PHQ-9 follow up.csv": "person_id\n"}, "nearly the name of phq-9"),
    ("an instrument with underscores and capitals", {"Phq_9_baseline.tsv": "person_id\n"}, "nearly the name of phq-9"),
    ("a table in a format that is not read", {"referrals.ods": b"PK\x03\x04"}, "the format is not read"),
    ("an old Excel file by its name", {"referrals.xls": b"\xd0\xcf\x11\xe0"}, "the format is not read"),
    ("a file of Numbers", {"referrals.numbers": b"PK\x03\x04"}, "the format is not read"),
    ("a document", {"referrals.docx": b"PK\x03\x04"}, "the format is not read"),
    ("a picture of a list", {"referrals.jpg": b"\xff\xd8\xff"}, "the format is not read"),
]  # fmt: skip


@pytest.mark.parametrize(("about", "file", "line", "words"), TWICE, ids=[row[0] for row in TWICE])
def test_rows_that_contradict_others_are_refused(refused, clean, about, file, line, words):
    refused({file: clean[file] + line}, *words)


@pytest.mark.parametrize(("about", "files", "words"), NAMES, ids=[row[0] for row in NAMES])
def test_files_that_may_be_meant_are_never_left_out_in_silence(refused, about, files, words):
    refused(files, *files, words)


def test_what_points_into_a_file_that_cannot_be_read_is_not_blamed(refused, clean):
    said = refused(
        {"sessions.csv": clean["sessions.csv"].replace("S-3,group-session,", "S-3,")}, "sessions.csv, line 4"
    )
    assert len(said.problems) == 1, "attendance is not to blame for sessions that could not be read"
    said = refused({"people.csv": b""}, "the file is empty")
    assert "does not hold" not in said.text
    assert "No list of people" not in said.text


def test_a_link_to_nowhere_and_a_folder_in_place_of_a_file(site, clean):
    site.send({name: text for name, text in clean.items() if name != "sessions.csv"})
    folder = site.root / "raw/riverside/parent-group"
    (folder / "sessions.csv").symlink_to(folder / "nowhere.csv")
    said = site.check_as_it_lies()
    assert said.code == 3
    assert "sessions.csv: the link leads nowhere, or the file may not be read" in said.text
