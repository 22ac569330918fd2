"""Coders whom a team wrote into the names of codes."""

import pytest

from earlyeval.tidy.coded.coder_tags import coders_from_codes
from earlyeval.tidy.coded.project import project_of

pytestmark = pytest.mark.unit


def test_codes_that_differ_in_the_coder_alone_become_one_code_of_two_people():
    codes = [
        {"code_id": "h", "code": "A", "is_category": True}, {"code_id": "1", "code": "A/food", "parent_id": "h"},
        {"code_id": "2", "code": "A/food/cake", "parent_id": "1"}, {"code_id": "3", "code": "B/food"},
        {"code_id": "4", "code": "B/food/cake", "parent_id": "3"}, {"code_id": "5", "code": "plain"},
    ]  # fmt: skip
    given = [{"coding_id": str(n), "code_id": code, "coder": "admin"} for n, code in enumerate("12345")]
    rows = {
        "codes": codes, "codings": given, "memos": [{"memo_id": "m", "subject": "code", "subject_id": "4"}],
        "code_uses": [{"code_id": "3", "doc_id": "d"}],
    }  # fmt: skip
    project = coders_from_codes(project_of("taguette", "", rows, ()), "(A|B)/(.+)")
    kept = project.frame("codes")[["code_id", "code", "parent_id"]].fillna("-").to_numpy().tolist()
    assert kept == [["1", "food", "-"], ["2", "food/cake", "1"], ["5", "plain", "-"]]
    assert project.frame("codings")[["code_id", "coder"]].to_numpy().tolist() == [
        ["1", "A"], ["2", "A"], ["1", "B"], ["2", "B"], ["5", "admin"],
    ]  # fmt: skip
    assert (project.frame("memos")["subject_id"].item(), project.frame("code_uses")["code_id"].item()) == ("2", "1")
