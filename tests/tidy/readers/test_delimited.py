"""Delimited text into cells with their lines."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.delimited import delimiter_of, read_delimited

pytestmark = pytest.mark.unit


@pytest.fixture
def read(tmp_path):
    def send(content):
        path = tmp_path / "sent.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems = Problems()
        return read_delimited(path, name="sent.csv", problems=problems), problems

    return send


def cells(sheet):
    return [list(row) for row in zip(*sheet.columns, strict=True)]


def test_lines_are_where_a_record_begins_even_when_a_cell_runs_over_several(read):
    sheet, problems = read('a,b\n1,"two\nlines"\n\n3,4\n')
    assert cells(sheet) == [["1", "two\nlines"], ["3", "4"]]
    assert sheet.rows.tolist() == [2, 5]
    assert len(problems) == 0


def test_lines_count_what_stands_before_the_header(read):
    sheet, _ = read("\n\na,b\n1,2\n")
    assert sheet.rows.tolist() == [4]


@pytest.mark.parametrize(
    ("header", "mark"),
    [("a,b", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a", ","), ('"a;b;c",d', ","), ('"a,b";c', ";")],
)
def test_the_header_decides_the_delimiter_and_quotes_hide_it(header, mark):
    assert delimiter_of(header) == mark


def test_nothing_is_interpreted(read):
    sheet, _ = read("a,b,c,d\n007,1e5,NA,TRUE\n")
    assert cells(sheet) == [["007", "1e5", "NA", "TRUE"]]


def test_every_line_of_another_width_is_noted(read):
    sheet, problems = read("a,b\n1\n1,2\n1,2,3\n")
    assert cells(sheet) == [["1", "2"]], "what can be read is looked at too"
    assert [(problem.row, problem.found) for problem in problems.told()] == [(2, "found 1 cell"), (4, "found 3 cells")]


def test_a_batch_more_than_one_holds_is_read_whole(read, monkeypatch):
    monkeypatch.setattr("earlyeval.tidy.readers.sheet.ROWS_AT_A_TIME", 3)
    sheet, _ = read("a\n" + "".join(f"{number}\n" for number in range(10)))
    assert [int(cell) for cell in sheet.columns[0]] == list(range(10))


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=8
).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL.filter(bool), CELL, CELL), min_size=1, max_size=6))
def test_what_is_written_is_read(read, rows):
    target = io.StringIO()
    csv.writer(target).writerows([("first", "second", "third"), *rows])
    sheet, problems = read(target.getvalue())
    assert len(problems) == 0
    assert cells(sheet) == [list(row) for row in rows]
