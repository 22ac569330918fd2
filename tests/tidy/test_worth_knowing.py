"""Oddities that no single row shows: they are counted and said, and nothing is changed by them."""

import re

import pytest

from earlyeval.analyse.words_of_returns import FINDING_WORDS, OF_THE_FILE, TABLE_WORDS
from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.tables import TABLES

pytestmark = pytest.mark.spec

MOOD = "person_id,time_point,completed_on,q1,q2,q3,q4\n"


def test_nothing_is_odd_in_the_undamaged_delivery(found):
    began = {"people.csv": "person_id,role,started_on\nA1,mother,2024-09-01\nA2,father,2024-09-02\nA3,mother,\n"}
    for rule in ("version_switch", "days_out_of_order", "all_alike", "visit_before_start", "visit_after_end"):
        assert found(began, rule) is None
    assert found({}, "after_without_before") is None


def test_forms_after_from_people_without_one_before(found):
    forms = {"mood.csv": MOOD + "A1,before,,1,2,0,3\nA1,after,,1,2,0,3\nA2,after,,1,2,0,3\nA3,after,,0,1,0,3\n"}
    assert found(forms, "after_without_before") == (
        2, "2 forms of mood after the programme from people who have none before.",
    )  # fmt: skip
    only_after = {"mood.csv": MOOD + "A1,after,,1,2,0,3\n"}
    assert found(only_after, "after_without_before") is None, "nothing was planned before"


def test_a_person_with_two_versions_of_one_instrument(found):
    forms = {
        "two-forms.csv": "person_id,time_point,version,q1,q2,q3,q4\nA1,before,long,1,2,0,3\nA2,before,long,1,1,1,0\n"
        "A1,after,short,1,2,,\nA2,after,long,0,0,0,3\n"
    }
    assert found(forms, "version_switch") == (
        1, "1 person answered different versions of two-forms: their scores are not compared.",
    )  # fmt: skip


def test_forms_whose_days_run_backwards(found):
    rows = "A1,before,2024-09-02,1,2,0,3\nA1,after,2024-08-01,1,1,,0\nA2,before,2024-09-02,1,2,0,3\nA2,after,,1,1,,0\n"
    assert found({"mood.csv": MOOD + rows}, "days_out_of_order") == (
        1, "1 form dated before the same person's form of an earlier time point.",
    )  # fmt: skip


def test_one_answer_to_every_question(arrive, make_registry, valid, monkeypatch):
    import earlyeval.tidy.worth_knowing as module

    monkeypatch.setattr(module, "FEWEST_ITEMS", 4)
    rows = "A1,before,,2,2,2,2\nA2,before,,0,0,na,0\nA3,before,,1,1,1,2\n"
    findings = arrive(valid | {"mood.csv": MOOD + rows}).findings
    alike = findings[findings["rule"] == "all_alike"]
    assert alike["rows"].tolist() == [1]


def test_visits_before_somebody_began_and_after_they_ended(found):
    sessions = "session_id,kind,held_on,delivered\nS1,play-group,2024-08-30,yes\nS2,play-group,2025-03-02,yes\n"
    visits = "session_id,person_id,status\nS1,A1,attended\nS2,A1,late\nS1,A2,absent\nS2,A2,attended\n"
    files = {"sessions.csv": sessions, "attendance.csv": visits}
    assert found(files, "visit_before_start")[0] == 1
    assert found(files, "visit_after_end")[0] == 1


def test_every_finding_and_every_table_has_words_for_readers():
    rooms = [CLONE / "src" / "earlyeval" / name for name in ("tidy", "study")]
    source = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in sorted(room.rglob("*.py")))
    rules = set(re.findall(r'"([a-z_]+)",\s*"(?:note|set_aside)"', source)) - {"note", "worst"}
    assert len(rules) >= 15
    assert sorted(rules - set(FINDING_WORDS) - OF_THE_FILE) == []
    assert sorted(set(TABLES) - set(TABLE_WORDS)) == []
