"""Decimal commas and marks between thousands: read as a declaration says, refused with its name where none does."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

BASE = {
    "id": "export", "site": "town", "programme": "play", "path": "export.csv", "person_id": "Code",
    "people": {"columns": {}},
    "measures": [{"instrument": "check-up", "version": "check-up", "time_point": "before",
                  "subscales": {"total": "Total"}}],
    "tables": [{"table": "costs", "columns": {"cost_id": "Code", "amount": "Spent"}}],
}  # fmt: skip


@pytest.fixture
def scores(arrive, make_registry):
    def send(*cells, **facts):
        declared = {**BASE, "tables": [], **facts}
        text = "Code;Total\n" + "".join(f"P{place};{cell}\n" for place, cell in enumerate(cells))
        returns = arrive({"../../export.csv": text}, registry=make_registry(returns=[declared]))
        return returns.tables["totals"]["score"].tolist()

    return send


@pytest.mark.parametrize(
    ("cells", "facts", "expected"),
    [
        (["7,5", "12", "na"], {"decimal": ","}, [7.5, 12]),
        (["0,07", "1'0", ""], {"decimal": ",", "thousands": "'"}, None),
        (["99,75", "-"], {"decimal": ",", "missing": ["-"]}, [99.75]),
    ],
)
def test_a_declared_comma_stands_before_decimals(scores, cells, facts, expected):
    if expected is None:
        with pytest.raises(ReturnsRefusedError, match="an apostrophe between thousands, as declared"):
            scores(*cells, **facts)
    else:
        assert scores(*cells, **facts) == expected


def test_a_number_with_the_other_mark_is_refused(scores):
    with pytest.raises(ReturnsRefusedError) as refusal:
        scores("7,5", "12.5", "1.234", decimal=",")
    told = str(refusal.value)
    assert "line 3, column Total: found '12.5'. Allowed: numbers with a comma before decimals, as declared" in told
    assert "line 4, column Total: found '1.234'" in told  # a thousand, or one and a bit: nobody can tell


@pytest.mark.parametrize(
    ("mark", "text"),
    [(".", "1.234,5"), (" ", "1 234,5"), (" ", "1\u00a0234,5"), (" ", "1\u202f234,5"), ("'", "1’234,5")],
)
def test_marks_between_thousands_are_left_out(arrive, make_registry, mark, text):
    declared = {**BASE, "person_id": None, "people": None, "measures": [], "decimal": ",", "thousands": mark,
                "tables": [{"table": "sessions", "columns": {"session_id": "Code", "minutes": "Total"},
                            "constants": {"kind": "play-group", "delivered": "yes"}}]}  # fmt: skip
    with pytest.raises(ReturnsRefusedError, match=r"found .*1234.5.*from 0 to 600"):
        arrive({"../../export.csv": f"Code;Total\nS1;{text}\n"}, registry=make_registry(returns=[declared]))


@pytest.mark.parametrize(("text", "words"), [("7,5", r"\(decimal: ','\)"), ('"1,234"', r"\(thousands: ','\)")])
def test_without_a_declaration_the_refusal_names_it(scores, text, words):
    with pytest.raises(ReturnsRefusedError, match=words):
        scores(text)
