"""Parquet into the text that the same cells would have in a CSV file; damaged and hostile files refused."""

import datetime
import decimal
import io
import time

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.parquet import read_parquet

pytestmark = pytest.mark.unit


def parquet_bytes(table, **options):
    target = io.BytesIO()
    parquet.write_table(table if isinstance(table, pa.Table) else pa.table(table), target, **options)
    return target.getvalue()


@pytest.fixture
def read(tmp_path):
    def send(content):
        path = tmp_path / "sent.parquet"
        path.write_bytes(content if isinstance(content, bytes) else parquet_bytes(content))
        problems = Problems()
        return read_parquet(path, name="sent.parquet", problems=problems), [one.sentence() for one in problems.told()]

    return send


def test_typed_cells_become_the_text_of_a_csv_cell(read):
    day = datetime.datetime(2024, 9, 1)
    sheet, problems = read(
        {
            "whole": pa.array([7, None, -1], pa.int8()),
            "number": [7.0, 0.1, None],
            "exact": pa.array([decimal.Decimal("1.50"), None, None]),
            "text": [" 007 ", "\u00a0é", None],
            "code": pa.array(["a", None, "a"]).dictionary_encode(),
            "day": pa.array([day.date(), None, None]),
            "moment": pa.array([day, day.replace(hour=13, minute=5), None], pa.timestamp("ns")),
            "truth": [True, False, None],
            "nothing": pa.array([None, None, "x"]),
        }
    )
    assert problems == []
    assert {header: list(column) for header, column in zip(sheet.headers, sheet.columns, strict=True)} == {
        "whole": ["7", "", "-1"], "number": ["7", "0.1", ""], "exact": ["1.50", "", ""], "text": ["007", "é", ""],
        "code": ["a", "", "a"], "day": ["2024-09-01", "", ""], "moment": ["2024-09-01", "2024-09-01 13:05:00", ""],
        "truth": ["TRUE", "FALSE", ""], "nothing": ["", "", "x"],
    }  # fmt: skip
    assert sheet.rows.tolist() == [1, 2, 3]
    assert sheet.row_word == "row"


def test_a_column_without_any_value_is_empty(read):
    assert list(read({"a": ["x"], "b": pa.nulls(1)})[0].columns[1]) == [""]


GOOD = parquet_bytes({"a": ["x", "y"] * 50, "b": list(range(100))})


@pytest.mark.parametrize(
    "content",
    [b"PAR1", GOOD[:-20], GOOD[: len(GOOD) // 2], b"PAR1" + b"\x00" * 300 + b"PAR1",
     GOOD[:40] + b"\xff" * 40 + GOOD[80:],
     GOOD.replace(b"PAR1", b"PARE")],
)  # fmt: skip
def test_what_is_damaged_is_refused_in_a_sentence(read, content):
    sheet, problems = read(content)
    assert sheet is None
    assert len(problems) == 1
    assert "damaged, or no Parquet file" in problems[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"person_id,role\nA1,mother\n", "the file is text"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_what_is_another_kind_of_file_is_called_by_its_name(read, content, words):
    sheet, problems = read(content)
    assert sheet is None
    assert f"{words}, and no Parquet file" in problems[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"a": [[1, 2]]}, "column 'a': the column holds lists"),
        ({"a": [{"b": 1}]}, "column 'a': the column holds lists, records"),
        ({"a": [b"x"]}, "lists, records, bytes"),
        ({"a": ["fine", "odd\x07"]}, "row 2, column 'a': found a control character"),
        ({"a": ["\ufffd"]}, "row 1, column 'a'"),
        ({f"c{number}": [1] for number in range(2001)}, "found 2001 columns"),
    ],
)
def test_what_no_cell_may_hold_is_refused_with_its_place(read, content, words):
    sheet, problems = read(content)
    assert sheet is None
    assert words in problems[0]


@pytest.mark.parametrize("length", [1_000, 100_000])
def test_a_few_bytes_that_unfold_to_gigabytes_are_refused_at_once(read, length):
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * 3_000_000, pa.int32()), ["a" * length])
    started = time.monotonic()
    sheet, problems = read(parquet_bytes({"a": cells}, compression="zstd"))
    assert sheet is None
    assert "unfolds to more than" in problems[0]
    assert time.monotonic() - started < 10


def test_more_rows_than_anybody_measures_are_refused_from_the_first_look(read):
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * 60_000_000, pa.int8()), ["a"])
    sheet, problems = read(parquet_bytes(pa.table({"a": cells, "b": cells}), compression="zstd"))
    assert sheet is None
    assert "cells" in problems[0]


def test_a_return_in_parquet_gives_the_same_tables_as_in_csv(arrive, valid, paths):
    clean = arrive(valid)
    for name in valid:
        (paths.data / "raw/town/play" / name).unlink()
    frames = {name: pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False) for name, text in valid.items()}
    mood = frames["mood.csv"]
    typed = {name: pd.to_numeric(mood[name]).astype("Int64") for name in ("q1", "q2", "q4")}
    frames["mood.csv"] = mood.assign(completed_on=pd.to_datetime(mood["completed_on"]), **typed)
    sent = {
        name.replace(".csv", ".parquet"): parquet_bytes(pa.Table.from_pandas(frame, preserve_index=False))
        for name, frame in frames.items()
    }
    found = arrive(sent)
    for name, table in clean.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], table, obj=name)


def test_numbers_in_parquet_are_checked_like_any(arrive, valid):
    del valid["mood.csv"]
    table = {"person_id": ["A1", "A2"], "time_point": ["before", "before"], "q1": [1.5, 9.0], "q2": [float("nan"), 1.0]}
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "mood.parquet": parquet_bytes(table)})
    for words in ("row 1, column q1: found '1.5'", "row 2, column q1: found '9'", "row 1, column q2: found 'nan'"):
        assert words in str(refusal.value)
