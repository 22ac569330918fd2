"""Boxes to be ticked, as tools export them: joined in one cell, a column for each box, a row for each tick."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

BASE = {
    "id": "export", "site": "town", "programme": "play", "path": "export.csv", "person_id": "Code",
    "people": {"columns": {}},
    "measures": [{"instrument": "mood", "version": "mood", "time_point": "before", "codes": {"yes": 1, "no": 0},
                  "items": {"q1": "house", "q2": "money", "q3": "else"}}],
}  # fmt: skip
JOINED = {
    "column": "Help*", "options": {"Housing": "house", "Money, debts": "money", "Else": "else"}, "separator": ";",
}  # fmt: skip


@pytest.fixture
def answers(arrive, make_registry):
    """Send an export; return each person's answers in order, -1 for none, "-" for nobody's form."""

    def send(text, ticks, **facts):
        declared = {**BASE, "ticks": [ticks], **facts}
        returns = arrive({"../../export.csv": text}, registry=make_registry(returns=[declared]))
        wide = returns.tables["responses"].pivot(index="person_id", columns="item", values="value").fillna(-1)
        return {person: [int(value) for value in row] for person, row in zip(wide.index, wide.to_numpy(), strict=True)}

    return send


@pytest.mark.parametrize(
    ("separator", "cells"),
    [
        (";", ["Housing;", '"Money, debts;Housing;"', "", "else;"]),
        (", ", ["Housing", '"Money, debts, Housing"', "", "Else"]),
        (",", ["Housing", '"Housing,Money, debts"', "", "ELSE"]),
    ],
)
def test_boxes_joined_in_one_cell(answers, separator, cells):
    text = "Code,Help wanted\n" + "".join(f"{name},{cell}\n" for name, cell in zip("ABCD", cells, strict=True))
    found = answers(text, {**JOINED, "separator": separator})
    assert found == {"A": [1, 0, 0], "B": [1, 1, 0], "D": [0, 0, 1]}


def test_a_blank_cell_says_no_only_where_that_is_declared(answers):
    found = answers("Code,Help\nA,Else\nB,\n", {**JOINED, "nothing_ticked": "no"})
    assert found == {"A": [0, 0, 1], "B": [0, 0, 0]}


def test_a_text_that_is_no_option_is_refused_and_not_repeated(answers):
    text = "Code,Help\nA,Housing;the landlord of my sister is at it again;\nB,Hosing\n"
    with pytest.raises(ReturnsRefusedError) as refusal:
        answers(text, JOINED)
    assert "line 2, column Help: found free text, which is not repeated here" in str(refusal.value)
    assert "line 3, column Help: found 'hosing'. Allowed: 'Housing', 'Money, debts', 'Else'" in str(refusal.value)
    assert "say under other which column counts such texts" in str(refusal.value)
    assert "landlord" not in str(refusal.value)


def test_other_counts_somebody_s_own_words_without_reading_them(answers):
    options = {"Housing": "house", "Money": "money"}
    ticks = {**JOINED, "options": options, "other": "else"}
    found = answers("Code,Help\nA,Housing;my own words here;\nB,Money\n", ticks)
    assert found == {"A": [1, 0, 1], "B": [0, 1, 0]}


@pytest.mark.parametrize("tick", ["1", "Yes, please", "✓"])
def test_a_column_for_each_box(answers, tick):
    ticks = {"columns": {"house": "Q3_1", "money": "Q3_2", "else": "Q3_3"}}
    text = f'Code,Q3_1,Q3_2,Q3_3\nA,"{tick}",,\nB,"{tick}","{tick}","{tick}"\nC,,,\n'
    assert answers(text, ticks) == {"A": [1, 0, 0], "B": [1, 1, 1]}


def test_noughts_and_ones_are_read_only_as_declared(answers):
    columns = {"house": "a", "money": "b", "else": "c"}
    text = "Code,a,b,c\nA,1,0,0\nB,0,0,0\nC,,,\n"
    with pytest.raises(ReturnsRefusedError) as refusal:
        answers(text, {"columns": columns})
    told = str(refusal.value)
    assert "line 2, column a: found '1'. Allowed: one text, or blank. Say under ticked" in told
    assert "line 2, column b: found '0'" in told  # a nought alone is no tick
    assert answers(text, {"columns": columns, "ticked": ["1"], "not_ticked": ["0"]}) == {"A": [1, 0, 0], "B": [0, 0, 0]}
    with pytest.raises(ReturnsRefusedError, match=r"line 4, column c: found '2'\. Allowed: 1, 0, blank"):
        answers(text.replace("C,,,", "C,,,2"), {"columns": columns, "ticked": ["1"], "not_ticked": ["0"]})


def test_a_row_for_each_tick_makes_one_row_a_person(answers):
    ticks = {"column": "Help", "in_rows": True, "options": JOINED["options"]}
    text = 'Code,Group,Help\nA,N,Housing\nA,N,Else\nB,S,"Money, debts"\nC,S,\n'
    assert answers(text, ticks, ignore=["Group"]) == {"A": [1, 0, 1], "B": [0, 1, 0]}
    with pytest.raises(ReturnsRefusedError, match="line 3, column Code: found a person a second time"):
        answers(text.replace("A,N,Else", "A,S,Else"), ticks, ignore=["Group"])


def test_a_column_of_ticks_that_is_not_there_is_told_once(answers):
    with pytest.raises(ReturnsRefusedError, match=r"found no columns for 'Help\*'.*exactly one"):
        answers("Code,house,money,else\nA,1,1,1\n", JOINED)


def test_a_cell_of_several_values_is_a_row_for_each_in_a_table_of_ours(arrive, make_registry, valid):
    declared = {
        **BASE, "measures": [], "people": None, "person_id": "Who",
        "tables": [{"table": "attendance", "columns": {"session_id": "Came to"}, "constants": {"status": "attended"},
                    "split": {"session_id": ";"}}],
    }  # fmt: skip
    files = {name: text for name, text in valid.items() if name != "attendance.csv"}
    sent = files | {"../../export.csv": "Who,Came to\nA1,S1;S2;\nA2,S2\nA3,\n"}
    declared["tables"][0]["unless_blank"] = ["session_id"]
    returns = arrive(sent, registry=make_registry(returns=[declared]))
    assert returns.tables["attendance"][["person_id", "session_id"]].to_numpy().tolist() == [
        ["A1", "S1"], ["A1", "S2"], ["A2", "S2"],
    ]  # fmt: skip
    with pytest.raises(ReturnsRefusedError, match="line 2: found the same session_id, person_id as in line 2"):
        arrive(sent | {"../../export.csv": "Who,Came to\nA1,S1;S1\n"}, registry=make_registry(returns=[declared]))


@pytest.mark.parametrize("is_divided", [True, False])
def test_boxes_of_a_file_of_many_places(answers, monkeypatch, is_divided):
    if not is_divided:
        monkeypatch.setattr("earlyeval.tidy.locate.own_part", lambda *_, **__: None)
    text = 'Where,Code,Help\nT,A,Housing\nElsewhere,B,Else\nT,C,"Else;Housing"\n'
    found = answers(text, JOINED, site=None, site_column="Where", sites={"T": "town"})
    assert found == {"A": [1, 0, 0], "C": [1, 0, 1]}
