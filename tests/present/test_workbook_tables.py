import pytest

from earlyeval.foundations.results import stacked
from earlyeval.present.tables import workbook_tables

pytestmark = pytest.mark.unit


def test_one_table_a_question_with_numbers_as_numbers(show, rows):
    tables = workbook_tables(show.released(stacked([rows["counts"], rows["change"]])))
    assert [table.id for table in tables] == ["rows-counts", "rows-change"]
    assert tables[0].columns == ("What", "Quantity", "Number", "Value", "Analysis", "Status", "Rule")
    assert [row[2] for row in tables[0].rows] == [50, "*", 0]
    assert [row[1] for row in tables[0].rows] == ["number"] * 3


def test_degrees_of_freedom_never_make_a_column_at_release_level(show, rows):
    (table,) = workbook_tables(show.released(rows["change"]))
    assert "Degrees of freedom" not in table.columns
    assert "p value" in table.columns


def test_columns_that_a_question_never_uses_are_left_out(show, rows):
    (table,) = workbook_tables(show.released(rows["counts"]))
    assert "Cluster" not in table.columns
    assert all(len(row) == len(table.columns) for row in table.rows)
