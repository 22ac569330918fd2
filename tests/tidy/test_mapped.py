"""Returns in a shape of their own, read as the registry declares it."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

BASE = {"id": "export", "site": "town", "programme": "play", "path": "export.csv", "person_id": "Code"}
MOOD = {"instrument": "mood", "version": "mood", "time_point": "before"}
ITEMS = {"q1": "1. *", "q2": "2. *", "q3": "3. *", "q4": "4. *"}
FORM = "Code,1. Some words,Comments,2. Others,Comments,3. More,4. Last,When\n"


@pytest.fixture
def mapped(arrive, make_registry):
    """Return a function that sends one file in a declared shape."""

    def send(text, *, files=None, declared=None, **facts):
        returns = declared or [{**BASE, **facts}]
        sent = {**(files or {}), "../../export.csv": text}
        return arrive(sent, registry=make_registry(returns=returns))

    return send


def test_one_row_for_each_person_with_their_words_for_our_codes(mapped):
    returns = mapped(
        "Code,Group,Heritage,Before,After\nX1,Usual,W,30,\nX2,New,A,99,12\nX3,New,,-9,100\n",
        missing=["-9"],
        people={
            "columns": {"arm": "Group", "ethnicity": "Heritage"},
            "codes": {"arm": {"Usual": "control", "New": "programme"}, "ethnicity": {"W": "white", "A": "asian"}},
            "constants": {"role": "mother", "cluster": "north"},
        },
        measures=[
            {"instrument": "check-up", "version": "check-up", "time_point": "before", "subscales": {"total": "Before"}},
            {"instrument": "check-up", "version": "check-up", "time_point": "after", "subscales": {"total": "After"}},
        ],
    )
    people = returns.tables["people"][["person_id", "role", "cluster", "arm", "ethnicity"]]
    assert people.fillna("-").to_numpy().tolist() == [
        ["X1", "mother", "north", "control", "white"],
        ["X2", "mother", "north", "programme", "asian"],
        ["X3", "mother", "north", "programme", "-"],
    ]
    totals = returns.tables["totals"][["person_id", "time_point", "score"]]
    assert totals.to_numpy().tolist() == [
        ["X1", "before", 30], ["X2", "before", 99], ["X2", "after", 12], ["X3", "after", 100],
    ]  # fmt: skip


def test_columns_by_the_beginning_of_their_header_and_comments_by_position(mapped):
    returns = mapped(
        FORM + 'P1,0,"Well, fine",1,,na,3,3/1/2025 9:05\nP2,always,,2, Good ,1,,12/31/2024 23:59\n',
        id_prefix="x-",
        completed_on="When",
        date_format="%m/%d/%Y %H:%M",
        people={"columns": {}, "constants": {"role": "carer"}},
        measures=[{**MOOD, "items": ITEMS, "comments": {"first": 3, "second": 5}}],
    )
    responses = returns.tables["responses"]
    assert responses["value"].fillna(-1).tolist() == [0, 1, -1, 3, 3, 2, 1, -1]
    assert responses["is_not_applicable"].tolist() == [False, False, True] + [False] * 5
    assert responses["completed_on"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2025-03-01", "2024-12-31"]
    comments = returns.tables["comments"][["person_id", "time_point", "question", "comment"]]
    assert comments.to_numpy().tolist() == [
        ["x-P1", "before", "first", "Well, fine"],
        ["x-P2", "before", "second", "Good"],
    ]


def test_a_sheet_with_people_in_columns_is_turned_round(mapped):
    returns = mapped(
        "Questions,P1,P2\nQ1,1,2\nQ2,0,\nQ3,3,1\nQ4,2,2\n",
        person_id=1,
        orientation="people_in_columns",
        people={"columns": {}},
        measures=[{**MOOD, "items": {"q1": "Q1", "q2": "Q2", "q3": "Q3", "q4": "Q4"}}],
    )
    responses = returns.tables["responses"]
    assert responses.pivot(index="person_id", columns="item", values="value").fillna(-1).to_numpy().tolist() == [
        [1, 0, 3, 2],
        [2, -1, 1, 2],
    ]


def test_people_described_alike_in_two_files_are_one_person_each(arrive, make_registry):
    measure = [{**MOOD, "items": {"q1": "Q"}}]
    people = {"columns": {}, "constants": {"role": "mother"}}
    first = {**BASE, "id": "first", "path": "first.csv", "people": people, "measures": measure}
    later = [{**measure[0], "time_point": "after"}]
    second = {**BASE, "id": "second", "path": "second.csv", "people": people, "measures": later}
    files = {"../../first.csv": "Code,Q\nA,1\nB,2\n", "../../second.csv": "Code,Q\nB,0\n"}
    returns = arrive(files, registry=make_registry(returns=[first, second]))
    assert returns.tables["people"]["person_id"].tolist() == ["A", "B"]
    assert len(returns.tables["responses"]) == 3
    other = {**second, "people": {"columns": {}, "constants": {"role": "father"}}}
    with pytest.raises(ReturnsRefusedError, match=r"second\.csv, line 2: found the same person_id as in line 3 of"):
        arrive(files, registry=make_registry(returns=[first, other]))


def test_what_one_wave_leaves_blank_about_a_person_another_may_say(arrive, make_registry):
    measure = [{**MOOD, "items": {"q1": "Q"}}]
    described = {"columns": {"role": "Kin", "ethnicity": "Heritage"}}
    first = {**BASE, "id": "first", "path": "first.csv", "people": described, "measures": measure}
    second = {**BASE, "id": "later", "path": "later.csv", "people": {"columns": {"cluster": "Area"}},
              "measures": [{**measure[0], "time_point": "after"}]}  # fmt: skip
    files = {
        "../../first.csv": "Code,Kin,Heritage,Q\nA,mother,white,1\nB,father,,2\n",
        "../../later.csv": "Code,Area,Q\nB,north,0\nA,,1\nC,south,3\n",
    }
    for order in ([first, second], [second, first]):
        people = arrive(files, registry=make_registry(returns=order)).tables["people"].sort_values("person_id")
        assert people[["person_id", "role", "cluster", "ethnicity"]].fillna("-").to_numpy().tolist() == [
            ["A", "mother", "-", "white"],
            ["B", "father", "north", "-"],
            ["C", "participant", "south", "-"],
        ]
    again = {**second, "people": {"columns": {"cluster": "Area"}, "constants": {"role": "carer"}}}
    with pytest.raises(ReturnsRefusedError, match=r"the same person_id as in line 2 of .*They contradict each other"):
        arrive(files, registry=make_registry(returns=[first, again]))


def test_a_form_may_add_to_our_own_list_of_people_and_never_contradict_it(arrive, make_registry):
    declared = {**BASE, "people": {"columns": {"ethnicity": "Heritage"}}, "measures": [{**MOOD, "items": {"q1": "Q"}}]}
    own = "person_id,role,ethnicity\nA,mother,\nB,father,asian\n"
    sent = {"people.csv": own, "../../export.csv": "Code,Heritage,Q\nA,white,1\nB,,2\nC,other,3\n"}
    registry = make_registry(returns=[declared])
    people = arrive(sent, registry=registry).tables["people"].sort_values("person_id")
    assert people[["person_id", "role", "ethnicity"]].to_numpy().tolist() == [
        ["A", "mother", "white"], ["B", "father", "asian"], ["C", "participant", "other"],
    ]  # fmt: skip
    with pytest.raises(ReturnsRefusedError, match=r"the same person_id as in line 3 of .*They contradict each other"):
        arrive({**sent, "../../export.csv": "Code,Heritage,Q\nB,white,2\n"}, registry=registry)
    with pytest.raises(ReturnsRefusedError, match=r"people\.csv, line 2: found the same person_id"):
        arrive({**sent, "people--b.csv": "person_id,role\nA,mother\n"}, registry=registry)


def test_a_declared_return_adds_to_people_who_arrived_in_our_own_shape(mapped, valid):
    returns = mapped(
        "Code,Q\nA1,2\nZ9,1\n",
        files=valid,
        measures=[{**MOOD, "time_point": "after", "instrument": "two-forms", "version": "short", "items": {"q1": "Q"}}],
    )
    assert set(returns.tables["responses"]["instrument"]) == {"mood", "two-forms"}
    assert returns.findings.query("severity == 'set_aside'")["rows"].tolist() == [1]


@pytest.mark.parametrize(
    ("text", "facts", "words"),
    [
        (
            "Code,Q,Extra\nA,1,1\n",
            {},
            "column 'Extra': registry/returns/export.yaml neither names nor ignores column 3",
        ),
        ("Code,R\nA,1\n", {}, "found no columns for 'Q'"),
        ("Code,Q,Q\nA,1,1\n", {}, "found 2 columns for 'Q'"),
        ("Code,Q\nA,1\nA,2\n", {}, "line 3, column Code: found a person a second time"),
        ("Code,Q\nB7,1\n", {"id_pattern": "A[0-9]"}, "line 2, column Code: found an id of another form"),
        ("Code,Q\nA,9\n", {}, "line 2, column Q: found '9'. Allowed: whole numbers from 0 to 3"),
        ("Code,Q\n,1\n", {}, "line 2, column Code: found an empty cell"),
        (
            "Code,Q,Group\nA,1,Usual\nB,2,Odd\n",
            {"people": {"columns": {"arm": "Group"}, "codes": {"arm": {"Usual": "control"}}}},
            "line 3, column Group: found 'Odd'. Allowed: Usual",
        ),
        (
            "Code,Q,When\nA,1,31/12/2024\n",
            {"completed_on": "When", "date_format": "%m/%d/%Y"},
            "line 2, column When: found a date of another form. Allowed: dates as %m/%d/%Y",
        ),
    ],
)
def test_what_does_not_fit_the_declaration_is_refused(mapped, text, facts, words):
    with pytest.raises(ReturnsRefusedError) as refusal:
        mapped(text, people=facts.pop("people", {"columns": {}}), measures=[{**MOOD, "items": {"q1": "Q"}}], **facts)
    assert words in str(refusal.value)
    assert "31/12" not in str(refusal.value)


def test_a_problem_in_a_turned_sheet_is_placed_by_the_column_of_the_file(mapped):
    with pytest.raises(ReturnsRefusedError, match="column 3, column Q1: found '9'"):
        mapped(
            "Questions,P1,P2\nQ1,1,9\n",
            person_id="Questions",
            orientation="people_in_columns",
            people={"columns": {}},
            measures=[{**MOOD, "items": {"q1": "Q1"}}],
        )


def test_columns_that_are_ignored_need_no_meaning(mapped):
    returns = mapped(
        "Code,Q,Email,Email\nA,1,x,y\n",
        people={"columns": {}},
        ignore=["Email"],
        measures=[{**MOOD, "items": {"q1": "Q"}}],
    )
    assert len(returns.tables["people"]) == 1


def test_a_declared_file_that_did_not_arrive_is_refused(mapped, valid, arrive, make_registry):
    missing = {**BASE, "path": "elsewhere/export.csv"}
    with pytest.raises(ReturnsRefusedError, match=r"elsewhere/export\.csv: the file did not arrive"):
        arrive(valid, registry=make_registry(returns=[missing]))
