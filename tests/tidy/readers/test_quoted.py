"""The middle road: quotation marks within cells, read whole; anything else is left to the exact road."""

import pytest

from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.delimited import read_delimited, read_exactly
from earlyeval.tidy.readers.plain import plain_sheet
from earlyeval.tidy.readers.quoted import quoted_sheet

pytestmark = pytest.mark.unit


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sent.csv"


@pytest.mark.parametrize(
    "content",
    ['a,b\n"1 ""one""",2\n', 'a,b\n"1\n\n2",3\n4,5\n', 'a;b\r\n"x; y\r\nz";2\r\n\r\n3;4\r\n', 'a,b\n\n"""",1\n,\n'],
)
def test_what_is_clean_but_for_its_quotes_is_read_alike(path, content):
    path.write_bytes(content.encode())
    by_records, by_cells = quoted_sheet(path, name="x"), read_exactly(path, name="x", problems=Problems())
    assert plain_sheet(path, name="x") is None
    assert (by_records.headers, by_records.rows.tolist()) == (by_cells.headers, by_cells.rows.tolist())
    assert [list(column) for column in by_records.columns] == [list(column) for column in by_cells.columns]


@pytest.mark.parametrize(
    "content",
    [b'a,b\n"1"x,2\n', b'a,b\n"1\n,2\n', b'a,b\n"1\x0b",2\n', b'a,b\n"\xe9",2\n', b'a,b\n"1",2,3\n', b'a,b\n"1"\n',
     b'"a\nb",c\n"1",2\n', b'sep=;\n"a""";b\n1;2\n', b'a,b\n"' + b"x" * 140_000 + b'",1\n'],
)  # fmt: skip
def test_anything_else_is_left_to_the_exact_road(path, content):
    path.write_bytes(content)
    assert quoted_sheet(path, name="x") is None


def test_the_middle_road_is_taken(path, monkeypatch):
    path.write_text('a,b\n"1 ""one""",2\n')
    monkeypatch.setattr("earlyeval.tidy.readers.delimited.read_exactly", lambda *_, **__: pytest.fail("read twice"))
    assert read_delimited(path, name="x", problems=Problems()).columns[0].tolist() == ['1 "one"']
