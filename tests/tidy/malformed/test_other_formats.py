"""Returns as Parquet, SPSS and SQLite files with one thing wrong: refused with file, row and column by the command.

The clean delivery's form stands in each format; types do not replace checks.
"""

import datetime
import io
import sqlite3
import tempfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pyarrow import parquet

pytestmark = pytest.mark.spec

FORM = "phq-9"


def table_of(text):
    """Return a delivery's file as columns: answers as numbers where all of them are, everything else as text."""
    lines = [line.split(",") for line in text.splitlines()]
    columns = dict(zip(lines[0], map(list, zip(*lines[1:], strict=True)), strict=True))
    return {name: numbers(cells) for name, cells in columns.items()}


def numbers(cells):
    if all(cell == "" or cell.isdigit() for cell in cells):
        return [float(cell) if cell else None for cell in cells]
    return [cell or None for cell in cells]


def with_cell(column, row, value):
    """Put a value into a cell; rows are counted from 1."""

    def change(columns):
        columns[column] = [value if place == row else cell for place, cell in enumerate(columns[column], start=1)]

    return change


def without(column):
    return lambda columns: columns.pop(column)


def renamed(column, name):
    def change(columns):
        cells = columns.pop(column)
        columns[name] = cells

    return change


def added(column, value):
    return lambda columns: columns.update({column: [value] * len(columns["person_id"])})


def row_again(columns):
    for cells in columns.values():
        cells.append(cells[0])


# What can be wrong in any format: about, what is done to the columns, words of the message.
WRONG = [
    ("an answer out of range", with_cell("interest", 2, 7.0), ("2, column interest", "found '7'", "0 to 3")),
    ("half an answer", with_cell("sleep", 1, 1.5), ("1, column sleep", "found '1.5'", "whole numbers")),
    ("a misspelt column", renamed("energy", "enrgy"), ("'enrgy'", "Did you mean energy?")),
    ("no column of ids", without("person_id"), ("person_id", "missing")),
    ("no column of time points", without("time_point"), ("time_point", "missing")),
    ("an unknown time point", with_cell("time_point", 3, "befor"), ("3, column time_point", "Did you mean before?")),
    ("the same form twice", row_again, ("6", "the same person_id and time_point")),
    ("an id with an NHS number", with_cell("person_id", 1, "943 476 5919"), ("1, column person_id", "an NHS number")),
    ("an id that is a name", with_cell("person_id", 4, "Jo Bloggs"), ("4, column person_id", "looks like a name")),
    ("no id in a row", with_cell("person_id", 2, ""), ("2, column person_id", "empty cell")),
    ("a day written otherwise", with_cell("completed_on", 1, "02/09/2025"), ("1, column completed_on", "year-month")),
    ("a day that no calendar has", with_cell("completed_on", 5, "2025-02-30"), ("5, column", "no calendar has")),
    ("an id with an invisible letter", with_cell("person_id", 1, "P-\u200b01"), ("1, column person_id", "invisible")),
]  # fmt: skip


def as_parquet(columns):
    target = io.BytesIO()
    parquet.write_table(pa.table(columns), target)
    return {f"{FORM}.parquet": target.getvalue()}


