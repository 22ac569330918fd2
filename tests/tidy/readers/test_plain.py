"""Plain delimited text read by columns: the same sheet as cell by cell, or none at all."""

import random

import pytest

from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers import plain
from earlyeval.tidy.readers.delimited import read_delimited, read_exactly

pytestmark = pytest.mark.unit


@pytest.fixture
def both(tmp_path):
    def read(content):
        path = tmp_path / "sent.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return plain.plain_sheet(path, name="sent.csv"), read_exactly(path, name="sent.csv", problems=Problems())

    return read


def same(one, other):
    return (one.headers, [list(column) for column in one.columns], one.rows.tolist(), one.row_word) == (
        other.headers, [list(column) for column in other.columns], other.rows.tolist(), other.row_word,
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n3,4\n",
        "\n\n a , b \n 1 ,2\n",
        "\ufeffa;b\n1;2\n;\n",
        "a\tb\r\n1\t2\r\n\t\r\n",
        'a,"b, c"\n1,2',
        "a,b\n1,é\n\u00a02,3\n\n\n",
        "a\n1\n\n2\n",
        "a,,b\n1,,2\n",
        "a,b\n",
        "a,b\n1,2\n\n\n3,4\n",
        'a,b\n"1",2\n',
        '"a","b, c"\r\n"1","2, 3"\r\n"",""\r\n',
        'a;b\n"1;2";" x "\n3;"é"\n',
    ],
)
def test_what_is_plain_is_read_alike(both, content):
    by_columns, by_cells = both(content)
    assert by_columns is not None
    assert same(by_columns, by_cells)


@pytest.mark.parametrize(
    "content",
    ["a,b\n1\n", 'a,b\n"1""",2\n', 'a,b\n"1\n2",3\n', 'a,b\nx"1",2\n', 'a,b\n"1"x,2\n', 'a,b\n"1",2"\n',
     'a,b\n"1" ,2\n', 'a,b\n"1,2\n3",4\n', "a,b\n1,2,\n", "a,b\r1,2\r", "a,b\n1,2\r3,4\n", b"a,b\n\xe9,1\n",
     "a,b\n\ufffd,1\n", "a,b\n\x0b,1\n", "a,b\n\x7f,1\n", "a\n" + "x" * 200_000 + "\n", '"a\nb",c\n1,2\n'],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_exact_road(both, content):
    assert both(content)[0] is None


def test_blocks_end_where_lines_end(both, monkeypatch):
    monkeypatch.setattr(plain, "BLOCK", 64)
    monkeypatch.setattr(plain.plain_blocks, "__kwdefaults__", {"size": 64})
    draw = random.Random(7)
    rows = [f"{number},{'y' * draw.randrange(20)}" for number in range(300)]
    by_columns, by_cells = both("a,b\n" + "\n".join(rows) + "\n")
    assert same(by_columns, by_cells)
    assert len(by_columns) == 300


def test_the_plain_road_is_the_one_that_is_taken(tmp_path, monkeypatch):
    path = tmp_path / "sent.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr("earlyeval.tidy.readers.delimited.read_exactly", lambda *_, **__: pytest.fail("read twice"))
    assert len(read_delimited(path, name="sent.csv", problems=Problems())) == 1
