"""Later waves beside earlier ones: a second file adds its rows, and one that holds the earlier rows adds none twice."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

FIRST = {
    "id": "a-wave", "site": "town", "programme": "play", "path": "first.csv", "person_id": "Code",
    "time_point_column": "When", "time_points": {"Pre": "before", "Post": "after"}, "people": {"columns": {}},
    "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "Q", "q2": "R"}}],
}  # fmt: skip
EARLIER = "Code,When,Q,R\nA,Pre,1,2\nB,Pre,0,1\n"
WHOLE = "Code,When,R,Q,Why\nA,Pre,2,1,\nA,Post,3,3,because\nB,Pre,1,0,\nC,Pre,2,2,\n"


@pytest.fixture
def waves(arrive, make_registry):
    """Send two waves, under ids in either order of the alphabet."""

    def send(second, *, name="b-wave", earlier=EARLIER, **facts):
        later = {**FIRST, "id": name, "path": "second.csv", "ignore": ["Why"] if "Why" in second else [], **facts}
        registry = make_registry(returns=[FIRST, later] if name > "a-wave" else [later, FIRST])
        returns = arrive({"../../first.csv": earlier, "../../second.csv": second}, registry=registry)
        forms = returns.tables["responses"].drop_duplicates(["person_id", "time_point"])
        return sorted(zip(forms["person_id"], forms["time_point"], strict=True)), returns

    return send


def test_a_second_file_adds_its_rows_and_the_earlier_ones_stay(waves):
    forms, returns = waves("Code,When,Q,R\nA,Post,3,3\n")
    assert forms == [("A", "after"), ("A", "before"), ("B", "before")]
    assert returns.tables["people"]["person_id"].tolist() == ["A", "B"]


@pytest.mark.parametrize("name", ["b-wave", "a-later-wave", "1"])
def test_rows_that_an_earlier_export_holds_to_the_letter_count_once(waves, name):
    name = "a-a" if name == "1" else name
    forms, returns = waves(WHOLE, name=name, repeats=["a-wave"])
    assert forms == [("A", "after"), ("A", "before"), ("B", "before"), ("C", "before")]
    told = returns.findings.query("rule == 'repeated_rows'")
    assert told[["file", "severity", "rows"]].to_numpy().tolist() == [["second.csv", "set_aside", 2]]
    assert told["sentence"].item() == "2 rows that first.csv holds to the letter: counted once."


def test_rows_that_are_not_there_again_are_told(waves):
    _, returns = waves("Code,When,Q,R\nB,Pre,0,1\n", repeats=["a-wave"])
    assert (
        "1 row of that file is not here again" in returns.findings.query("rule == 'repeated_rows'")["sentence"].item()
    )


def test_without_the_declaration_they_are_refused_as_the_same(waves):
    with pytest.raises(ReturnsRefusedError) as refusal:
        waves(WHOLE)
    told = " ".join(str(refusal.value).split())
    assert "They say the same. Keep the right one; an export that holds an earlier one again takes its place" in told


def test_a_row_that_says_something_else_is_refused(waves):
    with pytest.raises(ReturnsRefusedError, match=r"second\.csv, line 4: .*line 3 of first\.csv.*They contradict"):
        waves(WHOLE.replace("B,Pre,1,0", "B,Pre,1,1"), repeats=["a-wave"])
