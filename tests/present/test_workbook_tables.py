import pytest

from earlyeval.foundations.results import stacked
from earlyeval.present.workbook_tables import every_row

pytestmark = pytest.mark.unit


def column(table, name):
    return [row[table.columns.index(name)] for row in table.rows]


def test_one_table_of_all_rows_with_numbers_as_numbers(show, rows):
    released = show.released(stacked([rows["counts"], rows["change"]]))
    table = every_row(released)
    assert len(table.rows) == len(released.rows)
    assert column(table, "Number")[:3] == [50, "*", 0]
    assert column(table, "Quantity")[:3] == ["number"] * 3
    assert column(table, "Question")[0] == "counts"


def test_every_named_form_of_a_standardised_change_is_there(show, rows):
    quantities = column(every_row(show.released(rows["change"])), "Quantity")
    assert "Hedges' g_av" in quantities


def test_degrees_of_freedom_never_make_a_column_at_release_level(show, rows):
    table = every_row(show.released(rows["change"]))
    assert "Degrees of freedom" not in table.columns
    assert "p value" in table.columns


def test_columns_that_no_row_uses_are_left_out(show, rows):
    table = every_row(show.released(rows["counts"]))
    assert "Cluster" not in table.columns
    assert all(len(row) == len(table.columns) for row in table.rows)
