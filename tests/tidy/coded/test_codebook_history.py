"""The history of a codebook from a tool's log: which upload a code was coined in, and what that upload stands for."""

import pytest

from earlyeval.tidy.coded.codebook_history import codebook_history, stands_for
from earlyeval.tidy.coded.project import project_of

pytestmark = pytest.mark.spec


def project(**rows):
    return project_of("taguette", "", rows, ())


UPLOADS = {
    "documents": [{"doc_id": "1", "name": "P1_talk.odt"}, {"doc_id": "2", "name": "P1_talk_later.odt"}],
    "removed_documents": [
        {"doc_id": "-1", "name": "P1_talk.txt"},
        {"doc_id": "-2", "name": "P1_talk-0900_Recording.txt"},
        {"doc_id": "-3", "name": "P1_talk_later.docx"},
        {"doc_id": "-4", "name": "P1_talks.txt"},
        {"doc_id": "-5", "name": "Comments P1_talk.odt"},
    ],
}


def test_an_upload_stands_for_the_conversation_of_its_name():
    assert stands_for(project(**UPLOADS)) == {"-1": "1", "-2": "1", "-3": "2"}


def change(at, code_id, change, **more):
    return {"changed_at": at, "code_id": code_id, "code": f"Code {code_id}", "change": change, **more}


def test_each_day_is_a_version_and_the_last_of_a_kind_counts():
    found = codebook_history(
        project(
            **UPLOADS,
            code_changes=[
                change("2022-02-03T10:00", "7", "add", doc_id="-2"),
                change("2022-02-03T10:05", "8", "add", doc_id="2"),
                change("2022-02-03T10:06", "9", "add", doc_id="-5"),
                change("2022-02-03T10:07", "10", "add"),
                change("2022-02-04T09:00", "7", "redefine"),
                change("2022-02-04T09:30", "7", "redefine"),
                change("2022-02-04T09:40", "8", "merge", merged_into="7"),
            ],
        ),
        code_names={"7": "seven"},
    )
    assert found[["version", "code_id", "change"]].to_numpy().tolist() == [
        [1, "seven", "add"], [1, "gone-1", "add"], [1, "gone-2", "add"], [1, "gone-3", "add"],
        [2, "seven", "redefine"], [2, "gone-1", "merge"],
    ]  # fmt: skip
    assert found["merged_into"].dropna().tolist() == ["seven"]
    added = found[found["change"] == "add"]
    assert added["first_doc_id"].fillna("").tolist() == ["1", "2", "", ""]
    assert added["first_upload_was_deleted"].astype(object).tolist()[:3] == [True, False, True]
    assert added["first_upload_was_deleted"].isna().tolist() == [False, False, False, True]
