"""What a site sends, and the tidy tables that come of it."""

import os

import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.arrive import read_returns, return_files
from earlyeval.tidy.locate import find_returns
from earlyeval.tidy.tables import TABLES

pytestmark = pytest.mark.spec


def test_every_table_is_there_and_typed_even_when_nothing_arrived_for_it(arrive, valid):
    returns = arrive(valid)
    assert list(returns.tables) == list(TABLES)
    assert len(returns.tables["ratings"]) == 0
    assert returns.tables["ratings"].dtypes.astype(str).to_dict() == {
        "clip_id": "str", "person_id": "str", "time_point": "str", "instrument": "str", "version": "str",
        "item": "str", "rater_id": "str", "score": "float64", "is_main_rater": "boolean",
        "blind_to_time_point": "boolean", "rated_on": "datetime64[us]",
    }  # fmt: skip


def test_people_come_as_they_were_sent(arrive, valid):
    people = arrive(valid).tables["people"]
    assert list(people["person_id"]) == ["A1", "A2", "A3"]
    assert list(people["ethnicity"].fillna("missing")) == ["white", "asian", "missing"]
    assert people["started_on"].tolist() == [pd.Timestamp(day) for day in ("2024-09-01", "2024-09-08", "2024-09-15")]
    assert people["consented"].tolist() == [True, False, pd.NA]
    assert people["ended_on"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize("sent", ["007", "1e5", "NA", "None", "nan", "TRUE", "1.0", "na", "=A1"[1:], "1234567890"])
def test_an_id_is_text_exactly_as_sent(arrive, sent):
    returns = arrive({"people.csv": f"person_id,role\n{sent},mother\n"})
    assert returns.tables["people"]["person_id"].tolist() == [sent]


def test_a_wide_sheet_becomes_one_row_for_each_item_of_a_returned_form(arrive, valid):
    responses = arrive(valid).tables["responses"]
    rows = responses[["person_id", "time_point", "item", "value", "is_not_applicable"]]
    assert rows.astype(object).where(rows.notna(), "-").to_numpy().tolist() == [
        ["A1", "before", "q1", 1.0, False],
        ["A1", "before", "q2", 2.0, False],
        ["A1", "before", "q3", 0.0, False],
        ["A1", "before", "q4", 3.0, False],
        ["A2", "before", "q1", 0.0, False],
        ["A2", "before", "q2", 0.0, False],
        ["A2", "before", "q3", "-", True],
        ["A2", "before", "q4", 1.0, False],
        ["A1", "after", "q1", 1.0, False],
        ["A1", "after", "q2", 1.0, False],
        ["A1", "after", "q3", "-", False],
        ["A1", "after", "q4", 0.0, False],
    ]


def test_a_supplied_total_keeps_its_form_and_a_blank_one_was_not_returned(arrive, valid):
    totals = arrive(valid).tables["totals"]
    assert totals[["person_id", "subscale", "score", "form"]].to_numpy().tolist() == [["A1", "total", 30.0, "6-month"]]


def test_the_long_shape_gives_the_same_responses_as_the_wide_one(arrive, valid, tmp_path):
    wide = arrive(valid).tables["responses"]
    lines = ["person_id,instrument,version,time_point,item,value,completed_on"]
    for row in wide.itertuples():
        value = "na" if row.is_not_applicable else "" if pd.isna(row.value) else f"{row.value:g}"
        lines.append(
            f"{row.person_id},mood,mood,{row.time_point},{row.item},{value},{row.completed_on.date().isoformat()}"
        )
    (tmp_path / "raw/town/play/mood.csv").unlink()
    long = arrive({"responses.csv": "\n".join(lines)}).tables["responses"]
    pd.testing.assert_frame_equal(long, wide)


def test_missing_codes_are_missing_and_counted(arrive, valid):
    people = valid["people.csv"].replace("2024-09-08,,still_open,asian", "nk,,refused,not_asked")
    returns = arrive({**valid, "people.csv": people})
    assert returns.tables["people"].loc[1, ["started_on", "end_status", "ethnicity"]].isna().all()
    counted = returns.findings[returns.findings["rule"] == "missing_code"]
    assert counted[["table", "column", "rows"]].to_numpy().tolist() == [
        ["people", "end_status", 1],
        ["people", "ethnicity", 1],
        ["people", "started_on", 1],
        ["responses", "", 1],
    ]


def test_answers_of_people_who_are_not_in_people_are_set_aside_and_counted(arrive, valid):
    returns = arrive({**valid, "mood.csv": valid["mood.csv"] + "Z9,before,,1,1,1,1\n"})
    assert "Z9" not in set(returns.tables["responses"]["person_id"])
    aside = returns.findings[returns.findings["severity"] == "set_aside"]
    assert aside[["table", "rule", "rows"]].to_numpy().tolist() == [["responses", "unknown_person", 4]]
    assert "Z9" not in aside["sentence"].item()
    assert aside["sentence"].item().startswith("4 rows of responses for 1 id that people does not hold")


def test_a_form_without_any_answer_was_not_returned(arrive, valid):
    returns = arrive({**valid, "mood.csv": valid["mood.csv"] + "A3,before,2024-09-02,,,,\n"})
    assert "A3" not in set(returns.tables["responses"]["person_id"])
    assert returns.findings.query("rule == 'empty_form'")["rows"].tolist() == [1]


def test_several_files_of_one_instrument_are_read_together(arrive, valid):
    header, first, *others = valid.pop("mood.csv").splitlines()
    files = {"mood--north.csv": f"{header}\n{first}\n", "mood--south.csv": "\n".join([header, *others])}
    assert arrive({**valid, **files}).tables["responses"]["person_id"].value_counts().to_dict() == {"A1": 8, "A2": 4}


def test_without_a_list_of_people_they_are_taken_from_the_forms_with_a_finding(arrive, valid):
    returns = arrive({"mood.csv": valid["mood.csv"]})
    assert returns.tables["people"][["person_id", "role"]].to_numpy().tolist() == [
        ["A1", "participant"],
        ["A2", "participant"],
    ]
    assert returns.findings["rule"].tolist() == ["no_people", "missing_code"]


def test_files_that_nobody_knows_are_named_in_the_findings_and_hidden_ones_are_not(arrive, valid):
    others = {"notes.csv": "a,b\n1,2\n", "~$people.xlsx": "", ".DS_Store": "", "README.md": "ours"}
    findings = arrive({**valid, **others}).findings
    assert findings.query("rule == 'unread_file'")["file"].tolist() == ["town/play/notes.csv"]


def test_the_sheets_of_a_workbook_are_read_by_their_names(arrive, valid, workbook):
    sheets = {
        "people": [["person_id", "role"], ["A1", "mother"], [7, "father"]],
        "mood": [["person_id", "time_point", "q1", "q2", "q3", "q4"], ["A1", "before", 1, 2.0, "na", None]],
        "remarks": [["anything"], ["at all"]],
    }
    returns = arrive({"all.xlsx": workbook(sheets)})
    assert returns.tables["people"]["person_id"].tolist() == ["A1", "7"]
    assert returns.tables["responses"]["value"].fillna(-1).tolist() == [1, 2, -1, -1]
    assert returns.tables["responses"]["is_not_applicable"].tolist() == [False, False, True, False]


def test_real_returns_come_before_synthetic_ones(arrive, registry, paths, valid):
    assert arrive(valid, place="synthetic/town/play").data == "synthetic"
    assert arrive(valid).data == "real"
    asked = read_returns(registry, paths, site="town", programme="play", data="synthetic")
    assert asked.data == "synthetic"


def test_a_study_that_is_made_up_says_so_wherever_its_returns_lie(arrive, make_registry, valid):
    assert arrive(valid, registry=make_registry(synthetic=True)).data == "synthetic"


def test_rows_marked_as_made_up_are_refused_among_real_returns(arrive, make_registry, valid):
    marked = "person_id,role,is_synthetic\nA1,mother,yes\n"
    with pytest.raises(ReturnsRefusedError, match="column is_synthetic: 1 rows are marked as made up"):
        arrive({"people.csv": marked})
    assert len(arrive({"people.csv": marked}, registry=make_registry(synthetic=True)).tables["people"]) == 1


def test_nothing_at_all_names_the_folder_and_the_next_step(registry, paths):
    for call in (read_returns, return_files):
        with pytest.raises(ReturnsRefusedError, match=r"raw/town/play/ of the study folder.* Put people\.csv"):
            call(registry, paths, site="town", programme="play", data="auto")


def test_return_files_are_the_files_that_are_read(arrive, registry, paths, valid):
    returns = arrive({**valid, "notes.csv": "a\n1\n"})
    files = return_files(registry, paths, site="town", programme="play", data="auto")
    assert files == returns.files
    assert sorted(path.name for path in files) == sorted(valid)


def test_a_table_sent_in_a_format_that_is_not_read_is_refused(arrive, valid):
    with pytest.raises(ReturnsRefusedError, match=r"people\.ods: the format is not read"):
        arrive({**valid, "people.ods": "x"})


def test_a_file_that_could_not_be_told_is_named_even_when_synthetic_returns_are_read(arrive, valid, paths):
    arrive(valid, place="synthetic/town/play")
    findings = arrive({"peolpe.csv": "person_id,role\n"}).findings
    assert findings.query("rule == 'unread_file'")["file"].tolist() == ["town/play/peolpe.csv"]


def test_capital_letters_in_a_file_name_do_no_harm(arrive, valid):
    files = {("People.csv" if name == "people.csv" else name): text for name, text in valid.items()}
    assert len(arrive(files).tables["people"]) == 3


def test_an_interview_with_somebody_who_is_not_in_people_is_kept_and_noted(arrive, valid):
    documents = "doc_id,kind,participant_id,role\nD1,interview,A1,parent\nD2,interview,Z9,parent\n"
    returns = arrive({**valid, "qual/documents.csv": documents})
    assert len(returns.tables["documents"]) == 2
    assert returns.findings.query("rule == 'unknown_participant'")["rows"].tolist() == [1]


def unread(found):
    return found.findings.query("rule == 'unread_file'")["file"].tolist()


def test_what_is_no_file_is_named_too(arrive, valid, paths):
    folder = paths.data / "raw/town/play"
    (folder / "qual" / "more").mkdir(parents=True)
    (folder / "older").mkdir()
    (folder / "older" / "mood.csv").write_text("person_id\n")
    (folder / "sessions.tsv").mkdir()
    os.mkfifo(folder / "totals.csv")
    (folder / "somewhere.csv").symlink_to(paths.data / "gone")
    names = ["older", "sessions.tsv", "somewhere.csv", "totals.csv", "qual/more"]
    assert sorted(unread(arrive(valid))) == sorted(f"town/play/{name}" for name in names)


@pytest.mark.parametrize("name", ["people.csv", "mood--north.xlsx"])
def test_a_broken_link_in_the_place_of_a_table_is_refused(arrive, valid, paths, name):
    del valid["people.csv"]
    folder = paths.data / "raw/town/play"
    folder.mkdir(parents=True)
    (folder / name).symlink_to(paths.data / "gone")
    with pytest.raises(ReturnsRefusedError, match=f"{name}: .*leads nowhere"):
        arrive(valid)


def test_a_folder_with_a_declared_return_is_not_unread(make_registry, paths, valid):
    folder = paths.data / "raw/town/play"
    (folder / "export").mkdir(parents=True)
    (folder / "export" / "first.csv").write_text("Code\nA1\n")
    (folder / "people.csv").write_text(valid["people.csv"])
    entry = {
        "id": "first", "site": "town", "programme": "play", "path": "town/play/export/first.csv",
        "people": {"columns": {"person_id": "Code"}, "constants": {"role": "mother"}},
    }  # fmt: skip
    arrivals = find_returns(make_registry(returns=[entry]), paths, site="town", programme="play", data="auto")
    assert [sheet.kind for sheet in arrivals.sheets] == ["table", "declared"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A1,before,2024-09-02,1,2,0,3", "They say the same"),
        ("A1,before,2024-09-02,1,2,0,1", "They contradict each other"),
    ],
)
def test_a_form_that_came_twice_is_refused_and_it_is_said_whether_both_agree(arrive, valid, line, words):
    twice = valid | {"mood.csv": f"{valid['mood.csv']}{line}\n"}
    with pytest.raises(ReturnsRefusedError, match=rf"mood\.csv, line 5: found the same .* as in line 2.*{words}"):
        arrive(twice)
