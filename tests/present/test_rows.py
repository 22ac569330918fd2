"""Rows made quick to choose among are the same rows: same values, same types of numbers, same order."""

import pandas as pd
import pytest

from earlyeval.foundations.results import records, results_frame, typed
from earlyeval.present.rows import quick

pytestmark = pytest.mark.unit

ROWS = (
    {"estimand": "mean", "label": "Low mood", "n": 12, "estimate": 3.5, "note": "0 to 27"},
    {"estimand": "proportion", "label": "", "n": None, "estimate": None, "estimable": False},
)


@pytest.fixture
def results():
    return results_frame(ROWS)


def test_quick_rows_hold_the_same_values(results):
    pd.testing.assert_frame_equal(results, quick(results), check_dtype=False)


def test_texts_of_quick_rows_lie_together(results):
    assert quick(results)["label"].dtype == object
    assert quick(results)["n"].dtype == "float64"
    assert quick(results)["estimable"].dtype == "bool"


def test_quick_rows_keep_the_index_of_a_choice(results):
    chosen = results[results["label"] == ""]
    assert list(quick(chosen).index) == [1]


def test_quick_rows_are_a_copy(results):
    before = results.copy()
    changed = quick(results)
    changed["label"] = "changed"
    pd.testing.assert_frame_equal(before, results)


def test_records_are_what_pandas_makes(results):
    made, expected = records(results), results.to_dict("records")
    assert [list(row) for row in made] == [list(row) for row in expected]
    assert str(made) == str(expected)
    assert [[type(value) for value in row.values()] for row in made] == [
        [type(value) for value in row.values()] for row in expected
    ]


def test_records_of_no_rows(results):
    assert records(results.head(0)) == []


def test_an_empty_frame_has_the_same_types_as_a_full_one(results):
    assert results_frame([]).dtypes.to_dict() == results.dtypes.to_dict()


def test_numbers_among_texts_become_texts():
    made = typed([{"label": 3, "n": "12"}, {"label": "four", "n": None}], ("label", "n"))
    assert list(made["label"]) == ["3", "four"]
    assert made["n"].iloc[0] == 12.0
    assert made["n"].dtype == "float64"
