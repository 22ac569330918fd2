import pytest

from earlyeval.present.numbers import (
    interval_text,
    n_of_text,
    n_text,
    number_text,
    p_text,
    percent_text,
    value_text,
    with_interval,
)

pytestmark = pytest.mark.unit
NAN = float("nan")
ROW = {
    "estimand": "mean_change",
    "estimate": -2.3,
    "conf_low": -3.1,
    "conf_high": -1.6,
    "n": 40.0,
    "n_expected": 50.0,
    "hidden": "",
    "rule": "",
    "mark": "",
}


@pytest.mark.parametrize(("number", "decimals", "text"), [(-2.34, 1, "−2.3"), (1240.0, 0, "1,240"), (-0.04, 1, "0.0")])
def test_numbers(number, decimals, text):
    assert number_text(number, decimals=decimals) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "<0.001"),
        (0.00099, "<0.001"),
        (0.001, "0.001"),
        (0.25, "0.250"),
        (1, "1.000"),
        (0.0009, "<0.001"),
        (0.0099, "<0.01"),
        (0.0499, "<0.05"),
        (0.3999, "<0.40"),
    ],
)
def test_p_values(p, text):
    assert p_text(p) == text


def test_percentages():
    assert percent_text(0.48) == "48%"


def test_cells_of_a_row():
    assert with_interval(ROW) == "−2.3 (−3.1 to −1.6)"
    assert interval_text(ROW) == "−3.1 to −1.6"
    assert n_of_text(ROW) == "40 of 50"
    assert value_text(ROW | {"estimand": "proportion", "estimate": 0.4}) == "40%"


def test_hidden_is_a_mark_and_absent_a_dash():
    hidden = ROW | {"estimate": NAN, "n": NAN, "n_expected": NAN, "hidden": "estimate n n_expected", "mark": "[c]"}
    assert (value_text(hidden), n_of_text(hidden)) == ("[c]", "[c] of [c]")
    absent = ROW | {"n": NAN, "n_expected": NAN, "conf_low": NAN, "conf_high": NAN}
    assert (n_text(absent), n_of_text(absent), interval_text(absent)) == ("–", "–", "–")
