"""One run tells every problem, in order, and none of them tells who anybody is."""

import re

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

TWELVE = """person_id,family_id,role,cluster,arm,consented,started_on,ended_on,end_status,ethnicity
A1,F1,mum,north,control,yes,2024-09-01,,,white
A2,F2,father,norht,control,yes,2024-09-01,,,white
A3,F3,mother,north,contrl,yes,2024-09-01,,,white
A4,F4,mother,north,control,y,2024-09-01,,,white
A5,F5,mother,north,control,yes,01/09/2024,,,white
A6,F6,mother,north,control,yes,2024-09-01,2023-01-01,,white
A7,F7,mother,north,control,yes,2024-02-30,,,white
A8,F8,mother,north,control,yes,2024-09-01,,stopped,white
A9,F9,mother,north,control,yes,2024-09-01,,,green
canary@example.org,F10,mother,north,control,yes,2024-09-01,,,white
,F11,mother,north,control,yes,2024-09-01,,,white
A1,F12,mother,north,control,yes,1890-09-01,,,white
"""

CANARIES = {
    "people.csv": (
        "person_id,family_id,role,cluster,started_on\n"
        "canary-one,canary-two,mother,north,2031-07-13\n"
        "canary-one,canary.three@example.org,mother,north,13.07.2031\n"
        "=canary-four,canary-five,nobody,nowhere,2031-07-99\n"
        "canary-six,943 476 5919,Canary Seven,north,\n"
    ),
    "attendance.csv": "session_id,person_id,status\ncanary-eight,canary-one,attended\n",
    "mood.csv": (
        "person_id,time_point,completed_on,q1,comment--why\n"
        "canary-nine,before,canary-ten,9,canary eleven wept\n"
        "canary-nine,before,2031-07-13,943 476 5919,canary eleven wept\n"
        "canary-one,before,2031-07-13,the canary said it was fine,\n"
    ),
    "documents.csv": "anything\n",
    "qual/quotations.csv": (
        "quote_id,coding_id,theme_id,printed_text,attribution,consent,coder,checked_by,checked_on\n"
        "Q1,canary-twelve,canary-thirteen,the canary sang,a parent,perhaps,C1,C2,2031-07-13\n"
    ),
    "qual/codings.csv": "coding_id,doc_id,start,end,text,code_id\nK1,canary-14,9,3,canary sang,canary-15\n",
}


def test_twelve_defects_of_twelve_kinds_are_told_in_one_run_in_order(arrive):
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({"people.csv": TWELVE})
    heading, *lines = str(refusal.value).splitlines()
    assert "13 problems" in heading  # the last row holds two
    told = [re.search(r"line (\d+)(?:, column (\w+))?", line).groups() for line in lines]
    assert told == [
        ("2", "role"), ("3", "cluster"), ("4", "arm"), ("5", "consented"), ("6", "started_on"), ("7", "ended_on"),
        ("8", "started_on"), ("9", "end_status"), ("10", "ethnicity"), ("11", "person_id"), ("12", "person_id"),
        ("13", None), ("13", "started_on"),
    ]  # fmt: skip


def test_problems_of_several_files_are_told_together(arrive, valid):
    files = {name: text.replace("A1", "A1 ,", 1) for name, text in valid.items() if name != "sessions.csv"}
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, **files})
    assert [name for name in files if name in str(refusal.value)] == list(files)


def test_of_many_problems_the_first_fifty_are_told_and_all_are_counted(arrive, valid):
    rows = "".join(f"B{number},mum,nowhere\n" for number in range(200))
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "people.csv": "person_id,role,cluster\n" + rows})
    heading, *lines = str(refusal.value).splitlines()
    assert "400 problems, the first 50 of them are" in heading
    *lines, ending = lines
    assert ending == "and 350 more."
    assert [int(re.search(r"line (\d+)", line).group(1)) for line in lines] == sorted(list(range(2, 27)) * 2)


def test_no_message_repeats_an_id_a_date_or_the_words_of_a_text(arrive, valid):
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, **CANARIES})
    message = str(refusal.value)
    for secret in ("canary", "Canary", "2031", "943 476 5919", "9434765919", "wept", "sang"):
        assert secret not in message
    assert refusal.value.__cause__ is None
    assert len(message.splitlines()) > 15


def test_no_finding_repeats_an_id_a_date_or_the_words_of_a_text(arrive, valid):
    mood = "person_id,time_point,completed_on,q1,q2,q3,q4,comment--why\ncanary,before,2031-07-13,1,1,1,1,canary wept\n"
    findings = arrive({**valid, "mood.csv": mood}).findings
    assert findings.loc[findings["severity"] == "set_aside", "rule"].tolist() == ["unknown_person", "unknown_person"]
    assert not any(secret in findings.to_csv() for secret in ("canary", "2031", "wept"))
