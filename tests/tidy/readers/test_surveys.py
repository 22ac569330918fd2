"""Exports of survey tools: Qualtrics with three header rows, REDCap with events, repeats and checkboxes, forms."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

HEAD = (
    "StartDate,Status,IPAddress,Progress,Finished,ResponseId,RecipientEmail,DistributionChannel,Code,Q1_1,Q1_2,Wave\n"
)
QUESTIONS = 'Start Date,Response Type,IP Address,Progress,Finished,Response ID,Recipient Email,Channel,"Your code,\nplease","Mood - one","Mood - two",When\n'  # noqa: E501
IMPORT = ",".join(f'"{{""ImportId"":""QID{number}""}}"' for number in range(12)) + "\n"
ANSWERS = (
    "2024-02-01 10:00:00,IP Address,10.0.0.1,100,True,R_1,,anonymous,007,1,2,Before\n"
    "2024-02-02 10:00:00,IP Address,,60,False,R_2,,anonymous,1e5,always,,Before\n"
    "2024-02-03 10:00:00,Survey Preview,,100,True,R_3,,preview,TEST,3,3,Before\n"
    "2024-08-01 10:00:00,IP Address,,100,True,R_4,,anonymous,007,never,0,After\n"
)
BASE = {"id": "survey", "site": "town", "programme": "play", "path": "survey.csv"}
QUALTRICS = {
    **BASE, "format": "qualtrics", "person_id": "Code", "completed_on": "StartDate",
    "time_point_column": "Wave", "time_points": {"Before": "before", "After": "after"},
    "people": {"columns": {}, "constants": {"role": "mother"}},
    "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "Q1_1", "q2": "Q1_2"}}],
}  # fmt: skip


@pytest.fixture
def export(arrive, make_registry):
    def send(text, declared):
        return arrive({"../../survey.csv": text}, registry=make_registry(returns=[declared]))

    return send


def values(returns):
    wide = returns.tables["responses"].pivot(index=["person_id", "time_point"], columns="item", values="value")
    return wide.fillna(-1).reset_index().to_numpy().tolist()


def test_qualtrics_is_read_below_its_three_header_rows_and_without_test_answers(export):
    returns = export(HEAD + QUESTIONS + IMPORT + ANSWERS, QUALTRICS)
    assert values(returns) == [["007", "after", 0, 0], ["007", "before", 1, 2], ["1e5", "before", 3, -1]]
    found = returns.findings.set_index("rule")
    assert found.loc["test_answers", ["severity", "rows"]].tolist() == ["set_aside", 1]
    assert found.loc["unfinished", "rows"] == 1
    assert found.loc["personal_columns", "rows"] == 1
    assert not returns.findings["sentence"].str.contains("10.0.0.1", regex=False).any()


def test_a_zone_in_which_qualtrics_counted_times_is_told_unless_it_is_declared(export):
    ids = IMPORT.replace('""QID0""', '""startDate"",""timeZone"":""America/Denver""')
    text = HEAD + QUESTIONS + ids + ANSWERS.replace("2024-02-01 10:00", "2024-02-01 18:30")
    returns = export(text, QUALTRICS)
    (sentence,) = returns.findings.query("rule == 'other_zone'")["sentence"]
    assert sentence.startswith("Times are counted in 'America/Denver': days may be others here.")
    zones = {"recorded_in": "America/Denver", "time_zone": "Europe/London"}
    declared = export(text, QUALTRICS | zones)
    assert "other_zone" not in set(declared.findings["rule"])
    days = [one.tables["responses"]["completed_on"].min().day for one in (returns, declared)]
    assert days == [1, 2]  # half past six in the evening there is the next day here


def test_a_fault_in_a_qualtrics_export_is_placed_by_the_line_of_the_file(export):
    wrong = ANSWERS.replace("007,1,2,Before", "007,1,7,Before")
    with pytest.raises(ReturnsRefusedError, match=r"survey\.csv, line 5, column Q1_2: found '7'"):
        export(HEAD + QUESTIONS + IMPORT + wrong, QUALTRICS)


def test_an_export_without_its_header_rows_is_refused(export):
    with pytest.raises(ReturnsRefusedError, match="second and third header row of a Qualtrics export are missing"):
        export(HEAD + ANSWERS, QUALTRICS)


REDCAP = {
    **BASE, "format": "redcap", "person_id": "record_id",
    "time_point_column": "redcap_event_name",
    "time_points": {"baseline_arm_1": "before", "end_arm_1": "after"},
    "people": {"columns": {"ethnicity": "ethnicity", "cluster": "redcap_data_access_group"},
               "codes": {"ethnicity": {"1": "white", "2": "asian"}}, "constants": {"role": "mother"}},
    "missing_codes": {"-88": "na"}, "missing": ["-99"],
    "tables": [{"table": "sessions", "columns": {"session_id": "visit_id", "held_on": "visit_date"},
                "constants": {"kind": "play-group", "delivered": "yes"}, "unless_blank": ["session_id"]},
               {"table": "attendance", "columns": {"session_id": "visit_id"},
                "constants": {"status": "attended"}, "unless_blank": ["session_id"]}],
    "measures": [{"instrument": "mood", "version": "mood", "completed_on": "mood_date",
                  "items": {"q1": "mood_1", "q2": "mood_2", "q3": "mood_3"}}],
    "ignore": ["needs___1", "needs___2"],
}  # fmt: skip
RECORDS = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,redcap_data_access_group,"
    "ethnicity,needs___1,needs___2,demographics_complete,mood_1,mood_2,mood_3,mood_date,mood_complete,"
    "visit_id,visit_date,visit_complete\n"
    "007,baseline_arm_1,,,north,1,0,1,2,1,2,-88,2024-02-01,2,,,\n"
    "007,baseline_arm_1,visit,1,north,,,,,,,,,,V1,2024-02-08,2\n"
    "007,baseline_arm_1,visit,2,north,,,,,,,,,,V2,2024-02-15,2\n"
    "007,end_arm_1,,,north,,,,,0,-99,1,2024-08-01,2,,,\n"
    "NA,baseline_arm_1,,,south,2,1,1,2,3,3,3,2024-02-02,2,,,\n"
)


def test_redcap_events_repeats_and_descriptions_given_once(export):
    returns = export(RECORDS, REDCAP)
    assert values(returns) == [["007", "after", 0, -1, 1], ["007", "before", 1, 2, -1], ["NA", "before", 3, 3, 3]]
    assert returns.tables["responses"]["is_not_applicable"].sum() == 1
    people = returns.tables["people"][["person_id", "cluster", "ethnicity"]]
    assert people.to_numpy().tolist() == [["007", "north", "white"], ["NA", "south", "asian"]]
    assert returns.tables["sessions"]["session_id"].tolist() == ["V1", "V2"]
    assert returns.tables["attendance"][["session_id", "person_id"]].to_numpy().tolist() == [
        ["V1", "007"],
        ["V2", "007"],
    ]


def test_two_descriptions_of_one_person_that_contradict_each_other_are_refused(export):
    other = RECORDS.replace("007,end_arm_1,,,north,,", "007,end_arm_1,,,north,2,")
    with pytest.raises(ReturnsRefusedError, match=r"line 5.*the same person_id as in line 2"):
        export(other, REDCAP)


def test_what_is_needed_of_a_person_is_needed_in_one_row(export):
    people = {"columns": {"role": "kin", "cluster": "redcap_data_access_group"}, "codes": {"role": {"1": "mother"}}}
    text = RECORDS.replace("record_id,", "record_id,kin,").replace("\n007,", "\n007,,").replace("\nNA,", "\nNA,1,")
    first = text.replace("\n007,,baseline_arm_1,,,", "\n007,1,baseline_arm_1,,,")
    declared = REDCAP | {"people": people, "ignore": [*REDCAP["ignore"], "ethnicity"]}
    assert export(first, declared).tables["people"]["role"].tolist() == ["mother", "mother"]
    with pytest.raises(ReturnsRefusedError, match="line 2, column kin: found a person of whom no row says this"):
        export(text, declared)


def test_a_record_of_which_nothing_is_said_is_nobody_of_the_list(export):
    declared = {
        **BASE, "format": "redcap", "person_id": "record_id", "time_point_column": "redcap_event_name",
        "time_points": {"b_arm_1": "before"}, "people": {"columns": {"role": "kin"}},
        "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "mood_1"}}],
    }  # fmt: skip
    text = "record_id,redcap_event_name,kin,mood_1\nA,b_arm_1,mother,2\nB,b_arm_1,,3\n"
    returns = export(text, declared)
    assert returns.tables["people"]["person_id"].tolist() == ["A"]
    assert returns.tables["responses"]["person_id"].tolist() == ["A"]
    assert returns.findings.query("rule == 'unknown_person'")[["table", "rows"]].to_numpy().tolist() == [
        ["responses", 1]
    ]


def test_reasons_for_no_answer_count_in_declared_tables_as_in_our_own(export):
    returns = export(
        RECORDS.replace("north,1,0", "north,-77,0"), REDCAP | {"missing_codes": {"-77": "refused", "-88": "na"}}
    )
    told = returns.findings.query("rule == 'missing_code' and table == 'people'")
    assert told[["column", "rows"]].to_numpy().tolist() == [["ethnicity", 1]]


def test_an_event_that_nobody_declared_is_refused(export):
    with pytest.raises(ReturnsRefusedError, match=r"line 5, column redcap_event_name: found 'follow_up_arm_1'"):
        export(RECORDS.replace("end_arm_1", "follow_up_arm_1"), REDCAP)


def test_instances_of_a_form_can_stand_for_time_points(export):
    text = (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,mood_1,mood_complete\n"
        "A,mood,1,1,2\nA,mood,2,3,2\nB,mood,1,0,2\nB,diary,1,,0\n"
    )
    declared = {
        **BASE, "format": "redcap", "person_id": "record_id",
        "only_rows": {"redcap_repeat_instrument": ["mood"]},
        "time_point_column": ["redcap_repeat_instrument", "redcap_repeat_instance"],
        "time_points": {"mood / 1": "before", "mood / 2": "after"},
        "people": {"columns": {}, "constants": {"role": "mother"}},
        "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "mood_1"}}],
    }  # fmt: skip
    returns = export(text, declared)
    assert values(returns) == [["A", "after", 3], ["A", "before", 1], ["B", "before", 0]]
    assert returns.findings.set_index("rule").loc["other_rows", "rows"] == 1


def test_answers_that_were_sent_as_labels_are_read_by_declared_codes(export):
    declared = {
        **BASE, "person_id": "Your code", "people": {"columns": {}, "constants": {"role": "mother"}},
        "rows_above": 2,
        "measures": [{"instrument": "mood", "version": "mood", "time_point": "before",
                      "items": {"q1": "1.*", "q2": "2.*"}, "codes": {"Hardly": 1, "Rather": 2}}],
    }  # fmt: skip
    text = "Results of our form\n\nExported 3 June\nYour code,1. How,2. And\nX,Hardly,Rather\nY,never,2\n"
    assert values(export(text, declared)) == [["X", "before", 1, 2], ["Y", "before", 0, 2]]
    with pytest.raises(ReturnsRefusedError, match=r"line 5, column 1\. How: found 'Seldom'"):
        export(text.replace("Hardly", "Seldom"), declared)


def test_a_register_in_a_shape_of_its_own(arrive, make_registry, valid):
    declared = {
        "id": "register", "site": "town", "programme": "play", "path": "register.csv", "person_id": "Who",
        "date_format": "%d.%m.%Y",
        "tables": [{"table": "attendance", "columns": {"session_id": "Session", "status": "Came"},
                    "codes": {"status": {"X": "attended", "-": "absent"}}}],
    }  # fmt: skip
    files = {name: text for name, text in valid.items() if name != "attendance.csv"}
    text = "Who,Session,Came\nA1,S1,X\nA2,S1,-\nA1,S2,X\n"
    returns = arrive(files | {"../../register.csv": text}, registry=make_registry(returns=[declared]))
    assert returns.tables["attendance"][["session_id", "person_id", "status"]].to_numpy().tolist() == [
        ["S1", "A1", "attended"], ["S1", "A2", "absent"], ["S2", "A1", "attended"],
    ]  # fmt: skip
    for wrong, words in (
        ({"table": "attendances", "columns": {}}, "names the table 'attendances'"),
        (
            {"table": "attendance", "columns": {"session": "Session", "status": "Came"}},
            "attendance.session, which is no",
        ),
        ({"table": "attendance", "columns": {"session_id": "Session"}}, "says nothing of attendance.status"),
    ):
        registry = make_registry(returns=[{**declared, "tables": [wrong], "ignore": ["Session", "Came"]}])
        with pytest.raises(ReturnsRefusedError) as refusal:
            arrive(files | {"../../register.csv": text}, registry=registry)
        assert words in str(refusal.value)


@pytest.mark.parametrize(("ticked", "blank"), [("1", "0"), ("Checked", "Unchecked")])
def test_a_box_of_redcap_is_a_column_of_its_own(export, ticked, blank):
    declared = {
        **BASE, "format": "redcap", "person_id": "Record ID", "time_point_column": "Event Name",
        "time_points": {"Baseline": "before"},
        "people": {"columns": {"role": "Kin", "consented": "Agreed (choice=Yes, I do)"},
                   "codes": {"consented": {ticked: "yes", blank: "no"}}},
        "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "How"}, "codes": {"Rather": 2}}],
    }  # fmt: skip
    head = "Record ID,Event Name,Repeat Instrument,Repeat Instance,Kin,"
    head += '"Agreed (choice=Yes, I do)",Complete?,How,Complete?\n'
    rows = f"A,Baseline,,,mother,{ticked},Complete,Rather,Complete\nB,Baseline,,,father,{blank},Complete,,Incomplete\n"
    returns = export(head + rows, declared)
    assert returns.tables["people"]["consented"].tolist() == [True, False]
    assert values(returns) == [["A", "before", 2]]


FORM_TOOLS = {
    "microsoft_forms": ("ID,Start time,Completion time,Email,Name,Your code,How\n", "{n},,,{who},,{code},2\n", "Email"),
    "google_forms": ("Timestamp,Email Address,Your code,How\n", "3/1/2025,{who},{code},2\n", "Email Address"),
    "online_surveys": ("Unique response number,Username,Your code,How\n", "{n},{who},{code},2\n", "Username"),
}


@pytest.mark.parametrize("tool", FORM_TOOLS)
def test_a_form_that_says_who_answered_is_refused_without_saying_it_again(export, tool):
    head, line, column = FORM_TOOLS[tool]
    declared = {
        **BASE, "format": tool, "person_id": "Your code", "people": {"columns": {}},
        "measures": [{"instrument": "mood", "version": "mood", "time_point": "before", "items": {"q1": "How"}}],
    }  # fmt: skip
    lines = [line.format(n=7, who=who, code=f"C{n}") for n, who in enumerate(["anonymous", "", "Anonymous"])]
    assert values(export(head + "".join(lines), declared)) == [[f"C{n}", "before", 2] for n in range(3)]
    named = line.format(n=8, who="jane@example.org", code="C9")
    with pytest.raises(ReturnsRefusedError) as refusal:
        export(head + "".join(lines) + named + named.replace("C9", "C10"), declared)
    assert f"line 5, column {column}: the tool wrote here who answered, in 2 lines" in str(refusal.value)
    assert "jane" not in str(refusal.value)
