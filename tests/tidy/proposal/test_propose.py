"""What ``earlyeval map`` proposes for files that nobody described, and that a declaration so made can be read."""

import re

import pytest
import yaml

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.mapping import mapped_file

pytestmark = pytest.mark.spec


@pytest.fixture
def proposed(tmp_path):
    paths = study_paths(CLONE)

    def propose(content, *, name="export.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        mapped = mapped_file(path, load_registry(paths), paths, site="wandsworth", programme="think-baby")
        return mapped, yaml.safe_load(mapped.text)

    return propose


def numbered(prefix, count, ending=""):
    return ",".join(f"{prefix}{number}{ending}" for number in range(1, count + 1))


def test_one_row_for_each_person_with_before_and_after_side_by_side(proposed):
    text = (
        f"Response,Completion time,Your participant code,Centre,Which group are you?,{numbered('phq9_', 9, '_pre')},"
        f"{numbered('PHQ9_', 9, '_post')},GAD7 total pre,Anything else?\n"
        "1,13/02/2024,TB-1,Battersea,White,0,1,2,3,0,1,2,3,0,0,1,0,1,0,1,0,1,0,12,we liked the songs a lot\n"
        "2,14/02/2024,TB-2,Tooting,Asian or Asian British,1,1,1,1,1,1,1,1,0,,,,,,,,,,9,\n"
        "3,01/03/2024,TB-3,Roehampton,Elsewhere,3,1,2,3,3,1,2,3,1,2,2,2,2,2,2,2,2,0,21,it was rather loud there\n"
    )
    mapped, declared = proposed(text)
    assert (declared["person_id"], declared["completed_on"]) == ("Your participant code", "Completion time")
    assert declared["date_format"] == "%d/%m/%Y"
    assert declared["people"]["columns"] == {"cluster": "Centre", "ethnicity": "Which group are you?"}
    assert declared["people"]["codes"]["cluster"]["Roehampton"] == "roehampton"
    assert declared["people"]["codes"]["ethnicity"]["Elsewhere"] == "CHECK"
    measures = [
        (one["instrument"], one["time_point"], len(one.get("items", one.get("subscales"))))
        for one in declared["measures"]
    ]
    assert measures == [("phq-9", "baseline", 9), ("phq-9", "endpoint", 9), ("gad-7", "baseline", 1)]
    assert declared["measures"][0]["items"]["self-harm"] == "phq9_9_pre"
    assert declared["ignore"] == ["Response", "Anything else?"]
    assert mapped.n_checks == 2


def test_one_row_for_each_form_with_a_column_of_time_points(proposed):
    rows = "A,T1,01/02/2024,0,1,2,3,0,1,2\nA,T2,02/09/2024,0,1,0,0,0,1,2\nB,T1,03/02/2024,3,1,2,3,0,1,2\n"
    mapped, declared = proposed(f"id,wave,date,{numbered('q', 7)}\n{rows}")
    assert (declared["person_id"], declared["time_point_column"]) == ("id", "wave")
    assert declared["time_points"] == {"T1": "baseline", "T2": "endpoint"}
    assert [one["instrument"] for one in declared["measures"]] == ["gad-7"]
    assert "as well possible: %m/%d/%Y" in mapped.text
    assert mapped.n_checks == 2


def test_a_question_in_each_row_and_a_person_in_each_column(proposed):
    rows = "".join(f"Q{number},{number % 4},1,0\n" for number in range(1, 10))
    _, declared = proposed(f"Question,P1,P2,P3\n{rows}")
    assert declared["orientation"] == "people_in_columns"
    assert [(one["instrument"], len(one["items"])) for one in declared["measures"]] == [("phq-9", 9)]


def test_numbers_of_people_in_the_first_column_are_no_questions(proposed):
    _, declared = proposed(f"number,{numbered('gad7_', 7)}\n1,0,1,2,3,0,1,2\n2,0,1,2,3,0,1,2\n3,0,0,0,0,0,0,0\n")
    assert "orientation" not in declared
    assert (declared["person_id"], declared["measures"][0]["instrument"]) == ("number", "gad-7")


def test_answers_in_words_are_left_for_a_person_to_number(proposed):
    rows = "A,Hardly,Rather,Hardly,Very,Rather,Rather,Hardly\nB,Very,Hardly,Rather,Hardly,Hardly,Rather,Very\n"
    mapped, declared = proposed(f"code,{numbered('gad7_', 7)}\n{rows}")
    assert declared["measures"][0]["codes"] == {"Hardly": "CHECK", "Rather": "CHECK", "Very": "CHECK"}
    assert mapped.n_checks == 5  # the three words, their heading, and the time point that nothing tells


def test_qualtrics_and_redcap_are_known_by_what_they_hold(proposed):
    head = f"StartDate,Status,IPAddress,ResponseId,Code,{numbered('GAD7_', 7)}\n"
    words = "Start Date,Response Type,IP Address,Response ID,Your code," + ",".join(["Worry"] * 7) + "\n"
    ids = ",".join(f'"{{""ImportId"":""Q{number}""}}"' for number in range(12)) + "\n"
    _, declared = proposed(head + words + ids + "2024-02-01 10:00:00,0,,R_1,A1,0,1,2,3,0,1,2\n")
    assert (declared["format"], declared["person_id"], len(declared["measures"][0]["items"])) == (
        "qualtrics",
        "Code",
        7,
    )
    assert "ignore" not in declared
    _, declared = proposed(
        f"record_id,redcap_event_name,{numbered('gad7_', 7)},gad7_complete\n"
        "A1,baseline_arm_1,0,1,2,3,0,1,2,2\nA1,endpoint_arm_1,0,1,2,3,0,1,2,2\nB1,baseline_arm_1,1,1,1,1,1,1,1,2\n"
    )
    assert (declared["format"], declared["person_id"]) == ("redcap", "record_id")
    assert declared["time_points"] == {"baseline_arm_1": "baseline", "endpoint_arm_1": "endpoint"}
    assert "ignore" not in declared


def test_an_export_of_redcap_s_labels_with_repeated_forms_is_known_by_its_own_columns(proposed):
    head = f"Record ID,Event Name,Repeat Instrument,Repeat Instance,{numbered('GAD7 ', 7)},Complete?,Visit,Complete?\n"
    mapped, declared = proposed(
        head + "A1,Baseline,,,0,1,2,3,0,1,2,Complete,,\n" + "A1,Endpoint,,,0,1,2,3,0,1,2,Complete,,\n"
        "A1,Endpoint,Visits,1,,,,,,,,,3 May,Complete\nA1,Endpoint,Visits,2,,,,,,,,,10 May,Complete\n"
    )
    assert (declared["format"], declared["person_id"]) == ("redcap", "Record ID")
    assert declared["time_point_column"] == "Event Name"
    assert declared["time_points"] == {"Baseline": "baseline", "Endpoint": "endpoint"}
    assert [one["instrument"] for one in declared["measures"]] == ["gad-7"]
    assert declared["ignore"] == ["Visit"]
    assert mapped.n_checks == 0


def test_no_cell_about_a_person_is_in_a_proposal(proposed):
    mapped, _ = proposed(
        "participant,email,notes,gad7 total\nSECRET-1,jane@example.org,she said that it was hard,4\n"
        "SECRET-2,mo@example.org,he came with his own mother,5\n"
    )
    assert not re.search(r"SECRET|jane|mother|example", mapped.text)


def test_a_proposal_without_doubts_is_read_as_it_stands(proposed, arrive, make_registry):
    rows = "A,before,0,1,2,3\nA,after,0,1,0,0\nB,before,3,1,2,3\n"
    path_text = f"code,time_point,{numbered('mood', 4)}\n{rows}"
    registry = make_registry()
    from earlyeval.tidy.lists import lists_of
    from earlyeval.tidy.problems import Problems
    from earlyeval.tidy.proposal.declaration import declaration_text
    from earlyeval.tidy.proposal.propose import propose
    from earlyeval.tidy.readers.sheet import made_sheet, text_series

    header, *lines = [line.split(",") for line in path_text.splitlines()]
    columns = [text_series(cells) for cells in zip(*lines, strict=True)]
    sheet = made_sheet("export.csv", header, columns, range(2, 2 + len(lines)))
    assert len(Problems()) == 0
    text = declaration_text(
        propose(sheet, lists_of(registry, site="town", programme="play")),
        name="export", path="export.csv", site="town", programme="play",
    )  # fmt: skip
    assert "CHECK" not in "".join(text.splitlines()[1:])
    returns = arrive({"../../export.csv": path_text}, registry=make_registry(returns=[yaml.safe_load(text)]))
    values = returns.tables["responses"].pivot(index=["person_id", "time_point"], columns="item", values="value")
    assert values.to_numpy().tolist() == [[0, 1, 0, 0], [0, 1, 2, 3], [3, 1, 2, 3]]
