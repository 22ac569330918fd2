"""Text cells into typed columns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.tidy.columns import Place, typed_column
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import text_series
from earlyeval.tidy.shapes import Column

pytestmark = pytest.mark.unit


def typed(cells, kind, **facts):
    problems = Problems()
    place = Place("sent.csv", "column", np.arange(2, len(cells) + 2))
    column = Column("column", kind, **{name: value for name, value in facts.items() if name != "words"})
    result = typed_column(text_series(cells), column, place, problems, words=facts.get("words"))
    return result, problems


@given(st.lists(st.one_of(st.integers(-999, 999).map(str), st.just(""), st.just("nk"), st.just("x")), max_size=30))
def test_good_cells_keep_their_place_and_bad_ones_are_told_with_theirs(cells):
    result, problems = typed(cells, "number")
    expected = [float(cell) if cell.lstrip("-").isdigit() else np.nan for cell in cells]
    np.testing.assert_array_equal(result.values.to_numpy(), expected)
    assert [problem.row for problem in problems.told()] == [row for row, cell in enumerate(cells, 2) if cell == "x"]
    assert result.missing.get("nk", np.zeros(len(cells), bool)).sum() == cells.count("nk")


@given(st.lists(st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2100-12-31").date())))
def test_a_date_in_iso_8601_is_that_day(days):
    result, problems = typed([day.isoformat() for day in days], "date")
    assert [stamp.date() for stamp in result.values] == days
    assert len(problems) == 0


def test_an_empty_column_has_its_type():
    assert str(typed([], "date")[0].values.dtype) == "datetime64[us]"
    assert str(typed([], "yes_no")[0].values.dtype) == "boolean"


def test_missing_codes_are_words_in_columns_of_ids_and_of_text():
    for kind in ("id", "text"):
        assert typed(["na", "nk"], kind)[0].values.tolist() == ["na", "nk"]


def test_a_code_list_that_holds_a_missing_code_keeps_it():
    problems = Problems()
    place = Place("sent.csv", "column", np.array([2]))
    result = typed_column(text_series(["refused"]), Column("c", "code"), place, problems, allowed=("refused",))
    assert result.values.tolist() == ["refused"]


def test_the_cells_are_not_changed():
    cells = text_series(["1", "x", ""])
    typed_column(cells, Column("c", "number"), Place("f", "c", np.arange(3)), Problems())
    assert cells.tolist() == ["1", "x", ""]