def as_spss(columns):
    frame = pd.DataFrame({name.replace("-", "_"): cells for name, cells in columns.items()})
    frame = frame.apply(lambda cells: cells.fillna("") if cells.dtype in (object, "str") else cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.sav"
        pyreadstat.write_sav(frame, path, column_labels=list(columns))
        return {f"{FORM}.sav": path.read_bytes()}


def as_sqlite(columns, *statements):
    made = sqlite3.connect(":memory:")
    named = ", ".join('"' + name + '"' for name in columns)
    made.execute(f"CREATE TABLE phq_9 ({named})")
    rows = list(zip(*columns.values(), strict=True))
    made.executemany(f"INSERT INTO phq_9 VALUES ({', '.join('?' * len(columns))})", rows)
    for statement in statements:
        made.execute(statement)
    made.commit()
    return {"returns.sqlite": made.serialize()}


FORMATS = {"row": as_parquet, "case": as_spss, "row of a database": as_sqlite}


@pytest.mark.parametrize("word", FORMATS)
@pytest.mark.parametrize(("about", "change", "words"), WRONG, ids=[row[0] for row in WRONG])
def test_one_thing_wrong_is_refused_with_its_place(refused, clean, word, about, change, words):
    columns = table_of(clean[f"{FORM}.csv"])
    change(columns)
    sent = FORMATS[word](columns)
    (file,) = sent
    if word == "row of a database":  # it has an order of its own: rows by their text
        words = [part for part in words if not part[0].isdigit()]
    said = refused({f"{FORM}.csv": None} | sent, file, *words)
    assert "Bloggs" not in said.text
    assert "5919" not in said.text
    assert len(said.problems) <= 3


@pytest.mark.parametrize("word", ["row", "case"])  # rows of a database have an order of their own
def test_a_form_without_fault_says_what_the_csv_says(unharmed, clean, word):
    unharmed({f"{FORM}.csv": None} | FORMATS[word](table_of(clean[f"{FORM}.csv"])))


def of_type(column, array):
    def change(columns):
        columns[column] = array

    return change


DAY = datetime.date(2025, 9, 2)
ONLY_PARQUET = [
    ("answers as lists", of_type("interest", [[1], [2], [3], [1], [0]]), ("'interest'", "lists, records")),
    ("answers as bytes", of_type("interest", [b"1"] * 5), ("'interest'", "bytes")),
    ("an answer that is no number", of_type("interest", [float("nan"), float("inf"), 1.0, 2.0, 3.0]),
     ("row 2, column interest",)),
    ("an answer as a decimal", of_type("interest", [Decimal("1.25")] * 5), ("row 1, column interest", "whole")),
    ("answers as truth values", of_type("interest", [True] * 5), ("row 1, column interest", "found 'TRUE'")),
    ("answers as days", of_type("interest", [DAY] * 5), ("row 1, column interest", "a date")),
    ("ids as numbers with a fraction", of_type("person_id", [1.5] * 5), ("phq-9.parquet",)),
    ("a control character", with_cell("time_point", 2, "before\x07"), ("row 2, column 'time_point'", "control")),
    ("a letter lost", with_cell("person_id", 2, "P\ufffd"), ("row 2", "lost in conversion")),
]  # fmt: skip


@pytest.mark.parametrize(("about", "change", "words"), ONLY_PARQUET, ids=[row[0] for row in ONLY_PARQUET])
def test_types_of_parquet_are_no_proof(refused, clean, about, change, words):
    columns = table_of(clean[f"{FORM}.csv"])
    change(columns)
    refused({f"{FORM}.csv": None} | as_parquet(columns), "phq-9.parquet", *words)


def cut(content, *, at=0.5):
    return content[: int(len(content) * at)]


def turned(content):
    """Turn a few bytes in the middle round."""
    half = len(content) // 2
    return content[:half] + bytes(byte ^ 0xFF for byte in content[half : half + 40]) + content[half + 40 :]


@pytest.mark.parametrize("damage", [cut, turned], ids=["cut short", "bytes turned round"])
@pytest.mark.parametrize("word", ["row", "row of a database"])
def test_a_damaged_file_is_refused(refused, clean, word, damage):
    ((file, content),) = FORMATS[word](table_of(clean[f"{FORM}.csv"])).items()
    refused({f"{FORM}.csv": None, file: damage(content)}, file)


@pytest.mark.parametrize("at", [0.02, 0.3])
def test_a_damaged_spss_file_is_refused(refused, clean, at):
    ((file, content),) = as_spss(table_of(clean[f"{FORM}.csv"])).items()
    refused({f"{FORM}.csv": None, file: cut(content, at=at)}, "phq-9.sav", "damaged, or no SPSS file")


def test_a_spss_file_that_lost_its_last_cases_is_refused(refused, clean):
    ((file, content),) = as_spss(table_of(clean[f"{FORM}.csv"])).items()
    refused({f"{FORM}.csv": None, file: content[:-40]}, "phq-9.sav")


ONLY_SQLITE = [
    ("bytes in a cell", "UPDATE phq_9 SET time_point = x'00ff'", "control character"),
    ("a view that leads to itself", "CREATE VIEW people AS SELECT * FROM people", "people"),
    ("nearly the name of a form", "CREATE TABLE phq9 AS SELECT * FROM phq_9", "nearly the name of phq-9"),
    ("a second table of a form", "CREATE TABLE people AS SELECT person_id FROM phq_9", "returns.sqlite [people]"),
]  # fmt: skip


@pytest.mark.parametrize(("about", "statement", "words"), ONLY_SQLITE, ids=[row[0] for row in ONLY_SQLITE])
def test_what_only_a_database_can_hold_is_refused(refused, clean, about, statement, words):
    sent = as_sqlite(table_of(clean[f"{FORM}.csv"]), statement)
    refused({f"{FORM}.csv": None} | sent, "returns.sqlite", words)
