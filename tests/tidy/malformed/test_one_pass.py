"""One run tells everything that is wrong, by row, and of many things the first fifty and a count."""

import random
import re

import pytest

pytestmark = pytest.mark.spec

HEAD = "person_id,family_id,role,cluster,consented,started_on,ended_on,end_status,parity\n"
# Twelve defects of twelve kinds in one file, line by line, and what is said of each.
TWELVE = [
    ("Q-01,F-01,mum,north,yes,2025-09-01,,,first", "column role: found 'mum'"),
    ("Q-02,F-02,father,north,yes,01/09/2025,,,first", "column started_on: found a date that is not written as"),
    ("Q-03,F-03,mother,north,yes,2025-09-31,,,first", "column started_on: found a day that no calendar has"),
    ("Q-04,F-04,mother,north,yes,2025-09-04,2025-09-01,,first", "column ended_on: found an end before the beginning"),
    ("jo@example.org,F-05,mother,north,yes,2025-09-01,,,first", "column person_id: found what looks like an e-mail"),
    ("Q-06,F-06,mother,north,yes,2025-09-01,,first", ": found 8 cells. Allowed: 9 cells"),
    ("Q-07,F-07,mother,north,yes,2025-09-01,,\"completed,first", ": a quotation mark is opened and never closed"),
    ("Q-08,=1+1,mother,north,yes,2025-09-01,,,first", "column family_id: found an id that begins as a formula"),
    (",F-09,mother,north,yes,2025-09-01,,,first", "column person_id: found an empty cell, where a value is needed"),
    ("Q-10,F-10,mother,north,maybe,2025-09-01,,,first", "column consented: found 'maybe'"),
    (HEAD.strip(), ": found the headers a second time"),
    ("Q-01,F-12,mother,north,yes,2025-09-01,,,first", ": found the same person_id as in line 2"),
    ("Q-13,F-13,mother,caf\udce9,yes,2025-09-01,,,first", ": found a byte that is not UTF-8"),
    ("Q-14,F-14,mother,norht,yes,2025-09-01,,,first", "column cluster: found 'norht'"),
    ("Total,,,,,,,,", "column person_id: found a word for a sum"),
]  # fmt: skip


def file_of(lines):
    return (HEAD + "".join(line + "\n" for line in lines)).encode("utf-8", "surrogateescape")


def test_fifteen_defects_of_fifteen_kinds_in_one_file_come_out_in_one_pass_by_row(refused):
    said = refused({"people.csv": file_of(line for line, _ in TWELVE)})
    told = [line.strip() for line in said.problems]
    rows = [int(re.search(r"people.csv, line (\d+)", line).group(1)) for line in told]
    assert rows == sorted(rows)
    for number, (_, words) in enumerate(TWELVE, start=2):
        own = [line for line, row in zip(told, rows, strict=True) if row == number]
        assert any(words in line for line in own), (number, words, own)
    assert "2025" not in said.text
    assert "jo@" not in said.text


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_they_stand(refused, seed):
    lines = [line for line, _ in TWELVE]
    random.Random(seed).shuffle(lines)
    said = refused({"people.csv": file_of(lines)})
    kinds = [words for _, words in TWELVE if "same person_id" not in words]
    missing = [words for words in kinds if not any(words in line for line in said.problems)]
    assert missing == []
    assert "found the same person_id as in line" in said.text


def test_a_misspelt_header_does_not_hide_what_is_wrong_below_it(refused, clean):
    people = (
        clean["people.csv"].replace("cluster", "Cluster", 1).replace("father", "dad").replace("2025-09-03", "3/9/25")
    )
    said = refused({"people.csv": people}, "Did you mean cluster?", "line 3, column role: found 'dad'",
                   "line 4, column started_on")  # fmt: skip
    assert len(said.problems) == 3


def test_defects_of_all_files_are_told_together(refused, clean):
    said = refused(
        {
            "people.csv": clean["people.csv"].replace("father", "dad"),
            "sessions.csv": clean["sessions.csv"].replace(",90\n", ",ninety\n", 1),
            "attendance.csv": clean["attendance.csv"].replace("S-2", "S-8"),
            "phq-9.csv": clean["phq-9.csv"].replace(",2,2,", ",2,9,", 1),
            "asq-se-2.csv": clean["asq-se-2.csv"].replace("12-month", "13-month"),
            "comments.csv": clean["comments.csv"].replace("C-2", "C-1"),
        },
    )
    files = [re.search(r"/([a-z0-9-]+\.csv)", line).group(1) for line in said.problems]
    assert files == sorted(
        ["people.csv", "sessions.csv", "attendance.csv", "phq-9.csv", "asq-se-2.csv", "comments.csv"]
    )


def test_of_more_than_fifty_the_first_fifty_by_row_a_count_and_the_first_of_each_other_kind(refused, clean):
    wrong = "".join(f"R-{number},F-1,{'mum' if number % 2 else 'dad'},north,yes,,,,first\n" for number in range(200))
    said = refused({"people.csv": clean["people.csv"] + wrong + "R-999,F-1,mother,west,yes,,,,first\n"})
    assert "201 problems, the first 50 of them are:" in said.text
    assert "and 151 more. The first of each other kind:" in said.text
    rows = [int(re.search(r"line (\d+)", line).group(1)) for line in said.problems]
    assert rows == [*range(6, 56), 206]
    assert "line 206, column cluster: found 'west'" in said.text


def test_what_is_worth_knowing_is_said_beside_what_is_refused(refused, clean):
    after = clean["phq-9.csv"] + "P-04,after,2025-11-21,0,1,0,0,1,0,0,0,0\n"
    said = refused({"phq-9.csv": after, "people.csv": clean["people.csv"].replace("father", "dad")})
    assert "Worth knowing beside:" in said.text
    assert "1 form of phq-9 after the programme from people who have none before." in said.text
    assert said.text.endswith("Nothing was changed. Mend the returns and check again.")
